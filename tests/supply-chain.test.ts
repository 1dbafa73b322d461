import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import lockfile from "../package-lock.json" with { type: "json" };
import packageJson from "../package.json" with { type: "json" };
import { home, read } from "./pages.js";

interface Locked {
  integrity?: string;
  dev?: boolean;
  peer?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
}
const { "": own, ...locked } = lockfile.packages as Record<string, Locked>;

/** The packages that an install brings, ESLint and what only it needs left out. */
function installed(names: Iterable<string>, found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    installed(Object.keys(locked[`node_modules/${name}`]?.dependencies ?? {}), found);
  }
  return found;
}
const ours = [...installed(Object.keys(packageJson.dependencies))].sort();

describe("what the package depends on", () => {
  it("is on the page of dependencies, and nothing else", () => {
    const page = read("docs/dependencies.md");
    const listed = [...page.matchAll(/^\| \[([^\]]+)\]/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(ours);
  });

  it("is as large there as it is", () => {
    const page = read("docs/dependencies.md");
    const sizes = new Map(
      [...page.matchAll(/^\| \[([^\]]+)\].*?\|\s*(\d+) kB/gm)].map(([, name, size]) => [name, size]),
    );
    // A newer one is a little larger or smaller.
    const wrong = ours.filter((name) => {
      const said = Number(sizes.get(name));
      const size = sizeOf(join(home, "node_modules", name)) / 1000;
      return Math.abs(size - said) > 10 + said / 5;
    });
    expect(wrong).toEqual([]);
  });

  it("runs no script when it is installed", () => {
    expect(ours.filter((name) => locked[`node_modules/${name}`]?.hasInstallScript)).toEqual([]);
    expect(Object.keys(packageJson.scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual(
      [],
    );
    expect(own?.hasInstallScript).toBeUndefined();
  });

  it("has its integrity in the lockfile, and so has every package for development", () => {
    expect(Object.entries(locked).filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ""))).toEqual(
      [],
    );
    expect(Object.keys(locked).length).toBeGreaterThan(100);
  });
});

describe("the release workflow", () => {
  interface Workflow {
    permissions: Record<string, string>;
    jobs: { publish: { permissions: Record<string, string>; steps: { run?: string; with?: object }[] } };
  }
  const { permissions, jobs } = parse(read(".github/workflows/release.yml")) as Workflow;

  it("publishes with provenance, after all tests, and may do nothing else", () => {
    const steps = jobs.publish.steps.flatMap(({ run }) => run ?? []);
    expect(steps[0]).toBe(".ci/run");
    expect(steps.at(-1)).toBe("npm publish --provenance --access public");
    expect(permissions).toEqual({ contents: "read" });
    expect(jobs.publish.permissions).toEqual({ contents: "read", "id-token": "write" });
  });
});

/** The bytes of all files below a directory, without the packages inside of it. */
function sizeOf(directory: string): number {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && !entry.parentPath.slice(directory.length).includes("node_modules"),
  );
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
