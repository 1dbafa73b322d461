import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { refusalOf } from "../../lib/cli/node-version.js";

describe("the version of Node.js", () => {
  it.each(["20.19.0", "20.20.2", "22.13.0", "22.21.1", "24.0.0", "25.1.0", "30.0.0-nightly"])(
    "can be %s",
    (version) => {
      expect(refusalOf(version)).toBeUndefined();
    },
  );

  it.each(["0.12.18", "12.22.12", "18.20.8", "20.0.0", "20.18.3", "21.7.3", "22.12.0", "23.11.1"])(
    "cannot be %s",
    (version) => {
      expect(refusalOf(version)).toBe(
        `Node.js ${version} cannot run this. Use 20.19 or a later 20, 22.13 or a later 22, or any from 24 on.`,
      );
    },
  );

  it("can be what package.json says", () => {
    expect(packageJson.engines.node).toBe("^20.19.0 || ^22.13.0 || >=24");
  });

  it("is looked at in a file that loads nothing before, and has nothing in it that Node.js 12 cannot parse", () => {
    const read = (name: string) => readFileSync(join(import.meta.dirname, "../../lib/cli", name), "utf8");
    const [entry, check] = [read("bin.ts"), read("node-version.ts")];
    expect(entry.match(/^import .*/gm)).toEqual(['import { refusalOf } from "./node-version.js";']);
    expect(check.match(/^import .*/gm)).toBeNull();
    for (const text of [entry, check])
      expect(text).not.toMatch(/\?\?|\?\.|^await |\|\|=|&&=|\d_\d|#\w+ *[(;=]/m);
  });
});
