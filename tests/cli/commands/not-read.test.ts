import { describe, expect, it } from "vitest";
import { MAX_SIZE } from "../../../lib/repository/disk/file-tree.js";
import { temporary } from "../../repository/temporary.js";
import { roleBinding, user } from "../../rules/manifests.js";
import { run } from "../run.js";

/** A repository with a Pod and a binding, and with what no answer about it knows. */
function repository(): string {
  return temporary({
    "app.yaml": `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [] }\n---\n${roleBinding("view", "shop", "ClusterRole", user("ada"))}`,
    "large.yaml": Buffer.alloc(MAX_SIZE + 1, "#"),
    "team/.gitops-lint.yaml": "",
    "team/role.yaml": "",
  });
}

const LARGE = "it could not be read (it is larger than 32 MB, too large for a manifest)";
const NESTED = "it has a .gitops-lint.yaml of its own and was not looked at";
const SENTENCES = [`what 'large.yaml' says: ${LARGE}`, `what 'team' says: ${NESTED}`];

const QUESTIONS = [
  ["who-can", "get", "pods"],
  ["what-can", "User:ada"],
  ["access-path", "User:ada", "get", "pods", "--namespace", "shop"],
  ["isolation"],
  ["connections"],
  ["connections", "--explain-connection", "shop/web", "outside"],
];

describe("what was not read", () => {
  it.each([...QUESTIONS, ["--unknowns"], ["connections", "--format", "markdown"]])(
    "is named in the text of %s %s",
    async (...given) => {
      const root = repository();
      const { out, code } = await run(root, ...given, "--root", root);
      expect(code).toBe(0);
      const lines = out.replaceAll("\\", "").split("\n");
      for (const sentence of SENTENCES)
        expect(lines.map((line) => line.replace(/^- /, ""))).toContain(`Cannot know: ${sentence}.`);
    },
  );

  it.each([...QUESTIONS, ["--unknowns"]])("is named in the JSON of %s %s", async (...given) => {
    const root = repository();
    const { out } = await run(root, ...given, "--format", "json", "--root", root);
    const { cannotKnow } = JSON.parse(out) as { cannotKnow: (string | { what: string; why: string })[] };
    expect(cannotKnow.map((one) => (typeof one === "string" ? one : `${one.what}: ${one.why}`))).toEqual(
      SENTENCES,
    );
  });

  it.each(["svg", "dot"])("is named beside a picture: %s", async (format) => {
    const root = repository();
    const { err } = await run(root, "connections", "--format", format, "--root", root);
    expect(err).toBe(SENTENCES.map((sentence) => `gitops-lint: Cannot know: ${sentence}.`).join("\n"));
  });

  it("is named below the builds that were asked for", async () => {
    const root = repository();
    const { out } = await run(root, "--print-builds", "--root", root, root);
    expect(out).toBe(
      [
        ". (plain)",
        "  app.yaml",
        "    Pod shop/web",
        "    RoleBinding shop/readers",
        "",
        "Not looked at:",
        "  large.yaml, which could not be read: it is larger than 32 MB, too large for a manifest",
        "  team, which has a .gitops-lint.yaml of its own",
      ].join("\n"),
    );
    const file = (name: string) => run(root, "--print-builds", "--root", root, `${root}/${name}`);
    expect((await file("app.yaml")).out).not.toContain("Not looked at");
    expect((await file("large.yaml")).out).toContain("  large.yaml, which could not be read");
    expect((await file("team/role.yaml")).out).toContain("  team, which has a .gitops-lint.yaml");
  });
});
