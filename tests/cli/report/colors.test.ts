import { describe, expect, it, vi } from "vitest";
import { hasColors } from "../../../lib/cli/report/colors.js";
import { put } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";
import { run } from "../run.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ESCAPE = "\u001B";

describe("colors", () => {
  it.each([
    ["a terminal", undefined, true, {}, true],
    ["a pipe or a file", undefined, false, {}, false],
    ["--color in a pipe", true, false, { NO_COLOR: "1", TERM: "dumb" }, true],
    ["--no-color on a terminal", false, true, { FORCE_COLOR: "1" }, false],
    ["NO_COLOR", undefined, true, { NO_COLOR: "1" }, false],
    ["NO_COLOR with any word", undefined, true, { NO_COLOR: "0" }, false],
    ["an empty NO_COLOR", undefined, true, { NO_COLOR: "" }, true],
    ["FORCE_COLOR in a pipe", undefined, false, { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR for more colors", undefined, false, { FORCE_COLOR: "3" }, true],
    ["FORCE_COLOR against NO_COLOR", undefined, false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["FORCE_COLOR=0", undefined, true, { FORCE_COLOR: "0" }, false],
    ["FORCE_COLOR=false", undefined, true, { FORCE_COLOR: "false" }, false],
    ["an empty FORCE_COLOR", undefined, false, { FORCE_COLOR: "" }, false],
    ["a dumb terminal", undefined, true, { TERM: "dumb" }, false],
    ["a dumb terminal that is forced", undefined, true, { TERM: "dumb", FORCE_COLOR: "1" }, true],
  ] as const)("%s", (_, asked, isTTY, environment, expected) => {
    expect(hasColors(asked, { isTTY }, environment)).toBe(expected);
    expect(hasColors(asked, { isTTY, hasColors: () => true }, environment)).toBe(expected);
  });

  it("are none that the terminal does not have", () => {
    expect(hasColors(undefined, { isTTY: true, hasColors: () => false }, {})).toBe(false);
  });

  it("are in the default report if they are asked for, and never in a file or in other formats", async () => {
    vi.stubEnv("FORCE_COLOR", "1");
    const root = repository({ ".gitops-lint.yaml": "", "a.yaml": "kind: Role\n---\n{" });
    put(
      root,
      "a.yaml",
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n',
    );
    const file = join(root, "report.txt");
    expect((await run(root, root)).out).toContain(`${ESCAPE}[31merror${ESCAPE}[39m`);
    expect((await run(root, root, "--color")).out).toContain(`${ESCAPE}[31merror${ESCAPE}[39m`);
    expect((await run(root, root, "--no-color")).out).not.toContain(ESCAPE);
    expect((await run(root, root, "--color", "--no-color")).out).not.toContain(ESCAPE);
    expect((await run(root, root, "--color", "--format", "markdown")).out).not.toContain(ESCAPE);
    await run(root, root, "--color", "--output-file", file);
    expect(readFileSync(file, "utf8")).toContain("error");
    expect(readFileSync(file, "utf8")).not.toContain(ESCAPE);
    vi.unstubAllEnvs();
  });

  it("may be spoken of with whatever is printed, as in an alias", async () => {
    const plain = await run("/nowhere", "--list-rules");
    expect(await run("/nowhere", "--no-color", "--list-rules")).toEqual(plain);
    expect(await run("/nowhere", "--color", "--list-rules")).toEqual(plain);
  });
});
