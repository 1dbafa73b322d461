import { readdirSync } from "node:fs";
import { join } from "node:path";
import { minorOf, sourceFile, sourcesOf } from "./kubernetes-releases.mjs";

/*
 * Makes lib/kubernetes/data/api-resources.ts: what Kubernetes serves, and in which of its versions. Each release
 * holds the answers of its API server to discovery, with all APIs switched on, in api/discovery.
 */

const DISCOVERY = join("api", "discovery");
const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/** The text of the file, of the given releases, oldest first. */
export function apiResourcesText(releases) {
  const resources = new Map();
  for (const release of releases) {
    for (const served of discovery(release)) add(resources, served, minorOf(release));
  }
  const minors = releases.map(minorOf);
  const rows = [...resources.values()].sort((a, b) => compare(a.group, b.group) || compare(a.name, b.name));
  return `import type { ApiResource } from "../api/api-resource.js";

/** The releases of Kubernetes that the table below is made from, one of each minor, oldest first. */
export const RELEASES: readonly string[] = [
${releases.map((release) => `  ${JSON.stringify(release)},`).join("\n")}
];

/** The first and the last minor among them. */
export const FIRST_MINOR = ${minors[0]};
export const LAST_MINOR = ${minors.at(-1)};

const STATUS = ["get", "update", "patch"];
const MOST = [${VERBS.map((verb) => JSON.stringify(verb)).join(", ")}];

/** Written by \`npm run data\` (scripts/api-resources.mjs): do not edit. \`since\` and \`until\` are minors of Kubernetes. */
// prettier-ignore
export const API_RESOURCES: readonly ApiResource[] = [
${rows.map((row) => `  ${rowText(row, minors)},`).join("\n")}
];
`;
}

/** Each resource and subresource that a release serves, once for each version of its group. */
function discovery(release) {
  return readdirSync(join(sourcesOf(release), DISCOVERY))
    .map((file) => JSON.parse(sourceFile(release, DISCOVERY, file)))
    .filter(({ kind }) => kind === "APIResourceList")
    .flatMap(({ groupVersion, resources }) => {
      const [version, group = ""] = groupVersion.split("/").reverse();
      return resources.map((resource) => {
        const [name, subresource = ""] = resource.name.split("/");
        return { ...resource, group, version, name, subresource };
      });
    });
}

function add(resources, served, minor) {
  const { group, version, name, subresource } = served;
  const key = `${group}/${name}`;
  const row = resources.get(key) ?? { group, name, versions: new Map(), parts: new Map() };
  resources.set(key, row);
  const verbs = VERBS.filter((verb) => served.verbs.includes(verb));
  const part = row.parts.get(subresource) ?? { verbs, minors: new Set() };
  row.parts.set(subresource, part);
  part.minors.add(minor);
  same(part.verbs, verbs, `${key}/${subresource}: the verbs`);
  same(served.verbs.length, verbs.length, `${key}/${subresource}: the verbs that this script knows`);
  same((row.namespaced ??= served.namespaced), served.namespaced, `${key}: the scope`);
  if (subresource !== "") return;
  same((row.kind ??= served.kind), served.kind, `${key}: the kind`);
  same(served.singularName, served.kind.toLowerCase(), `${key}: the singular name and the kind`);
  row.shortNames ??= served.shortNames ?? [];
  same(row.shortNames, served.shortNames ?? [], `${key}: the short names`);
  row.versions.set(version, (row.versions.get(version) ?? new Set()).add(minor));
}

/** The table has one place for what has never changed from release to release. */
function same(one, other, what) {
  if (JSON.stringify(one) === JSON.stringify(other)) return;
  throw new Error(
    `${what} differ: ${JSON.stringify(one)}, ${JSON.stringify(other)}. The table cannot say so.`,
  );
}

function rowText(row, minors) {
  const whole = row.parts.get("");
  const versions = [...row.versions].map(([version, had]) => `${version}: ${span(had, minors)}`);
  const subresources = [...row.parts]
    .filter(([name]) => name !== "")
    .sort(([a], [b]) => compare(a, b))
    .map(([name, part]) => {
      const range = span(part.minors, minors);
      const differs = range !== span(whole.minors, minors) && range !== "{}";
      return `${name}: { verbs: ${verbsText(part.verbs)}${differs ? `, ${range.slice(2, -2)}` : ""} }`;
    });
  const fields = [
    `group: ${JSON.stringify(row.group)}`,
    `name: ${JSON.stringify(row.name)}`,
    `kind: ${JSON.stringify(row.kind)}`,
    ...(row.shortNames.length > 0 ? [`shortNames: ${listText(row.shortNames)}`] : []),
    `namespaced: ${row.namespaced}`,
    `versions: { ${versions.join(", ")} }`,
    `verbs: ${verbsText(whole.verbs)}`,
    ...(subresources.length > 0 ? [`subresources: { ${subresources.join(", ")} }`] : []),
  ];
  return `{ ${fields.join(", ")} }`;
}

/** The minors in which something is served, as text. */
function span(had, minors) {
  const first = minors.findIndex((minor) => had.has(minor));
  const last = minors.findLastIndex((minor) => had.has(minor));
  same(
    had.size,
    last - first + 1,
    "What was gone for a while: the minors that have it, and all from first to last,",
  );
  const fields = [];
  if (first > 0) fields.push(`since: ${minors[first]}`);
  if (last < minors.length - 1) fields.push(`until: ${minors[last]}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function verbsText(verbs) {
  if (verbs.length === VERBS.length) return "MOST";
  if (verbs.join() === "get,update,patch") return "STATUS";
  return listText(verbs);
}

function listText(texts) {
  return JSON.stringify(texts).replaceAll(",", ", ");
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
