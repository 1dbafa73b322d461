import { describe, expect, it } from "vitest";
import {
  argoCluster,
  areApart,
  differ,
  fluxCluster,
  remoteCluster,
} from "../../../lib/builds/controllers/clusters.js";
import { directoryAt, exclusions, originOf, rootAt } from "../../../lib/builds/controllers/sources.js";
import { repositoryOf } from "../repository-of.js";
import { role } from "./controlled.js";

const HERE = "https://github.com/acme/fleet";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("where a source leads", () => {
  const remotes = ["git@github.com:acme/fleet.git", "/srv"];
  it.each<[unknown, unknown, string[], string]>([
    [HERE, undefined, ["main"], "here"],
    [`${HERE}.git`, "main", ["main"], "here"],
    ["ssh://git@github.com/acme/fleet", "refs/heads/main", ["main"], "here"],
    ["https://github.com/acme/other", "main", ["main"], "elsewhere"],
    ["https://github.com/${ORG}/fleet", "main", ["main"], "unknown"],
    [undefined, "main", ["main"], "unknown"],
    ["..", "main", ["main"], "elsewhere"],
    [HERE, "dev", ["main"], "elsewhere"],
    [HERE, "dev", ["main", "dev"], "here"],
    [HERE, "dev", [], "here"],
    [HERE, "${BRANCH}", ["main"], "here"],
    [HERE, 1, ["main"], "here"],
    [HERE, "HEAD", ["main"], "here"],
    [HERE, "HEADS", ["main"], "elsewhere"],
    [HERE, "refs/tags/dev", ["main"], "here"],
    [HERE, "refs/heads/dev", ["main"], "elsewhere"],
    [HERE, "x/refs/heads/main", ["main"], "elsewhere"],
    [HERE, "x/refs/tags/main", ["main"], "elsewhere"],
    [HERE, "v1.2", ["main"], "here"],
    [HERE, "1.2", ["main"], "here"],
    [HERE, ">=1.2 <2", ["main"], "here"],
    [HERE, "^1", ["main"], "here"],
    [HERE, "*", ["main"], "here"],
    [HERE, "version", ["main"], "elsewhere"],
    [HERE, "x1", ["main"], "elsewhere"],
    [HERE, COMMIT.replace("0", "a"), ["main"], "here"],
    [HERE, `a${COMMIT}`, ["main"], "elsewhere"],
    [HERE, `x${COMMIT}`, ["main"], "elsewhere"],
  ])("%s at %s, with the branches %j: %s", (url, revision, branches, expected) => {
    expect(originOf(repositoryOf({}, { remotes, branches }), url, revision)).toBe(expected);
  });

  it("is not known where the repository has no remote", () => {
    expect(originOf(repositoryOf({}, { remotes: [], branches: [] }), HERE, "main")).toBe("unknown");
  });
});

describe("the directory of a path", () => {
  it.each([
    ["", ""],
    [".", ""],
    ["/", ""],
    ["./apps/", "apps"],
    ["/apps//web/", "apps/web"],
    ["apps/../web", "web"],
    ["../../apps", "apps"],
  ])("%s is %s", (path, directory) => {
    expect(directoryAt(path)).toBe(directory);
  });

  it.each([
    ["here", "apps", "apps"],
    ["here", "", ""],
    ["here", "other", undefined],
    ["unknown", "apps", "apps"],
    ["unknown", ".", undefined],
    ["unknown", "other", undefined],
    ["elsewhere", "apps", undefined],
    ["elsewhere", "", undefined],
  ] as const)("can be a root: %s, %s", (origin, path, root) => {
    expect(rootAt(repositoryOf({ "apps/role.yaml": role("a") }), origin, path)).toBe(root);
  });
});

describe("what a source leaves out", () => {
  const left = (texts: Record<string, string>, ignore: unknown, ...paths: string[]) =>
    paths.filter(exclusions(repositoryOf(texts), ignore) ?? (() => false));

  it("is nothing without patterns", () => {
    expect(exclusions(repositoryOf({}), undefined)).toBeUndefined();
    expect(exclusions(repositoryOf({}), ["a"])).toBeUndefined();
  });

  it("is what spec.ignore names", () => {
    expect(left({}, "/a\n!/a/b\nc", "a/x", "a", "b/a", "b/c", "d")).toEqual(["a/x", "a", "b/c"]);
  });

  it("is what .sourceignore files name, below them, and the last pattern decides", () => {
    const texts = {
      ".sourceignore": "*.md\n/apps/a.yaml\n",
      "apps/.sourceignore": "/b.yaml\n!a.yaml\n!c.yaml\n",
      "apps/deep/.sourceignore": "b.yaml\n",
    };
    const paths = [
      "x.md",
      "b.yaml",
      "apps/a.yaml",
      "apps/b.yaml",
      "apps/deep/b.yaml",
      "applications/b.yaml",
      "apps/c.yaml",
    ];
    expect(left(texts, undefined, ...paths)).toEqual(["x.md", "apps/b.yaml", "apps/deep/b.yaml"]);
    expect(left(texts, "!x.md\nc.yaml", ...paths)).toEqual([
      "apps/b.yaml",
      "apps/deep/b.yaml",
      "apps/c.yaml",
    ]);
  });
});

describe("clusters", () => {
  it.each<[unknown, unknown, string | undefined, string | undefined]>([
    [undefined, undefined, "flux:a", "flux:a"],
    [undefined, undefined, undefined, undefined],
    [null, "", "flux:a", "flux:a"],
    ["https://kubernetes.default.svc", undefined, "flux:a", "flux:a"],
    ["https://kubernetes.default.svc/", "prod", "flux:a", "flux:a"],
    [undefined, "in-cluster", "flux:a", "flux:a"],
    [undefined, "prod", "flux:a", "name:prod"],
    ["", "prod", undefined, "name:prod"],
    ["https://example.org/", "prod", "flux:a", "server:https://example.org"],
    ["https://example.org/a/b", undefined, "flux:a", "server:https://example.org/a/b"],
    ["${SERVER}", "prod", "flux:a", undefined],
    [1, "prod", "flux:a", undefined],
  ])("of the server %s and the name %s, from %s: %s", (server, name, own, cluster) => {
    expect(argoCluster(server, name, own)).toBe(cluster);
  });

  it.each([
    ["name:a", "name:b", true],
    ["name:a", "name:a", false],
    ["name:a", "server:b", false],
    ["server:https://a", "server:https://b", true],
    [fluxCluster("a"), fluxCluster("b"), true],
    [fluxCluster("a"), "name:b", false],
    ["name:a", undefined, false],
    [undefined, "name:a", false],
    [undefined, undefined, false],
  ])("%s and %s are apart: %s", (one, other, expected) => {
    expect(differ(one, other)).toBe(expected);
    const build = { type: "plain" as const, directory: "", objects: [], hidden: [], files: new Map() };
    expect(areApart({ ...build, cluster: one }, { ...build, cluster: other })).toBe(expected);
  });

  it("that are reached from others are told apart by what names them", () => {
    expect(remoteCluster(undefined, "team", "config")).toBe("flux: team/config");
    expect(remoteCluster(fluxCluster("a"), "team", "config")).toBe("flux:a team/config");
  });
});
