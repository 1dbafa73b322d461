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

/** As the build has it. */
const BUNDLED = /^vscode-(?:languageserver|jsonrpc)/;

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
/** What the build puts into the command. */
const bundled = [
  ...installed(Object.keys(packageJson.devDependencies).filter((name) => BUNDLED.test(name))),
].sort();

describe("what the package depends on", () => {
  it("is on the page of dependencies, and nothing else", () => {
    const page = read("docs/dependencies.md");
    const listed = [...page.matchAll(/^\| \[([^\]]+)\]/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(ours);
  });

  it("is on the page too where it is inside of the command", () => {
    const listed = [...read("docs/dependencies.md").matchAll(/^- \[([^\]]+)\]/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(bundled);
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
    const all = [...ours, ...bundled];
    expect(all.filter((name) => locked[`node_modules/${name}`]?.hasInstallScript)).toEqual([]);
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
  interface Job {
    needs?: string | string[];
    permissions?: Record<string, string>;
    steps: { run?: string; uses?: string }[];
  }
  const { permissions, jobs } = parse(read(".github/workflows/release.yml")) as {
    permissions: Record<string, string>;
    jobs: Record<string, Job>;
  };
  const runs = (job: string) => jobs[job]?.steps.flatMap(({ run }) => run ?? []) ?? [];
  const before = (job = ""): string[] => {
    const { needs } = jobs[job] ?? {};
    return [needs ?? []].flat().flatMap((one) => [one, ...before(one)]);
  };

  it("publishes nothing before all tests have passed, and no part before all executables run", () => {
    expect(runs("test")[0]).toBe(".ci/run");
    expect(Object.keys(jobs)).toEqual(["test", "executables", "extension", "publish", "release", "image"]);
    for (const job of Object.keys(jobs).slice(1)) expect(before(job)).toContain("test");
    for (const job of ["publish", "release", "image"])
      expect(before(job)).toEqual(expect.arrayContaining(["executables", "extension"]));
  });

  it("publishes both packages with provenance", () => {
    expect(runs("publish")).toEqual([
      "npm ci",
      "npm publish --provenance --access public",
      "npm publish ./packages/gitops-lint --provenance --access public",
    ]);
  });

  it("says who built the executables and the image", () => {
    for (const job of ["executables", "extension", "image"])
      expect(jobs[job]?.steps.map(({ uses }) => uses)).toContain("actions/attest-build-provenance@v4");
  });

  it("may do nothing but that", () => {
    expect(permissions).toEqual({ contents: "read" });
    const signs = { contents: "read", "id-token": "write" };
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      test: undefined,
      executables: { ...signs, attestations: "write" },
      extension: { ...signs, attestations: "write" },
      publish: signs,
      release: { contents: "write" },
      image: { ...signs, attestations: "write", packages: "write" },
    });
  });
});

describe("the actions of others", () => {
  const used = (text: string) =>
    [...text.matchAll(/uses: ((?:actions|docker|github)\/[\w/-]+)@(\S+)/g)].map(([, name, version]) => [
      name,
      version,
    ]);
  const own = new Map(
    ["ci", "release"].flatMap((name) => used(read(`.github/workflows/${name}.yml`))) as [string, string][],
  );

  /** What `gitops-lint init` writes is somewhere here. */
  const sources = readdirSync(join(home, "lib/cli"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `lib/cli/${path}`);

  it("are the same on the pages, and in what the command writes, as here", () => {
    const others = ["README.md", "docs/ci.md", "docs/install.md", ...sources].flatMap((path) =>
      used(read(path)).map(([name = "", version]) => ({ path, name, version })),
    );
    expect(others.length).toBeGreaterThan(8);
    // This one has no use here.
    const known = new Map([...own, ["github/codeql-action/upload-sarif", "v4"]]);
    expect(others.filter(({ name, version }) => known.get(name) !== version)).toEqual([]);
  });
});

describe("the image", () => {
  const lines = read("Dockerfile").split("\n");

  it("is made from one base and no other, which a digest names, and runs as nobody", () => {
    expect(lines.filter((line) => /^(?:ARG BASE|FROM|USER)\b/.test(line))).toEqual([
      expect.stringMatching(/^ARG BASE=[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/),
      "FROM ${BASE}",
      "USER 65532:65532",
    ]);
  });

  it("is sent nothing but the executables", () => {
    expect(read(".dockerignore")).toBe("*\n!dist-executable/\n");
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
