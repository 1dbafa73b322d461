import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CONFIG_FILES,
  ConfigError,
  type ConfigFile,
  parseConfigFile,
  readConfigFile,
} from "../../../lib/repository/configuration/config-file.js";
import { link, put, temporary } from "../temporary.js";

const [CONFIG_FILE, OTHER] = CONFIG_FILES;
const RULES = ["no-wildcard-verbs", "no-missing-role"];
const NOTHING = {
  name: CONFIG_FILE,
  rules: {},
  ignores: [],
  overrides: [],
  settings: {},
  ruleLines: new Map(),
};

/** The message for a text, after the name of the file. */
function mistake(text: string, rules: readonly string[] | undefined = RULES): string | undefined {
  try {
    parseConfigFile(text, rules);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message.startsWith(`${CONFIG_FILE}:`)).toBe(true);
    return error.message.slice(CONFIG_FILE.length + 1);
  }
}

describe("what a configuration file may say", () => {
  it.each<[name: string, text: string, expected: Partial<ConfigFile>]>([
    ["nothing", "", {}],
    ["only comments", "# a\n---\n# b\n", {}],
    ["an empty map", "{}", {}],
    ["keys without values", "rules:\nignores:\noverrides:\nsettings:\n", {}],
    ["the preset recommended", "preset: recommended", { preset: "recommended" }],
    ["the preset strict", "preset: 'strict'", { preset: "strict" }],
    ["the preset all", 'preset: "all"', { preset: "all" }],
    ["the preset none", "preset: none # nothing", { preset: "none" }],
    [
      "rules",
      "rules:\n  no-wildcard-verbs: off\n  gitops/no-missing-role: error",
      {
        rules: { "no-wildcard-verbs": "off", "no-missing-role": "error" },
        ruleLines: new Map([
          ["no-wildcard-verbs", 2],
          ["no-missing-role", 3],
        ]),
      },
    ],
    [
      "rules with options",
      "rules:\n  no-wildcard-verbs: [warn, {allow: [a]}, 1]\n  no-missing-role:\n    - error\n",
      {
        rules: { "no-wildcard-verbs": ["warn", { allow: ["a"] }, 1], "no-missing-role": "error" },
        ruleLines: new Map([
          ["no-wildcard-verbs", 2],
          ["no-missing-role", 3],
        ]),
      },
    ],
    [
      "rules that are false",
      "rules: {no-wildcard-verbs: false, no-missing-role: [false]}",
      {
        rules: { "no-wildcard-verbs": "off", "no-missing-role": "off" },
        ruleLines: new Map([
          ["no-wildcard-verbs", 1],
          ["no-missing-role", 1],
        ]),
      },
    ],
    [
      "severities by number",
      "rules: {no-wildcard-verbs: 0, no-missing-role: [2]}",
      {
        rules: { "no-wildcard-verbs": "off", "no-missing-role": "error" },
        ruleLines: new Map([
          ["no-wildcard-verbs", 1],
          ["no-missing-role", 1],
        ]),
      },
    ],
    ["ignores", "ignores: [a/**, '*.json']", { ignores: ["a/**", "*.json"] }],
    [
      "overrides",
      "overrides:\n- files: [a]\n  rules:\n    no-missing-role: warn\n- files: []\n",
      {
        overrides: [
          { files: ["a"], rules: { "no-missing-role": "warn" } },
          { files: [], rules: {} },
        ],
        ruleLines: new Map([["no-missing-role", 4]]),
      },
    ],
    [
      "settings",
      "settings:\n  platform: eks\n  knownRoles: [a/b, c]\n  knownServiceAccounts: [d/e]\n  knownNamespaces: ['f-*']\n",
      {
        settings: {
          platform: "eks",
          knownRoles: ["a/b", "c"],
          knownServiceAccounts: ["d/e"],
          knownNamespaces: ["f-*"],
        },
      },
    ],
    [
      "a version of Kubernetes",
      "settings: { kubernetesVersion: v1.34.2 }",
      { settings: { kubernetesVersion: "v1.34.2" } },
    ],
    [
      "a version of Kubernetes that ends in a zero",
      "settings: { kubernetesVersion: '1.30' }",
      { settings: { kubernetesVersion: "1.30" } },
    ],
    ["settings without a value", "settings: {knownRoles: }", { settings: { knownRoles: [] } }],
    [
      "anchors and merges",
      "x: &x\n".replace("x", "ignores") + "- a\nsettings:\n  knownRoles: *x\n",
      {
        ignores: ["a"],
        settings: { knownRoles: ["a"] },
      },
    ],
    ["JSON", '{"preset": "all", "ignores": ["a"]}', { preset: "all", ignores: ["a"] }],
    ["CRLF", "preset: all\r\nignores:\r\n- a\r\n", { preset: "all", ignores: ["a"] }],
    ["an end", "preset: all\n...\n# a\n---\n", { preset: "all" }],
  ])("%s", (_, text, expected) => {
    expect(parseConfigFile(text, RULES)).toEqual({ ...NOTHING, ...expected });
  });

  it.each(["openshift", "eks", "gke", "aks", "none"])("the platform %s", (platform) => {
    expect(parseConfigFile(`settings: {platform: ${platform}}`, RULES).settings).toEqual({ platform });
  });

  it("rules of any name, where the rules are not asked for", () => {
    expect(parseConfigFile("rules: {whatever: warn}").rules).toEqual({ whatever: "warn" });
  });
});

describe("a mistake in a configuration file", () => {
  it.each<[name: string, text: string, message: string]>([
    [
      "no YAML",
      "rules: [",
      "1:9: Flow sequence in block collection must be sufficiently indented and end with a ].",
    ],
    ["a key twice", "preset: all\npreset: all", "2:1: Duplicate key 'preset'."],
    ["an alias without an anchor", "ignores: *a", "1:10: Alias '*a' has no anchor before it."],
    [
      "a list",
      "- a",
      "1:3: The file must be a map with the keys preset, rules, ignores, overrides, settings, contracts.",
    ],
    [
      "a text",
      "recommended",
      "1:1: The file must be a map with the keys preset, rules, ignores, overrides, settings, contracts.",
    ],
    ["a second document", "preset: all\n---\nrules: {}\n", "2:1: The file may hold only one document."],
    [
      "a second document that does not parse",
      "preset: all\n---\n[",
      "2:1: The file may hold only one document.",
    ],
    [
      "an unknown key",
      "preset: all\n rule: {}".replace(" rule", "rule"),
      "2:1: Unknown key 'rule'; use one of preset, rules, ignores, overrides, settings, contracts. Did you mean 'rules'?",
    ],
    [
      "a method's name as a key",
      "constructor: {}",
      "1:1: Unknown key 'constructor'; use one of preset, rules, ignores, overrides, settings, contracts.",
    ],
    [
      "__proto__ as a key",
      "# a\n__proto__: {preset: all}",
      "2:1: Unknown key '__proto__'; use one of preset, rules, ignores, overrides, settings, contracts.",
    ],
    [
      "an unknown preset",
      "preset: strictest",
      "1:9: 'strictest' is not a valid 'preset'; use one of recommended, strict, all, none.",
    ],
    [
      "a preset that is nothing",
      "preset:",
      "1:1: null is not a valid 'preset'; use one of recommended, strict, all, none.",
    ],
    [
      "a preset that is a list",
      "preset: [all]",
      `1:1: ["all"] is not a valid 'preset'; use one of recommended, strict, all, none.`,
    ],
    ["rules that are a list", "rules: [a]", "1:1: 'rules' must be a map."],
    ["rules that are a text", "rules: all", "1:8: 'rules' must be a map."],
    [
      "an unknown rule",
      "rules:\n  no-wildcard-verb: off",
      "2:3: There is no rule 'no-wildcard-verb'; 'gitops-lint rules' lists all. Did you mean 'no-wildcard-verbs'?",
    ],
    [
      "an unknown rule with the prefix",
      "rules:\n  'gitops/foo': off",
      "2:3: There is no rule 'gitops/foo'; 'gitops-lint rules' lists all.",
    ],
    [
      "a rule named as a method",
      "rules: {toString: off}",
      "1:9: There is no rule 'toString'; 'gitops-lint rules' lists all.",
    ],
    [
      "an unknown severity",
      "rules:\n  no-missing-role: loud",
      "2:20: 'loud' is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity that is true",
      "rules:\n  no-missing-role: true",
      "2:20: true is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity that is 3",
      "rules:\n  no-missing-role: 3",
      "2:20: 3 is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity in a text",
      "rules:\n  no-missing-role: '1'",
      "2:20: '1' is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity named as a method",
      "rules:\n  no-missing-role: map",
      "2:20: 'map' is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity that is nothing",
      "rules:\n  no-missing-role:",
      "2:3: null is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity that is no item",
      "rules:\n  no-missing-role: []",
      "2:3: null is not a valid 'no-missing-role'; use one of off, warn, error.",
    ],
    [
      "a severity in a list in a list",
      "rules:\n  no-missing-role: [[warn]]",
      `2:3: ["warn"] is not a valid 'no-missing-role'; use one of off, warn, error.`,
    ],
    ["ignores that are a text", "ignores: a", "1:10: 'ignores' must be a list of strings."],
    ["an ignore that is a number", "ignores:\n- a\n- 1", "3:3: 'ignores' must be a list of strings."],
    ["overrides that are a map", "overrides: {files: [a]}", "1:1: 'overrides' must be a list."],
    [
      "an override that is a text",
      "overrides:\n- a",
      "2:3: An override must be a map with the keys files, rules.",
    ],
    [
      "an override that is nothing",
      "overrides: [null]",
      "1:13: An override must be a map with the keys files, rules.",
    ],
    [
      "an override without files",
      "overrides:\n- rules: {}",
      "2:3: An override needs 'files', a list of globs.",
    ],
    [
      "an override whose files are nothing",
      "overrides:\n- files:",
      "2:3: An override needs 'files', a list of globs.",
    ],
    [
      "an override whose files are a text",
      "overrides:\n- files: a",
      "2:10: 'files' must be a list of strings.",
    ],
    [
      "an override with ignores",
      "overrides:\n- files: []\n  ignores: []",
      "3:3: Unknown key 'ignores'; use one of files, rules.",
    ],
    [
      "an unknown rule in an override",
      "overrides:\n- files: []\n  rules:\n    foo: off",
      "4:5: There is no rule 'foo'; 'gitops-lint rules' lists all.",
    ],
    [
      "settings that are a list",
      "settings: []",
      "1:1: 'settings' must be a map with the keys platform, kubernetesVersion, chartTestValues, knownRoles, knownServiceAccounts, knownNamespaces, vendored.",
    ],
    [
      "a root, which the file's place says",
      "settings:\n  root: /a",
      "2:3: Unknown key 'root'; use one of platform, kubernetesVersion, chartTestValues, knownRoles, knownServiceAccounts, knownNamespaces, vendored.",
    ],
    [
      "an unknown platform",
      "settings:\n  platform: azure",
      "2:13: 'azure' is not a valid 'platform'; use one of openshift, eks, gke, aks, none.",
    ],
    [
      "a version of Kubernetes that is a number",
      "settings:\n  kubernetesVersion: 1.30",
      "2:22: Write 'kubernetesVersion' in quotes, such as '1.30': without them 1.30 is the number 1.3.",
    ],
    [
      "a version of something else",
      "settings:\n  kubernetesVersion: latest",
      "2:22: 'latest' is not a version of Kubernetes; write one such as '1.34'.",
    ],
    [
      "a flag that is a text",
      "settings:\n  chartTestValues: 'yes'",
      "2:20: 'chartTestValues' must be true or false.",
    ],
    [
      "a version that is missing",
      "settings:\n  kubernetesVersion:",
      "2:3: null is not a version of Kubernetes; write one such as '1.34'.",
    ],
    [
      "known roles that are a text",
      "settings:\n  knownRoles: a",
      "2:15: 'knownRoles' must be a list of strings.",
    ],
    [
      "a known namespace that is a map",
      "settings:\n  knownNamespaces:\n  - a: b",
      "3:5: 'knownNamespaces' must be a list of strings.",
    ],
    ["one after wide characters", "ignores: ['😀', 1]", "1:17: 'ignores' must be a list of strings."],
    [
      "a glob that takes a power of a name's length",
      "ignores: ['*a*a*a*a*b']",
      "1:11: This glob could take too long to match; write several simpler ones.",
    ],
    [
      "a glob that repeats what repeats",
      "overrides:\n- files: ['+(a|aa)b']",
      "2:11: This glob could take too long to match; write several simpler ones.",
    ],
    [
      "braces that multiply",
      `ignores: ["${"{a,b}".repeat(20)}"]`,
      "1:11: This glob could take too long to match; write several simpler ones.",
    ],
    [
      "a range",
      "ignores: ['{1..1000000}']",
      "1:11: This glob could take too long to match; write several simpler ones.",
    ],
    [
      "a glob without end",
      `ignores: [${"a".repeat(70_000)}]`,
      "1:11: This glob could take too long to match; write several simpler ones.",
    ],
    [
      "globs without end",
      `ignores: [${"a, ".repeat(1000)}a]`,
      "1:3011: The file may hold at most 1000 globs.",
    ],
    ["one with CRLF", "preset: all\r\nignores: a\r\n", "2:10: 'ignores' must be a list of strings."],
  ])("is told with its place: %s", (_, text, message) => {
    expect(mistake(text)).toBe(message);
  });

  it("is the only thing that is thrown, whatever the text", () => {
    const piece = fc.constantFrom(
      ...[
        "preset",
        "rules",
        "ignores",
        "overrides",
        "settings",
        "files",
        "platform",
        "no-missing-role",
        "off",
        "all",
      ],
      ...[
        ": ",
        "\n",
        "\n  ",
        "\n- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "<<",
        "? ",
        "---\n",
        "...\n",
        "'",
        '"',
        "\0",
      ],
      ...["__proto__", "null", "1", "\ud800", "\u2028", "\r", "\t", "!t ", "|\n", "# "],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join("");
        const message = mistake(text);
        if (message === undefined) return;
        const [, line = 0, column = 0] = /^(\d+):(\d+): ./.exec(message) ?? [];
        const lines = text.split("\n");
        expect(Number(line)).toBeGreaterThan(0);
        expect(Number(line)).toBeLessThanOrEqual(lines.length);
        expect(Number(column)).toBeGreaterThan(0);
        expect(Number(column)).toBeLessThanOrEqual((lines[Number(line) - 1]?.length ?? 0) + 2);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("readConfigFile", () => {
  it("gives nothing where there is no file", () => {
    expect(readConfigFile(temporary(), RULES)).toBeUndefined();
  });

  it("reads the file, byte order mark or not", () => {
    const root = temporary({ [CONFIG_FILE]: "\uFEFFpreset: all\n" });
    expect(readConfigFile(root, RULES)?.preset).toBe("all");
    put(root, CONFIG_FILE, "preset: none\n");
    expect(readConfigFile(root, RULES)?.preset).toBe("none");
  });

  it("reads a file that ends in .yml, and says its name in what is wrong", () => {
    const root = temporary({ [OTHER]: "preset: all\n" });
    expect(readConfigFile(root, RULES)).toMatchObject({ name: OTHER, preset: "all" });
    put(root, OTHER, "preset: every\n");
    expect(() => readConfigFile(root, RULES)).toThrow(
      new ConfigError(
        `${OTHER}:1:9: 'every' is not a valid 'preset'; use one of recommended, strict, all, none.`,
      ),
    );
    put(root, OTHER, "[");
    expect(() => readConfigFile(root, RULES)).toThrow(/^\.gitops-lint\.yml:1:2: /);
    put(root, OTHER, "{}\n---\na: 1\n");
    expect(() => readConfigFile(root, RULES)).toThrow(/^\.gitops-lint\.yml:2:1: /);
    rmSync(join(root, OTHER));
    mkdirSync(join(root, OTHER));
    expect(() => readConfigFile(root, RULES)).toThrow(new ConfigError(`${OTHER} cannot be read: not a file`));
  });

  it("refuses a file that is larger than 1 MB, on the disk or not", () => {
    const comments = "# a\n".repeat(2 ** 18);
    const root = temporary({ [CONFIG_FILE]: comments });
    expect(readConfigFile(root, RULES)?.preset).toBeUndefined();
    const refusal = new ConfigError(
      `${CONFIG_FILE} is larger than 1 MB, too large for a configuration. Shorten its lists and comments.`,
    );
    put(root, CONFIG_FILE, `${comments}#`);
    expect(() => readConfigFile(root, RULES)).toThrow(refusal);
    expect(() => parseConfigFile(`${comments}#`, RULES)).toThrow(refusal);
  });

  it("reads a file with any number of empty documents", () => {
    const text = `preset: all\n${"---\n# a\n--- #b\n...\n".repeat(50_000)}`;
    expect(parseConfigFile(text, RULES).preset).toBe("all");
    expect(() => parseConfigFile(`${text}---\n-\n`, RULES)).toThrow(/:200002:1: The file may hold only one/);
  });

  it("quotes no more than the start of a long key", () => {
    const message = (() => {
      try {
        return parseConfigFile(`rules: { ${"a".repeat(5000)}: off }\n`, RULES);
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toBe(`${CONFIG_FILE}:1:10: There is no rule '${"a".repeat(482)}…`);
  });

  it("refuses two files, even if they say the same", () => {
    const root = temporary({ [CONFIG_FILE]: "", [OTHER]: "" });
    expect(() => readConfigFile(root, RULES)).toThrow(
      new ConfigError(
        "There is a .gitops-lint.yaml and a .gitops-lint.yml. Only one can count: delete the other.",
      ),
    );
  });

  it("says so where it is no file", () => {
    const root = temporary();
    mkdirSync(join(root, CONFIG_FILE));
    expect(() => readConfigFile(root, RULES)).toThrow(
      new ConfigError(`${CONFIG_FILE} cannot be read: not a file`),
    );
  });

  it.skipIf(process.platform === "win32")("does not read what never ends", () => {
    const root = temporary();
    link(root, CONFIG_FILE, "/dev/zero");
    expect(() => readConfigFile(root, RULES)).toThrow(
      new ConfigError(`${CONFIG_FILE} cannot be read: not a file`),
    );
  });

  it.skipIf(process.platform === "win32")("follows a link inside of the repository only", () => {
    const outside = temporary({ "secrets.yaml": "password: x\n" });
    const root = temporary({ "lint/config.yaml": "preset: all\n" });
    link(root, CONFIG_FILE, "lint/config.yaml");
    expect(readConfigFile(root, RULES)?.preset).toBe("all");
    const other = temporary();
    link(other, CONFIG_FILE, join(outside, "secrets.yaml"));
    expect(() => readConfigFile(other, RULES)).toThrow(
      new ConfigError(`${CONFIG_FILE} cannot be read: it is a link that leads out of the repository`),
    );
  });

  it.skipIf(process.platform === "win32")("says so where it is a link to itself", () => {
    const root = temporary();
    link(root, CONFIG_FILE, CONFIG_FILE);
    expect(() => readConfigFile(root, RULES)).toThrow(/^\.gitops-lint\.yaml cannot be read: ELOOP: /);
  });
});
