import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import lockfile from "../../package-lock.json" with { type: "json" };
import packageJson from "../../package.json" with { type: "json" };
import thin from "../../packages/gitops-lint/package.json" with { type: "json" };
import { wildcard } from "../cli/report/formats/repository.js";
import { directory } from "./helpers.js";
import { ROOT } from "./install.js";

const home = join(ROOT, "packages/gitops-lint");

describe("the package gitops-lint", () => {
  it("has the version of the plugin, and needs that very one", () => {
    expect(thin.version).toBe(packageJson.version);
    expect(thin.dependencies).toEqual({
      [packageJson.name]: packageJson.version,
      eslint: packageJson.peerDependencies.eslint,
    });
    expect(thin.engines).toEqual(packageJson.engines);
    expect(thin.license).toBe(packageJson.license);
    expect(readFileSync(join(home, "LICENSE"), "utf8")).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
  });

  it("has that version on the page that says how to install it, and so has the image", () => {
    const page = readFileSync(join(ROOT, "docs/install.md"), "utf8");
    const named = [...page.matchAll(/gitops(?:-lint)?[@:-](\d+\.\d+\.\d+)/g)].map(([, version]) => version);
    expect(named.length).toBeGreaterThan(5);
    expect(new Set(named)).toEqual(new Set([packageJson.version]));
  });

  it("is none of the packages that npm ci installs here", () => {
    expect(Object.keys(lockfile.packages).filter((name) => name.startsWith("packages/"))).toEqual([]);
    expect(Object.keys(packageJson)).not.toContain("workspaces");
  });

  describe("installed in an empty directory", () => {
    const place = join(directory, "thin");
    let unreachable: string | undefined;

    beforeAll(() => {
      mkdirSync(place);
      const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", place];
      const tarball = execFileSync("npm", pack, { cwd: home, encoding: "utf8" }).trim();
      // What it needs comes from the registry.
      const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
      const { status, stderr } = spawnSync("npm", [...install, join(place, tarball), inject("tarball")], {
        cwd: place,
        encoding: "utf8",
      });
      if (/code (?:ENOTFOUND|EAI_AGAIN|ECONN\w+|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)/.test(stderr))
        unreachable = `npm reaches no registry: ${stderr}`;
      else expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    });

    beforeEach((context) => {
      if (unreachable !== undefined) context.skip(unreachable);
    });

    const npx = (...args: string[]) =>
      spawnSync("npx", ["--no-install", "gitops-lint", ...args], { cwd: place, encoding: "utf8" });

    it("is the command, and brings ESLint", () => {
      expect(npx("--version")).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
      expect(existsSync(join(place, "node_modules/eslint/package.json"))).toBe(true);
      writeFileSync(join(place, "a.yaml"), wildcard("a"));
      const { status, stdout, stderr } = npx("--format", "json", "a.yaml");
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject([{ messages: [{ ruleId: "gitops/no-wildcard-verbs" }] }]);
      expect(npx("--nonsense").status).toBe(2);
    });

    it("says what is on its page", () => {
      const readme = readFileSync(join(place, "node_modules/gitops-lint/README.md"), "utf8");
      expect(readme).toContain("npx gitops-lint");
    });
  });
});
