// Loaded before the command: writes down what it reads, writes, starts and connects to, a line each, into a file.
import { createRequire, syncBuiltinESMExports } from "node:module";

const require = createRequire(import.meta.url);
const fs = require("node:fs");
const { appendFileSync } = fs;

let isNoting = false;
/** @param {string} what @param {unknown} which */
const note = (what, which) => {
  if (isNoting) return;
  isNoting = true;
  appendFileSync(process.env.TRACE_FILE ?? "", `${what} ${String(which)}\n`);
  isNoting = false;
};

/** @param {object} module @param {string[]} names @param {(args: unknown[]) => void} before */
function watch(module, names, before) {
  for (const name of names) {
    const real = module[name];
    module[name] = Object.assign(function (...args) {
      before(args);
      return Reflect.apply(real, this, args);
    }, real);
  }
}

const READING = ["readFile", "readdir", "opendir"];
const WRITING = [
  "writeFile",
  "appendFile",
  "mkdir",
  "mkdtemp",
  "rm",
  "rmdir",
  "unlink",
  "truncate",
  "chmod",
  "utimes",
];
const both = (names) => names.flatMap((name) => [name, `${name}Sync`]);
const open = ([path, flags]) => note(["r", undefined, 0].includes(flags) ? "read" : "write", path);
watch(fs, [...both(READING), "createReadStream"], ([path]) => note("read", path));
watch(fs, [...both(WRITING), "createWriteStream"], ([path]) => note("write", path));
watch(fs, both(["rename", "copyFile", "link", "symlink", "cp"]), ([, path]) => note("write", path));
watch(fs, both(["open"]), open);
watch(fs.promises, READING, ([path]) => note("read", path));
watch(fs.promises, WRITING, ([path]) => note("write", path));
watch(fs.promises, ["rename", "copyFile", "link", "symlink", "cp"], ([, path]) => note("write", path));
watch(fs.promises, ["open"], open);

watch(
  require("node:child_process"),
  ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"],
  ([file]) => note("start", file),
);
const dns = require("node:dns");
watch(dns, ["lookup", "resolve", "resolve4", "resolve6"], ([name]) => note("connect", name));
watch(dns.promises, ["lookup", "resolve", "resolve4", "resolve6"], ([name]) => note("connect", name));
watch(require("node:net").Socket.prototype, ["connect"], () => note("connect", "a socket"));
watch(require("node:net").Server.prototype, ["listen"], () => note("connect", "a server"));
watch(require("node:dgram"), ["createSocket"], () => note("connect", "a datagram"));
if (globalThis.fetch) watch(globalThis, ["fetch"], ([url]) => note("connect", url));
syncBuiltinESMExports();
