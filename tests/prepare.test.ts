import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { home } from "./pages.js";
import { put, temporary } from "./repository/temporary.js";

/** What npm is called for when it prepares a clone of some state. */
function prepared(command: string, { built, changed }: { built: boolean; changed?: string }): string[] {
  const root = temporary({
    "lib/cli/bin.ts": "",
    "rules/index.ts": "",
    "scripts/build.mjs": "",
    "package.json": '{ "type": "module" }',
    "tsconfig.json": "",
    "tsconfig.build.json": "",
    "bin/npm": `#!/bin/sh\necho "$@" >> "$CALLED"\n`,
    ...(built && { "dist/cli/bin.js": "" }),
  });
  copyFileSync(join(home, "scripts/prepare.mjs"), join(root, "scripts/prepare.mjs"));
  chmodSync(join(root, "bin/npm"), 0o755);
  // What it builds with is there.
  for (const name of ["typescript", "rolldown"]) {
    put(root, `node_modules/${name}/package.json`, '{ "main": "main.js" }');
    put(root, `node_modules/${name}/main.js`);
  }
  mkdirSync(join(root, "lib/empty"));
  const later = new Date(Date.now() + 60_000);
  if (built) utimesSync(join(root, "dist/cli/bin.js"), later, later);
  const muchLater = new Date(Date.now() + 120_000);
  if (changed !== undefined) utimesSync(join(root, changed), muchLater, muchLater);
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/prepare.mjs")], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: `${join(root, "bin")}:/bin:/usr/bin`, CALLED: join(root, "called"), npm_command: command },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  if (!existsSync(join(root, "called"))) return [];
  return readFileSync(join(root, "called"), "utf8").trimEnd().split("\n");
}

describe("a clone is built", () => {
  it("when it is installed or packed, whatever is there", () => {
    for (const command of ["ci", "install", "pack", "publish"])
      expect(prepared(command, { built: true })).toEqual(["run build"]);
  });

  it("by npx only if nothing is built", () => {
    expect(prepared("exec", { built: false })).toEqual(["run build"]);
    expect(prepared("exec", { built: true })).toEqual([]);
  });

  it("by npx again after a change of anything that the build reads", () => {
    for (const changed of ["lib/cli/bin.ts", "lib/empty", "rules", "package.json", "tsconfig.build.json"])
      expect([changed, prepared("exec", { built: true, changed })]).toEqual([changed, ["run build"]]);
    expect(prepared("exec", { built: true, changed: "scripts/prepare.mjs" })).toEqual([]);
  });
});
