// How long an editor waits for the findings of one file in a repository of 10,000 manifests, with changes in between:
// the file is linted as an editor's extension does it, by ESLint and the plugin, in a process that lives on.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ESLint } from "eslint";
import gitops from "../../dist/lib/index.js";
import { madeUp, write } from "./made-up.mjs";

const MANIFESTS = 10_000;
const LINTS_OF_EACH = 20;
/** In milliseconds, shorter and longer than what was read of a repository counts. */
const PAUSES = [200, 350, 500, 650, 800, 1000];

/** What happens between two lints; each answers the text that is linted then. */
function changes(root, file) {
  const saved = readFileSync(file, "utf8");
  const other = (count) => join(root, `teams/t${count % 100}/base/role.yaml`);
  const added = join(root, "teams/t9/prod/added.yaml");
  return {
    nothing: () => saved,
    "typed a comment": (count) => `${saved}# ${count}\n`,
    "typed a name": (count) => saved.replace("name: readers", `name: readers-${count}`),
    "saved a Role": (count) => {
      const role = other(count + 10);
      writeFileSync(role, readFileSync(role, "utf8").replace("get,", "get, watch,"));
      return saved;
    },
    "saved a Deployment": (count) => {
      appendFileSync(join(root, `teams/t${count % 100}/base/app-1/deployment.yaml`), `# ${count}\n`);
      return saved;
    },
    "added or deleted a file": (count) => {
      if (count % 2 === 1) rmSync(added);
      else writeFileSync(added, saved.replace("name: readers", "name: added"));
      return saved;
    },
  };
}

function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function percentile(numbers, percent) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)]);
}

/** One row of the table for each kind of change, and one for all. */
export async function measureEditor() {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    mkdirSync(join(root, ".git"));
    write(root, madeUp(MANIFESTS));
    const file = join(root, "teams/t7/base/binding.yaml");
    const steps = Object.entries(changes(root, file));
    // An editor's extension makes a new ESLint for each text.
    const lint = async (text) => {
      const options = { cwd: root, overrideConfigFile: true, baseConfig: [gitops.configs.recommended] };
      const eslint = new ESLint(options);
      const [wall, processor] = [performance.now(), processorTime()];
      const [result] = await eslint.lintText(text, { filePath: file });
      if (result.fatalErrorCount > 0) throw new Error(JSON.stringify(result.messages));
      return { wall: performance.now() - wall, processor: processorTime() - processor };
    };
    // The first lint reads the repository; the others are compared with it.
    const first = { ...(await lint(readFileSync(file, "utf8"))), between: 0 };
    const times = new Map(steps.map(([name]) => [name, []]));
    for (let count = 0; count < LINTS_OF_EACH; count++) {
      for (const [index, [name, change]] of steps.entries()) {
        const text = change(count);
        const before = processorTime();
        await pause(PAUSES[(count + index) % PAUSES.length]);
        const between = processorTime() - before;
        times.get(name).push({ ...(await lint(text)), between });
      }
    }
    const row = (name, all) => ({
      "an editor's lint, 10,000 manifests": name,
      ...Object.fromEntries(
        ["processor", "wall", "between"].flatMap((kind) =>
          [50, 95].map((percent) => [
            `${kind} p${percent}`,
            percentile(
              all.map((one) => one[kind]),
              percent,
            ),
          ]),
        ),
      ),
    });
    return [
      row("the first", [first]),
      ...[...times].map(([name, all]) => row(name, all)),
      row("all others", [...times.values()].flat()),
    ];
  } finally {
    rmSync(root, { recursive: true });
  }
}
