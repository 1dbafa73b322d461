import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { rules } from "../../rules/index.js";

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
      "dist/man/gitops-lint.1",
      "docs/gitops-lint.schema.json",
      "package.json",
    ]);
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
