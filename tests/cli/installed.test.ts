import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { versionOf } from "../../lib/cli/installed.js";
import { put, temporary } from "../repository/temporary.js";

it("finds the version of a package, also where it does not let its package.json be asked for", () => {
  const root = temporary();
  const require = createRequire(join(root, "program.js"));
  for (const [name, more] of Object.entries({
    plain: { main: "dist/main.js" },
    open: { exports: { ".": "./dist/main.js", "./package.json": "./package.json" } },
    closed: { exports: "./dist/main.js" },
    "@some/parted": { exports: "./dist/main.js" },
  })) {
    put(root, `node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.2.3", ...more }));
    put(root, `node_modules/${name}/dist/main.js`);
  }
  put(root, "node_modules/@some/parted/dist/package.json", '{ "type": "commonjs" }');
  for (const name of ["plain", "open", "closed", "@some/parted"])
    expect([name, versionOf(name, require)]).toEqual([name, "1.2.3"]);
  expect(versionOf("missing", require)).toBe("");
});
