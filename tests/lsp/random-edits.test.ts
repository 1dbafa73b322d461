import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandJudge } from "../../lib/cli/commands/lsp/judge.js";
import { main } from "../../lib/cli/main.js";
import { LiveModel } from "../../lib/lsp/model/live-model.js";
import { put } from "../repository/temporary.js";
import { LAYOUTS, PLAIN } from "./layouts.js";
import { Desk, type Step, steps } from "./random-edits.js";

const { GITOPS_ALL_WORLDS, GITOPS_EDITS } = process.env;
/** How many edits in each layout, and after how many the command is asked, too. */
const EDITS = Number(GITOPS_EDITS ?? (GITOPS_ALL_WORLDS === undefined ? 60 : 400));
const ASKED_EVERY = EDITS > 60 ? 200 : 50;
/** How many edits one after the other, each in the state that those before have left. */
const LENGTH = 20;

const CHART = {
  "charts/reader/Chart.yaml": "apiVersion: v2\nname: reader\nversion: 1.0.0\n",
  "charts/reader/values.yaml": "name: reader\n",
  "charts/reader/templates/role.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ .Values.name }}
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"]
`,
};

const judge = commandJudge();

/** What is found in a state, as `path:line:column rule: message`. */
async function found(live: LiveModel): Promise<string[]> {
  const model = live.now;
  const messages = await judge.judge(judge.filesOf(model.repository), model);
  return [...messages]
    .flatMap(([path, all]) =>
      all.map(({ line, column, ruleId, message }) => `${path}:${line}:${column} ${ruleId}: ${message}`),
    )
    .sort();
}

/**
 * What the command finds in the same files, those that are open saved; undefined if it refuses what the repository says of
 * itself there, where the server goes on with what is on disk.
 */
async function foundByCommand(
  root: string,
  open: ReadonlyMap<string, string>,
): Promise<string[] | undefined> {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "gitops-lint-")));
  const copy = join(parent, "copy");
  try {
    cpSync(root, copy, { recursive: true });
    for (const [path, text] of open) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    const out: string[] = [];
    const err: string[] = [];
    const streams = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
    const code = await main(["--format", "json", "--root", copy, copy], streams);
    if (code === 2) {
      expect(err.join("\n")).toMatch(/eslint-suppressions\.json|\.gitops-lint\.yaml/);
      return undefined;
    }
    const results = JSON.parse(out.join("\n")) as {
      filePath: string;
      messages: { line: number; column: number; ruleId: string; message: string }[];
    }[];
    return results
      .flatMap(({ filePath, messages }) =>
        messages.map(
          ({ line, column, ruleId, message }) =>
            `${relative(copy, filePath)}:${line}:${column} ${ruleId}: ${message}`,
        ),
      )
      .sort();
  } finally {
    rmSync(parent, { recursive: true });
  }
}

/** Tells a model of what was done, by a look at all of the disk or only at what was touched. */
function follow(live: LiveModel, desk: Desk, open: ReadonlyMap<string, string>, touched?: string[]): void {
  for (const path of open.keys()) if (!desk.open.has(path)) live.close(path);
  for (const [path, text] of desk.open) if (open.get(path) !== text) live.open(path, text);
  if (touched) live.lookAt(touched);
  else {
    const looking = live.lookAgain();
    while (!looking.next().done);
  }
}

let done = 0;

async function check(files: Readonly<Record<string, string>>, all: readonly Step[]): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gitops-lint-")));
  try {
    for (const [path, text] of Object.entries(files)) put(root, path, text);
    const desk = new Desk(root);
    const live = new LiveModel(root, judge, desk.open);
    for (const step of all) {
      const open = new Map(desk.open);
      const touched = desk.do(step);
      follow(live, desk, open, step.numbers[0] % 2 === 0 ? touched : undefined);
      const [now, fresh] = [await found(live), await found(new LiveModel(root, judge, desk.open))];
      expect(now).toEqual(fresh);
      if (++done % ASKED_EVERY > 0) continue;
      const byCommand = await foundByCommand(root, desk.open);
      if (byCommand) expect(now).toEqual(byCommand);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe.each(Object.entries({ ...LAYOUTS, "a chart": { ...PLAIN, ...CHART } }))(
  "a repository that is edited, in the layout %s",
  (_name, files) => {
    it("has the findings of one that is read afresh", { timeout: 3_600_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(steps(LENGTH), (all) => check(files, all)),
        { numRuns: EDITS / LENGTH, seed: 20, endOnFailure: true },
      );
    });
  },
);
