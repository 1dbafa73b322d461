import { describe, expect, it } from "vitest";
import { put, temporary } from "../repository/temporary.js";
import { manifest } from "../rules/manifests.js";
import { run } from "./run.js";

const ONE_RULE = ["--preset", "none", "--rule", "no-wildcard-verbs: error", "--rule", "valid-yaml: error"];
const WILDCARD = manifest(
  "Role",
  "a",
  "shop",
  'rules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n',
);
const FOUND = "ROOT/role.yaml\n  6:";

/** Runs the command on a Role with a wildcard, and what lies beside it. */
async function lint(files: Record<string, string | Uint8Array>, ...argv: string[]) {
  const root = temporary({ "role.yaml": WILDCARD, ...files });
  return await run(root, ...ONE_RULE, "--root", root, ...argv);
}

describe("a text that is made to take long", () => {
  it.each<[name: string, text: string, words: string]>([
    ["closing brackets", `x: [${"]".repeat(2_000_000)}`, "This manifest cannot be parsed"],
    ["line ends with an anchor", `x: &a 1\n${"\n".repeat(1_600_000)}`, "More than 1.5 MB of YAML"],
    ["tags", `x: ]\n${"kind: !".repeat(200_000)}`, "This manifest cannot be parsed"],
    ["escapes", `x: ]\n"${"\\x".repeat(1_000_000)}" a`, "This manifest cannot be parsed"],
  ])("is judged to the end, or said to be too long: %s", async (_, text, words) => {
    const { code, out } = await lint({ "long.yaml": `${WILDCARD}${text}` });
    expect(code).toBe(1);
    expect(out).toContain("ROOT/long.yaml\n");
    expect(out).toContain(words);
    expect(out).toContain("gitops/no-wildcard-verbs");
  });

  it("does not hide that it is one of ABAC policies", async () => {
    const policy =
      '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"a","resource":"*"}}\n';
    const root = temporary({ "policies.json": "\n".repeat(1_000_000) + policy });
    const { out } = await run(root, "--preset", "none", "--rule", "no-abac-wildcard: error", "--root", root);
    expect(out).toMatch(/^ROOT\/policies\.json\n {2}1000001:\d+ {2}error /);
  });
});

describe("a file beside the manifests that is made to take long", () => {
  it.each([".gitignore", "d/.gitignore", ".sourceignore"])("counts as not there: %s", async (name) => {
    const { code, out, err } = await lint({ [name]: "*\n".repeat(1_000_000) });
    expect(err).toBe(
      `gitops-lint: ${name} could not be read: it is larger than 1 MB, too large for a list of patterns, so it counts as not there; delete what is no pattern.`,
    );
    expect(code).toBe(2);
    expect(out).toContain("gitops/no-wildcard-verbs");
  });

  it("is refused: a configuration", async () => {
    const { code, err } = await lint({ ".gitops-lint.yaml": "# a\n".repeat(1_000_000) });
    expect(code).toBe(2);
    expect(err).toBe(
      "gitops-lint: .gitops-lint.yaml is larger than 1 MB, too large for a configuration. Shorten its lists and comments.",
    );
  });

  it("is refused: suppressions", async () => {
    const { code, err } = await lint({ "eslint-suppressions.json": Buffer.alloc(32 * 2 ** 20 + 1, " ") });
    expect(code).toBe(2);
    expect(err).toBe(
      "gitops-lint: The suppressions in 'ROOT/eslint-suppressions.json' cannot be used: it is larger than 32 MB.",
    );
  });

  it("is refused below a root, too", async () => {
    const root = temporary({ "role.yaml": WILDCARD });
    put(root, "d/.gitops-lint.yaml", "# a\n".repeat(1_000_000));
    const { code, err } = await run(root, ...ONE_RULE, root);
    expect(code).toBe(2);
    expect(err).toContain(".gitops-lint.yaml is larger than 1 MB");
  });
});

describe("many files", () => {
  it("are read once each, however many names lead to a directory", async () => {
    const count = 3000;
    const names = Array.from({ length: count }, (_, index) => `a/r${index}.txt`);
    const { code, out } = await lint({
      "kustomization.yaml": `resources:\n${names.map((name) => `  - ${name}\n`).join("")}`,
      ...Object.fromEntries(
        names.map((name, index) => [name, manifest("Role", `r${index}`, "shop", "rules: []\n")]),
      ),
    });
    expect(code).toBe(1);
    expect(out).toContain(FOUND);
    expect(out).toContain("1 finding in 3,001 objects of 3,002 files");
  });
});
