import { describe, expect, it, onTestFinished } from "vitest";
import { temporary } from "../repository/temporary.js";
import { argumentsIn, COMMAND_LINES, FILES } from "./command-lines.js";
import { run } from "./run.js";

describe("what people type", () => {
  it.each(COMMAND_LINES)("$typed", async (line) => {
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(temporary(FILES));
    const { code, out, err } = await run("/nowhere", ...argumentsIn(line));
    expect({ code, err }).toEqual({
      code: line.code,
      err: line.err === undefined ? "" : `gitops-lint: ${line.err}`,
    });
    if (line.out === undefined) expect(out).toBe("");
    else expect(out).toContain(line.out);
  });
});
