// Measures inputs made to cost much, each in a process of its own: npm run bench:hostile -- [NAME ...] [--bin FILE]
// All are under 10 MB, and must take under 10 seconds and 1 GB.
import { Buffer } from "node:buffer";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measure } from "./process.mjs";

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    bin: { type: "string", default: resolve(import.meta.dirname, "../../dist/cli/bin.js") },
    limit: { type: "string", default: "120" },
    keep: { type: "boolean", default: false },
  },
});

/**
 * Every scenario, by name: its files, what is done in their directory besides, and the arguments of the command if it is
 * not to lint, or not with this directory as the only root.
 */
const scenarios = Object.assign(
  {},
  ...(await Promise.all(
    readdirSync(join(import.meta.dirname, "hostile"))
      .toSorted()
      .map(async (file) => (await import(`./hostile/${file}`)).scenarios),
  )),
);

async function measureScenario({ files, prepare, args = [], withoutRoot = false }) {
  const root = mkdtempSync(join(tmpdir(), "gitops-hostile-"));
  try {
    let size = 0;
    for (const [path, text] of Object.entries(files())) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      size += Buffer.byteLength(text);
    }
    prepare?.(root);
    const where = withoutRoot ? [] : ["--root", root];
    const { status, signal, stdout, wall, processor, peak } = await measure(
      process.execPath,
      [values.bin, ...args, ...where],
      { cwd: root, limit: Number(values.limit) * 1000 },
    );
    return {
      "input MB": Number((size / 1e6).toFixed(1)),
      seconds: Number((wall / 1000).toFixed(1)),
      "of processor": processor === undefined ? "-" : Number((processor / 1000).toFixed(1)),
      "peak MB": peak === undefined ? "-" : Math.round(peak),
      exit: signal ?? status,
      "last words": stdout.trim().split("\n").at(-1)?.slice(0, 60) ?? "",
    };
  } finally {
    if (values.keep) console.log(root);
    else rmSync(root, { recursive: true, force: true });
  }
}

const unknown = wanted.filter((name) => !Object.hasOwn(scenarios, name));
if (unknown.length > 0) {
  console.error(
    `bench: there is no '${unknown.join("', '")}'. There is: ${Object.keys(scenarios).join(", ")}.`,
  );
  process.exit(2);
}
const table = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(scenarios)) {
  table[name] = await measureScenario(scenarios[name]);
  console.error(`${name}\t${Object.values(table[name]).join("\t")}`);
}
console.table(table);
