import { field, isMap, items } from "../../util/plain-values.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { kustomizationIn } from "../../builds/kustomize/kustomization.js";
import { identity, nameOf, type Resource, resourceOf } from "../../builds/kustomize/resource.js";
import type { Defect, Judged } from "./defect.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import type { Entry } from "./paths.js";
import { objectName } from "../../builds/kustomize/resource.js";
import { resolvePath } from "../../repository/paths.js";

/**
 * Objects that come into a kustomization twice: by a path that is listed twice, or by two paths:
 * api/resmap/reswrangler.go, Append.
 */
export function duplicateDefects({ repository }: Judged, entries: readonly Entry[]): Defect[] {
  const paths = new Map<string, Entry>();
  const objects = new Map<string, Entry>();
  return entries.flatMap((entry): Defect[] => {
    const { at, text, path } = entry;
    if (at[0] !== "resources" && at[0] !== "bases") return [];
    if (paths.has(path)) {
      return holdsAnything(repository, path) ? [{ at, id: "listedTwice", data: { path: text } }] : [];
    }
    paths.set(path, entry);
    const brought = objectsAt(repository, path);
    // Added to the others once all are compared, so that one finding names the first that both bring.
    const own = new Set<string>();
    for (const resource of brought) {
      const key = identity(resource);
      const data = { path: text, object: objectName(resource.object) };
      if (own.has(key)) return [{ at, id: "heldTwice", data }];
      const first = objects.get(key);
      if (first) return [{ at, id: "objectTwice", data: { ...data, first: first.text } }];
      own.add(key);
    }
    for (const key of own) objects.set(key, entry);
    return [];
  });
}

/**
 * Files with an object that has no name, such as one that `kubectl create` makes up a name for:
 * kyaml/yaml/rnode.go, GetValidatedMetadata.
 */
export function namelessDefects({ repository }: Judged, entries: readonly Entry[]): Defect[] {
  return entries.flatMap(({ at, text, path }): Defect[] => {
    if (at[0] !== "resources" && at[0] !== "bases") return [];
    const facts = repository.files.get(path);
    if (facts?.nameless === undefined) return [];
    const read = facts.objects.find(({ object }) => !object.metadata?.name);
    const hint =
      !read || read.object.metadata?.generateName
        ? " Give it one: 'generateName' is for 'kubectl create'."
        : " Give it one.";
    return [{ at, id: "nameless", data: { path: text, kind: facts.nameless, hint } }];
  });
}

/** The objects with a plain name that a path brings; none if not all of it can be known. */
function objectsAt(repository: Repository, path: string): readonly Resource[] {
  const facts = repository.files.get(path);
  const resources = facts
    ? facts.objects.map((object) => resourceOf(path, object))
    : closedResources(repository, path);
  return resources.filter((resource) => {
    const { namespace } = resource.object.metadata ?? {};
    return (
      resource.kind !== undefined &&
      isKnown(nameOf(resource)) &&
      (namespace === undefined || isKnown(namespace))
    );
  });
}

function closedResources(repository: Repository, directory: string): readonly Resource[] {
  const gathered = kustomizeOf(repository).baseOf(directory);
  if (typeof gathered === "string" || gathered.hidden.length > 0) return [];
  return gathered.errors.length > 0 ? [] : gathered.resources;
}

/** What could remove everything that a kustomization lists. */
const TAKING = ["patches", "patchesStrategicMerge", "components", "transformers"];

/** Whether a path brings at least one object, of any kind; nothing twice is still nothing. */
function holdsAnything(repository: Repository, path: string): boolean {
  if (repository.files.has(path)) return isManifest(repository, path);
  if (closedResources(repository, path).length > 0) return true;
  const value = kustomizationIn(repository, path)?.value ?? {};
  if (TAKING.some((key) => Object.hasOwn(value, key))) return false;
  return items(value.resources).some((text) => {
    const file = typeof text === "string" ? resolvePath(path, text) : undefined;
    return file !== undefined && isManifest(repository, file);
  });
}

function isManifest(repository: Repository, path: string): boolean {
  return (repository.values(path) ?? []).some(
    (value) =>
      isMap(value) && typeof value.kind === "string" && typeof field(value, "metadata", "name") === "string",
  );
}
