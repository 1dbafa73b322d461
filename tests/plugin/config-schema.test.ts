import { Ajv } from "ajv";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../lib/plugin/config-schema.js";
import { ConfigError, parseConfigFile } from "../../lib/repository/configuration/config-file.js";
import { rules } from "../../rules/index.js";

const home = resolve(import.meta.dirname, "../..");
const schema = configSchema(rules);
// What is on the outside must be right by the draft; options of rules are written for ESLint.
const takes = new Ajv({ strictTypes: false, strictTuples: false }).compile(schema);
const names = Object.keys(rules);

function readerTakes(text: string): boolean {
  try {
    parseConfigFile(text, names);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return false;
  }
}

describe("the schema of .gitops-lint.yaml", () => {
  it("is the one in docs/", () => {
    const written: unknown = JSON.parse(readFileSync(join(home, "docs/gitops-lint.schema.json"), "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it.each(["README.md", "docs/configs.md"])("takes the examples of %s", (page) => {
    const blocks = [...readFileSync(join(home, page), "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)]
      .map(([, text = ""]) => text)
      .filter((text) => text.startsWith("# file: .gitops-lint.yaml\n"));
    expect(blocks).not.toEqual([]);
    for (const block of blocks) expect(takes(parse(block)), JSON.stringify(takes.errors)).toBe(true);
  });

  it.each([
    "",
    "preset: none",
    "rules:",
    "rules: { no-missing-role: 1 }",
    "rules: { no-missing-role: false }",
    "rules: { gitops/no-missing-role: [warn] }",
    "rules: { no-missing-role: [error, { in: any }] }",
    "ignores:",
    "overrides: []",
    "overrides: [{ files: [a], rules: }]",
    "settings: { platform: eks, knownRoles: }",
    "settings: { kubernetesVersion: '1.34' }",
  ])("takes '%s', as the command does", (text) => {
    expect(readerTakes(text)).toBe(true);
    expect(takes(parse(text)), JSON.stringify(takes.errors)).toBe(true);
  });

  it.each([
    "[]",
    "text",
    "presets: all",
    "preset: lax",
    "preset:",
    "rules: []",
    "rules: { nope: off }",
    "rules: { no-missing-role: }",
    "rules: { no-missing-role: loud }",
    "rules: { no-missing-role: 3 }",
    "rules: { no-missing-role: 0.5 }",
    "rules: { no-missing-role: true }",
    "rules: { no-missing-role: [] }",
    "rules: { no-missing-role: { in: any } }",
    "ignores: a",
    "ignores: [1]",
    "overrides: {}",
    "overrides: [a]",
    "overrides: [{ rules: {} }]",
    "overrides: [{ files: }]",
    "overrides: [{ files: a }]",
    "overrides: [{ files: [a], settings: {} }]",
    "overrides: [{ files: [a], rules: { nope: off } }]",
    "settings: []",
    "settings: { root: /tmp }",
    "settings: { platform: }",
    "settings: { platform: azure }",
    "settings: { kubernetesVersion: 1.34 }",
    "settings: { knownRoles: a }",
    "settings: { knownNamespaces: [{}] }",
  ])("refuses '%s', as the command does", (text) => {
    expect(readerTakes(text)).toBe(false);
    expect(takes(parse(text))).toBe(false);
  });

  it.each([
    "rules: { no-missing-role: [error, { where: here }] }",
    "rules: { no-missing-role: [error, { in: none }] }",
    "rules: { no-missing-role: [error, {}, {}] }",
    "rules: { no-unused-role: [error, {}] }",
  ])("knows the options of rules: '%s'", (text) => {
    expect(takes(parse(text))).toBe(false);
  });

  it("takes and refuses what the command does, whatever is written", () => {
    const word = fc.constantFrom("a", "off", "error", "eks", "all", "nope", null, 0, 2, 7, true, false);
    const texts = fc.oneof(word, fc.array(word, { maxLength: 2 }));
    const key = fc.constantFrom(...names, `gitops/${names[0]}`, "nope");
    const setting = fc.oneof({ weight: 3, arbitrary: fc.constantFrom("off", 1, ["warn"]) }, texts);
    const ruleMap = fc.oneof({ weight: 5, arbitrary: fc.dictionary(key, setting, { maxKeys: 2 }) }, word);
    const override = fc.oneof(
      { weight: 5, arbitrary: fc.record({ files: texts, rules: ruleMap }, { requiredKeys: [] }) },
      word,
    );
    const settings = fc.record(
      {
        platform: word,
        kubernetesVersion: fc.oneof(word, fc.constantFrom("1.34", "v1.30.2", "1.3.x", "latest", 1.34)),
        knownRoles: texts,
        knownServiceAccounts: texts,
        knownNamespaces: texts,
        root: word,
      },
      { requiredKeys: [] },
    );
    const file = fc.record(
      {
        preset: word,
        rules: ruleMap,
        ignores: texts,
        overrides: fc.array(override, { maxLength: 2 }),
        settings,
      },
      { requiredKeys: [] },
    );
    // Options are ESLint's to judge, in the command too.
    const isWithoutOptions = (text: string): boolean => !/- (?:off|error|0|2|false)\n +- /.test(text);
    fc.assert(
      fc.property(file, (value) => {
        const text = stringify(value);
        fc.pre(isWithoutOptions(text));
        expect([text, takes(parse(text))]).toEqual([text, readerTakes(text)]);
      }),
      { numRuns: 1000 },
    );
  });
});
