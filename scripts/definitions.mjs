/**
 * Writes lib/kubernetes/data/definitions.ts: the fields of the kinds that are judged whole, and their types, from the
 * classes of @kubernetes/client-node, which hold them as data.
 *
 *   node scripts/definitions.mjs              writes the file (part of `npm run data`)
 *   node scripts/definitions.mjs --check      holds the file against the version that is installed
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const installed = fileURLToPath(new URL("..", import.meta.resolve("@kubernetes/client-node")));
const file = join(root, "lib", "kubernetes", "data", "definitions.ts");

const KINDS = [
  "ClusterRole",
  "ClusterRoleBinding",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "NetworkPolicy",
  "Role",
  "RoleBinding",
  "ServiceAccount",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
];
/** The classes with a name of their own; all others are called as in Kubernetes, after `V1`. */
const RENAMED = { RbacV1Subject: "Subject" };
const SIMPLE = {
  string: "text",
  boolean: "boolean",
  Date: "text",
  IntOrString: "number or text",
  any: "any",
};

const text = await fileText();
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error(`${file} is not what @kubernetes/client-node states. Run 'npm run data'.`);
  process.exitCode = 1;
}

async function fileText() {
  const definitions = new Map();
  const waiting = KINDS.map((kind) => `V1${kind}`);
  for (const name of waiting) {
    if (definitions.has(name)) continue;
    const fields = await fieldsOf(name);
    definitions.set(name, fields);
    for (const { type } of fields) waiting.push(...classesIn(type));
  }
  const rows = [...definitions]
    .map(([name, fields]) => [named(name), fields])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fields]) => {
      const entries = fields.map((field) => `${field.baseName}: ${JSON.stringify(typeText(field))}`).sort();
      return `  ${name}: { ${entries.join(", ")} },`;
    });
  return `import type { Definitions } from "../schema/definition.js";

/** Written by \`npm run data\` (scripts/definitions.mjs): do not edit. */
// prettier-ignore
export const DEFINITIONS: Definitions = {
${rows.join("\n")}
};
`;
}

async function fieldsOf(name) {
  const module = await import(pathToFileURL(join(installed, "dist", "gen", "models", `${name}.js`)).href);
  return module[name].attributeTypeMap;
}

function classesIn(type) {
  return type.match(/\b(?:V1|RbacV1|AdmissionregistrationV1)\w+/g) ?? [];
}

function named(name) {
  return RENAMED[name] ?? name.replace(/^(?:Admissionregistration)?V1/, "");
}

/** \`text\`, \`text[]\`, \`{text}\` for a map of texts, or the name of a definition. */
function typeText({ name, type, format }) {
  const item = /^Array<(.*)>$/.exec(type)?.[1] ?? /^Set<(.*)>$/.exec(type)?.[1];
  if (item) return `${typeText({ name, type: item, format })}[]`;
  const value = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (value) return `{${typeText({ name, type: value, format })}}`;
  if (type === "number" && /^int(?:32|64)$/.test(format)) return "integer";
  const simple = SIMPLE[type] ?? (classesIn(type).length === 1 ? named(type) : undefined);
  if (simple === undefined) throw new Error(`Field '${name}' has type '${type}', which is new here.`);
  return simple;
}
