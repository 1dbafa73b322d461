import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FetchError } from "../../../lib/fetch/answer.js";
import { prune } from "../../../lib/fetch/store/prune.js";
import { StoreWriter } from "../../../lib/fetch/store/store-writer.js";
import { DiskStore, storeDirectory, whyShared } from "../../../lib/repository/sources/disk-store.js";
import type { ResolvedSource } from "../../../lib/repository/sources/locked.js";
import type { SourceRequest } from "../../../lib/repository/sources/request.js";
import { contentPlace, parseTree, treeList } from "../../../lib/repository/sources/store-layout.js";
import { link, put, temporary } from "../../repository/temporary.js";

const REQUEST: SourceRequest = { type: "helm", repository: "https://charts.example.org", chart: "web" };
const sha = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const chart = (text: string) => ({
  name: "chart web 1.0.0",
  content: "chart" as const,
  bytes: Buffer.from(text),
});
const resolved = (digest: string): ResolvedSource => ({
  ...{ request: REQUEST, name: "chart web 1.0.0", version: "1.0.0", content: "chart", digest },
});
const tree = (files: Record<string, string>) => ({
  name: "web",
  content: "tree" as const,
  files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
});

function open() {
  const directory = join(temporary({}), "cache/sources");
  return { directory, writer: new StoreWriter(directory), store: new DiskStore(directory) };
}

function age(directory: string, digest: string, days: number): void {
  const time = new Date(Date.now() - days * 86_400_000);
  utimesSync(contentPlace(directory, digest) ?? "", time, time);
}

describe("the store", () => {
  test("gives back what was put there, by its digest", () => {
    const { writer, store } = open();
    const digest = writer.put(chart("packed"));
    expect(digest).toBe(sha("packed"));
    expect(store.content(digest)?.toString()).toBe("packed");
    expect(store.content(sha("else"))).toBeUndefined();
    expect(store.isDamaged(sha("else"))).toBe(false);
    expect(store.tree(digest)).toBeUndefined();
  });

  test("knows the files of a tree, whose digest does not depend on their order", () => {
    const { writer, store } = open();
    const digest = writer.put(tree({ "b/c.yaml": "c", "a.yaml": "" }));
    expect(writer.put(tree({ "a.yaml": "", "b/c.yaml": "c" }))).toBe(digest);
    expect([...(store.tree(digest) ?? [])]).toEqual([
      ["a.yaml", { digest: sha(""), size: 0 }],
      ["b/c.yaml", { digest: sha("c"), size: 1 }],
    ]);
    expect(store.content(sha("c"))?.toString()).toBe("c");
  });

  test("knows which digests it has got as answers", () => {
    const { writer, store } = open();
    const [one, other] = [writer.put(chart("1")), writer.put(chart("2"))];
    writer.remember(resolved(one));
    writer.remember(resolved(other));
    expect([one, other, sha("3")].map((digest) => store.isAnswer(resolved(digest)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(store.isAnswer({ ...resolved(one), request: { ...REQUEST, chart: "api" } })).toBe(false);
    expect(store.isAnswer(resolved("sha256:../../../../etc/passwd"))).toBe(false);
  });

  test.each<Partial<ResolvedSource>>([
    { content: "file" },
    { name: "chart web 2.0.0" },
    { version: "2.0.0" },
    { version: undefined },
    { commit: "0".repeat(40) },
  ])("has not got as an answer what is said otherwise of it: %o", (claim) => {
    const { writer, store } = open();
    const source = resolved(writer.put(chart("1")));
    writer.remember(source);
    expect([store.isAnswer(source), store.isAnswer({ ...source, ...claim })]).toEqual([true, false]);
  });

  test("is for the user alone", () => {
    const { directory, writer } = open();
    const digest = writer.put(chart("x"));
    const file = contentPlace(directory, digest) ?? "";
    expect([directory, join(file, ".."), file].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o700, 0o600,
    ]);
    expect(readdirSync(join(file, ".."))).toHaveLength(1);
  });

  test("takes what is damaged for missing until it is put there again", () => {
    const { directory, writer, store } = open();
    const digest = writer.put(chart("right"));
    writeFileSync(contentPlace(directory, digest) ?? "", "wrong");
    expect(store.content(digest)).toBeUndefined();
    expect(store.isDamaged(digest)).toBe(true);
    writer.put(chart("right"));
    expect(store.content(digest)?.toString()).toBe("right");
  });

  test.each(["../out", "/etc/passwd", "a/../b", "a//b", "a\\b", "a\nb", ""])(
    "puts no file at '%s'",
    (path) => {
      expect(() => open().writer.put(tree({ [path]: "" }))).toThrow(FetchError);
      const list = treeList(new Map([[path, { digest: sha(""), size: 0 }]]));
      expect(parseTree(list)).toBeUndefined();
    },
  );

  test("reads any list of files without failing", () => {
    const start = treeList(new Map()).toString().split("\n")[0] ?? "";
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => `[${json}]}`),
        ),
        (rest) => {
          const read = parseTree(Buffer.from(start + rest));
          expect(read === undefined || read instanceof Map).toBe(true);
        },
      ),
    );
  });

  test("says where it cannot be written", () => {
    const root = temporary({ file: "" });
    const directory = join(root, "file/store");
    expect(() => new StoreWriter(directory).put(chart(""))).toThrow(
      `The store in '${directory}' cannot be written: `,
    );
  });

  test("lies where the platform keeps caches, or where one says, and never in the repository", () => {
    const root = temporary({ "repository/file": "" });
    const repository = join(root, "repository");
    const at = (env: NodeJS.ProcessEnv) => storeDirectory(repository, env);
    link(root, "link", repository);
    expect(at({ GITOPS_LINT_STORE: "/ci/store" })).toBe("/ci/store");
    expect(at({ GITOPS_LINT_STORE: "store" })).toBeUndefined();
    expect(at({ XDG_CACHE_HOME: "/home/ada/.cache" })).toMatch(/gitops-lint/);
    expect(at({ GITOPS_LINT_STORE: join(repository, "store") })).toBeUndefined();
    expect(at({ GITOPS_LINT_STORE: join(root, "link/store") })).toBeUndefined();
    const within = (part: string) => storeDirectory(join(root, part), { GITOPS_LINT_STORE: root });
    expect(["content", "answers/a", "git/git-abc123", "repository"].map(within)).toEqual([
      ...[undefined, undefined, undefined],
      root,
    ]);
    expect(at({ GITOPS_LINT_STORE: join(root, "repository-store") })).toBe(join(root, "repository-store"));
  });
});

describe.skipIf(process.getuid === undefined)("a store that others could fill", () => {
  const own = () => statSync(temporary({})).uid;

  test("is none, whoever it belongs to, if everybody can write to it", () => {
    const directory = temporary({});
    chmodSync(directory, 0o1777);
    expect(whyShared(directory)).toBe("everybody can write to it");
    expect(storeDirectory(temporary({}), { GITOPS_LINT_STORE: directory })).toBeUndefined();
  });

  test("is none if it belongs to another user, unless the administrator asks", () => {
    const directory = temporary({});
    expect([own(), own() + 1, 0].map((uid) => whyShared(directory, uid))).toEqual([
      undefined,
      own() === 0 ? undefined : "it belongs to another user",
      undefined,
    ]);
    if (own() === 0) chownSync(directory, 4711, 4711);
    expect(whyShared(directory, 4712)).toBe("it belongs to another user");
  });

  test("need not be there", () => {
    expect(whyShared(join(temporary({}), "none"))).toBeUndefined();
  });
});

describe("pruning", () => {
  test("removes what no lock names and nobody has used for a month", () => {
    const { directory, writer, store } = open();
    const digests = ["old", "locked", "new"].map((text) => writer.put(chart(text)));
    const [old = "", locked = "", young = ""] = digests;
    for (const digest of digests) writer.remember(resolved(digest));
    age(directory, old, 31);
    age(directory, locked, 31);
    age(directory, young, 29);
    const later = Date.now() + 2 * 3_600_000;
    expect(prune(directory, new Set([locked]), later)).toEqual({ files: 2, bytes: 3 });
    expect(digests.map((digest) => store.content(digest)?.toString())).toEqual([undefined, "locked", "new"]);
    expect(digests.map((digest) => store.isAnswer(resolved(digest)))).toEqual([false, true, true]);
  });

  test("keeps the files of a tree that it keeps", () => {
    const { directory, writer, store } = open();
    const [kept, gone] = [writer.put(tree({ a: "1", b: "2" })), writer.put(tree({ b: "2", c: "3" }))];
    for (const digest of [kept, gone, ...["1", "2", "3"].map(sha)]) age(directory, digest, 40);
    prune(directory, new Set([kept]));
    expect(
      [kept, gone, ...["1", "2", "3"].map(sha)].map((digest) => store.content(digest) !== undefined),
    ).toEqual([true, false, true, true, false]);
  });

  test("removes what a killed process has left, but nothing that is being written", () => {
    const { directory, writer } = open();
    const place = contentPlace(directory, writer.put(chart("x"))) ?? "";
    const half = `${place}.1.${randomUUID()}.tmp`;
    writeFileSync(half, "half");
    const repository = join(directory, "git/git-abc123");
    put(directory, "git/git-abc123/objects/a", "half");
    expect(prune(directory, new Set()).files).toBe(0);
    expect(prune(directory, new Set(), Date.now() + 2 * 3_600_000).files).toBe(1);
    expect([half, repository].map((path) => existsSync(path))).toEqual([false, false]);
    expect(readFileSync(place, "utf8")).toBe("x");
  });

  test("removes nothing that is not of a store, and nothing behind a link", () => {
    const [directory, elsewhere] = [temporary({}), temporary({})];
    const others = ["content/posts/essay.md", "answers/a/b/notes.txt", "git/project/a", "git/git-abc123.txt"];
    for (const path of others) put(directory, path, "mine");
    put(elsewhere, sha("x").slice("sha256:".length), "mine");
    link(directory, "content/ab", elsewhere);
    link(directory, "git/git-abc124", elsewhere);
    expect(prune(directory, new Set(), Date.now() + 400 * 86_400_000)).toEqual({ files: 0, bytes: 0 });
    expect(others.every((path) => existsSync(join(directory, path)))).toBe(true);
    expect(readdirSync(elsewhere)).toHaveLength(1);
  });

  test("does nothing where there is no store", () => {
    expect(prune(join(temporary({}), "none"), new Set())).toEqual({ files: 0, bytes: 0 });
  });
});
