import { describe, expect, it } from "vitest";
import { parseArguments } from "../../../lib/cli/args.js";
import { anyFile, optionsIn } from "../../../lib/cli/lint/enabled-rules.js";
import { eslintFor } from "../../../lib/cli/lint/eslint.js";
import { optionsOf, plainSettings } from "../../../lib/cli/lint/plain-settings.js";
import { parseConfigFile, PRESETS } from "../../../lib/repository/configuration/config-file.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { rules } from "../../../rules/index.js";
import { temporary } from "../../repository/temporary.js";

const names = Object.keys(rules);
const argumentsOf = (...argv: string[]) => parseArguments(argv, "0", names);

describe("the rules that are on, without ESLint", () => {
  const own = [
    "rules: { no-wildcard-verbs: off, no-unused-role: warn, no-cluster-admin-binding: warn }\n",
    "",
  ];
  const cases = PRESETS.flatMap((preset) =>
    own.flatMap((text) => (["summary", "all"] as const).map((vendored) => [preset, text, vendored] as const)),
  );
  it.each(cases)("are those of ESLint with the preset %s, '%s' and %s", async (preset, text, vendored) => {
    const root = temporary({ ".git/HEAD": "" });
    const config = parseConfigFile(text, names);
    const argv = ["--preset", preset, "--rule", "valid-role-ref: warn", "--vendored", vendored];
    const args = argumentsOf(...argv, "--rule", "no-unsafe-source: error");
    const eslint = await eslintFor({ content: { ...readRepository(root) }, config, args });
    const expected = await optionsIn(eslint, anyFile(root));
    const settings = plainSettings(config, args);
    expect(settings && Object.entries(optionsOf(settings))).toEqual(Object.entries(expected ?? {}));
    expect(settings?.get("valid-role-ref")?.severity).toBe(1);
  });

  it.each([
    "ignores: ['a/**']\n",
    "overrides: [{ files: ['a/**'], rules: { no-wildcard-verbs: off } }]\n",
    "rules: { no-wildcard-verbs: [warn, { exceptFullAccess: false }] }\n",
  ])("are left to ESLint with '%s'", (text) => {
    expect(plainSettings(parseConfigFile(text, names), argumentsOf())).toBeUndefined();
  });
});
