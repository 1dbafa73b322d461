import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "eslint/config";
import type { Linter, Rule } from "eslint";
import { defineConfig as defineConfig9 } from "eslint9/config";
import { beforeAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import plugin from "../../lib/index.js";
import { rules } from "../../rules/index.js";
import { directory, type Loaded, load, short, VERSIONS } from "./helpers.js";

const ROOT = new URL("../../", import.meta.url);
const { configs } = plugin;
const entries = Object.entries(rules);

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: operator }
rules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]
`;
const FINDING =
  "4:55-4:58 gitops/no-wildcard-verbs: Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.";

function names(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}

describe("the plugin", () => {
  it("says who it is", () => {
    expect(plugin.meta).toEqual({
      name: packageJson.name,
      version: packageJson.version,
      namespace: "gitops",
    });
  });

  it("has one language, its rules and configurations", () => {
    expect(Object.keys(plugin)).toEqual(["meta", "rules", "languages", "configs", "repository"]);
    expect(Object.keys(plugin.languages ?? {})).toEqual(["yaml"]);
    expect(Object.keys(configs)).toEqual(["recommended", "strict", "all", "json"]);
    expect(Object.keys(plugin.rules ?? {})).toEqual(Object.keys(rules));
  });

  it("names its rules like their files, in alphabetical order", () => {
    expect(Object.keys(rules)).toEqual(
      names("rules/", ".ts")
        .filter((name) => name !== "index")
        .sort(),
    );
  });

  it("has pages for its rules and for nothing else", () => {
    expect(names("docs/rules/", ".md").sort()).toEqual(Object.keys(rules));
  });
});

describe.each(entries)("%s", (name, rule) => {
  const { docs, messages = {}, schema, defaultOptions } = rule.meta;
  const { meta } = plugin.rules?.[name] as { meta: { type: string; docs: { url: string } } };

  it("has a test", () => {
    expect(existsSync(new URL(`tests/rules/${name}.test.ts`, ROOT))).toBe(true);
  });

  it("says what it is", () => {
    expect(meta.docs.url).toBe(
      `${packageJson.homepage.replace("#readme", "")}/blob/main/docs/rules/${name}.md`,
    );
    expect(meta.type).toMatch(/^(?:problem|suggestion)$/);
    expect(docs.preset).toMatch(/^(?:recommended|strict|all)$/);
  });

  it("has a description in the imperative, with a capital letter and without a full stop", () => {
    expect(docs.description).toMatch(/^(?:Disallow|Require|Enforce) .*[^.\s]$/);
  });

  it("has whole sentences as messages", () => {
    expect(Object.keys(messages)).not.toEqual([]);
    for (const [id, message] of Object.entries(messages)) {
      expect(id).toMatch(/^[a-z]+(?:[A-Z][a-z]*)*$/);
      // A placeholder after the full stop can hold another sentence, and one after a colon what is quoted.
      expect(message).toMatch(/^(?:[A-Z]|\{\{|').*(?:\.(?: ?\{\{\w+\}\})*|: \{\{\w+\}\})$/);
    }
  });

  it("says which options it takes, and their defaults", () => {
    expect(Array.isArray(schema)).toBe(true);
    expect(Array.isArray(defaultOptions)).toBe(true);
    expect(schema.length).toBe(defaultOptions?.length);
    expect({ schema, defaultOptions }).toMatchSnapshot();
  });

  it("lets no option be unknown", () => {
    for (const option of schema as readonly Record<string, unknown>[])
      expect(option.additionalProperties).toBe(false);
  });
});

describe("the presets", () => {
  const on = (preset: keyof typeof configs) => Object.keys(configs[preset].rules ?? {});

  it("contain each other", () => {
    expect(on("strict")).toEqual(expect.arrayContaining(on("recommended")));
    expect(on("all")).toEqual(expect.arrayContaining(on("strict")));
    expect(on("all")).toEqual(Object.keys(rules).map((name) => `gitops/${name}`));
    expect(on("json")).toEqual(on("recommended"));
  });

  it("hold what each rule says of itself", () => {
    for (const preset of ["recommended", "strict"] as const) {
      const wanted = entries.filter(
        ([, { meta }]) => meta.docs.preset === "recommended" || meta.docs.preset === preset,
      );
      expect(on(preset)).toEqual(wanted.map(([name]) => `gitops/${name}`));
    }
  });

  it("report errors only, so that they can be suppressed in bulk", () => {
    for (const { rules: settings } of Object.values(configs)) {
      for (const setting of Object.values(settings ?? {})) expect([setting].flat()[0]).toBe("error");
    }
  });

  it.each(["recommended", "strict", "all"] as const)(
    "%s covers YAML, kustomizations and templates",
    (preset) => {
      expect(configs[preset]).toMatchObject({
        name: `gitops/${preset}`,
        files: ["**/*.{yaml,yml}", "**/Kustomization", "**/templates/**/*.{tpl,txt}"],
        language: "gitops/yaml",
        plugins: { gitops: plugin },
      });
    },
  );

  it("leave the files of json to the user", () => {
    expect(configs.json).not.toHaveProperty("files");
  });
});

describe.each(VERSIONS)("in ESLint %i", (version) => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await load(version);
    for (const folder of ["deep/er", "base", "apps"]) mkdirSync(join(directory, folder), { recursive: true });
  });
  const define = version === 9 ? (defineConfig9 as unknown as typeof defineConfig) : defineConfig;

  async function verbs(given: Linter.Config[], file: string): Promise<string[]> {
    const { messages } = await loaded.lint(given, ROLE, file);
    return messages.map(short);
  }

  describe.each(["recommended", "strict", "all"] as const)("%s", (preset) => {
    it.each(["role.yaml", "deep/er/role.yml", "base/Kustomization"])("lints %s", async (file) => {
      expect(await verbs([loaded.plugin.configs[preset]], file)).toContain(FINDING);
    });

    it("does not care for other files", async () => {
      const [message] = await verbs([loaded.plugin.configs[preset]], "role.txt");

      expect(message).toContain("File ignored because no matching configuration was supplied");
    });

    it("can be extended by its name", async () => {
      const extended = define({ extends: [`gitops/${preset}`], plugins: { gitops: loaded.plugin } });

      expect(await verbs(extended, "role.yaml")).toContain(FINDING);
    });

    it("can be extended for some files", async () => {
      const extended = define({ files: ["apps/**"], extends: [loaded.plugin.configs[preset]] });

      expect(await verbs(extended, "apps/role.yaml")).toContain(FINDING);
      expect(await verbs(extended, "role.yaml")).not.toContain(FINDING);
    });
  });

  it.each(["package.json", "deep/er/role.yaml", ".x.yml", "Kustomization", "x.tpl", "x.md"])(
    "lints %s by what others say, and not for its repository",
    async (file) => {
      const settings: unknown[] = [];
      const spy: Rule.RuleModule = { create: (context) => (settings.push(context.settings.gitops), {}) };
      const others: Linter.Config = {
        files: ["**/*"],
        plugins: { ...loaded.plugin.configs.recommended.plugins, spy: { rules: { spy } } },
        language: "gitops/yaml",
        rules: { "spy/spy": "error" },
      };
      const repository = loaded.plugin.repository(directory);
      const { messages } = await loaded.lint([repository, others], "{}", file);
      expect(messages.map(({ message }) => message)).toEqual([
        expect.stringContaining("File ignored because no matching configuration was supplied"),
      ]);
      await loaded.lint([repository, { ...others, files: [file] }], "{}", file);
      expect(settings).toEqual([file === "x.md" ? undefined : expect.objectContaining({ root: directory })]);
    },
  );

  it("lints JSON where the user says so", async () => {
    const text = JSON.stringify({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      rules: [{ resources: ["pods"], verbs: ["*"], apiGroups: [""] }],
    });
    const config = { ...loaded.plugin.configs.json, files: ["*.json"] };
    const { messages } = await loaded.lint([config], text, "role.json");

    expect(messages.map(({ ruleId, column }) => [ruleId, column])).toEqual([
      ["gitops/no-wildcard-verbs", 100],
    ]);
  });

  it("refuses options that a rule does not have", async () => {
    for (const name of Object.keys(rules)) {
      const config: Linter.Config = { rules: { [`gitops/${name}`]: ["error", { noSuchOption: true }] } };
      await expect(loaded.lint([loaded.plugin.configs.all, config], ROLE)).rejects.toThrow(
        `Key "gitops/${name}"`,
      );
    }
  });

  it("is loaded beside that version", async () => {
    const { ESLint } = await import("eslint");

    expect(Number.parseInt(ESLint.version)).toBe(version);
  });
});
