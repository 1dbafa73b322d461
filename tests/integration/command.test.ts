import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { directory } from "./helpers.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILD = join(directory, "command-build");
const WILDCARD =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: [{ resources: [pods], verbs: ["*"], apiGroups: [""] }]\n';

/** A place where the package is installed beside some others. */
function install(name: string, others: readonly string[]): string {
  const modules = join(directory, name, "node_modules");
  for (const other of others) {
    mkdirSync(dirname(join(modules, other)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", other), join(modules, other));
  }
  cpSync(BUILD, join(modules, packageJson.name), { recursive: true });
  return join(modules, packageJson.name, packageJson.bin["gitops-lint"]);
}

function run(command: string, path: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, path], { encoding: "utf8" });
  const out = stdout.replaceAll(path, "FILE").replace(/\d+\.\d s\)/, "0.0 s)");
  return { status, out, err: stderr };
}

describe("the built command", () => {
  const manifest = join(directory, "command-manifest.yaml");

  beforeAll(() => {
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const options = ["-p", "tsconfig.build.json", "--declaration", "false", "--outDir", join(BUILD, "dist")];
    execFileSync(process.execPath, [tsc, ...options], { cwd: ROOT, stdio: "pipe" });
    cpSync(join(ROOT, "package.json"), join(BUILD, "package.json"));
    writeFileSync(manifest, WILDCARD);
  }, 120_000);

  it("needs nothing but what the package names", () => {
    const command = install("whole", [...Object.keys(packageJson.dependencies), "eslint"]);
    expect(run(command, manifest)).toEqual({
      status: 1,
      out: `FILE
  3:38  error  Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed  gitops/no-wildcard-verbs

✖ 1 problem (1 error, 0 warnings)
1 finding in 1 object of 1 file (0.0 s).
`,
      err: "",
    });
  });

  it("says in one sentence that ESLint is not there", () => {
    const command = install("alone", Object.keys(packageJson.dependencies));
    expect(run(command, manifest)).toEqual({
      status: 2,
      out: "",
      err: "gitops-lint: ESLint is not installed beside eslint-plugin-gitops; add it with 'npm install eslint'.\n",
    });
  });
});
