import { field, isMap, items } from "../../util/plain-values.js";
import { isLiteralSecret, namesSecret, withoutCredentialsInUrls, withoutTokens } from "./secret-texts.js";
import { SECRET } from "../configuration/configuration.js";

/** A secret among the arguments of a command or in its environment. */
export interface ExecSecret {
  at: readonly ["args", number] | readonly ["env", number, "value"] | readonly ["env", string];
  /** The option or the variable that holds it; empty for a token elsewhere in an argument. */
  name: string;
}

/**
 * The secrets in the command of a credential plugin: the values of options and variables that are named like one.
 * The environment is a list of names and values in a kubeconfig, and a map in Argo CD's cluster Secrets.
 * Kubernetes: staging/src/k8s.io/client-go/tools/clientcmd/api/v1/types.go, ExecConfig.
 */
export function execSecrets(exec: unknown): ExecSecret[] {
  const env = field(exec, "env");
  const variables = isMap(env)
    ? Object.entries(env).map(([name, value]) => ({ at: ["env", name] as const, name, value }))
    : items(env).map((one, index) => {
        const name = field(one, "name");
        const at = ["env", index, "value"] as const;
        return { at, name: typeof name === "string" ? name : "", value: field(one, "value") };
      });
  return [
    ...argumentSecrets(items(field(exec, "args"))),
    ...variables
      .filter(({ name, value }) => name !== "" && namesSecret(name) && isLiteralSecret(value))
      .map(({ at, name }) => ({ at, name })),
  ];
}

function argumentSecrets(args: readonly unknown[]): ExecSecret[] {
  return args.flatMap((written, index): ExecSecret[] => {
    if (typeof written !== "string") return [];
    const at = ["args", index] as const;
    const { name, value } = optionIn(written);
    if (value !== undefined && namesSecret(name) && isLiteralSecret(value)) return [{ at, name }];
    const before: unknown = args[index - 1];
    if (isValueOf(before, written)) return [{ at, name: before }];
    return withoutTokens(written).includes(SECRET) ? [{ at, name: "" }] : [];
  });
}

/** Arguments without the secrets in them; the names of the options stay. */
export function withoutArgumentSecrets(args: readonly unknown[]): unknown[] {
  return args.map((written, index) => {
    if (typeof written !== "string") return written;
    const { name, value } = optionIn(written);
    if (value !== undefined && namesSecret(name) && isLiteralSecret(value)) return `${name}=${SECRET}`;
    return isValueOf(args[index - 1], written) ? SECRET : withoutTokens(withoutCredentialsInUrls(written));
  });
}

/** Whether an argument is the value of the option before it: `--token`, `abc`. */
function isValueOf(option: unknown, written: string): option is string {
  return (
    typeof option === "string" &&
    option.startsWith("-") &&
    !option.includes("=") &&
    namesSecret(option) &&
    !written.startsWith("-") &&
    isLiteralSecret(written)
  );
}

/** An argument such as `--token=abc`, taken apart. */
function optionIn(argument: string): { name: string; value?: string } {
  const end = argument.startsWith("-") ? argument.indexOf("=") : -1;
  return end < 0 ? { name: argument } : { name: argument.slice(0, end), value: argument.slice(end + 1) };
}
