import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { analysisAt, forget } from "../../lib/plugin/session.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { repository } from "../rules/lint.js";
import { manifest } from "../rules/manifests.js";

const LONG_ENOUGH = 501;
const LINTED = "linted.yaml";
const SAVED = manifest("Role", "linted");

const DIRECTORIES = ["", "a/", "a/b/", "c/"];
const NAMES = ["one.yaml", "two.yaml", "kustomization.yaml", ".gitignore", ".sourceignore", "patch.yaml"];

const directory = fc.constantFrom(...DIRECTORIES);
const path = fc.tuple(directory, fc.constantFrom(...NAMES)).map((parts) => parts.join(""));
const text = fc.oneof(
  fc.constantFrom("A", "B", "C").map((name) => manifest("Role", name)),
  fc.constantFrom("A", "B").map((name) => manifest("ClusterRole", name)),
  fc
    .uniqueArray(fc.constantFrom("one.yaml", "two.yaml", "b", "../a", "linted.yaml", "gone.yaml"))
    .map((names) => `resources: [${names.join(", ")}]\npatches: [{ path: patch.yaml }]\n`),
  fc.constantFrom("one.yaml\n", "b/\n", "kind: [\n", ""),
);

const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant("write" as const), path, text }) },
  fc.record({ type: fc.constant("delete" as const), path: fc.oneof(path, fc.constantFrom("a", "a/b", "c")) }),
  fc.record({
    type: fc.constant("rename" as const),
    from: fc.oneof(path, fc.constantFrom("a", "a/b", "c")),
    to: fc.oneof(path, fc.constantFrom("a", "c", "d")),
  }),
  fc.record({ type: fc.constant("type" as const), text }),
  { weight: 3, arbitrary: fc.constant({ type: "lint" as const }) },
  { weight: 2, arbitrary: fc.constant({ type: "wait" as const }) },
);

/** What the builds say, but for how they were made. */
function essence(builds: Analysis): unknown {
  const files = [...builds.repository.files.keys()];
  return {
    builds: builds.all,
    classes: files.map((file) => [file, builds.classOf(file)]),
    roles: builds.ofKind("Role", "ClusterRole").map(({ object }) => object),
    applied: files.map((file) =>
      builds.applied(file, 0, []).map(({ build, object }) => [build.directory, object]),
    ),
    patched: files.map((file) => builds.patchedBy(file, 0).map(({ object }) => object)),
    crds: builds.platform,
  };
}

describe("an editor's process that lives on", () => {
  let root: string;

  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ["performance", "setTimeout", "clearTimeout", "setImmediate", "clearImmediate"],
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    forget();
  });

  function fresh(shown: string): unknown {
    const now = readRepository(root);
    const manifests = new ManifestFile(shown);
    const saved = now.files.get(LINTED);
    if (!saved) return essence(analysisAt(root, {}, LINTED, manifests));
    const other = readRepository(root);
    writeFileSync(join(root, LINTED), shown);
    const read = readRepository(root);
    writeFileSync(join(root, LINTED), SAVED);
    expect([...other.files.keys()]).toEqual([...read.files.keys()]);
    return essence(new Analysis(read, {}));
  }

  function apply(one: {
    type: "write" | "delete" | "rename";
    path?: string;
    text?: string;
    from?: string;
    to?: string;
  }): void {
    try {
      if (one.type === "write") {
        mkdirSync(dirname(join(root, one.path ?? "")), { recursive: true });
        writeFileSync(join(root, one.path ?? ""), one.text ?? "");
      } else if (one.type === "delete") rmSync(join(root, one.path ?? ""), { recursive: true });
      else renameSync(join(root, one.from ?? ""), join(root, one.to ?? ""));
    } catch {
      // What is not there is neither deleted nor renamed, and no directory becomes a file.
    }
  }

  it("says what a new process says, whatever has happened to the files in between", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        forget();
        root = repository({
          [LINTED]: SAVED,
          "a/one.yaml": manifest("Role", "A"),
          "a/b/two.yaml": manifest("Role", "B"),
        });
        let shown = SAVED;
        const lint = () => essence(analysisAt(root, {}, LINTED, new ManifestFile(shown)));
        lint();
        for (const one of [...changes, { type: "lint" as const }]) {
          if (one.type === "type") shown = one.text;
          else if (one.type === "wait") vi.advanceTimersByTime(350);
          else if (one.type === "lint") {
            vi.advanceTimersByTime(LONG_ENOUGH);
            const found = lint();
            expect(found).toEqual(fresh(shown));
          } else apply(one);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("does nothing once nobody asks any more, and looks again when somebody does", () => {
    root = repository({ [LINTED]: SAVED, "b.yaml": manifest("Role", "b") });
    const names = () =>
      analysisAt(root, {}, LINTED, new ManifestFile(SAVED))
        .ofKind("Role")
        .map(({ object }) => object.object.metadata?.name);
    expect(names()).toEqual(["b", "linted"]);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(vi.getTimerCount()).toBe(0);
    writeFileSync(join(root, "b.yaml"), manifest("Role", "c"));
    expect(names()).toEqual(["c", "linted"]);
  });

  it("has found in the background what has changed", () => {
    root = repository({ [LINTED]: SAVED, "b.yaml": manifest("Role", "b") });
    const builds = () => analysisAt(root, {}, LINTED, new ManifestFile(SAVED));
    builds();
    writeFileSync(join(root, "b.yaml"), manifest("Role", "c"));
    vi.advanceTimersByTime(400);
    // It is not older than what counts, so that only the background can have found it.
    expect(builds().ofKind("Role")).toHaveLength(2);
    expect(builds().repository.files.get("b.yaml")?.objects[0]?.object.metadata?.name).toBe("c");
  });
});
