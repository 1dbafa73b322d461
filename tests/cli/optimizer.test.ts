import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { flagToOptimizeLater } from "../../lib/cli/optimizer.js";

describe("flagToOptimizeLater", () => {
  it.each<[string, string | undefined]>([
    ["20.19.0", "--interrupt-budget=400000"],
    ["22.13.0", "--invocation-count-for-turbofan=20000"],
    ["24.0.0", "--invocation-count-for-turbofan=20000"],
    ["23.1.0", undefined],
    ["2.0.0", undefined],
    ["204.0.0", undefined],
  ])("gives Node.js %s the flag %s", (version, expected) => {
    expect(flagToOptimizeLater(version)).toBe(expected);
  });

  it("names a flag that V8 has", () => {
    const flag = flagToOptimizeLater(process.versions.node);
    if (flag === undefined) return;
    const [name] = flag.split("=");
    const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
    expect(known).toContain(`  ${name} (`);
  });
});
