import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What one minor of Kubernetes serves, read from the API classes of `@kubernetes/client-node`, which is generated
 * for it: each method holds a path and an HTTP method. The package holds no OpenAPI document.
 *
 * @typedef {{ group: string, version: string, name: string, subresource: string, kind: string,
 *   namespaced: boolean, verbs: Set<string> }} Served
 */

/** What the API server makes of an HTTP method: apiserver, pkg/endpoints/request/requestinfo.go, NewRequestInfo. */
const ITEM_VERBS = { GET: "get", POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };
const COLLECTION_VERBS = { GET: "list", POST: "create", DELETE: "deletecollection" };

/** The list of these takes `watch` in OpenAPI and refuses it: discovery does not state the verb. */
const NOT_WATCHED = new Set(["/componentstatuses"]);

const generated = fileURLToPath(new URL("gen", import.meta.resolve("@kubernetes/client-node")));
const OPENAPI_VERSION = /OpenAPI spec version: release-1\.(\d+)/;
const PATH = /localVarPath = '([^']+)'/;
const HTTP_METHOD = /HttpMethod\.([A-Z]+)\)/;
const FUNCTION = /^ {4}(?:async )?(\w+)\([^)]*\) \{$/;
const WATCH = /setQueryParam\("watch/;
const RESOURCE_PATH =
  /^\/(?:api|apis\/(?<group>[a-z0-9.-]+))\/(?<version>v\d\w*)(?<namespaced>\/namespaces\/\{namespace\})?\/(?<name>[a-z]+)(?<item>\/\{name\}(?:\/(?<subresource>[a-z]+))?(?:\/\{path\})?)?$/;
const KIND =
  /^(?:create|read|replace|patch|delete|list|connect(?:Get|Post|Put|Patch|Delete|Head|Options))(?:Collection)?(?:Namespaced(?=[A-Z]))?(?<kind>[A-Z]\w*?)(?:ForAllNamespaces)?$/;

/** The minor of Kubernetes, such as 36, that the installed package is for. */
export function servedMinor() {
  const minor = OPENAPI_VERSION.exec(readFileSync(join(generated, "models", "V1Pod.js"), "utf8"))?.[1];
  if (minor === undefined)
    throw new Error(`${generated} does not say which version of Kubernetes it is for.`);
  return Number(minor);
}

/** Everything that the installed package knows, by group, version, resource and subresource. */
export function servedApis() {
  const served = new Map();
  for (const text of classTexts()) {
    for (const operation of operations(text)) add(served, operation);
  }
  return [...served.values()];
}

/**
 * The text of each API class that the package exports. It also holds files of older versions, which the
 * generator no longer writes and nobody deleted: those that its own list does not import.
 */
function classTexts() {
  const list = readFileSync(join(generated, "types", "ObservableAPI.js"), "utf8");
  return readdirSync(join(generated, "apis"))
    .filter((file) => file.endsWith("Api.js") && isImported(list, file))
    .map((file) => readFileSync(join(generated, "apis", file), "utf8"));
}

function isImported(list, file) {
  return list.includes(`/${file}"`);
}

/** The operations of one API class, in its order: the name of the function, the path, the method. */
function* operations(text) {
  let current;
  for (const line of text.split("\n")) {
    const name = FUNCTION.exec(line)?.[1];
    if (name !== undefined) {
      if (current?.method !== undefined) yield current;
      current = { name, watch: false };
    }
    if (current === undefined) continue;
    current.path ??= PATH.exec(line)?.[1];
    const method = HTTP_METHOD.exec(line);
    if (method !== null && current.path !== undefined) current.method ??= method[1];
    current.watch ||= WATCH.test(line);
  }
  if (current?.method !== undefined) yield current;
}

function add(served, operation) {
  const path = RESOURCE_PATH.exec(operation.path)?.groups;
  if (path === undefined) return;
  const { group = "", version, name, subresource = "" } = path;
  const verb = (path.item === undefined ? COLLECTION_VERBS : ITEM_VERBS)[operation.method];
  if (verb === undefined) return;
  const key = [group, version, name, subresource].join("|");
  const entry = served.get(key) ?? {
    group,
    version,
    name,
    subresource,
    kind: "",
    namespaced: false,
    verbs: new Set(),
  };
  served.set(key, entry);
  entry.verbs.add(verb);
  if (verb === "list" && operation.watch && !NOT_WATCHED.has(`${group}/${name}`)) entry.verbs.add("watch");
  if (path.namespaced !== undefined) entry.namespaced = true;
  // The operation on all namespaces together has the same kind; a subresource's is not asked for.
  if (subresource === "") entry.kind ||= KIND.exec(operation.name)?.groups?.kind ?? "";
}
