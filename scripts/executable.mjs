// Builds the command as a single executable, for this system, with the Node.js that runs this inside:
// npm run executable -- [DIRECTORY], by default `dist-executable`. https://nodejs.org/api/single-executable-applications.html
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { bundle } from "./executable/bundle.mjs";
import { inject, isPrepared } from "./executable/inject.mjs";
import { licensesOf } from "./executable/licenses.mjs";

const home = join(import.meta.dirname, "..");
const out = resolve(process.argv[2] ?? join(home, "dist-executable"));
if (!relative(out, home).startsWith(".."))
  throw new Error(`The build would overwrite the project in ${out}.`);
if (!isPrepared(process.execPath)) {
  console.error(
    `${process.execPath} cannot become a single executable: it was built without that. Take a Node.js of nodejs.org.`,
  );
  process.exit(3);
}

const work = mkdtempSync(join(tmpdir(), "gitops-executable-"));
try {
  await build();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function build() {
  const { main, assets, modules } = await bundle(home, work);
  // With a cache of compiled code it would start 0.05 s faster, and each build would have other bytes.
  const settings = { main, output: "program.blob", assets, disableExperimentalSEAWarning: true };
  writeFileSync(join(work, "sea.json"), JSON.stringify(settings));
  run(process.execPath, "--experimental-sea-config", "sea.json");

  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const name = process.platform === "win32" ? "gitops-lint.exe" : "gitops-lint";
  const executable = join(out, name);
  copyFileSync(process.execPath, executable);
  chmodSync(executable, 0o755);
  // Macs run nothing whose signature does not fit.
  if (process.platform === "darwin") run("codesign", "--remove-signature", executable);
  await inject(executable, readFileSync(join(work, "program.blob")), work);
  if (process.platform === "darwin") run("codesign", "--sign", "-", executable);

  writeFileSync(join(out, "LICENSES.txt"), licensesOf(home, modules));
  const sums = [name, "LICENSES.txt"].map((one) => `${sha256(join(out, one))}  ${one}\n`);
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
  const megabytes = Math.round(readFileSync(executable).length / 1e6);
  console.log(`${executable}: ${megabytes} MB, Node.js ${process.version} inside.`);
}

function run(command, ...args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd: work });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? `${stdout}${stderr}`}`);
}

function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
