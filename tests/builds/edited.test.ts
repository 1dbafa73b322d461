import { beforeEach, describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import type { Build } from "../../lib/builds/build.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { BuffersTree } from "../../lib/repository/watch/buffers-tree.js";
import { LiveRepository } from "../../lib/repository/watch/live-repository.js";
import { WatchedTree } from "../../lib/repository/watch/watched-tree.js";
import { temporary } from "../repository/temporary.js";
import { role } from "./controllers/controlled.js";

const PATCH = `${role("reader")}rules: [{ apiGroups: [""], resources: [pods], verbs: [list] }]\n`;
const TO_CLUSTER_ROLE = "- { op: replace, path: /kind, value: ClusterRole }\n";
const REPLACEMENT = (name: string) =>
  `- source: { kind: ConfigMap, name: ${name}, fieldPath: data.name }
  targets: [{ select: { kind: Role }, fieldPaths: [metadata.labels.team], options: { create: true } }]
`;

const FILES = {
  "base/kustomization.yaml": "resources: [role.yaml, values.yaml]\n",
  "base/role.yaml": role("reader"),
  "base/values.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: team }\ndata: { name: shop }\n",
  "over/kustomization.yaml": `resources: [../base]
patches: [{ path: patch.yaml, target: { kind: Role }, options: { allowKindChange: false } }]
replacements: [{ path: replacement.yaml }]
`,
  "over/patch.yaml": PATCH,
  "over/replacement.yaml": REPLACEMENT("team"),
  "other/kustomization.yaml": "resources: [role.yaml, ../made]\n",
  "other/role.yaml": role("other"),
  "plain/role.yaml": role("plain"),
};

/** What one run keeps for the next, as JSON. */
class Results {
  readonly #kept = new Map<string, string>();
  get(key: string): unknown {
    const found = this.#kept.get(key);
    return found === undefined ? undefined : JSON.parse(found);
  }
  set(key: string, result: unknown): void {
    this.#kept.set(key, JSON.stringify(result));
  }
}

function read(root: string, tree: BuffersTree, results: Results): LiveRepository {
  const reading = LiveRepository.reading(root, tree, { get: () => undefined, results });
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

describe.each([
  ["that is read for the first time", false],
  ["of which an earlier run has kept what its builds come to", true],
])("a repository %s, in which files are edited", (_, isKnown) => {
  let root: string;
  let tree: BuffersTree;
  let live: LiveRepository;

  beforeEach(() => {
    root = temporary(FILES);
    tree = new BuffersTree(new WatchedTree(root));
    const results = new Results();
    if (isKnown) void new Analysis(read(root, tree, results).repository, {}).all;
    live = read(root, tree, results);
  });

  /** What follows from a state before and a text that is typed. */
  function edited(before: Analysis, path: string, text: string): Analysis {
    tree.open(path, text);
    live.takeOver();
    return new Analysis(live.repository, {}, before.resolvedState);
  }

  const buildIn = ({ all }: Analysis, directory: string): Build | undefined =>
    all.find((build) => build.directory === directory);

  const namesIn = (build: Build | undefined) => build?.objects.map(({ object }) => object.metadata?.name);

  it("resolves again only what an edit touches, also after states that nobody has asked", () => {
    const first = new Analysis(live.repository, {});
    const before = ["over", "other", "plain"].map((directory) => buildIn(first, directory));
    const second = edited(first, "other/role.yaml", role("other-2"));
    expect(second.resolvedState).toBe(first.repository);
    const third = edited(second, "other/role.yaml", role("other-3"));
    expect(namesIn(buildIn(third, "other"))).toEqual(["other-3"]);
    expect(buildIn(third, "over")).toBe(before[0]);
    expect(buildIn(third, "other")).not.toBe(before[1]);
    expect(buildIn(third, "plain")).toBe(before[2]);
    expect(third.resolvedState).toBe(third.repository);
    const fourth = edited(third, "base/role.yaml", role("writer"));
    expect(namesIn(buildIn(fourth, "over"))).toEqual(["writer"]);
    expect(buildIn(fourth, "other")).toBe(buildIn(third, "other"));
  });

  it("knows which files differ, and copies nothing else", () => {
    const before = live.repository;
    tree.open("base/role.yaml", role("writer"));
    live.takeOver();
    expect(live.repository.differingFrom(before)).toEqual(["base/role.yaml"]);
    expect(live.repository.chartFiles).toBe(before.chartFiles);
  });

  it("comes to the same as when it is read anew", () => {
    const edits: [path: string, text: string][] = [
      ["over/patch.yaml", TO_CLUSTER_ROLE],
      ["over/patch.yaml", PATCH],
      ["base/values.yaml", FILES["base/values.yaml"].replace("shop", "store")],
      ["over/replacement.yaml", REPLACEMENT("other-team")],
      ["over/replacement.yaml", REPLACEMENT("team")],
      ["base/role.yaml", "nothing: here\n"],
      ["base/role.yaml", role("reader")],
      ["made/kustomization.yaml", "resources: [role.yaml]\n"],
      ["made/kustomization.yaml", "nothing: here\n"],
      ["made/role.yaml", role("made")],
      ["other/kustomization.yaml", "resources: [role.yaml]\n"],
    ];
    let analysis = new Analysis(live.repository, {});
    void analysis.all;
    for (const [path, text] of edits) {
      analysis = edited(analysis, path, text);
      const anew = new Analysis(readRepository(root, undefined, undefined, { tree }), {});
      expect(analysis.all, `${path}: ${text}`).toEqual(anew.all);
      for (const file of anew.repository.files.keys())
        expect(analysis.classOf(file), file).toBe(anew.classOf(file));
    }
  });
});
