// Measures inputs made to cost much, each in a process of its own: npm run bench:hostile -- [NAME ...] [--bin FILE]
// All are under 10 MB, and must take under 10 seconds and 1 GB.
import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    bin: { type: "string", default: resolve(import.meta.dirname, "../../dist/cli/bin.js") },
    limit: { type: "string", default: "120" },
    keep: { type: "boolean", default: false },
  },
});

/** Writes the most memory that the process had, in kilobytes, as the last line of standard error. */
const MEMORY = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\n"+process.resourceUsage().maxRSS))`;

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

function measure({ files, prepare, args = [], withoutRoot = false }) {
  const root = mkdtempSync(join(tmpdir(), "gitops-hostile-"));
  try {
    let size = 0;
    for (const [path, text] of Object.entries(files())) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      size += Buffer.byteLength(text);
    }
    prepare?.(root);
    const start = performance.now();
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", MEMORY, values.bin, ...args, ...(withoutRoot ? [] : ["--root", root])],
      { cwd: root, encoding: "utf8", maxBuffer: 2 ** 30, timeout: Number(values.limit) * 1000 },
    );
    const seconds = (performance.now() - start) / 1000;
    const lines = stderr.trim().split("\n");
    return {
      "input MB": Number((size / 1e6).toFixed(1)),
      seconds: Number(seconds.toFixed(1)),
      "peak MB": Math.round(Number(lines.at(-1)) / 1024) || "-",
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
  table[name] = measure(scenarios[name]);
  console.error(`${name}: ${table[name].seconds} s`);
}
console.table(table);
