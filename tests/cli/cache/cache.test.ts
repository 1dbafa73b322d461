import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { cacheDirectory } from "../../../lib/util/cache-directory.js";
import { main } from "../../../lib/cli/main.js";
import { DiskTree } from "../../../lib/repository/disk/file-tree.js";
import { put, temporary } from "../../repository/temporary.js";
import { manifest, roleBinding, user } from "../../rules/manifests.js";

const role = (verbs: string) =>
  manifest(
    "Role",
    "reader",
    "shop",
    `rules:\n  - { apiGroups: [''], resources: [pods], verbs: [${verbs}] }\n`,
  );
const binding = roleBinding("reader", "shop", "Role", user("ada"));
const small = {
  "role.yaml": role("get"),
  "rb.yaml": binding,
  "cm.yaml": "kind: ConfigMap\napiVersion: v1\n",
};

async function run(root: string, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main([...argv, root], { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, err, out: out.join("\n") };
}

/** The findings as JSON, with and without what is kept in a directory. */
async function both(root: string, cache: string, ...more: string[]) {
  const cached = await run(root, "--format", "json", "--cache", "--cache-location", cache, ...more);
  const anew = await run(root, "--format", "json", ...more);
  return { cached, anew };
}

function findings({ out }: { out: string }): string[] {
  const results = JSON.parse(out) as { filePath: string; messages: { ruleId: string; line: number }[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line }) => `${filePath.split("/").at(-1)}:${line} ${ruleId}`),
  );
}

const MISSING = "rb.yaml:9 gitops/no-missing-role";

describe("gitops-lint --cache", () => {
  it("keeps no secret of what a kustomization names or makes", async () => {
    const secret = "kind: Secret\napiVersion: v1\nmetadata: {name: a}\nstringData: {a: s3cr3t}\n";
    const root = temporary({
      ...small,
      "secret.yaml": secret,
      "patch.yaml": secret.replace("{a: ", "{b: "),
      "kustomization.yaml":
        "resources: [role.yaml, rb.yaml, cm.yaml, secret.yaml]\npatches: [{path: patch.yaml}]\nsecretGenerator: [{name: b, literals: [a=s3cr3t]}]\nreplacements: [{source: {kind: Secret, name: a, fieldPath: stringData.a}, targets: [{select: {kind: RoleBinding}, fieldPaths: [roleRef.name]}]}]\n",
    });
    const cache = temporary();
    await both(root, cache);
    const kept = readdirSync(cache).map((name) => readFileSync(join(cache, name), "utf8"));
    expect(kept.join("")).not.toContain("s3cr3t");
  });

  it("keeps nothing unless it is asked to", async () => {
    const cache = temporary();
    const root = temporary(small);
    await run(root, "--cache", "--no-cache", "--cache-location", cache);
    expect(readdirSync(cache)).toEqual([]);
    await run(root, "--cache", "--cache-location", cache);
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/^[\w-]{16}-[\w-]{16}\.json$/)]);
  });

  it("sees that a role was deleted, renamed or added in another file", async () => {
    const cache = temporary();
    const root = temporary(small);
    const see = async () => {
      const { cached, anew } = await both(root, cache);
      expect(cached).toEqual(anew);
      return findings(cached);
    };
    expect([await see(), await see()]).toEqual([[], []]);
    rmSync(join(root, "role.yaml"));
    expect([await see(), await see()]).toEqual([[MISSING], [MISSING]]);
    put(root, "roles/other.yaml", role("get"));
    expect(await see()).toEqual([]);
    writeFileSync(join(root, "roles/other.yaml"), role("get").replace("reader", "raeder"));
    expect(await see()).toEqual([MISSING]);
    put(root, ".gitops-lint.yaml", "settings: { knownRoles: ['*'] }\n");
    expect(await see()).toEqual([]);
    put(root, ".gitops-lint.yaml", "rules: { no-missing-role: warn }\n");
    expect(await see()).toEqual([MISSING]);
    put(root, ".gitops-lint.yaml", "ignores: [rb.yaml]\n");
    expect(await see()).toEqual([]);
    expect((await both(root, cache, "--preset", "strict")).cached).toMatchObject({ code: 0 });
  });

  it("sees what changes beside the manifests: patches, other files, .gitignore, remotes", async () => {
    const cache = temporary();
    const root = temporary({
      ...small,
      "kustomization.yaml":
        "resources: [role.yaml, rb.yaml, more]\npatches: [{ path: patch.yaml }]\nconfigMapGenerator: [{ name: x, files: [page.yaml] }]\n",
      "patch.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\ndata: { a: b }\n",
      "more/notes.txt": "",
      "more/kustomization.yaml": "resources: []\n",
      "page.yaml": "a: b\n",
    });
    const steps: (() => void)[] = [
      () => put(root, "patch.yaml", role("get").replace("get", "'*'")),
      () => put(root, "patch.yaml", "kind: Role\n$patch: delete\nmetadata: { name: reader }\n"),
      () => rmSync(join(root, "page.yaml")),
      () => put(root, ".gitignore", "page.yaml\n"),
      () => rmSync(join(root, ".gitignore")),
      () => rmSync(join(root, "more/kustomization.yaml")),
      () => rmSync(join(root, "more"), { recursive: true }),
      () => put(root, "patch.yaml", "a: [\n"),
      () => put(root, "patch.yaml", "# nothing\n"),
      () => put(root, "more/.gitops-lint.yaml"),
      () => put(root, ".git/config", '[remote "origin"]\n  url = https://example.com/a/b\n'),
    ];
    const seen: string[][] = [];
    for (const step of steps) {
      step();
      for (const { cached, anew } of [await both(root, cache), await both(root, cache)]) {
        expect(cached).toEqual(anew);
        seen.push(findings(cached));
      }
    }
    expect(new Set(seen.map((all) => all.join())).size).toBeGreaterThan(3);
  });

  it("is known again in a clone at another place", async () => {
    const cache = temporary();
    const root = temporary({ ...small, "role.yaml": role("'*'") });
    // What was written a moment ago is not kept: it could have changed while it was read.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    const before = await both(root, cache);
    const moved = join(dirname(root), "moved-checkout");
    renameSync(root, moved);
    try {
      const [file = ""] = readdirSync(cache);
      const written = readFileSync(join(cache, file));
      const { cached, anew } = await both(moved, cache);
      expect(cached).toEqual(anew);
      expect(findings(cached)).toEqual(findings(before.cached));
      // Nothing was found out anew, so nothing was written.
      expect(readdirSync(cache)).toEqual([file]);
      expect(readFileSync(join(cache, file))).toEqual(written);
    } finally {
      renameSync(moved, root);
    }
  });

  it.each([
    ["cut", (text: string) => text.slice(0, -10)],
    ["changed", (text: string) => text.replace("reader", "raeder")],
    ["empty", () => ""],
    ["no JSON", () => "x\ny"],
    ["of another version", (text: string) => text.replace(/"version":"[^"]*"/, '"version":"x"')],
  ])("is not read when it is %s", async (_, damage) => {
    const cache = temporary();
    const root = temporary({ ...small, "role.yaml": role("'*'") });
    await both(root, cache);
    const [file = ""] = readdirSync(cache);
    const text = readFileSync(join(cache, file), "utf8");
    expect(damage(text)).not.toBe(text);
    writeFileSync(join(cache, file), damage(text));
    const { cached, anew } = await both(root, cache);
    expect(cached).toEqual(anew);
    expect(findings(cached)).toEqual(["role.yaml:7 gitops/no-wildcard-verbs"]);
  });

  it(
    "is not believed in whatever of it has changed, nor is that called a defect",
    { timeout: 120_000 },
    async () => {
      const root = temporary({
        ...small,
        "role.yaml": role("'*'"),
        "kustomization.yaml": "resources: [role.yaml, rb.yaml]\npatches: [{ path: p.yaml }]\n",
        "p.yaml": role("list"),
      });
      const cache = temporary();
      const { anew } = await both(root, cache, "--preset", "all");
      await both(root, cache, "--preset", "all");
      const kept = readdirSync(cache).map((name) => ({ name, bytes: readFileSync(join(cache, name)) }));
      expect(kept.map(({ name }) => name.split(".").at(-1)).sort()).toEqual(["json", "results"]);
      const damage = fc.record({
        which: fc.nat(kept.length - 1),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        removed: fc.integer({ min: 0, max: 40 }),
        added: fc.uint8Array({ maxLength: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
          const damaged = kept.map(({ bytes }) => Buffer.from(bytes));
          for (const { which, at, removed, added } of damages) {
            const bytes = damaged[which] ?? expect.fail();
            const start = Math.floor(at * bytes.length);
            damaged[which] = Buffer.concat([
              bytes.subarray(0, start),
              added,
              bytes.subarray(start + removed),
            ]);
          }
          for (const [index, { name }] of kept.entries())
            writeFileSync(join(cache, name), damaged[index] ?? expect.fail());
          const { cached } = await both(root, cache, "--preset", "all");
          expect(cached).toEqual(anew);
        }),
        { numRuns: 60 },
      );
    },
  );

  it("says nothing of one repository about another with the same files, edited", async () => {
    const cache = temporary();
    const [harmless, harmful] = [temporary(small), temporary({ ...small, "role.yaml": role("'*'") })];
    await both(harmless, cache);
    // As if somebody had put it there: it is for another place, and what it says is of other texts.
    await both(harmful, cache);
    const names = readdirSync(cache).filter((name) => name.endsWith(".json"));
    const [one = "", other = ""] = names;
    const [first, second] = [readFileSync(join(cache, one)), readFileSync(join(cache, other))];
    writeFileSync(join(cache, one), second);
    writeFileSync(join(cache, other), first);
    const { cached, anew } = await both(harmful, cache);
    expect(cached).toEqual(anew);
    expect(findings(cached)).toEqual(["role.yaml:7 gitops/no-wildcard-verbs"]);
  });

  it("fixes what is there, not what was kept", async () => {
    const cache = temporary();
    const unused = role("get").replace("rules:", "rules: # eslint-disable-line gitops/no-wildcard-verbs");
    const root = temporary({ "role.yaml": unused });
    await both(root, cache);
    await both(root, cache);
    await run(root, "--cache", "--cache-location", cache, "--fix");
    expect(readFileSync(join(root, "role.yaml"), "utf8")).not.toContain("eslint-disable");
    const { cached, anew } = await both(root, cache);
    expect(cached).toEqual(anew);
    expect(findings(cached)).toEqual([]);
  });

  it("says in one sentence when nothing can be kept, and finds the same", async () => {
    const root = temporary({ ...small, "role.yaml": role("'*'"), "not-a-directory": "" });
    const { cached, anew } = await both(root, join(root, "not-a-directory"));
    expect(cached).toMatchObject({ code: 1, out: anew.out });
    expect(cached.err).toEqual([
      expect.stringMatching(/^gitops-lint: The cache could not be written: .*\.$/),
    ]);
  });

  it("finds the same as without, whatever is edited", { timeout: 300_000 }, async () => {
    const path = fc.constantFrom(
      "a.yaml",
      "b/b.yaml",
      "b/kustomization.yaml",
      "kustomization.yaml",
      "p.yaml",
    );
    const text = fc.constantFrom(
      role("get"),
      role("'*'"),
      role("get").replace("reader", "other"),
      binding,
      `\uFEFF${binding}# eslint-disable-line`,
      "kind: Namespace\napiVersion: v1\nmetadata: { name: shop }\n",
      "resources: [a.yaml, b]\n",
      "resources: [b.yaml]\nnamespace: x\npatches: [{ path: p.yaml }]\n",
      "resources: [../a.yaml]\npatches: [{ path: ../p.yaml }]\n",
      "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: reader }\nrules: null\n",
      "kind: Role\napiVersion: [\n",
      undefined,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(path, text), { minLength: 3, maxLength: 8 }), async (edits) => {
        const cache = temporary();
        const root = temporary(small);
        for (const [file, content] of edits) {
          if (content === undefined) rmSync(join(root, file), { force: true });
          else put(root, file, content);
          const { cached, anew } = await both(root, cache);
          expect(cached).toEqual(anew);
        }
        expect(existsSync(cache)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  describe("long after the last change", () => {
    // The clock is ahead of the file system's, so that what was written a moment ago counts as old.
    beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 }));
    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });

    const layers = {
      "base/kustomization.yaml": "resources: [role.yaml, rb.yaml]\n",
      "base/role.yaml": role("get"),
      "base/rb.yaml": binding,
      "overlay/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\nnamePrefix: x-\n",
      "overlay/patch.yaml": role("list"),
    };

    it("reads no file again of which the system says that nothing has happened to it", async () => {
      const cache = temporary();
      const root = temporary(layers);
      await both(root, cache);
      const read = vi.spyOn(DiskTree.prototype, "bytes");
      put(root, "base/rb.yaml", roleBinding("raeder", "shop", "Role", user("ada")));
      const { out } = await run(root, "--format", "json", "--cache", "--cache-location", cache);
      expect(findings({ out })).toEqual([MISSING]);
      // Once to know it, once to lint it.
      expect(read.mock.calls).toEqual([["base/rb.yaml"], ["base/rb.yaml"]]);
    });

    it("reads a file again whose size and time of change were put back", async () => {
      const cache = temporary();
      const root = temporary(layers);
      const { anew } = await both(root, cache);
      expect(findings(anew)).toEqual([]);
      const file = join(root, "base/role.yaml");
      const { atime, mtime } = statSync(file);
      writeFileSync(file, role("'*'"));
      utimesSync(file, atime, mtime);
      const { cached } = await both(root, cache);
      expect(findings(cached)).toEqual(["role.yaml:7 gitops/no-wildcard-verbs"]);
    });

    it.each([
      [
        "that is built from",
        "RoleBinding",
        "no-missing-role",
        "- { op: replace, path: /roleRef/name, value: x }\n",
      ],
      ["that selects nothing", "ClusterRole", "valid-kustomization", "no: name\n"],
    ])("sees a change in a patch %s, after a run in which nothing of it had changed", async (...given) => {
      const [, kind, rule, after] = given;
      const cache = temporary();
      const root = temporary({
        ...layers,
        "b/kustomization.yaml": `resources: [role.yaml, rb.yaml]\npatches: [{ path: patch.yaml, target: { kind: ${kind} } }]\n`,
        "b/role.yaml": role("get"),
        "b/rb.yaml": binding,
        "b/patch.yaml": "- { op: add, path: /metadata/labels, value: { a: b } }\n",
      });
      const see = async () => {
        const { cached, anew } = await both(root, cache, "--preset", "none", "--rule", `${rule}: error`);
        expect(cached).toEqual(anew);
        return findings(cached);
      };
      expect(await see()).toEqual([]);
      put(root, "base/role.yaml", role("get, list"));
      expect(await see()).toEqual([]);
      put(root, "b/patch.yaml", after);
      expect(await see()).toEqual([expect.stringContaining(rule)]);
    });

    it("keeps nothing that was made of a file that changed while it was read", async () => {
      const cache = temporary();
      const patch = (name: string) => `- { op: replace, path: /roleRef/name, value: ${name} }\n`;
      const root = temporary({
        "kustomization.yaml":
          "resources: [role.yaml, rb.yaml]\npatches: [{ path: patch.yaml, target: { kind: RoleBinding } }]\n",
        "role.yaml": role("get"),
        "rb.yaml": binding,
        "patch.yaml": patch("reader"),
      });
      const { bytes } = DiskTree.prototype;
      let reads = 0;
      vi.spyOn(DiskTree.prototype, "bytes").mockImplementation(function (this: DiskTree, path: string) {
        return path === "patch.yaml" && ++reads === 2 ? Buffer.from(patch("x")) : bytes.call(this, path);
      });
      const { out } = await run(root, "--format", "json", "--cache", "--cache-location", cache);
      expect(findings({ out })).toEqual([MISSING]);
      vi.restoreAllMocks();
      const { cached, anew } = await both(root, cache);
      expect(cached).toEqual(anew);
      expect(findings(cached)).toEqual([]);
    });

    it(
      "finds the same as without, whatever is edited in what kustomizations are made of",
      {
        timeout: 300_000,
      },
      async () => {
        const edit = fc.oneof(
          fc.tuple(
            fc.constantFrom(
              "base/role.yaml",
              "base/rb.yaml",
              "overlay/patch.yaml",
              "part/patch.yaml",
              "more.yaml",
            ),
            fc.constantFrom(
              role("get"),
              role("'*'"),
              role("get").replace("reader", "other"),
              binding,
              "kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\ndata: { a: b }\n",
              "- { op: replace, path: /rules/0/verbs/0, value: '*' }\n",
              "- { op: replace, path: /metadata/name, value: other }\n",
              "kind: Role\n$patch: delete\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: reader, namespace: shop }\n",
              "a: [\n",
              undefined,
            ),
          ),
          fc.tuple(
            fc.constantFrom(
              "base/kustomization.yaml",
              "overlay/kustomization.yaml",
              "part/kustomization.yaml",
            ),
            fc.constantFrom(
              layers["base/kustomization.yaml"],
              layers["overlay/kustomization.yaml"],
              "resources: [../base]\npatches: [{ path: patch.yaml, target: { kind: Role } }]\n",
              "resources: [../base, ../more.yaml]\ncomponents: [../part]\nnamespace: x\n",
              "kind: Component\npatches: [{ path: patch.yaml, target: { kind: Role } }]\n",
              "resources: [../overlay]\nconfigMapGenerator: [{ name: x, files: [patch.yaml] }]\n",
              "resources: [role.yaml, rb.yaml]\ntransformers: [../more.yaml]\n",
              "resources: [../part]\n",
              undefined,
            ),
          ),
        );
        await fc.assert(
          fc.asyncProperty(fc.array(edit, { minLength: 4, maxLength: 10 }), async (edits) => {
            const cache = temporary();
            const root = temporary(layers);
            for (const [file, content] of edits) {
              if (content === undefined) rmSync(join(root, file), { force: true });
              else put(root, file, content);
              const { cached, anew } = await both(root, cache, "--preset", "all");
              expect(cached).toEqual(anew);
            }
          }),
          { numRuns: 40 },
        );
      },
    );
  });
});

describe("where it is kept", () => {
  it.each([
    ["linux", {}, "/home/ada/.cache/gitops-lint"],
    ["linux", { XDG_CACHE_HOME: "/var/cache/ada" }, "/var/cache/ada/gitops-lint"],
    ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ada/.cache/gitops-lint"],
    ["darwin", {}, "/home/ada/Library/Caches/gitops-lint"],
    ["win32", { LOCALAPPDATA: "/local" }, "/local/gitops-lint/Cache"],
    ["win32", {}, "/home/ada/AppData/Local/gitops-lint/Cache"],
  ] as const)("on %s with %o is the platform's place", (platform, env, expected) => {
    expect(cacheDirectory(platform, env, ["/home/ada"])?.replaceAll("\\", "/")).toBe(expected);
  });

  it.each([
    ["linux", {}],
    ["linux", { XDG_CACHE_HOME: "" }],
    ["darwin", {}],
    ["win32", {}],
    ["win32", { LOCALAPPDATA: "" }],
    ["win32", { LOCALAPPDATA: "relative" }],
  ] as const)("on %s with %o is never in the current directory", (platform, env) => {
    expect(cacheDirectory(platform, env, ["", "relative"])).toBeUndefined();
    const ofUser = cacheDirectory(platform, env, ["", "/home/ada"]);
    expect(ofUser).toBe(cacheDirectory(platform, {}, ["/home/ada"]));
  });

  it("must be named where no home directory is known", async () => {
    vi.stubEnv("XDG_CACHE_HOME", "");
    vi.stubEnv("LOCALAPPDATA", "");
    vi.spyOn(os, "homedir").mockReturnValue("");
    vi.spyOn(os, "userInfo").mockImplementation(() => {
      throw new Error("ENOENT");
    });
    syncBuiltinESMExports();
    onTestFinished(() => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      syncBuiltinESMExports();
    });
    expect(await run(temporary(small), "--cache")).toEqual({
      code: 2,
      out: "",
      err: [
        "gitops-lint: There is no place for the cache, since no absolute path of your home directory is known. Name one with --cache-location.",
      ],
    });
  });
});
