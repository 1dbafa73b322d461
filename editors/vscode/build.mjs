// Builds the extension to `dist`: itself, and the server with all that it runs on in one file.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { bundleServer } from "../../scripts/executable/bundle.mjs";
import { licensesOf } from "../../scripts/executable/licenses.mjs";

const here = import.meta.dirname;
const home = join(here, "../..");
const out = join(here, "dist");
rmSync(out, { recursive: true, force: true });

const modules = await bundleServer(home, join(out, "server.cjs"));
const extension = await rolldown({
  cwd: here,
  input: "./src/extension.ts",
  platform: "node",
  external: ["vscode"],
});
const { output } = await extension.write({ file: join(out, "extension.cjs"), format: "cjs", minify: true });
await extension.close();

cpSync(join(home, "docs/rules"), join(out, "docs/rules"), {
  recursive: true,
  filter: (path) => !path.includes("images"),
});
writeFileSync(join(out, "LICENSES.txt"), licensesOf(home, [...modules, ...output[0].moduleIds]));
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
console.log(`The extension of gitops-lint ${version} is in ${out}.`);
