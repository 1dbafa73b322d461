import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { rules } from "../../rules/index.js";
import { read } from "../pages.js";

const unpacked = inject("unpacked");
const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
  .filter((entry) => !entry.isDirectory())
  .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));

describe("the published package", () => {
  it("has the built code, the pages of the rules with their pictures, the schema, and nothing else", () => {
    const others = files.filter(
      (path) =>
        !/^dist\/(?:lib|rules)\/[\w/-]+\.(?:js|d\.ts)$/.test(path) &&
        !/^dist\/cli\/[\w-]+\.js$/.test(path) &&
        !/^docs\/rules\/images\/[\w-]+\.svg$/.test(path) &&
        !(
          path.startsWith("docs/rules/") &&
          Object.hasOwn(rules, path.slice("docs/rules/".length, -".md".length))
        ),
    );
    expect(others.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/cli/LICENSES.txt",
      "dist/man/gitops-lint.1",
      "docs/gitops-lint.schema.json",
      "package.json",
    ]);
  });

  it("has the licenses of the packages in it, which are those on the page", () => {
    const licenses = readFileSync(join(unpacked, "dist/cli/LICENSES.txt"), "utf8");
    const named = [...licenses.matchAll(/^([\w-]+) \d[\w.-]*\n\n/gm)].map(([, name]) => name);
    const listed = [...read("docs/dependencies.md").matchAll(/^- \[([^\]]+)\]/gm)].map(([, name]) => name);
    expect(named).toEqual(listed.sort());
    expect(licenses.split("Permission is hereby granted")).toHaveLength(named.length + 1);
    const loaded = files
      .filter((path) => path.endsWith(".js"))
      .flatMap((path) => [
        ...readFileSync(join(unpacked, path), "utf8").matchAll(/(?:from|require\() ?"(vscode-[^"/]+)/g),
      ]);
    expect(loaded.map(([, name]) => name)).toEqual([]);
  });

  it("has every page", () => {
    expect(Object.keys(rules).filter((name) => !files.includes(`docs/rules/${name}.md`))).toEqual([]);
  });

  it("has what package.json names, and no link", () => {
    const named = [packageJson.main, packageJson.bin["gitops-lint"], packageJson.exports["./config"].types];
    expect(named.filter((path) => !files.includes(path.replace(/^\.\//, "")))).toEqual([]);
    expect(
      readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((one) => one.isSymbolicLink()),
    ).toEqual([]);
  });
});
