import {
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { committed, git, stage } from "../../repository/git.js";
import { link, put, temporary } from "../../repository/temporary.js";
import { clusterBinding, manifest, user } from "../../rules/manifests.js";
import { run as runCommand } from "../run.js";

const role = (...verbs: string[]) =>
  manifest(
    "Role",
    "x",
    "shop",
    `rules:\n${verbs.map((verb) => `  - { apiGroups: [''], resources: [pods], verbs: ['${verb}'] }\n`).join("")}`,
  );
const VERBS = "gitops/no-wildcard-verbs";
const ADMIN = "gitops/no-cluster-admin-binding";
const FAIL = "--fail-on-unpruned-suppressions";
/** What is said of accepted findings on verbs in `a.yaml` that are gone. */
const gone = (count: number, about = "") =>
  count === 1
    ? `gitops-lint: 1 accepted finding is gone: ${VERBS} in a.yaml${about}. Remove it with --prune-suppressions.`
    : `gitops-lint: ${count} accepted findings are gone: ${count} of ${VERBS} in a.yaml${about}. Remove them with --prune-suppressions.`;
const X = " (Role shop/x)";

interface Message {
  ruleId: string;
  suppressions?: object[];
}

function repository() {
  return temporary({ "a.yaml": role("*", "*"), "b/b.yaml": clusterBinding("cluster-admin", user("ada")) });
}

async function run(root: string, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const scoped = argv.some((arg) => arg.startsWith(root)) ? [] : [root];
  const code = await main(["--format", "json", "--root", root, ...argv, ...scoped], output);
  const results = JSON.parse(out.join("") || "[]") as {
    messages: Message[];
    suppressedMessages: Message[];
  }[];
  return {
    code,
    err,
    found: results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId)),
    suppressed: results.flatMap(({ suppressedMessages }) => suppressedMessages),
  };
}

const written = (root: string) =>
  JSON.parse(readFileSync(join(root, "eslint-suppressions.json"), "utf8")) as unknown;

const BESIDE = "eslint-suppressions.gitops.json";
type Known = Record<string, Record<string, Record<string, string>>>;
/** What is accepted by name. */
const beside = (root: string) => {
  const { version, accepted } = JSON.parse(readFileSync(join(root, BESIDE), "utf8")) as {
    version: number;
    accepted: Known;
  };
  expect(version).toBe(1);
  return accepted;
};

describe("suppressions", () => {
  it("are counted in the summary, apart from what comments suppress", async () => {
    const commented = role("*").replace("verbs: ['*'] }", "verbs: ['*'] } # eslint-disable-line");
    const root = temporary({ "a.yaml": role("*", "*"), "c.yaml": commented });
    const command = (...argv: string[]) => runCommand(root, "--root", root, ...argv, root);
    expect((await command()).out).toMatch(
      /in 2 objects of 2 files \(0\.0 s\); 1 finding suppressed by comments\.$/,
    );
    expect(await command("--suppress-all")).toEqual({
      code: 0,
      out: "Nothing found in 2 objects of 2 files (0.0 s); 1 finding suppressed by comments, 2 findings accepted earlier.\nWhat is accepted is in 'ROOT/eslint-suppressions.json' and 'ROOT/eslint-suppressions.gitops.json'. Commit both.",
      err: "",
    });
    // The two new files are no manifests.
    expect((await command()).out).toMatch(/^Nothing found in 2 objects of 2 files \(0\.0 s\);/);
  });

  it("accept what is there, and mark it, as long as there is no more", async () => {
    const root = repository();
    expect((await run(root)).found).toEqual([VERBS, VERBS, ADMIN]);
    expect(existsSync(join(root, "eslint-suppressions.json"))).toBe(false);

    const first = await run(root, "--suppress-all");
    expect(first).toMatchObject({ code: 0, err: [], found: [] });
    expect(first.suppressed).toHaveLength(3);
    for (const { suppressions } of first.suppressed)
      expect(suppressions).toEqual([{ kind: "file", justification: "" }]);
    expect(readFileSync(join(root, "eslint-suppressions.json"), "utf8")).toBe(`{
  "a.yaml": {
    "${VERBS}": {
      "count": 2
    }
  },
  "b/b.yaml": {
    "${ADMIN}": {
      "count": 1
    }
  }
}`);
    expect(await run(root)).toMatchObject({ code: 0, found: [] });

    put(root, "a.yaml", role("*", "*", "*"));
    expect(await run(root)).toMatchObject({ code: 1, err: [], found: [VERBS] });
    rmSync(join(root, BESIDE));
    expect(await run(root)).toMatchObject({ code: 1, err: [], found: [VERBS, VERBS, VERBS] });
  });

  it("that went with their file are named as well, and taken out", async () => {
    const root = repository();
    await run(root, "--suppress-all");
    rmSync(join(root, "a.yaml"));
    expect(await run(root)).toMatchObject({ code: 0, err: [gone(2, X)], found: [] });
    // ESLint does not see that they are gone.
    expect(await run(root, FAIL)).toMatchObject({ code: 0, err: [gone(2, X)] });
    expect(await run(root, "--prune-suppressions")).toMatchObject({ code: 0, err: [] });
    expect(await run(root, FAIL)).toMatchObject({ code: 0, err: [] });
  });

  it("that are gone are named, and fail where that is asked for, until they are taken out", async () => {
    const root = repository();
    await run(root, "--suppress-all");
    put(root, "a.yaml", role("*"));
    expect(await run(root)).toMatchObject({ code: 0, err: [gone(1, X)], found: [] });
    expect(await run(root, "--pass-on-unpruned-suppressions")).toMatchObject({ code: 0, err: [gone(1, X)] });
    expect(await run(root, FAIL)).toMatchObject({ code: 2, err: [gone(1, X)] });
    const github = await runCommand(root, "--root", root, "--format", "github", FAIL, root);
    expect(github.out).toBe(`::error title=gitops-lint::${gone(1, X).replace("gitops-lint: ", "")}`);
    expect(await run(root, "--prune-suppressions")).toMatchObject({ code: 0, err: [], found: [] });
    expect(written(root)).toMatchObject({ "a.yaml": { [VERBS]: { count: 1 } } });

    // Nothing is found in it any more, so ESLint does not even see it.
    put(root, "a.yaml", role("get"));
    expect(await run(root, FAIL)).toMatchObject({ code: 2, err: [gone(1, X)] });
    await run(root, "--prune-suppressions");
    expect(written(root)).toEqual({ "b/b.yaml": { [ADMIN]: { count: 1 } } });
    expect(Object.keys(beside(root))).toEqual(["b/b.yaml"]);
    expect(await run(root, FAIL)).toMatchObject({ code: 0, err: [] });
  });

  it("of other files than those that are linted stay, but for files that are not there", async () => {
    const root = repository();
    await run(root, "--suppress-all");
    put(root, "a.yaml", role("get"));
    expect(await run(root, join(root, "b"))).toMatchObject({ code: 0, err: [] });
    await run(root, "--prune-suppressions", join(root, "b"));
    expect(written(root)).toMatchObject({ "a.yaml": { [VERBS]: { count: 2 } } });
    rmSync(join(root, "a.yaml"));
    await run(root, "--prune-suppressions", join(root, "b"));
    expect(written(root)).toEqual({ "b/b.yaml": { [ADMIN]: { count: 1 } } });
  });

  it("can be of one rule, in a file elsewhere, and stay where errors become warnings", async () => {
    const root = repository();
    const elsewhere = join(temporary(), "accepted.json");
    const at = ["--suppressions-location", elsewhere];
    expect(await run(root, ...at)).toMatchObject({
      code: 2,
      err: [`gitops-lint: There is no file '${elsewhere}'; --suppress-all or --suppress-rule creates it.`],
    });
    expect(await run(root, ...at, "--suppress-rule", "no-wildcard-verbs")).toMatchObject({
      code: 1,
      found: [ADMIN],
    });
    expect(JSON.parse(readFileSync(elsewhere, "utf8"))).toEqual({ "a.yaml": { [VERBS]: { count: 2 } } });
    expect(await run(root, ...at)).toMatchObject({ code: 1, found: [ADMIN] });
    const warn = ["--rule", "no-wildcard-verbs: warn", "--rule", "no-cluster-admin-binding: off"];
    expect(await run(root, ...at, ...warn)).toMatchObject({ code: 0, found: [] });
    expect(await run(root, ...at, "--suppress-rule", "gitops/no-cluster-admin-binding")).toMatchObject({
      code: 0,
    });
  });

  it("are the same with findings that were kept", async () => {
    const root = repository();
    const cache = ["--cache", "--cache-location", temporary()];
    await run(root, ...cache);
    expect(await run(root, ...cache, "--suppress-all")).toMatchObject({ code: 0, found: [] });
    expect(await run(root, ...cache)).toEqual(await run(root));
    rmSync(join(root, "eslint-suppressions.json"));
    expect(await run(root, ...cache)).toMatchObject({ code: 1, found: [VERBS, VERBS, ADMIN] });
  });

  it.each([
    [
      ["--suppress-all", "--suppress-rule", "no-wildcard-verbs"],
      /suppress-all.*cannot be used with.*suppress-rule/,
    ],
    [["--suppress-all", "--prune-suppressions"], /cannot be used with/],
    [["--suppress-rule", "nothing"], /There is no such rule\. See gitops-lint --help\.$/],
  ])("cannot be asked for with %j", async (argv, expected) => {
    expect(await run(repository(), ...argv)).toMatchObject({
      code: 2,
      err: [expect.stringMatching(expected)],
    });
  });

  it.each([
    ["a file elsewhere", "precious.json", "it is a link that leads out of the repository"],
    ["nothing", "none.json", "it is a link that leads nowhere"],
    ["a device", "/dev/zero", "it is not a file"],
  ])("are neither read nor written through a link to %s", async (_, to, words) => {
    const [root, other] = [repository(), temporary({ "precious.json": "{}" })];
    link(root, "eslint-suppressions.json", resolve(other, to));
    const told = `gitops-lint: The suppressions in '${join(root, "eslint-suppressions.json")}' cannot be used: ${words}.`;
    for (const argv of [[], ["--suppress-all"]]) {
      expect(await run(root, ...argv)).toMatchObject({ code: 2, err: [told] });
    }
    expect(readFileSync(join(other, "precious.json"), "utf8")).toBe("{}");
    expect(existsSync(join(other, "none.json"))).toBe(false);
  });

  it.skipIf(process.platform === "win32")(
    "take the place of the file, and change no other name of it",
    async () => {
      const root = repository();
      const file = join(root, "eslint-suppressions.json");
      writeFileSync(file, "{}", { mode: 0o600 });
      linkSync(file, join(root, "other-name.json"));
      const before = readdirSync(root);
      expect((await run(root, "--suppress-all")).code).toBe(0);
      expect(written(root)).not.toEqual({});
      expect(readFileSync(join(root, "other-name.json"), "utf8")).toBe("{}");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      // Nothing is left of how they got there.
      expect(readdirSync(root)).toEqual([...before, BESIDE].sort());
    },
  );

  it.skipIf(process.platform === "win32")("take the place of a link in the repository", async () => {
    const root = repository();
    put(root, "kept.json", "{}");
    link(root, "eslint-suppressions.json", "kept.json");
    expect((await run(root, "--suppress-all")).code).toBe(0);
    expect(written(root)).not.toEqual({});
    expect(readFileSync(join(root, "kept.json"), "utf8")).toBe("{}");
    expect(lstatSync(join(root, "eslint-suppressions.json")).isFile()).toBe(true);
  });

  it("say where they cannot be written or read", async () => {
    const root = repository();
    const file = join(root, "a.yaml", "accepted.json");
    for (const argv of [["--suppress-all"], []]) {
      expect(await run(root, "--suppressions-location", file, ...argv)).toMatchObject({
        code: 2,
        err: [`gitops-lint: The suppressions in '${file}' cannot be read: not a directory.`],
      });
    }
    const missing = join(root, "none", "accepted.json");
    expect(await run(root, "--suppressions-location", missing, "--suppress-all")).toMatchObject({
      code: 2,
      err: [`gitops-lint: The suppressions in '${missing}' cannot be written: no such file or directory.`],
    });
  });

  it("are not quoted where they cannot be understood, since they may be something else", async () => {
    const root = repository();
    for (const [text, why] of [
      ["password: hunter2\n", "it is not valid JSON"],
      ['{ "password": "hunter2\n" }', "it is not valid JSON at position 22"],
    ] as const) {
      put(root, "eslint-suppressions.json", text);
      const { code, err } = await run(root);
      expect({ code, err }).toEqual({
        code: 2,
        err: [
          `gitops-lint: The suppressions in '${join(root, "eslint-suppressions.json")}' cannot be read: ${why}.`,
        ],
      });
    }
  });

  it("of other plugins stay, and are no reason to fail", async () => {
    const root = repository();
    await run(root, "--suppress-all");
    const both = { [VERBS]: { count: 2 }, "yml/indent": { count: 3 } };
    put(root, "eslint-suppressions.json", JSON.stringify({ ...(written(root) as object), "a.yaml": both }));
    expect(await run(root)).toMatchObject({ code: 0, err: [], found: [] });
    put(root, "a.yaml", role("get"));
    expect(await run(root)).toMatchObject({ code: 0, err: [gone(2, X)] });
    await run(root, "--prune-suppressions");
    expect(written(root)).toMatchObject({ "a.yaml": { "yml/indent": { count: 3 } } });
    expect(await run(root)).toMatchObject({ code: 0, err: [] });
  });

  it.each(["{", "[]", '{"a.yaml": 1}', '{"a.yaml": {"x": {}}}'])("that say %s are told of", async (text) => {
    const root = repository();
    writeFileSync(join(root, "eslint-suppressions.json"), text);
    const { code, err } = await run(root);
    expect([code, err]).toEqual([2, [expect.stringMatching(/^gitops-lint: The suppressions in '.*' .*\.$/)]]);
  });
});

describe("--staged", () => {
  const UNSTAGED =
    "gitops-lint: The staged suppressions differ from those on the disk. Stage the file with 'git add', since --staged judges what is staged.";
  const FILE = "eslint-suppressions.json";
  const ACCEPTED = JSON.stringify({ "a.yaml": { [VERBS]: { count: 2 } } });
  const prepared = (files: Record<string, string> = {}) => {
    const root = committed({ "a.yaml": role("get"), ...files });
    stage(root, { "a.yaml": role("*", "*") });
    return root;
  };

  it("accepts what is accepted in the same commit", async () => {
    const root = prepared();
    stage(root, { [FILE]: ACCEPTED });
    expect(await run(root, "--staged")).toMatchObject({ code: 0, err: [], found: [] });
    put(root, FILE, "{}");
    expect(await run(root, "--staged")).toMatchObject({ code: 0, err: [], found: [] });
    expect(await run(root)).toMatchObject({ code: 1, found: [VERBS, VERBS] });
  });

  it("accepts nothing by a file that is not staged, and says so", async () => {
    const root = prepared();
    expect(await run(root, "--staged")).toMatchObject({ code: 1, err: [], found: [VERBS, VERBS] });
    put(root, FILE, ACCEPTED);
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
    expect(await run(root, "--staged")).toMatchObject({ code: 1, err: [UNSTAGED], found: [VERBS, VERBS] });
    const named = ["--suppressions-location", join(root, FILE)];
    expect(await run(root, "--staged", ...named)).toMatchObject({
      code: 2,
      err: [
        `gitops-lint: The file '${join(root, FILE)}' is not staged, so it would not be in the commit. Stage it with 'git add'.`,
      ],
    });
  });

  it("says so too where what is gone is taken out on the disk only", async () => {
    const root = prepared();
    stage(root, { [FILE]: ACCEPTED, "a.yaml": role("*") });
    expect(await run(root, "--staged")).toMatchObject({ code: 0, err: [gone(1)] });
    await run(root, "--prune-suppressions");
    expect(await run(root, "--staged")).toMatchObject({ code: 0, err: [UNSTAGED, gone(1)] });
    expect(await run(root, "--staged", FAIL)).toMatchObject({ code: 2, err: [UNSTAGED, gone(1)] });
    git(root, "add", FILE);
    expect(await run(root, "--staged")).toMatchObject({ code: 0, err: [] });
  });

  it("reads a file of any name as it is staged, and one elsewhere from the disk", async () => {
    const root = prepared();
    stage(root, { "known/accepted.txt": ACCEPTED });
    rmSync(join(root, "known/accepted.txt"));
    const at = ["--staged", "--suppressions-location"];
    expect(await run(root, ...at, join(root, "known/accepted.txt"))).toMatchObject({ code: 0, found: [] });
    const elsewhere = join(temporary({ "accepted.json": ACCEPTED }), "accepted.json");
    expect(await run(root, ...at, elsewhere)).toMatchObject({ code: 0, found: [] });
  });

  it("never follows a staged link out of the repository", async () => {
    const root = prepared();
    link(root, FILE, join(temporary({ "accepted.json": ACCEPTED }), "accepted.json"));
    git(root, "add", FILE);
    expect(await run(root, "--staged")).toMatchObject({
      code: 2,
      err: [
        `gitops-lint: The suppressions in '${join(root, FILE)}' cannot be used: it is a link that leads out of the repository.`,
      ],
    });
  });
});

describe("suppressions with --no-inline-config", () => {
  const ACCEPTED = JSON.stringify({ "a.yaml": { [VERBS]: { count: 2 } } });
  const FILE = "eslint-suppressions.json";
  const untrusted = (root: string, ...argv: string[]) => run(root, "--no-inline-config", ...argv);
  const summaryOf = async (root: string, ...argv: string[]) => {
    return (await runCommand(root, "--root", root, "--no-inline-config", ...argv, root)).out
      .split("\n")
      .slice(-2);
  };

  it("do not count where no base says which ones", async () => {
    const root = temporary({ "a.yaml": role("*", "*"), [FILE]: ACCEPTED });
    expect(await run(root)).toMatchObject({ code: 0, found: [] });
    expect(await untrusted(root)).toMatchObject({ code: 1, found: [VERBS, VERBS], suppressed: [] });
    expect((await summaryOf(root)).at(-1)).toBe(
      "eslint-suppressions.json was ignored: with '--no-inline-config' it counts only as it is in the commit that '--changed-since' names.",
    );
  });

  it("do not count as they are staged", async () => {
    const root = committed({ "a.yaml": role("get") });
    stage(root, { "a.yaml": role("*", "*"), [FILE]: ACCEPTED });
    expect(await untrusted(root, "--staged")).toMatchObject({ code: 1, found: [VERBS, VERBS] });
  });

  it("count as they are in the base", async () => {
    const root = committed({ "a.yaml": role("get"), [FILE]: ACCEPTED });
    put(root, "a.yaml", role("*", "*"));
    put(root, FILE, JSON.stringify({ "a.yaml": { [VERBS]: { count: 9 } } }));
    put(root, "b.yaml", role("*"));
    expect(await untrusted(root, "--changed-since", "HEAD")).toMatchObject({
      code: 1,
      found: [VERBS],
    });
    rmSync(join(root, FILE));
    expect(await untrusted(root, "--changed-since", "HEAD")).toMatchObject({ code: 1, found: [VERBS] });
    expect((await summaryOf(root, "--changed-since", "HEAD")).join("\n")).toMatch(
      /eslint-suppressions\.json was read as it is in HEAD \([0-9a-f]{12}\)\.\nCompared with HEAD/,
    );
  });

  it("do not count where the base has none", async () => {
    const root = committed({ "a.yaml": role("get") });
    put(root, "a.yaml", role("*", "*"));
    put(root, FILE, ACCEPTED);
    expect(await untrusted(root, "--changed-since", "HEAD")).toMatchObject({
      code: 1,
      found: [VERBS, VERBS],
    });
    expect((await summaryOf(root, "--changed-since", "HEAD")).join("\n")).toMatch(
      /eslint-suppressions\.json was ignored, since it is not in HEAD \([0-9a-f]{12}\)\./,
    );
  });

  it("fail nothing where a change has mended what its base accepts", async () => {
    const root = committed({ "a.yaml": role("*", "*"), [FILE]: ACCEPTED });
    put(root, "a.yaml", role("get"));
    rmSync(join(root, FILE));
    expect(await untrusted(root, "--changed-since", "HEAD")).toMatchObject({ code: 0, found: [], err: [] });
  });

  it("count from a file outside of the repository", async () => {
    const root = temporary({ "repository/a.yaml": role("*", "*"), "mine.json": ACCEPTED });
    const inside = join(root, "repository");
    expect(await untrusted(inside, "--suppressions-location", join(root, "mine.json"))).toMatchObject({
      code: 0,
      found: [],
    });
  });

  it("cannot be read from a file in the repository", async () => {
    const root = temporary({ "a.yaml": role("*", "*"), "mine.json": ACCEPTED });
    const { code, out, err } = await runCommand(
      root,
      ...["--root", root, "--no-inline-config", "--suppressions-location", join(root, "mine.json"), root],
    );
    expect({ code, out, err }).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: With '--no-inline-config', the suppressions in 'ROOT/mine.json' count only as they are in a commit. Name it with '--changed-since', or give a file outside of the repository.",
    });
  });

  describe("named by a path that does not show that they are in the repository", () => {
    const repositoryWith = (accepted: string) => {
      const top = committed({ "n/a.yaml": role("get"), "n/x.json": accepted, "d/x.json": accepted });
      put(top, "n/a.yaml", role("*", "*"));
      put(top, "n/x.json", ACCEPTED);
      put(top, "d/x.json", ACCEPTED);
      const elsewhere = temporary();
      const isLinkable = process.platform !== "win32";
      if (isLinkable) {
        link(elsewhere, "same", top);
        link(elsewhere, "d", join(top, "d"));
        link(elsewhere, "x.json", join(top, "n/x.json"));
      }
      return { top, elsewhere };
    };

    it.each([
      ["above the root", "TOP/n", "TOP/d/x.json"],
      ["and not there", "TOP/n", "TOP/not/there.json"],
      ["by its real path, the root by a link", "LINKS/same/n", "TOP/n/x.json"],
      ["by a link, the root by its real path", "TOP/n", "LINKS/same/n/x.json"],
      ["above the root, which is given by a link", "LINKS/same/n", "TOP/d/x.json"],
      ["by a link to its directory", "TOP/n", "LINKS/d/x.json"],
      ["by a link to it", "TOP/n", "LINKS/x.json"],
    ])("count only as they are in the base: %s", async (_, ...places) => {
      if (process.platform === "win32" && places.join().includes("LINKS")) return;
      for (const accepted of ["{}", ACCEPTED]) {
        const { top, elsewhere } = repositoryWith(accepted);
        const [root = "", file = ""] = places.map((place) =>
          place.replace("TOP", top).replace("LINKS", elsewhere),
        );
        const named = ["--root", root, "--no-inline-config", "--suppressions-location", file, root];
        expect(await runCommand(file, ...named)).toEqual({
          code: 2,
          out: "",
          err: "gitops-lint: With '--no-inline-config', the suppressions in 'ROOT' count only as they are in a commit. Name it with '--changed-since', or give a file outside of the repository.",
        });
        const { code, err } = await runCommand(file, "--changed-since", "HEAD", ...named);
        const isThere = existsSync(file);
        expect(code).toBe(isThere ? (accepted === ACCEPTED ? 0 : 1) : 2);
        expect(err).toMatch(isThere ? /^$/ : /^gitops-lint: There is no file 'ROOT' in HEAD/);
      }
    });

    it.skipIf(process.platform === "win32")("count as they are staged", async () => {
      const { top, elsewhere } = repositoryWith("{}");
      git(top, "add", "n/a.yaml");
      const at = ["--staged", "--suppressions-location", join(top, "n/x.json")];
      const root = join(elsewhere, "same/n");
      expect(await run(root, ...at)).toMatchObject({ code: 1, found: [VERBS, VERBS] });
      git(top, "add", "n/x.json");
      expect(await run(root, ...at)).toMatchObject({ code: 0, found: [] });
    });
  });

  it("are not followed through a link, nor from a root of its own below", async () => {
    const root = temporary({
      "a.yaml": role("*", "*"),
      "s/.gitops-lint.yaml": "",
      "s/b.yaml": role("*"),
      "real.json": ACCEPTED,
    });
    put(root, `s/${FILE}`, JSON.stringify({ "b.yaml": { [VERBS]: { count: 1 } } }));
    link(root, FILE, "real.json");
    const { found } = await (async () => {
      const out: string[] = [];
      const output = { out: (text: string) => out.push(text), err: () => undefined };
      await main(["--format", "json", "--no-inline-config", root], output);
      return {
        found: (JSON.parse(out.join("")) as { messages: Message[] }[]).flatMap(({ messages }) => messages),
      };
    })();
    expect(found).toHaveLength(3);
  });

  it("are written as ever", async () => {
    const root = temporary({ "a.yaml": role("*", "*") });
    expect(await untrusted(root, "--suppress-all")).toMatchObject({ code: 0, found: [] });
    expect(written(root)).toEqual({ "a.yaml": { [VERBS]: { count: 2 } } });
  });
});
