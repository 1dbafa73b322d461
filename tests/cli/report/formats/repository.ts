import { manifest } from "../../../rules/manifests.js";
import { repository } from "../../../rules/lint.js";
import { run, type Ran } from "../../run.js";
import { addRule } from "../../added-rules.js";

/** A Role that may do everything with some resource. */
export function wildcard(name: string, resource = "pods", comment = ""): string {
  return manifest(
    "Role",
    name,
    "shop",
    `rules:\n  - apiGroups: [""]\n    resources: ["${resource}"]\n    verbs: ["*"]${comment}\n`,
  );
}

/** Runs the command on a repository, with the rules on verbs only. */
export async function report(
  format: string,
  files: Record<string, string>,
  ...argv: string[]
): Promise<Ran & { root: string }> {
  const root = repository({ ".git/HEAD": "", ...files });
  const rule = "no-wildcard-verbs: error";
  const ran = await run(root, "--preset", "none", "--rule", rule, "--format", format, ...argv, root);
  return { ...ran, root };
}

/**
 * A message and a name that try to be something else in every format. The name has no `<...>`, which stands for what is
 * filled in later, and is not quoted.
 */
export const HOSTILE_FILE = "a,b:c%0A::error::<x>&'\" |`@all\n[l](https:e).yaml";
export const HOSTILE_RESOURCE = "]]><img src=x|`@all` [l](https://e.x) ::set-env name=x::y %0A #1 www.e.x";

/** Adds a rule that fails on every Role. */
export function withFailingRule(): void {
  addRule({
    name: "no-luck",
    meta: {
      docs: { description: "Fail", topic: "Changes", consequence: "refusal", preset: "all", controls: [] },
      messages: {},
      schema: [],
      defaultOptions: [],
    },
    on: "object",
    kinds: ["Role"],
    patches: true,
    check() {
      throw new Error("out of luck");
    },
  });
}
