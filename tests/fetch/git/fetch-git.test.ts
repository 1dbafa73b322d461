import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Answer, FetchError } from "../../../lib/fetch/answer.js";
import type { FetchContext } from "../../../lib/fetch/context.js";
import { fetchGit } from "../../../lib/fetch/git/fetch-git.js";
import type { GitLimits } from "../../../lib/fetch/git/run-git.js";
import { isRef } from "../../../lib/fetch/git/refs.js";
import type { GitRequest } from "../../../lib/repository/sources/request.js";
import { put, temporary } from "../../repository/temporary.js";
import { serveGit, WrittenRepository } from "../git-server.js";
import { contextOf, redirect, serve } from "../servers.js";
import { serveLargeObject } from "./pack-server.js";

const LIMITS: GitLimits = { time: 60_000, bytes: 64 * 2 ** 20, interval: 20 };

interface Asked {
  context?: FetchContext;
  runsHelpers?: boolean;
  limits?: Partial<GitLimits>;
}

/** What is fetched, with the place where git works, which must be empty in the end. */
async function fetchFrom(
  origin: string,
  request: Omit<GitRequest, "type">,
  { context, limits, runsHelpers = false }: Asked = {},
) {
  const directory = join(temporary(), "git");
  try {
    return await fetchGit({ type: "git", ...request }, context ?? contextOf([origin]), {
      ...{ directory, root: directory, runsHelpers },
      limits: { ...LIMITS, ...limits },
    });
  } finally {
    expect(
      readdirSync(dirname(directory)).flatMap((name) => readdirSync(join(dirname(directory), name))),
    ).toEqual([]);
  }
}

function textsOf(answer: Answer): Record<string, string> {
  if (answer.content !== "tree") throw new Error("not a tree");
  return Object.fromEntries([...answer.files].map(([path, bytes]) => [path, bytes.toString()]));
}

async function served() {
  const repository = new WrittenRepository();
  const { origin, requests } = await serveGit(dirname(repository.top));
  return { repository, origin, requests, url: `${origin}/${repository.top.split("/").at(-1)}/.git` };
}

describe("a repository of git", () => {
  test("is fetched at whatever is asked for", async () => {
    const { repository, origin, url } = await served();
    const one = repository.commit({ "base/role.yaml": "1" }, "v1.0.0");
    const two = repository.commit({ "base/role.yaml": "2" }, "v1.2.0");
    repository.git("branch", "side");
    const three = repository.commit({ "base/role.yaml": "3" }, "v2.0.0-rc.1");
    const at = async (request: Partial<GitRequest>) => {
      const answer = await fetchFrom(origin, { url, ...request });
      const { commit, version } = answer;
      return [textsOf(answer)["base/role.yaml"], commit, version, answer.name.replace(/^.* at /, "")];
    };
    expect(await at({})).toEqual(["3", three, undefined, three.slice(0, 12)]);
    expect(await at({ tag: "v1.0.0" })).toEqual(["1", one, undefined, "v1.0.0"]);
    expect(await at({ branch: "side" })).toEqual(["2", two, undefined, "side"]);
    expect(await at({ ref: "v1.0.0" })).toEqual(["1", one, undefined, "v1.0.0"]);
    expect(await at({ ref: "refs/heads/side" })).toEqual(["2", two, undefined, "refs/heads/side"]);
    expect(await at({ ref: one })).toEqual(["1", one, undefined, one]);
    expect(await at({ commit: one, branch: "main" })).toEqual(["1", one, undefined, one.slice(0, 12)]);
    expect(await at({ semver: ">=1.0.0 <2.0.0" })).toEqual(["2", two, "v1.2.0", "v1.2.0"]);
    expect(await at({ semver: ">=1.0.0-0" })).toEqual(["3", three, "v2.0.0-rc.1", "v2.0.0-rc.1"]);
    await expect(at({ semver: "3.x" })).rejects.toThrow("has no tag for '3.x': no version satisfies it.");
    await expect(at({ tag: "v9" })).rejects.toThrow("it does not have what is asked for.");
  });

  test("is fetched at the commit that is locked, wherever the branch is now", async () => {
    const { repository, origin, url } = await served();
    const one = repository.commit({ a: "1" });
    repository.commit({ a: "2" });
    const request: GitRequest = { type: "git", url, branch: "main" };
    const locked = { request, name: "", commit: one, digest: "", content: "tree" as const, neededBy: [] };
    const context = { ...contextOf([origin]), locked };
    expect(textsOf(await fetchFrom(origin, request, { context }))).toEqual({ a: "1" });
    const gone = { ...context, locked: { ...locked, commit: "0".repeat(40) } };
    await expect(fetchFrom(origin, request, { context: gone })).rejects.toThrow(
      `does not give out the commit ${"0".repeat(40)} that is locked, and what is asked for is now `,
    );
  });

  test("is not fetched at a commit that is locked, but to which what is asked for has never led", async () => {
    const { repository, url } = await served();
    const one = repository.commit({ a: "1" }, "v0.1.0");
    const two = repository.commit({ a: "2" }, "v1.0.0");
    repository.git("checkout", "--quiet", "--orphan", "fork");
    const other = repository.commit({ a: "of a fork" });
    repository.git("checkout", "--quiet", "main");
    repository.git("branch", "--quiet", "-D", "fork");
    // Forges do, so that whoever knows the commit of a fork gets it of the repository as well.
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const at = async (request: Partial<GitRequest>, commit: string, version?: string) => {
      const asked: GitRequest = { type: "git", url, ...request };
      const locked = { ...{ request: asked, name: "", digest: "", neededBy: [] }, content: "tree" as const };
      const context = { ...contextOf([new URL(url).origin]), locked: { ...locked, commit, version } };
      const answer = await fetchFrom(new URL(url).origin, asked, { context });
      return textsOf(answer).a;
    };
    expect(await at({ branch: "main" }, one)).toBe("1");
    expect(await at({ ref: "main" }, one)).toBe("1");
    expect(await at({}, one)).toBe("1");
    expect(await at({ ref: "v1.0.0" }, two)).toBe("2");
    expect(await at({ semver: ">=1.0.0" }, two, "v1.0.0")).toBe("2");
    const never = (called: string) =>
      `has the commit ${other}, which is locked, but not in the history of ${called}: it may be of somebody else's fork.`;
    await expect(at({ branch: "main" }, other)).rejects.toThrow(never("'main'"));
    await expect(at({}, other)).rejects.toThrow(never("its default branch"));
    await expect(at({ ref: "v1.0.0" }, other)).rejects.toThrow(never("'v1.0.0'"));
    // A tag is a version, and an older commit is another one.
    await expect(at({ ref: "v1.0.0" }, one)).rejects.toThrow(
      `the commit ${one}, which is locked, but not in the history of 'v1.0.0'`,
    );
    for (const request of [{ tag: "v1.0.0" }, { commit: two }, { ref: two }])
      await expect(at(request, one)).rejects.toThrow(`does not give out the commit ${one} that is locked`);
    await expect(at({ semver: ">=1.0.0" }, one, "v0.1.0")).rejects.toThrow(
      ".gitops-lint.lock has version v0.1.0, which '>=1.0.0' does not allow: no version satisfies it.",
    );
  });

  test("is refused where its links lead to each other in more ways than anybody can go", async () => {
    const { repository, origin, url } = await served();
    for (let level = 0; level < 40; level++) {
      mkdirSync(join(repository.top, `${level}`));
      for (const name of ["a", "b"]) symlinkSync(`../${level + 1}`, join(repository.top, `${level}`, name));
    }
    mkdirSync(join(repository.top, "40"));
    symlinkSync("nowhere", join(repository.top, "40/a"));
    repository.commit({ "a.yaml": "a" });
    await expect(fetchFrom(origin, { url })).rejects.toThrow("more than 100,000 files");
  });

  test("has its links followed within it, and nothing of what it would run", async () => {
    const { repository, origin, url } = await served();
    mkdirSync(join(repository.top, "base/deep"), { recursive: true });
    writeFileSync(join(repository.top, "base/deep/a.yaml"), "a");
    const links = {
      "file.yaml": "base/deep/a.yaml",
      directory: "base",
      "base/loop": "..",
      "base/deep/loop": ".",
      out: "../../etc",
      "out.yaml": "/etc/passwd",
      broken: "nowhere",
    };
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(repository.top, path));
    const marker = join(temporary(), "ran");
    const files = {
      ".gitattributes": "*.txt filter=evil\n",
      ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ext::touch ${marker}\n`,
      ".lfsconfig": "[lfs]\n\turl = https://elsewhere.example.org\n",
      "evil.txt": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
      "post-checkout": `#!/bin/sh\ntouch ${marker}\n`,
    };
    repository.commit(files);
    repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},x`);
    repository.git("commit", "--quiet", "-m", "x");
    expect(textsOf(await fetchFrom(origin, { url }))).toEqual({
      ...files,
      "base/deep/a.yaml": "a",
      "directory/deep/a.yaml": "a",
      "file.yaml": "a",
    });
    expect(readdirSync(dirname(marker))).toEqual([]);
  });

  test("keeps files that differ in case only, and leaves out those with names that no disk should have", async () => {
    const { repository, origin, url } = await served();
    const id = (repository.commit({ a: "1" }), repository.git("hash-object", "-w", "a"));
    for (const path of ["A", "b\\c", "d\u001be"])
      repository.git(
        "-c",
        "core.protectNTFS=false",
        "update-index",
        "--add",
        "--cacheinfo",
        `100644,${id},${path}`,
      );
    repository.git("commit", "--quiet", "-m", "x");
    expect(Object.keys(textsOf(await fetchFrom(origin, { url })))).toEqual(["A", "a"]);
  });

  test("is refused if it is too large or takes too long", async () => {
    const { repository, origin, url } = await served();
    repository.commit({
      big: Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 104_729).join(),
    });
    await expect(fetchFrom(origin, { url }, { limits: { bytes: 200_000 } })).rejects.toThrow(
      "it is larger than 0 MB.",
    );
    const silent = await serve(() => undefined);
    await expect(
      fetchFrom(silent.origin, { url: `${silent.origin}/a` }, { limits: { time: 300 } }),
    ).rejects.toThrow("git did not end within 0.3 seconds.");
  });

  test("is refused where a few bytes of it would take gigabytes of memory", async () => {
    const { origin } = await serveLargeObject(1);
    expect(textsOf(await fetchFrom(origin, { url: `${origin}/a` }))).toEqual({ a: "a" });
    const { origin: other } = await serveLargeObject(1024);
    await expect(fetchFrom(other, { url: `${other}/a` })).rejects.toThrow(
      "is not fetched: git says: attempting to allocate 17179868161 over limit 268435456.",
    );
  });

  test("is refused where it leads elsewhere or asks for a password, and no password goes along", async () => {
    const { repository, url } = await served();
    repository.commit({ a: "1" });
    const leading = await serve((_, response) =>
      redirect(response, `${url}/info/refs?service=git-upload-pack`),
    );
    await expect(fetchFrom(leading.origin, { url: `${leading.origin}/a` })).rejects.toThrow(
      "it leads to another address, which is not followed: name that one.",
    );
    const asking = await serve((_, response) => {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
    });
    await expect(fetchFrom(asking.origin, { url: `${asking.origin}/a` })).rejects.toThrow(
      "it asks for a password, and the one that is known, if any, is not taken.",
    );
  });

  test("is fetched with the login for its address", async () => {
    const repository = new WrittenRepository();
    repository.commit({ a: "1" });
    const { origin, requests } = await serveGit(dirname(repository.top), ({ headers }, response) => {
      if (headers.authorization === "Basic YWRhOnB3") return false;
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
      return true;
    });
    const context = contextOf([origin], {
      credentials: {
        forUrl: (url) => (url.origin === origin ? { username: "ada", password: "pw" } : undefined),
      },
    });
    const url = `${origin}/${repository.top.split("/").at(-1)}/.git`;
    expect(textsOf(await fetchFrom(origin, { url }, { context }))).toEqual({ a: "1" });
    expect(requests.every((request) => request.endsWith("Basic YWRhOnB3"))).toBe(true);
  });

  test("is not fetched with the login of a .netrc, which can be for any host", async () => {
    const repository = new WrittenRepository();
    repository.commit({ a: "1" });
    const { origin, requests } = await serveGit(dirname(repository.top), ({ headers }, response) => {
      if (headers.authorization !== undefined) return false;
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
      return true;
    });
    const home = temporary({ ".netrc": "default login ada password pw\n" });
    vi.stubEnv("HOME", home);
    onTestFinished(() => void vi.unstubAllEnvs());
    const url = `${origin}/${repository.top.split("/").at(-1)}/.git`;
    await expect(fetchFrom(origin, { url })).rejects.toThrow("it asks for a password");
    expect(requests).toEqual([expect.not.stringContaining("Basic")]);
  });

  test("asks no credential helper that the repository names which is linted", async () => {
    const root = temporary({});
    put(root, "git/config", `[credential]\n\thelper = "!touch ${root}/ran; true"\n`);
    const home = temporary({ ".gitconfig": `[include]\n\tpath = ${root}/git/config\n` });
    vi.stubEnv("HOME", home);
    vi.stubEnv("XDG_CONFIG_HOME", undefined);
    vi.stubEnv("GIT_CONFIG_GLOBAL", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const options = { directory: join(temporary(), "git"), runsHelpers: true };
    const request: GitRequest = { type: "git", url: "https://127.0.0.1:1/a" };
    await expect(fetchGit(request, contextOf(["127.0.0.1:1"]), { ...options, root })).rejects.toThrow(
      `No credential helper is run for 'https://127.0.0.1:1/a': ${root}/git/config, which names them, lies in the repository that is linted. Set HOME to another directory.`,
    );
    expect(readdirSync(root)).toEqual(["git"]);
    await expect(
      fetchGit(request, contextOf(["127.0.0.1:1"]), { ...options, root: temporary() }),
    ).rejects.toThrow("is not fetched: git says: ");
    expect(readdirSync(root)).toEqual(["git", "ran"]);
  });

  test.each<[string, string, string]>([
    [
      "is not allowed",
      "https://git.example.org/a/b",
      "its host is not allowed. To allow it, use --allow git.example.org.",
    ],
    ["is a local path", "file:///srv/repo", "is not an address of a host."],
    ["is a program", "ext::sh -c x", "is not an address of a host."],
    ["has an option for a host", "ssh://-oProxyCommand=x/a", "is not "],
    [
      "has an option for a user",
      "ssh://-x@ok.example.org/a",
      "has a user or a password that no repository may name.",
    ],
    [
      "has a password",
      "https://a:b@ok.example.org/a",
      "has a user or a password that no repository may name.",
    ],
    [
      "has words for a shell",
      "ssh://$(touch x)@ok.example.org/a",
      "has a user or a password that no repository may name.",
    ],
    [
      "is at a private address",
      "https://127.0.0.1/a",
      "it is at 127.0.0.1, a private address. To allow it all the same, name its port too, as in --allow 127.0.0.1:443.",
    ],
  ])("is refused where it %s", async (_, url, message) => {
    const context = contextOf(["ssh://ok.example.org", "ok.example.org", "127.0.0.1"]);
    await expect(
      fetchGit({ type: "git", url }, context, {
        directory: join(temporary(), "git"),
        root: temporary(),
        runsHelpers: false,
      }),
    ).rejects.toThrow(message);
  });

  test.each([
    "-x",
    "--upload-pack=touch x",
    "a:b",
    "+a",
    "^a",
    "a..b",
    "a*",
    "a b",
    "a\nb",
    "@{1}",
    "a/",
    "a.lock",
    "@",
    "",
  ])("is not asked for '%s'", async (ref) => {
    expect(isRef(ref)).toBe(false);
    if (ref === "") return;
    const { origin, requests } = await serve((_, response) => response.writeHead(500).end());
    await expect(fetchFrom(origin, { url: `${origin}/a`, ref })).rejects.toThrow(FetchError);
    expect(requests).toEqual([]);
  });
});
