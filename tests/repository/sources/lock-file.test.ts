import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPlainText, parseLock, printLock } from "../../../lib/repository/sources/lock-file.js";
import type { LockedSource } from "../../../lib/repository/sources/locked.js";
import { keyOf, type SourceRequest } from "../../../lib/repository/sources/request.js";
import { ConfigError } from "../../../lib/repository/configuration/config-file.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const SOURCES: LockedSource[] = [
  {
    request: { type: "git", url: "https://github.com/org/repo", tag: "v1.2.0" },
    name: "github.com/org/repo at v1.2.0",
    commit: "0123456789".repeat(4),
    digest: DIGEST,
    content: "tree",
    neededBy: ["base/kustomization.yaml Kustomization"],
  },
  {
    request: {
      type: "helm",
      repository: "https://charts.jetstack.io",
      chart: "cert-manager",
      version: "1.18.x",
    },
    name: "chart cert-manager 1.18.2",
    version: "1.18.2",
    digest: DIGEST,
    content: "chart",
    neededBy: ["apps/web.yaml HelmRelease 'web'", "apps/b.yaml HelmRelease 'b: #1'"],
  },
];
const TEXT = `# What this repository names and that lies elsewhere, as 'gitops-lint fetch' has found it: commit this file.
# What is read is what has these digests; 'gitops-lint fetch --update' looks for newer versions.
version: 1
sources:
  - name: github.com/org/repo at v1.2.0
    request:
      type: git
      url: https://github.com/org/repo
      tag: v1.2.0
    commit: "0123456789012345678901234567890123456789"
    digest: ${DIGEST}
    content: tree
    neededBy:
      - base/kustomization.yaml Kustomization
  - name: chart cert-manager 1.18.2
    request:
      type: helm
      repository: https://charts.jetstack.io
      chart: cert-manager
      version: "1.18.x"
    version: "1.18.2"
    digest: ${DIGEST}
    content: chart
    neededBy:
      - apps/web.yaml HelmRelease 'web'
      - "apps/b.yaml HelmRelease 'b: #1'"
`;

const text = () =>
  fc
    .oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom("null", "yes", "1.10", "a: b", "a:", "- x", "#", "~1", "'"),
    )
    .filter(isPlainText);
const maybe = () => fc.option(text(), { nil: undefined });
const requests: fc.Arbitrary<SourceRequest> = fc.oneof(
  fc.record({ type: fc.constant("helm" as const), repository: text(), chart: text(), version: text() }),
  fc.record(
    {
      type: fc.constant("oci" as const),
      url: text(),
      version: text(),
      tag: text(),
      semver: text(),
      digest: text(),
    },
    { requiredKeys: ["type", "url"] },
  ),
  fc.record(
    { type: fc.constant("git" as const), url: text(), commit: text(), branch: text(), ref: text() },
    { requiredKeys: ["type", "url"] },
  ),
  fc.record({ type: fc.constant("http" as const), url: text() }),
);
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const sources = fc.uniqueArray(
  fc
    .record({
      request: requests,
      name: text(),
      version: maybe(),
      commit: fc.option(hex(40), { nil: undefined }),
      digest: hex(64).map((digits) => `sha256:${digits}`),
      content: fc.constantFrom("chart" as const, "tree" as const, "file" as const),
      neededBy: fc.array(text(), { maxLength: 3 }),
    })
    .map((source) => JSON.parse(JSON.stringify(source)) as LockedSource),
  { selector: ({ request }) => keyOf(request), maxLength: 5 },
);

describe("a lock", () => {
  test("is written for people, in an order of what is asked for", () => {
    expect(printLock([...SOURCES].reverse())).toBe(TEXT);
    expect([...parseLock(TEXT).values()]).toEqual(SOURCES);
    expect(printLock([])).toMatch(/\nsources: \[\]\n$/);
  });

  test("keeps the place of a source whose version changes", () => {
    const bumped = SOURCES.map((source) => ({ ...source, request: { ...source.request, version: "~9" } }));
    const names = [
      ...parseLock(
        printLock(bumped as LockedSource[]).replace(/version: "~9"\n {4}commit/, "commit"),
      ).values(),
    ];
    expect(names.map(({ name }) => name)).toEqual(SOURCES.map(({ name }) => name));
  });

  test("says what was written", () => {
    fc.assert(
      fc.property(sources, (all) => {
        const read = parseLock(printLock(all));
        expect(new Map(read)).toEqual(new Map(all.map((one) => [keyOf(one.request), one])));
      }),
      { numRuns: 200 },
    );
  });

  test("is refused with a sentence, whatever it holds", () => {
    const damaged = fc.tuple(fc.nat(TEXT.length), fc.nat(20), fc.string()).map(([at, length, put]) => {
      return TEXT.slice(0, at) + put + TEXT.slice(at + length);
    });
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (any) => {
        try {
          parseLock(any);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect((error as Error).message).toMatch(/^\.gitops-lint\.lock:\d+:\d+: .*\.[^.]*$/s);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, string, string]>([
    [
      "another version",
      TEXT.replace("version: 1", "version: 2"),
      "3:1: 'version' must be 1; a newer gitops-lint may read this file.",
    ],
    ["no version", "sources: []", "1:1: 'version' must be 1; a newer gitops-lint may read this file."],
    ["a map of sources", "version: 1\nsources: {}", "2:1: 'sources' must be a list."],
    ["a list", "- a", "1:3: The file must be a map."],
    ["two documents", `${TEXT}---\na: 1\n`, "27:1: The file may hold only one document."],
    [
      "an unknown key",
      TEXT.replace("content: chart", "contents: chart"),
      "23:5: Unknown key 'contents'; use one of name, request, version, commit, digest, content, neededBy. Did you mean 'content'?",
    ],
    [
      "a request with another's key",
      TEXT.replace("tag: v1", "chart: v1"),
      "9:7: Unknown key 'chart'; use one of type, url, commit, tag, branch, semver, ref.",
    ],
    [
      "another type",
      TEXT.replace("type: git", "type: svn"),
      "7:7: 'type' must be one of helm, oci, git, http.",
    ],
    ["no chart", TEXT.replace("      chart: cert-manager\n", ""), "16:5: 'chart' must be a string."],
    ["a number", TEXT.replace('version: "1.18.2"', "version: 1.18"), "21:5: 'version' must be a string."],
    [
      "a short commit",
      TEXT.replace("0123456789012345", ""),
      "10:5: 'commit' must be the full id of a commit.",
    ],
    [
      "another digest",
      TEXT.replace("sha256:", "md5:"),
      "11:5: 'digest' must be 'sha256:' and 64 hexadecimal digits.",
    ],
    [
      "another content",
      TEXT.replace("content: tree", "content: x"),
      "12:5: 'content' must be one of chart, tree, file.",
    ],
    ["controls", TEXT.replace("HelmRelease 'b", "\\e[2J"), "26:9: 'neededBy' has control characters."],
    [
      "the same twice",
      TEXT + TEXT.slice(TEXT.indexOf("  - name: chart")),
      "28:5: Another source has the same request.",
    ],
    [
      "a conflict",
      TEXT.replace("    content: tree\n", "<<<<<<< HEAD\n    content: tree\n=======\n"),
      "It has two versions: keep one, and run 'gitops-lint fetch'.",
    ],
  ])("is refused with %s", (_, lock, message) => {
    expect(() => parseLock(lock)).toThrow(message);
  });

  test("is refused if it is too large", () => {
    expect(() => parseLock(`# ${"x".repeat(5_000_000)}`)).toThrow(
      ".gitops-lint.lock is larger than 5 MB. Write it again with 'gitops-lint fetch'.",
    );
    const entry = (index: number) =>
      TEXT.slice(TEXT.indexOf("  - name: chart")).replace("chart: cert", `chart: c${index}`);
    const all = Array.from({ length: 5_001 }, (_, index) => entry(index)).join("");
    expect(() => parseLock(`version: 1\nsources:\n${all}`)).toThrow(
      "The file may hold at most 5000 sources.",
    );
  });
});
