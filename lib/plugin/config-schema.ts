import { pageUrl, type RuleDefinition } from "../rule-kit/define-rule.js";
import type { KEYS, OVERRIDE_KEYS } from "../repository/configuration/config-file.js";
import { contractsSchema } from "./contract-schema.js";
import { PRESETS, SEVERITIES } from "../repository/configuration/config-file.js";
import { KUBERNETES_VERSION } from "../kubernetes/api/kubernetes-version.js";
import { SETTINGS_SHAPE } from "../repository/configuration/settings.js";

/** A JSON Schema, draft 7, which is what editors read. */
type Schema = Record<string, unknown>;

const WHERE =
  "https://raw.githubusercontent.com/eslint-plugin-gitops/eslint-plugin-gitops/main/docs/gitops-lint.schema.json";

const SETTINGS: Record<Exclude<keyof typeof SETTINGS_SHAPE, "root">, string> = {
  platform: "The platform that the clusters run on, whose own roles are then known.",
  kubernetesVersion: "The version of Kubernetes that the clusters run, as '1.34', in quotes.",
  chartTestValues:
    "Whether charts that nothing here installs are also judged with each 'ci/*-values.yaml' of theirs, by which chart-testing installs them.",
  knownRoles:
    "Roles that exist although no manifest creates them: 'name', or 'namespace/name' for a Role. * stands for any text.",
  knownServiceAccounts:
    "Service accounts that exist although no manifest creates them, as 'namespace/name'. * stands for any text.",
  knownNamespaces: "Namespaces that exist although no manifest creates them. * stands for any text.",
  vendored:
    "Globs of files and directories that nobody edits by hand: a rule on something dangerous makes one finding per file. ! in front takes files out, whatever their comments say; an empty list takes out all.",
};

/**
 * The JSON Schema of `.gitops-lint.yaml`, for editors: what `parseConfigFile` accepts, with the options of
 * each rule. It cannot say which globs take too long.
 */
export function configSchema(rules: Readonly<Record<string, RuleDefinition>>): Schema {
  const properties: Record<(typeof KEYS)[number], Schema> = {
    preset: { description: "Which rules are on.", enum: PRESETS, default: "recommended" },
    rules: { description: "Single rules, on top of the preset.", $ref: "#/definitions/rules" },
    ignores: texts("Globs of files in which nothing is reported. They still count: a role in them exists."),
    overrides: {
      description: "Other rules for some files. The last one that matches wins.",
      type: ["array", "null"],
      items: overrideSchema(),
    },
    settings: {
      description: "What no manifest says.",
      type: ["object", "null"],
      properties: settingsSchemas(),
      additionalProperties: false,
    },
    contracts: contractsSchema(),
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: WHERE,
    title: "Configuration of gitops-lint",
    description: "The file .gitops-lint.yaml, which also marks the root of a repository.",
    type: ["object", "null"],
    properties,
    additionalProperties: false,
    definitions: {
      severity: { enum: [...SEVERITIES, ...SEVERITIES.keys(), false] },
      rules: rulesSchema(rules),
    },
  };
}

function overrideSchema(): Schema {
  const properties: Record<(typeof OVERRIDE_KEYS)[number], Schema> = {
    files: { ...texts("Globs of the files, below the root."), type: "array" },
    rules: { $ref: "#/definitions/rules" },
  };
  return { type: "object", properties, required: ["files"], additionalProperties: false };
}

function settingsSchemas(): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(SETTINGS).map(([key, description]) => {
      const shape = SETTINGS_SHAPE[key as keyof typeof SETTINGS];
      if (shape === "texts" || shape === "globs") return [key, texts(description)];
      if (shape === "version") {
        return [key, { description, type: "string", pattern: KUBERNETES_VERSION.source }];
      }
      if (shape === "flag") return [key, { description, type: "boolean", default: false }];
      return [key, { description, enum: shape }];
    }),
  );
}

/** A list of texts, or null. */
function texts(description: string): Schema {
  return { description, type: ["array", "null"], items: { type: "string" } };
}

function rulesSchema(rules: Readonly<Record<string, RuleDefinition>>): Schema {
  return {
    type: ["object", "null"],
    properties: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, ruleSchema(rule)])),
    // The prefix is never needed, but allowed.
    patternProperties: Object.fromEntries(
      Object.keys(rules).map((name) => [
        `^gitops/${name}$`,
        { $ref: `#/definitions/rules/properties/${name}` },
      ]),
    ),
    additionalProperties: false,
  };
}

function ruleSchema({ name, meta: { docs, schema } }: RuleDefinition): Schema {
  const severity = { $ref: "#/definitions/severity" };
  const list = { items: [severity, ...(schema as readonly Schema[])], additionalItems: false };
  return {
    description: `${docs.description}.\n${pageUrl(name)}`,
    anyOf: [severity, { type: "array", ...list, minItems: 1 }],
  };
}
