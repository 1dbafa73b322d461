import { field, isMap } from "../../util/plain-values.js";
import { isMadeUp } from "./certificate.js";
import { execSecrets } from "./exec-secrets.js";
import { isLiteralSecret, isSecret, namesSecret } from "./secret-texts.js";

type Path = readonly (string | number)[];

/** What lets everybody act as a user who can read it. */
export interface Credential {
  kind: "key" | "token" | "password" | "provider" | "argument" | "variable";
  at: Path;
  /** The field, option or variable that holds it; empty for a token that stands somewhere in an argument. */
  name: string;
}

const FIELDS = [
  { kind: "key", name: "client-key-data" },
  { kind: "token", name: "token" },
  { kind: "password", name: "password" },
] as const;

/**
 * The secrets in an entry of `users`, as it is written or redacted. What only names a file is none.
 * Kubernetes: staging/src/k8s.io/client-go/tools/clientcmd/api/v1/types.go, AuthInfo.
 */
export function userCredentials(user: unknown): Credential[] {
  const config = field(user, "auth-provider", "config");
  const isFake = isMadeUp(field(user, "client-key-data"), field(user, "client-certificate-data"));
  const fields = FIELDS.filter(
    ({ kind, name }) => isSecret(field(user, name)) && !(kind === "key" && isFake),
  );
  return [
    ...fields.map((one) => ({ ...one, at: [one.name] })),
    ...(isMap(config) ? Object.entries(config) : []).flatMap(([name, value]): Credential[] => {
      if (!namesSecret(name) || !isLiteralSecret(value)) return [];
      return [{ kind: "provider", at: ["auth-provider", "config", name], name }];
    }),
    ...execCredentials(field(user, "exec"), ["exec"]),
  ];
}

/** Those of a credential plugin. */
export function execCredentials(exec: unknown, path: Path): Credential[] {
  return execSecrets(exec).map(({ at, name }) => {
    return { kind: at[0] === "args" ? "argument" : "variable", at: [...path, ...at], name };
  });
}
