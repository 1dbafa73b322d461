// What it takes to answer questions in a made-up repository of 10,000 manifests.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { madeUp, write } from "./made-up.mjs";
import { measure, median, spread } from "./process.mjs";

const command = resolve(import.meta.dirname, "../../dist/cli/bin.js");
const MANIFESTS = 10_000;
const QUESTIONS = [
  ["--version"],
  ["--list-rules"],
  ["who-can", "list", "pods"],
  ["what-can", "ServiceAccount:t7-prod/deployer"],
  ["access-path", "ServiceAccount:t7-prod/deployer", "list", "pods", "-n", "t7-prod"],
  ["isolation"],
  ["--unknowns"],
  ["--print-builds"],
];

export async function measureQuestions(runs) {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    mkdirSync(join(root, ".git"));
    write(root, madeUp(MANIFESTS));
    const rows = [];
    for (const question of [["node -e 0"], ...QUESTIONS]) {
      const isNode = question[0] === "node -e 0";
      const where = /^--(?:version|list)/.test(question[0]) ? [] : ["--root", root];
      const args = isNode ? ["-e", "0"] : [command, ...question, ...where];
      const all = [];
      for (let run = 0; run < runs; run++) {
        const one = await measure(process.execPath, args, { cwd: root });
        if (one.status !== 0) throw new Error(`${args.join(" ")} ended with ${one.status}: ${one.stderr}`);
        all.push(one);
      }
      rows.push({
        "a question, 10,000 manifests": question.join(" "),
        "wall ms": Math.round(median(all.map(({ wall }) => wall))),
        spread: spread(all.map(({ wall }) => wall)),
        "processor ms": Math.round(median(all.map(({ processor }) => processor))),
        "peak MB": Math.round(median(all.map(({ peak }) => peak))),
      });
    }
    return rows;
  } finally {
    rmSync(root, { recursive: true });
  }
}
