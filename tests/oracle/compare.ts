import { isMap } from "../../lib/util/plain-values.js";
import { type AnyObject, type KindName, UNKNOWN } from "../../lib/kubernetes/objects.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";

/** The kinds whose content must be the same. */
const COMPARED: ReadonlySet<KindName> = new Set([
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "NetworkPolicy",
  "Namespace",
  "ServiceAccount",
  "CustomResourceDefinition",
]);

interface Compared {
  kind: KindName;
  object: AnyObject;
}

/** What differs between our objects and those that kustomize has rendered, in a line each. */
export function differences(ours: readonly Compared[], yaml: string): string[] {
  const theirs = new ManifestFile(yaml).objects as readonly Compared[];
  const wanted = theirs.filter(({ kind }) => COMPARED.has(kind)).map(({ object }) => object);
  const rest = ours.filter(({ kind }) => COMPARED.has(kind)).map(({ object }) => object);
  const lines: string[] = [];
  for (const object of wanted) {
    const index = rest.findIndex((mine) => isSame(keyOf(mine), keyOf(object)));
    const [mine] = index < 0 ? [] : rest.splice(index, 1);
    if (!mine) {
      lines.push(`missing: ${keyOf(object)}`);
      continue;
    }
    for (const field of new Set([...Object.keys(mine), ...Object.keys(object)])) {
      if (isSame(mine[field], object[field])) continue;
      lines.push(`${keyOf(object)}: ${field} is ${show(mine[field])}, not ${show(object[field])}`);
    }
  }
  return [...lines, ...rest.map((object) => `too much: ${keyOf(object)}`)];
}

function keyOf({ apiVersion, kind, metadata }: AnyObject): string {
  return [apiVersion, kind, metadata?.namespace, metadata?.name].join(" ");
}

/** Whether two values are the same, where an unknown part of a text of ours stands for any text. */
function isSame(ours: unknown, theirs: unknown): boolean {
  if (typeof ours === "string" && typeof theirs === "string" && ours.includes(UNKNOWN)) {
    const [start = "", ...parts] = ours.split(UNKNOWN);
    return theirs.startsWith(start) && theirs.endsWith(parts.at(-1) ?? "");
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.length === theirs.length && ours.every((item, index) => isSame(item, theirs[index]));
  }
  if (isMap(ours) && isMap(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...keys].every((key) => isSame(ours[key], theirs[key]));
  }
  // Kustomize leaves empty labels and annotations out where it has touched them; they say nothing.
  return ours === theirs || (isEmptyMap(ours) && theirs === undefined);
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 300) ?? "nothing";
}
