import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { committed, ENVIRONMENT } from "../repository/git.js";
import { link, put, temporary } from "../repository/temporary.js";
import { manifest, roleBinding } from "../rules/manifests.js";
import { directory } from "./helpers.js";
import { install, ROOT } from "./install.js";

const wild = (name: string) =>
  manifest("Role", name, "shop", 'rules:\n  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n');

/** The sentences of SECURITY.md by their beginnings, and the tests that hold them, by file. */
const HELD: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "reads, in the linted": {
    "package/security.test.ts": ["reads nothing outside of its root, and no directory of git's"],
    "repository/policy-files.test.ts": ["is none of git's own, in which CI runners have credentials"],
  },
  "A file that a build names": {
    "builds/named-files.test.ts": ["is read: $name"],
    "manifests/decode.test.ts": ["gives back every text in every encoding that has a mark, and UTF-8"],
  },
  "No link that leads out": {
    "package/security.test.ts": ["reads nothing outside of its root, and no directory of git's"],
    "builds/named-files.test.ts": ["tells no difference between what is there and what is not"],
  },
  "never runs what it reads": { "package/security.test.ts": ["starts nothing, and connects to nothing"] },
  "It calls neither": {
    "package/security.test.ts": [
      "starts nothing, and connects to nothing",
      "starts git and nothing else where it compares",
    ],
    "package/hostile-git.test.ts": [
      "runs none of the programs that it names",
      "fetches nothing that a partial clone lacks",
    ],
  },
  "Git has a minute": {
    "repository/git-faults.test.ts": ["is ended, and the run fails with a sentence", "is refused: %s"],
  },
  "lists up to 10,000": {
    "cli/not-listed.test.ts": [
      "says it in the summary, and lists all of another file",
      "has place for ten of each rule, whatever others find",
    ],
  },
  "What is beyond is one": {
    "cli/not-listed.test.ts": [
      "has one that says how many are not listed, where the first of them is",
      "do not switch off what says that others are not listed",
      "does not fail by warnings",
    ],
  },
  "Accepted findings and": {
    "cli/not-listed.test.ts": [
      "do not accept one more, though no more are listed",
      "do not accept those of a stranger that are not listed, however many there were",
      "has no more warnings than %d",
    ],
  },
  "opens no network": { "package/security.test.ts": ["starts nothing, and connects to nothing"] },
  "The one exception is": {
    "cli/commands/fetch/fetch.test.ts": ["brings a chart, locks it, and leaves it as it is the next time"],
  },
  "asks only hosts that": {
    "cli/commands/fetch/fetch.test.ts": ["fetches from no host that is not allowed, and says what to type"],
    "fetch/http/node-client.test.ts": ["goes to no host that is not allowed"],
    "fetch/hosts/user-configuration.test.ts": [
      "is not read out of the repository, nor through a link into it",
    ],
  },
  "With --dry-run it opens": {
    "cli/commands/fetch/fetch.test.ts": [
      "opens no connection with --dry-run, and says what it would fetch and from where",
    ],
  },
  "reaches no private": {
    "fetch/hosts/hosts.test.ts": ["is a private address only with host and port"],
    "fetch/git/fetch-git.test.ts": ["is at a private address"],
  },
  "What is connected to is": {
    "fetch/http/node-client.test.ts": ["goes to the addresses that were looked at, all of which are public"],
  },
  "sends a login only": {
    "fetch/http/node-client.test.ts": ["is followed where its host is allowed, without the login"],
    "fetch/credentials/user-credentials.test.ts": ["are for the host that they are written for"],
    "fetch/git/fetch-git.test.ts": ["is fetched with the login for its address"],
  },
  "No .netrc is": {
    "fetch/git/fetch-git.test.ts": [
      "is not fetched with the login of a .netrc, which can be for any host",
      "asks no credential helper that the repository names which is linted",
    ],
  },
  "follows redirects only": {
    "fetch/http/node-client.test.ts": [
      "is not followed elsewhere",
      "of content with a known digest leads to public addresses over https only",
      "of content with a known digest leads there without the login",
    ],
  },
  "refuses answers that": {
    "fetch/http/node-client.test.ts": ["is not answered with more than is taken"],
    "fetch/archives/unpack.test.ts": ["are refused where they %s"],
    "fetch/git/fetch-git.test.ts": ["is refused if it is too large or takes too long"],
  },
  "Their links are": {
    "fetch/archives/unpack.test.ts": ["have paths without './', and are no folders, links or devices"],
  },
  "What Helm or Flux": {
    "fetch/oci/fetch-artifact.test.ts": ["is refused: %s"],
    "util/tar.test.ts": ["are not hidden in the content of a link, which has none"],
  },
  "In all, a run": {
    "cli/commands/fetch/budget.test.ts": [
      "asks for so many sources",
      "asks for nothing more once it has fetched too much",
      "asks for nothing more once it has taken too long",
    ],
  },
  "has git work in": {
    "fetch/git/fetch-git.test.ts": [
      "has its links followed within it, and nothing of what it would run",
      "is refused where it leads elsewhere or asks for a password, and no password goes along",
    ],
  },
  "What could be an option": {
    "fetch/git/fetch-git.test.ts": ["is not asked for '%s'", "is refused where it %s"],
  },
  "It ends with": {
    "fetch/git/interruption.test.ts": ["by %s ends what runs, the last first, and then the process"],
  },
  "writes nothing but .gitops-lint.lock": {
    "cli/commands/fetch/fetch.test.ts": [
      "has no store in the repository, which could bring its own",
      "has nothing else in the repository",
    ],
  },
  "Contents are compared": {
    "fetch/store/store.test.ts": ["takes what is damaged for missing until it is put there again"],
  },
  "An entry of the lock": {
    "fetch/store/store.test.ts": ["knows which digests it has got as answers"],
    "cli/commands/fetch/fetch.test.ts": [
      "counts only what was fetched here, whatever the lock says",
      "counts nothing of which the lock says something else than what was fetched: '%s'",
      "refuses another content for the same version",
    ],
  },
  "A version that the repository": {
    "cli/commands/fetch/fetch.test.ts": ["takes no version of the lock that the repository does not ask for"],
    "fetch/git/fetch-git.test.ts": [
      "is not fetched at a commit that is locked, but to which what is asked for has never led",
    ],
  },
  "A store that other users": {
    "cli/commands/fetch/fetch.test.ts": ["uses no store that others could fill"],
    "fetch/store/store.test.ts": [
      "is none if it belongs to another user, unless the administrator asks",
      "removes nothing that is not of a store, and nothing behind a link",
    ],
  },
  "writes only what": {
    "package/security.test.ts": ["writes nothing unless it is asked to, and then only that"],
    "cli/commands/init.test.ts": ["never takes the place of %s", "is not accepted where nobody can be asked"],
  },
  "It never writes through": {
    "cli/ways-out.test.ts": [
      "takes nothing out of the checkout that the linted part is in",
      "is not written through, be it the report itself",
    ],
    "cli/commands/init.test.ts": ["writes through no link"],
  },
  "The files of accepted findings are": {
    "cli/suppressions/apply.test.ts": ["take the place of the file, and change no other name of it"],
  },
  "A file is at most": {
    "repository/disk/walk.test.ts": ["is at most 1 MB: %s"],
    "manifests/parse.test.ts": ["refuses a document that is too large for one object"],
  },
  "What is larger is": {
    "cli/hostile-texts.test.ts": ["is judged to the end, or said to be too long: %s"],
    "repository/disk/walk.test.ts": ["is at most 1 MB: %s"],
  },
  "What kustomizations change": {
    "builds/kustomize/hostile-kustomizations.test.ts": ["layers that double at every step, all together"],
  },
  "Git may list": {
    "repository/git/tree.test.ts": [
      "are not listed where directories repeat each other into billions of files",
    ],
  },
  "The same holds for passwords": {
    "cli/cache/kept-secrets.test.ts": ["keeps no secret of %s"],
    "cli/report/told-secrets.test.ts": ["is told by nothing: %s"],
  },
  "limits what a manifest can cost": {
    "manifests/plain-value.test.ts": ["an attack by aliases", "is stopped where many small documents do it"],
    "repository/disk/walk.test.ts": ["what .gitignore names"],
    "package/hostile.test.ts": ["is judged to the end where they lie in as many builds"],
  },
  "shows no key": {
    "cli/report/write-reports.test.ts": ["spreads no secret of a file in any report"],
    "cli/configurations.test.ts": ["leaves no secret in a report or in the cache"],
    "kubernetes/kubeconfig/redact.test.ts": ["leaves a secret nowhere, whatever stands around it"],
  },
  "shows none of the values of a Secret": {
    "cli/report/excerpt-secrets.test.ts": [
      "of what is found shows no secret, in whatever format: %s",
      "of any place shows no secret: %s",
    ],
  },
  "makes pages (--format html)": {
    "cli/report/formats/html/html.test.ts": [
      "holds texts of strangers as texts",
      "has a script that makes no HTML of a text, and asks for nothing",
    ],
    "browser/page.test.ts": ["shows names that try to be more than text"],
  },
  "prints nothing from the repository": {
    "cli/report/formats/hostile.test.ts": ["is harmless in %s", "is told of harmlessly in %s"],
  },
  "reads what the command reads": {
    "lsp/hostile.test.ts": [
      "is told nothing of a file in no root of its own, which is not read",
      "follows no link out of its folder",
    ],
  },
  "Of a file in no open folder": {
    "lsp/hostile.test.ts": [
      "has a stray file judged with what is beside it, unless that is a home or a disk",
    ],
  },
  "runs nothing of what it reads": {
    "package/lsp.test.ts": ["starts nothing, connects to nothing, and writes nothing but what it keeps"],
  },
  "It speaks with the editor": {
    "package/lsp.test.ts": ["finds what the command finds, and says nothing besides"],
  },
  "keeps facts of files": {
    "package/lsp.test.ts": ["starts nothing, connects to nothing, and writes nothing but what it keeps"],
  },
  "Every change of a manifest": {
    "package/lsp.test.ts": ["starts nothing, connects to nothing, and writes nothing but what it keeps"],
  },
  "shows what is in manifests": {
    "lsp/text/markup.test.ts": [
      "is nothing but a text: %s",
      "ends no address of a link by the name of a file",
    ],
    "lsp/completion/others.test.ts": ["are shown as what they are, and written in quotes"],
  },
  "answers nothing but an error": {
    "lsp/hostile.test.ts": ["is refused what it asks for after it has said goodbye"],
  },
  "Comments for ESLint count": untrusted(
    "counts: a comment in a file that is the same",
    "a comment at the line",
    "a comment that sets a rule",
  ),
  "Line ends make no difference": untrusted(
    "counts: a comment in a file that differs only in its line ends",
    "other line ends and a comment",
  ),
  "In a file that has changed, or was": untrusted(
    "a role below a comment that the base has",
    "moving a file whose findings are known",
    "a copy of a file with a comment",
    "a link to a file with a comment",
  ),
  "eslint-suppressions.json, and": untrusted(
    "counts: an accepted finding in a document that is the same",
    "accepting it",
    "accepting it in a root of its own",
  ),
  "An accepted finding cannot": untrusted(
    "replacing an accepted finding by another",
    "making an accepted finding worse",
  ),
  "A file outside of the repository": untrusted(
    "counts: suppressions from outside of the repository, but not others",
  ),
  ".gitops-lint.yaml counts": untrusted(
    "a configuration that switches the rule off",
    "a change of the configuration to no preset",
    "a change of the configuration that ignores everything",
    "a change of the configuration for some files",
    "a setting that calls everything vendored",
  ),
  "A new one in a directory": untrusted(
    "a root of its own",
    "counts: its configuration, also as the place of a root",
    "does not make a root of a directory that is named, nor of one above",
  ),
  "One that is not followed": untrusted(
    "manifests in a file that is called as a configuration is",
    "manifests in the configuration",
  ),
  "Comments that call a file": untrusted("one more role in a generated file"),
  "In others all findings are listed, as": untrusted("a header that says it is generated"),
  "Paths of vendored files": untrusted("one more role in a vendored file"),
  "In others all findings are listed.": untrusted("the path of what is vendored"),
  ".gitignore counts": untrusted(
    "a .gitignore",
    "counts: a .gitignore, for what git does not track",
    "a file that .gitignore names, added by force",
  ),
  "Chart.yaml makes": untrusted("a chart around it"),
  "Without --changed-since, it does": untrusted("a chart around it"),
  "Moved files count": untrusted("moving a file whose findings are known"),
  "--cache has no effect": untrusted("does not take findings from a cache"),
  "A committed cache": untrusted("does not take findings from a cache"),
};

function untrusted(...titles: string[]): Record<string, string[]> {
  return { "package/untrusted.test.ts": titles };
}

describe("SECURITY.md", () => {
  const text = readFileSync(join(ROOT, "SECURITY.md"), "utf8");
  const sentences = [...text.matchAll(/^- (.*)$/gm)].flatMap(([, item = ""]) =>
    item.replaceAll(/\*\*|`/g, "").split(/(?<=[.;:]) (?=[A-Z])|(?<=;) /),
  );

  it("says nothing that no test holds, and each sentence once", () => {
    const held = sentences.map((sentence) => [
      sentence,
      Object.keys(HELD).filter((start) => sentence.startsWith(start)).length,
    ]);
    expect(held.filter(([, count]) => count !== 1)).toEqual([]);
    expect(held).toHaveLength(Object.keys(HELD).length);
  });

  it.each(Object.entries(HELD))("is held by tests that are there: %s", (_, tests) => {
    for (const [file, titles] of Object.entries(tests)) {
      const code = readFileSync(join(ROOT, "tests", file), "utf8");
      for (const title of titles) expect(code).toContain(`"${title}"`);
    }
  });
});

describe.skipIf(process.platform === "win32")("the command, watched", () => {
  const at = join(directory, "watched");
  let command = "";
  beforeAll(() => {
    command = install(at, { eslint: "eslint" });
  });

  /** What the command does, as it sees the paths, without what belongs to itself. */
  function watched(root: string, ...argv: string[]) {
    const trace = join(temporary({ trace: "" }), "trace");
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", pathToFileURL(join(import.meta.dirname, "traced.mjs")).href, command, ...argv],
      { cwd: root, encoding: "utf8", env: { ...ENVIRONMENT, TRACE_FILE: trace } },
    );
    expect(stderr).not.toMatch(/defect|Error/);
    expect([0, 1]).toContain(status);
    const homes = [at, realpathSync(join(ROOT, "node_modules"))];
    const all = readFileSync(trace, "utf8").trim().split("\n");
    const of = (what: string) =>
      [
        ...new Set(
          all.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1)),
        ),
      ]
        .map((path) => (what === "read" || what === "write" ? resolve(root, path) : path))
        .filter((path) => !homes.some((home) => path.startsWith(home + sep)));
    return { status, read: of("read"), written: of("write"), started: of("start"), connected: of("connect") };
  }

  /** A repository that tries everything. */
  function hostile(): { root: string; outside: string } {
    const outside = temporary({ "secret.yaml": wild("secret"), "dir/a.yaml": wild("deep") });
    const root = committed({
      "a.yaml": wild("a"),
      "apps/kustomization.yaml": `resources: [../../secret.yaml, ${outside}/secret.yaml, ../link.yaml, ../linked, https://example.com/x.yaml, "git@example.com:x/y.git"]\nhelmCharts: [{ name: x, repo: https://example.com }]\ngenerators: [exec.yaml]\n`,
      "apps/exec.yaml":
        "apiVersion: x/v1\nkind: Exec\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: |\n      exec: { path: ./run.sh }\n",
      "chart/Chart.yaml":
        "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{ name: y, repository: https://example.com }]\n",
      "chart/templates/a.yaml": wild("templated"),
      "flux.yaml":
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: x, namespace: y }\nspec: { url: https://example.com/x.git }\n",
      "eslint.config.js": "throw new Error('run')\n",
      "eslint.config.mjs": "throw new Error('run')\n",
      ".eslintrc.js": "throw new Error('run')\n",
      "package.json": '{ "eslintConfig": { "extends": "evil" }, "scripts": { "prepare": "touch ran" } }',
      "node_modules/eslint-plugin-evil/index.js": "throw new Error('run')\n",
    });
    link(root, "link.yaml", join(outside, "secret.yaml"));
    link(root, "linked", join(outside, "dir"));
    link(root, ".gitignore", join(outside, "secret.yaml"));
    put(root, "ns/a.yaml", roleBinding("missing"));
    return { root, outside };
  }

  const RUNS = [[], ["--preset", "all"], ["--untrusted"], ["--print-builds"], ["--unknowns"]];

  it("is watched", () => {
    const root = committed({ "a.yaml": wild("a") });
    const { read, started, written } = watched(root, "--staged", "--output-file", "report.txt");
    expect(started).toEqual(["git"]);
    expect(written.length).toBeGreaterThan(0);
    expect(watched(root).read).toContain(join(root, "a.yaml"));
    expect(read).toContain(join(root, "a.yaml").replace("a.yaml", ".git/config"));
  });

  it("reads nothing outside of its root, and no directory of git's", () => {
    const { root } = hostile();
    for (const argv of RUNS) {
      const { read } = watched(root, ...argv);
      const places = read.map((path) => (existsSync(path) ? realpathSync(path) : path));
      expect(places.filter((path) => path !== root && !path.startsWith(root + sep))).toEqual([]);
      const ofGit = places.filter((path) => path.startsWith(join(root, ".git", sep)));
      expect(
        ofGit.filter((path) => !/\/\.git\/(?:config|HEAD|refs\/remotes\/origin\/HEAD)$/.test(path)),
      ).toEqual([]);
      expect(places.filter((path) => path.includes("eslint.config") || path.includes("eslintrc"))).toEqual(
        [],
      );
    }
  });

  it("starts nothing, and connects to nothing", () => {
    const { root } = hostile();
    put(
      root,
      ".gitops-lint.lock",
      `version: 1\nsources:\n  - name: x\n    request: { type: http, url: "https://example.com/x.yaml" }\n    digest: sha256:${"0".repeat(64)}\n    content: file\n    neededBy: []\n`,
    );
    for (const argv of [...RUNS, ["--fix"], ["--format", "sarif"]]) {
      const { started, connected } = watched(root, ...argv);
      expect({ started, connected }).toEqual({ started: [], connected: [] });
    }
  });

  it("starts git and nothing else where it compares", () => {
    const { root } = hostile();
    for (const argv of [
      ["--staged"],
      ["--changed-since", "main"],
      ["--untrusted", "--changed-since", "main"],
    ]) {
      const { started, connected } = watched(root, ...argv);
      expect({ started, connected }).toEqual({ started: ["git"], connected: [] });
    }
  });

  it("writes nothing unless it is asked to, and then only that", () => {
    const { root } = hostile();
    for (const argv of [...RUNS, ["--staged"], ["--changed-since", "main"]]) {
      expect(watched(root, ...argv).written).toEqual([]);
    }
    const reports = temporary();
    const { written } = watched(root, "--format", `sarif:${join(reports, "x.sarif")}`);
    expect(written.filter((path) => path !== reports && !path.startsWith(reports + sep))).toEqual([]);
    expect(existsSync(join(reports, "x.sarif"))).toBe(true);
    const accepted = watched(root, "--suppress-all").written;
    expect(accepted.filter((path) => !/eslint-suppressions(?:\.gitops)?\.json/.test(path))).toEqual([]);
    expect(existsSync(join(root, "eslint-suppressions.json"))).toBe(true);
    const cache = temporary();
    const kept = watched(root, "--cache", "--cache-location", cache).written;
    expect(kept.filter((path) => path !== cache && !path.startsWith(cache + sep))).toEqual([]);
    expect(kept).not.toEqual([]);
  });
});
