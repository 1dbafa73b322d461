import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import packageJson from "../../package.json" with { type: "json" };

declare module "vitest" {
  interface ProvidedContext {
    /** The package as `npm pack` makes it. */
    tarball: string;
    /** What is in it, unpacked. */
    unpacked: string;
  }
}

const ROOT = join(import.meta.dirname, "../..");

/** Builds and packs the package once, for all tests of it, without touching what is built in the checkout. */
export default function setup({ provide }: TestProject): () => void {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), "gitops-package-"));
  const built = join(directory, "built");
  mkdirSync(built);
  execFileSync(process.execPath, [join(ROOT, "scripts/build.mjs"), join(built, "dist")], { stdio: "pipe" });
  const others = packageJson.files.filter((path) => path !== "dist");
  for (const path of ["package.json", "README.md", "LICENSE", ...others])
    cpSync(join(ROOT, path), join(built, path), { recursive: true });

  const pack = ["pack", "--ignore-scripts", "--pack-destination", directory, "--json"];
  const printed = execFileSync("npm", pack, { cwd: built, encoding: "utf8" });
  const [{ filename }] = JSON.parse(printed) as [{ filename: string }];
  const tarball = join(directory, filename);
  execFileSync("tar", ["xzf", tarball, "-C", directory]);

  const unpacked = join(directory, "unpacked");
  renameSync(join(directory, "package"), unpacked);
  provide("tarball", tarball);
  provide("unpacked", unpacked);
  return () => rmSync(directory, { recursive: true });
}
