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
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Ingress",
  "Job",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "NetworkPolicy",
  "Pod",
  "ReplicaSet",
  "ReplicationController",
  "Role",
  "RoleBinding",
  "Secret",
  "Service",
  "ServiceAccount",
  "StatefulSet",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
];
/** The classes with a name of their own; all others are called as in Kubernetes, after `V1` or the group and `V1`. */
const RENAMED = { RbacV1Subject: "Subject" };
const CLASS = /\b(?:Rbac|Core|Admissionregistration)?V1\w+/g;
/**
 * Fields that the classes do not have, and one of Kubernetes 1.28 to 1.37 has: alpha fields that were removed, and what
 * is newer than the classes. They are from api/openapi-spec/swagger.json of each version.
 */
const OTHER_VERSIONS = {
  ClusterTrustBundleProjection: { user: "integer" },
  ConfigMapVolumeSource: { defaultUser: "integer" },
  DownwardAPIVolumeFile: { user: "integer" },
  DownwardAPIVolumeSource: { defaultUser: "integer" },
  EmptyDirVolumeSource: { mode: "integer" },
  GRPCAction: { mode: "text" },
  HTTPGetAction: { protocol: "text" },
  JobSpec: { scheduling: "any" },
  KeyToPath: { user: "integer" },
  PodCertificateProjection: { user: "integer" },
  PodResourceClaim: { source: "any" },
  PodSpec: { evictionResponders: "any", workloadRef: "any" },
  ProjectedVolumeSource: { defaultUser: "integer" },
  SecretVolumeSource: { defaultUser: "integer" },
  ServiceAccountTokenProjection: { user: "integer" },
  VolumeMount: { bindMountOptions: "text[]" },
};
/** Texts to the classes, and to Kubernetes quantities, which can be numbers too. */
const QUANTITIES = {
  EmptyDirVolumeSource: ["sizeLimit"],
  PodSpec: ["overhead"],
  ResourceFieldSelector: ["divisor"],
  ResourceRequirements: ["limits", "requests"],
  VolumeResourceRequirements: ["limits", "requests"],
};
/** Texts that can be passwords. */
const SECRETS = { EnvVar: ["value"], Secret: ["data", "stringData"] };
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
    for (const field of fields) if (!isStatus(field)) waiting.push(...classesIn(field.type));
  }
  const rows = [...definitions]
    .map(([name, fields]) => [named(name), fields])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fields]) => {
      const types = new Map(fields.map((field) => [field.baseName, fieldText(name, field)]));
      for (const [field, type] of Object.entries(OTHER_VERSIONS[name] ?? {})) {
        if (types.has(field)) throw new Error(`Field '${field}' of ${name} is no longer of other versions.`);
        types.set(field, type);
      }
      const entries = [...types].map(([field, type]) => `${field}: ${JSON.stringify(type)}`).sort();
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
  return type.match(CLASS) ?? [];
}

/** Whether a field is what the cluster says about the object. What a manifest says there does not matter. */
function isStatus({ baseName, type }) {
  return baseName === "status" && classesIn(type).length > 0;
}

function named(name) {
  return RENAMED[name] ?? name.replace(/^(?:Core|Admissionregistration)?V1/, "");
}

function fieldText(name, field) {
  if (isStatus(field)) return "any";
  const text = typeText(field);
  if (QUANTITIES[name]?.includes(field.baseName)) return text.replace("text", "quantity");
  return SECRETS[name]?.includes(field.baseName) ? text.replace("text", "secret") : text;
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
