import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { committed } from "../repository/git.js";
import { put } from "../repository/temporary.js";
import { lint, repository } from "../rules/lint.js";
import { manifest } from "../rules/manifests.js";
import { throughCommand, throughESLint } from "./lint/both-ways.js";
import { wildcard } from "./report/formats/repository.js";
import { run } from "./run.js";

/** A Role with a list of verbs that are all wrong, a line each from line 10 on. */
const verbs = (count: number, comment: (index: number) => string = () => "") =>
  manifest(
    "Role",
    "x",
    "shop",
    `rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs:\n${Array.from({ length: count }, (_, index) => `      - "*"${comment(index)}\n`).join("")}`,
  );
const FIRST = 10;
const RULE = "gitops/no-wildcard-verbs";
const VERBS = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];
const WARNING = ["--preset", "none", "--rule", "no-wildcard-verbs: warn"];

const notListed = (count: number, what = "more findings", are = "are") =>
  `${count} ${what} of this rule in this file ${are} not listed, since a report has room for 10,000 of each file. Correct those that are listed, and the next run lists more.`;

interface Message {
  ruleId: string | null;
  message: string;
  severity: number;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

async function found(root: string, ...argv: string[]) {
  const { code, out, err } = await run(root, "--format", "json", "--root", root, ...argv, root);
  const results = JSON.parse(out || "[]") as {
    filePath: string;
    messages: Message[];
    suppressedMessages: Message[];
  }[];
  const messages = results.flatMap((result) => result.messages);
  const says = ({ message }: Message) => message.includes("not listed");
  return {
    code,
    err,
    messages,
    listed: messages.filter((message) => !says(message)).length,
    rests: messages.filter(says).map(({ ruleId, message, severity, line, column, endLine, endColumn }) => {
      return [ruleId, message, severity, `${line}:${column}-${endLine}:${endColumn}`];
    }),
    suppressedRests: results.flatMap(({ suppressedMessages }) => suppressedMessages).filter(says).length,
  };
}

describe("a file with more findings than a report has room for", () => {
  it("has one that says how many are not listed, where the first of them is", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007) });
    const { code, listed, rests } = await found(root, ...VERBS);
    const line = FIRST + 10_000;
    expect({ code, listed, rests }).toEqual({
      code: 1,
      listed: 10_000,
      rests: [[RULE, notListed(7), 2, `${line}:9-${line}:12`]],
    });
  });

  it("says it of one", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_001) });
    expect((await found(root, ...VERBS)).rests[0]?.[1]).toBe(notListed(1, "more finding", "is"));
  });

  it("lists as many as there is room for", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_000) });
    expect(await found(root, ...VERBS)).toMatchObject({ listed: 10_000, rests: [] });
  });

  it("says it in the summary, and lists all of another file", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007), "b.yaml": verbs(9000) });
    const { out } = await run(root, ...VERBS, root);
    expect(out).toContain(
      [
        "✖ 19,001 findings in 2 objects of 2 files (0.0 s).",
        "7 more findings in 1 file are not listed, since a report has room for 10,000 of each file.",
      ].join("\n"),
    );
  });

  it("does not fail by warnings", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007) });
    const { code, rests } = await found(root, ...WARNING);
    expect({ code, severities: rests.map(([, , severity]) => severity) }).toEqual({
      code: 0,
      severities: [1],
    });
  });

  it.each([
    [10_007, 0],
    [10_006, 1],
  ])("has no more warnings than %d", async (allowed, code) => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007) });
    expect((await found(root, ...WARNING, "--max-warnings", String(allowed))).code).toBe(code);
  });

  it("has place for ten of each rule, whatever others find", async () => {
    const many = Array.from({ length: 10_002 }, (_, index) => `      - v${index}\n`).join("");
    const both = verbs(12).replace(/verbs:\n/, `$&${many}`);
    const of = async (...order: string[]) => {
      const root = repository({ ".git/HEAD": "", "a.yaml": both });
      const options = order.flatMap((name) => ["--rule", `${name}: error`]);
      const { messages } = await found(root, "--preset", "none", ...options);
      return order.map((rule) => messages.filter(({ ruleId }) => ruleId === `gitops/${rule}`).length);
    };
    // With the one that says how many are not listed.
    expect(await of("known-verb", "no-wildcard-verbs")).toEqual([10_001, 11]);
  });

  it("is judged alike by ESLint", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007), "b.yaml": wildcard("z") });
    expect(await throughCommand(root, VERBS)).toEqual(await throughESLint(root, VERBS));
  });

  it("is listed whole by ESLint itself, whose suppressions count what is listed", async () => {
    expect(await lint("no-wildcard-verbs", { "a.yaml": verbs(10_007) })).toHaveLength(10_007);
  });

  it("is one finding if it is vendored, which counts all", async () => {
    const root = repository({ ".git/HEAD": "", "vendor/a.yaml": verbs(10_007) });
    const { messages } = await found(root, ...VERBS);
    expect(messages.map(({ message }) => message)).toEqual([
      expect.stringContaining("so 10006 more like this are not listed"),
    ]);
    expect((await found(root, ...VERBS, "--vendored", "all")).rests[0]?.[1]).toBe(notListed(7));
  });

  it("says of broken documents how many more there are", async () => {
    const broken = "---\nkind: Role\napiVersion: rbac.authorization.k8s.io/v1\nx: [\n";
    const root = repository({ ".git/HEAD": "", "a.yaml": broken.repeat(10_003) });
    const { code, listed, rests } = await found(root);
    expect({ code, listed, rests: rests.map((rest) => rest.slice(0, 2)) }).toEqual({
      code: 1,
      listed: 10_000,
      rests: [["gitops/valid-yaml", notListed(3)]],
    });
  });
});

describe("comments in a file with more findings than there is room for", () => {
  const DISABLE = `# eslint-disable ${RULE}\n`;
  const OFF = ` # eslint-disable-line ${RULE}`;

  it("do not let what they switch off take the room", async () => {
    const text = `${DISABLE}${verbs(10_007)}---\n# eslint-enable ${RULE}\n${verbs(3)}`;
    const root = repository({ ".git/HEAD": "", "a.yaml": text });
    expect(await found(root, ...VERBS)).toMatchObject({ code: 1, listed: 3, rests: [], suppressedRests: 1 });
    const { out } = await run(root, ...VERBS, root);
    expect(out).toContain("10,007 findings suppressed by comments.");
  });

  it("do not switch off what says that others are not listed", async () => {
    // The first without room is switched off.
    const text = verbs(10_010, (index) => (index === 10_000 ? OFF : ""));
    const root = repository({ ".git/HEAD": "", "a.yaml": text });
    const line = FIRST + 10_001;
    expect(await found(root, ...VERBS)).toMatchObject({
      code: 1,
      listed: 10_000,
      rests: [[RULE, notListed(9), 2, `${line}:9-${line}:12`]],
    });
  });

  it("are not called unused for want of room", async () => {
    const text = `${DISABLE}${verbs(10_007)}---\n# eslint-enable ${RULE}\n${verbs(3, () => OFF)}`;
    const root = repository({ ".git/HEAD": "", "a.yaml": text });
    expect((await found(root, ...VERBS)).messages).toEqual([]);
  });
});

describe("suppressions of a file with more findings than there is room for", () => {
  const accepted = (root: string) =>
    JSON.parse(readFileSync(join(root, "eslint-suppressions.json"), "utf8")) as unknown;

  it("count all", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007) });
    const { code, messages } = await found(root, ...VERBS, "--suppress-all");
    expect({ code, messages }).toEqual({ code: 0, messages: [] });
    expect(accepted(root)).toEqual({ "a.yaml": { [RULE]: { count: 10_007 } } });
    const { out } = await run(root, ...VERBS, root);
    expect(out).toContain("10,007 findings accepted earlier.");
  });

  it("do not accept one more, though no more are listed", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007) });
    await found(root, ...VERBS, "--suppress-all");
    writeFileSync(join(root, "a.yaml"), verbs(10_008));
    expect(await found(root, ...VERBS)).toMatchObject({ code: 1, listed: 10_000 });
    // Nor does the number of those that are listed.
    put(root, "eslint-suppressions.json", JSON.stringify({ "a.yaml": { [RULE]: { count: 10_001 } } }));
    expect((await found(root, ...VERBS)).code).toBe(1);
  });

  it("are pruned when some are gone", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": verbs(10_007) });
    await found(root, ...VERBS, "--suppress-all");
    writeFileSync(join(root, "a.yaml"), verbs(10_005));
    const { code, err } = await run(root, ...VERBS, root);
    expect({ code, err }).toEqual({
      code: 0,
      err: "gitops-lint: 2 accepted findings are gone: 2 of gitops/no-wildcard-verbs in a.yaml. Remove them with --prune-suppressions.",
    });
    await found(root, ...VERBS, "--prune-suppressions");
    expect(accepted(root)).toEqual({ "a.yaml": { [RULE]: { count: 10_005 } } });
  });

  it("do not accept those of a stranger that are not listed, however many there were", async () => {
    const root = committed({
      "a.yaml": verbs(10_007),
      "eslint-suppressions.json": JSON.stringify({ "a.yaml": { [RULE]: { count: 10_007 } } }),
    });
    const untrusted = ["--untrusted", "--changed-since", "HEAD"];
    expect(await found(root, ...VERBS, ...untrusted)).toMatchObject({ code: 0, listed: 0, rests: [] });
    // As many as before, and others.
    writeFileSync(join(root, "a.yaml"), `${verbs(10_006)}---\n${verbs(1).replace("name: x", "name: other")}`);
    expect(await found(root, ...VERBS, ...untrusted)).toMatchObject({ code: 1 });
  });
});

describe("a comparison with what was before", () => {
  it("has no new finding where as many are not listed, and one where there are more", async () => {
    const root = committed({ "a.yaml": verbs(10_007) });
    put(root, "other.yaml", manifest("Role", "y", "shop", "rules: []\n"));
    expect(await found(root, ...VERBS, "--changed-since", "HEAD")).toMatchObject({ code: 0, messages: [] });
    writeFileSync(join(root, "a.yaml"), verbs(10_008));
    expect(await found(root, ...VERBS, "--changed-since", "HEAD")).toMatchObject({ code: 1 });
  });
});
