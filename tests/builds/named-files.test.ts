import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import type { Kinds } from "../../lib/kubernetes/objects.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { run } from "../cli/run.js";
import { committed, git } from "../repository/git.js";
import { link, put, temporary } from "../repository/temporary.js";
import { role, VARIANTS } from "./named-files.js";

/** The Roles that a repository applies, with their verbs. */
function rolesIn(root: string): Record<string, string> {
  const builds = new Analysis(readRepository(root), { root });
  const objects = builds.all.filter(({ files }) => files.size > 0).flatMap((build) => build.objects);
  return Object.fromEntries(
    objects.flatMap(({ kind, object }) => {
      const { rules = [] } = object as Kinds["Role"];
      return kind === "Role"
        ? [[object.metadata?.name, rules.flatMap(({ verbs = [] }) => verbs).join()]]
        : [];
    }),
  ) as Record<string, string>;
}

const WILDCARDS = ["--preset", "none", "--rule", "no-wildcard-verbs: error", "--format", "json"];

/** The files in which a `*` is found. */
async function foundIn(root: string, ...argv: string[]): Promise<string[]> {
  return foundBy(root, "--root", root, ...argv);
}

async function foundBy(root: string, ...argv: string[]): Promise<string[]> {
  const { out } = await run(root, ...WILDCARDS, ...argv);
  const results = JSON.parse(out) as { filePath: string; messages: { message: string }[] }[];
  return results
    .filter(({ messages }) => messages.length > 0)
    .map(({ filePath }) => filePath.slice("ROOT/".length));
}

describe("what a build names", () => {
  it.each(VARIANTS)("is read: $name", async ({ files, links = {}, applied, found }) => {
    const root = temporary(files);
    for (const [path, target] of Object.entries(links)) link(root, path, target);
    expect(rolesIn(root)).toEqual(applied);
    expect(await foundIn(root, root)).toEqual(expect.arrayContaining(found));
  });

  it("is read from git as from the disk", async () => {
    const root = committed({ "kustomization.yaml": "resources: []\n", "a.txt": role("a", "get") });
    put(root, "kustomization.yaml", "resources: [a.txt, node_modules/b]\n");
    put(root, "a.txt", Buffer.from(`\uFEFF${role("a")}`, "utf16le"));
    put(root, "node_modules/b", role("b"));
    git(root, "add", "--force", ".");
    put(root, "a.txt", "");
    expect(await foundIn(root, "--staged")).toEqual(["a.txt", "node_modules/b"]);
    git(root, "commit", "--quiet", "--message=b");
    put(root, "kustomization.yaml", "resources: [node_modules/b, a.txt]\n");
    expect(await foundIn(root, "--changed-since", "HEAD")).toEqual([]);
  });

  it("is linted by the root of its own where it lies in one", async () => {
    const root = temporary({
      "kustomization.yaml": "resources: [sub/r.txt]\n",
      "sub/.gitops-lint.yaml": "",
      "sub/r.txt": role("reader"),
      "sub/kustomization.yaml": "resources: [r.txt]\n",
    });
    expect(rolesIn(root)).toEqual({ reader: "*" });
    expect(await foundIn(root, root)).toEqual([]);
    expect(await foundBy(root, root)).toEqual(["sub/r.txt"]);
    expect(await foundIn(join(root, "sub"), join(root, "sub"))).toEqual(["r.txt"]);
    rmSync(join(root, "sub/kustomization.yaml"));
    expect(await foundBy(root, root)).toEqual(["sub/r.txt"]);
    expect(await foundIn(join(root, "sub"), join(root, "sub"))).toEqual([]);
  });

  it("is linted whatever it is called where the command names it", async () => {
    const root = temporary({ "role.txt": role("reader"), "node_modules/r.yaml": role("other") });
    expect(await foundIn(root, root)).toEqual([]);
    expect(await foundIn(root, join(root, "role.txt"))).toEqual(["role.txt"]);
    expect(await foundIn(root, join(root, "node_modules/r.yaml"))).toEqual(["node_modules/r.yaml"]);
  });

  it("is read anew where a kustomization that is named names more", () => {
    const root = temporary({
      "kustomization.yaml": "resources: [node_modules/a]\ntransformers: [node_modules/t]\n",
      "node_modules/a/kustomization.yaml": "resources: [../b]\n",
      "node_modules/b/Kustomization": "resources: [r]\n",
      "node_modules/b/r": role("reader", "get"),
      "node_modules/t/kustomization.yml": "resources: [t.txt]\n",
      "node_modules/t/t.txt":
        "apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: p }\npath: p.txt\n",
      "p.txt": role("reader"),
    });
    expect(rolesIn(root)).toEqual({ reader: "*" });
  });
});

describe("what leads out of the repository", () => {
  const outside = (root: string) => {
    put(root, "repository/kustomization.yaml", "resources: [out.yaml, ../base, ../../x/y.yaml]\n");
    put(root, "base/kustomization.yaml", "resources: [r.yaml]\n");
    put(root, "outside.yaml", role("reader"));
    link(root, "repository/out.yaml", "../outside.yaml");
    return join(root, "repository");
  };

  it("is refused and not called missing", async () => {
    const root = outside(temporary());
    const { out, code } = await run(root, "--root", root, root);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "Nothing found in 0 objects of 1 file (0.0 s).",
        "3 paths of kustomizations refused for leading out of the repository: out.yaml and 2 more.",
      ].join("\n"),
    );
    const builds = await run(root, "--root", root, root, "--print-builds");
    expect(builds.out).toContain(
      "kustomization.yaml includes 'out.yaml', which is refused: a link leads out of this repository or nowhere",
    );
  });

  it.each([
    ["../base", "kustomization.yaml uses '../base', which is not in this repository"],
    ["/etc/passwd", "kustomization.yaml uses '/etc/passwd', which is not in this repository"],
    ["none.yaml", "kustomization.yaml includes 'none.yaml', which is not there"],
  ])("says of %s why nothing is known", async (path, reason) => {
    const root = temporary({ "kustomization.yaml": `resources: [${path}]\n` });
    const { out } = await run(root, "--root", root, root, "--print-builds");
    expect(out).toContain(reason);
  });

  it("tells no difference between what is there and what is not", async () => {
    const root = temporary({ "r/kustomization.yaml": "resources: [a.yaml]\n" });
    link(root, "r/a.yaml", "../there.yaml");
    const [before] = [await run(root, "--root", join(root, "r"), join(root, "r"))];
    put(root, "there.yaml", role("reader"));
    expect(await run(root, "--root", join(root, "r"), join(root, "r"))).toEqual(before);
  });
});
