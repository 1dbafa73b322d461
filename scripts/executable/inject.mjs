// Puts a program into a copy of Node.js, with postject, which npm brings for that alone: it is needed for releases only.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const POSTJECT = "postject@1.0.0-alpha.6";
const INTEGRITY =
  "sha512-b9Eb8h2eVqNE8edvKdwqkrY6O7kAwmI8kcnBv1NScolYJbo59XUF0noFq+lxbC1yN20bmC0WBEbDC5H/7ASb0A==";
/** Node.js looks here whether it has a program inside. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Whether a Node.js can take a program: some systems build it without that. */
export function isPrepared(node) {
  return readFileSync(node).includes(FUSE);
}

/** Puts a program into an executable. */
export async function inject(executable, program, directory) {
  const api = createRequire(import.meta.url)(join(fetchPostject(directory), "dist/api.js"));
  const options = { sentinelFuse: FUSE };
  if (process.platform === "darwin") options.machoSegmentName = "NODE_SEA";
  await quietly(() => api.inject(executable, "NODE_SEA_BLOB", program, options));
}

/** Brings the package, and checks that it is the very one. */
function fetchPostject(directory) {
  const args = ["pack", POSTJECT, "--prefer-offline", "--ignore-scripts", "--silent"];
  // npm is a script for a shell on Windows.
  const { status, stdout, stderr } = spawnSync("npm", args, {
    cwd: directory,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm could not bring ${POSTJECT}: ${stderr}`);
  const name = stdout.trim().split("\n").at(-1);
  const found = createHash("sha512")
    .update(readFileSync(join(directory, name)))
    .digest("base64");
  if (`sha512-${found}` !== INTEGRITY) throw new Error(`${POSTJECT} is not what it was.`);
  execFileSync("tar", ["xzf", name], { cwd: directory });
  return join(directory, "package");
}

/** It warns of notes in Node.js that have no name, which is as it should be. */
async function quietly(work) {
  const { warn, error } = console;
  console.warn = console.error = () => {};
  try {
    await work();
  } finally {
    Object.assign(console, { warn, error });
  }
}
