/**
 * Writes lib/kubernetes/data/api-resources.ts: what Kubernetes serves, and in which of its versions.
 *
 *   npm run data              installs a version of @kubernetes/client-node for each version of Kubernetes
 *   npm run data -- --check   holds the file against the version that is installed, and needs no network
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import typescript from "typescript";
import { NOT_WATCHED, SHORT_NAMES } from "./discovery.mjs";
import { minorOf, servedApis } from "./served-apis.mjs";

const PACKAGE = "@kubernetes/client-node";
/** One version of the package for each version of Kubernetes before the installed one; 1.31 and 1.35 have none. */
const OLDER = ["0.20.0", "0.21.0", "0.22.3", "1.0.0", "1.3.0", "1.4.0"];

const root = fileURLToPath(new URL("..", import.meta.url));
const installed = fileURLToPath(new URL("..", import.meta.resolve("@kubernetes/client-node")));
const file = join(root, "lib", "kubernetes", "data", "api-resources.ts");
const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

if (process.argv.includes("--check")) await check();
else writeFileSync(file, fileText(allReleases()));

/** Holds the file against what the installed version of the package knows, and says where they differ. */
async function check() {
  const { outputText } = typescript.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: { module: typescript.ModuleKind.ESNext },
  });
  const data = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  const minor = minorOf(installed);
  const stated = new Set(data.API_RESOURCES.flatMap((resource) => statements(resource, minor)));
  const served = new Set(
    withoutUnwatched(servedApis(installed)).flatMap((entry) =>
      [...entry.verbs].map((verb) => statement(entry, entry.version, entry.subresource, verb)),
    ),
  );
  const wrong = [
    ...(data.LAST_MINOR === minor
      ? []
      : [`The newest Kubernetes is 1.${minor} there, 1.${data.LAST_MINOR} here.`]),
    ...[...served].filter((line) => !stated.has(line)).map((line) => `Missing here: ${line}`),
    ...[...stated].filter((line) => !served.has(line)).map((line) => `Not there: ${line}`),
  ];
  if (wrong.length === 0) return;
  console.error(`${file} is not what ${PACKAGE} states. Run 'npm run data'.\n${wrong.join("\n")}`);
  process.exitCode = 1;
}

function statements(resource, minor) {
  const versions = Object.keys(resource.versions).filter((version) =>
    within(resource.versions[version], minor),
  );
  const parts = Object.entries({ "": { verbs: resource.verbs }, ...resource.subresources });
  // A subresource may be missing in the older of two versions of a group.
  return versions.flatMap((version) =>
    parts
      .filter(([, part]) => within(part, minor))
      .flatMap(([name, part]) => part.verbs.map((verb) => statement(resource, version, name, verb))),
  );
}

function within({ since, until }, minor) {
  return (since ?? minor) <= minor && minor <= (until ?? minor);
}

function statement({ group, name, namespaced }, version, subresource, verb) {
  const scope = namespaced ? "namespaced" : "cluster-scoped";
  return `${group || "core"}/${version} ${name}${subresource && `/${subresource}`} (${scope}): ${verb}`;
}

/** What each known version of Kubernetes serves, oldest first. */
function allReleases() {
  const directory = mkdtempSync(join(tmpdir(), "api-resources-"));
  try {
    writeFileSync(join(directory, "package.json"), "{}");
    const names = OLDER.map((version) => `client-${version.replaceAll(".", "-")}`);
    const wanted = OLDER.map((version, index) => `${names[index]}@npm:${PACKAGE}@${version}`);
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...options, ...wanted], { cwd: directory, stdio: "inherit" });
    const older = names.map((name) => join(directory, "node_modules", name));
    return [...older, installed]
      .map((path) => ({ minor: minorOf(path), served: withoutUnwatched(servedApis(path)) }))
      .sort((a, b) => a.minor - b.minor);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function withoutUnwatched(served) {
  for (const entry of served)
    if (NOT_WATCHED.has(`${entry.group}/${entry.name}`)) entry.verbs.delete("watch");
  return served;
}

function fileText(releases) {
  const resources = new Map();
  for (const { minor, served } of releases) {
    for (const entry of served) addTo(resources, entry, minor);
  }
  const minors = releases.map(({ minor }) => minor);
  const rows = [...resources.values()].sort((a, b) => compare(a.group, b.group) || compare(a.name, b.name));
  return `import type { ApiResource } from "../api/api-resource.js";

/** The first and the last minor of Kubernetes that the table below was made from. */
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

function addTo(resources, entry, minor) {
  const key = `${entry.group}/${entry.name}`;
  const row = resources.get(key) ?? {
    group: entry.group,
    name: entry.name,
    versions: new Map(),
    parts: new Map(),
  };
  resources.set(key, row);
  const part = row.parts.get(entry.subresource) ?? { verbs: new Set(), minors: new Set() };
  row.parts.set(entry.subresource, part);
  for (const verb of entry.verbs) part.verbs.add(verb);
  part.minors.add(minor);
  if (entry.subresource !== "") return;
  row.kind = entry.kind;
  row.namespaced = entry.namespaced;
  row.versions.set(entry.version, (row.versions.get(entry.version) ?? new Set()).add(minor));
}

function rowText(row, minors) {
  const whole = row.parts.get("");
  const versions = [...row.versions].map(([version, had]) => `${version}: ${span(had, minors)}`);
  const subresources = [...row.parts]
    .filter(([name]) => name !== "")
    .sort(([a], [b]) => compare(a, b))
    .map(([name, part]) => {
      const range = difference(span(part.minors, minors), span(whole.minors, minors));
      return `${name}: { verbs: ${verbsText(part.verbs)}${range} }`;
    });
  const short = SHORT_NAMES[row.group]?.[row.name] ?? [];
  const fields = [
    `group: ${JSON.stringify(row.group)}`,
    `name: ${JSON.stringify(row.name)}`,
    `kind: ${JSON.stringify(row.kind)}`,
    ...(short.length > 0 ? [`shortNames: ${JSON.stringify(short).replaceAll(",", ", ")}`] : []),
    `namespaced: ${row.namespaced}`,
    `versions: { ${versions.join(", ")} }`,
    `verbs: ${verbsText(whole.verbs)}`,
    ...(subresources.length > 0 ? [`subresources: { ${subresources.join(", ")} }`] : []),
  ];
  return `{ ${fields.join(", ")} }`;
}

/** Where a subresource came later than its resource, or went earlier. */
function difference(range, whole) {
  return range === whole || range === "{}" ? "" : `, ${range.slice(2, -2)}`;
}

/**
 * The minors between which something is served, as text. Between two known versions nobody knows, and
 * there it is taken to be served: a finding that should not be is worse than one that is missing.
 */
function span(had, minors) {
  const first = minors.findIndex((minor) => had.has(minor));
  const last = minors.findLastIndex((minor) => had.has(minor));
  const fields = [];
  if (first > 0) fields.push(`since: ${minors[first - 1] + 1}`);
  if (last < minors.length - 1) fields.push(`until: ${minors[last + 1] - 1}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function verbsText(verbs) {
  const sorted = VERBS.filter((verb) => verbs.has(verb));
  if (sorted.length === VERBS.length) return "MOST";
  if (sorted.join() === "get,update,patch") return "STATUS";
  return JSON.stringify(sorted).replaceAll(",", ", ");
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
