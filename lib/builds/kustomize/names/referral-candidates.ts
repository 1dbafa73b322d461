import { field, items } from "../../../util/plain-values.js";
import {
  effectiveNamespace,
  isClusterScoped,
  namespaceOf,
  NO_NAMESPACE,
  originalId,
  type Resource,
} from "../resource.js";

/** What one object can refer to. */
export interface Reach {
  /** The objects that once had this name. */
  named(name: string): readonly Resource[];
  /** Whether anything was written in a namespace. */
  hasOriginal(namespace: string): boolean;
}

type ByNamespace = Map<string, Resource[]>;

/**
 * All objects of a build, indexed by a previous name or the original namespace, then by the present
 * namespace: a repository with a thousand teams has a thousand objects of each name.
 */
export class Candidates {
  readonly #byName = new Map<string, ByNamespace>();
  readonly #byOriginal = new Map<string, ByNamespace>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      const namespace = effectiveNamespace(resource.object);
      const names = new Set(resource.previous.map(({ name }) => name));
      for (const name of names) put(this.#byName, name, namespace, resource);
      put(this.#byOriginal, originalId(resource).namespace, namespace, resource);
    }
  }

  /**
   * Everything an object can refer to: what is in its own namespace or in none, and, for a RoleBinding, in
   * the namespaces of its subjects; an object without a namespace can refer to everything:
   * api/resmap/reswrangler.go, SubsetThatCouldBeReferencedByResource.
   */
  from({ object }: Resource): Reach {
    if (isClusterScoped(object)) {
      return {
        named: (name) => [...(this.#byName.get(name)?.values() ?? [])].flat(),
        hasOriginal: (namespace) => this.#byOriginal.has(namespace),
      };
    }
    const own = effectiveNamespace(object);
    const named = object.kind === "RoleBinding" ? subjectNamespaces(object.subjects) : new Set<string>();
    const namespaces = [...new Set([own, NO_NAMESPACE, ...named])];
    const inReach = (one: Resource) =>
      isClusterScoped(one.object) ||
      effectiveNamespace(one.object) === own ||
      // An object without a namespace is in `default`, but is not found by that name.
      named.has(namespaceOf(one));
    const within = (byNamespace: ByNamespace | undefined) =>
      namespaces.flatMap((namespace) => byNamespace?.get(namespace)?.filter(inReach) ?? []);
    return {
      named: (name) => within(this.#byName.get(name)),
      hasOriginal: (namespace) => within(this.#byOriginal.get(namespace)).length > 0,
    };
  }
}

function subjectNamespaces(subjects: unknown): Set<string> {
  const namespaces = items(subjects)
    .filter((subject) => field(subject, "kind") === "ServiceAccount")
    .map((subject) => field(subject, "namespace"));
  return new Set(namespaces.filter((namespace) => typeof namespace === "string"));
}

function put(index: Map<string, ByNamespace>, key: string, namespace: string, resource: Resource): void {
  let byNamespace = index.get(key);
  if (!byNamespace) index.set(key, (byNamespace = new Map<string, Resource[]>()));
  const present = byNamespace.get(namespace);
  if (present) present.push(resource);
  else byNamespace.set(namespace, [resource]);
}
