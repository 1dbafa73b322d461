import { push } from "../../../util/group-by.js";
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
  /**
   * The objects that once had this name; of a namespace only, if one is given: that in which they were written if
   * anything in reach was written there, else the present one.
   */
  named: (name: string, namespace?: string) => readonly Resource[];
}

type ByNamespace = Map<string, Resource[]>;

/** The objects with one name, by the namespace in which they were written and by the present one. */
interface Namesakes {
  all: Resource[];
  byOriginal: ByNamespace;
  byCurrent: ByNamespace;
}

/**
 * All objects of a build, indexed by a previous name, then by namespace: a repository with a thousand teams has a
 * thousand objects of each name.
 */
export class Candidates {
  readonly #byName = new Map<string, Namesakes>();
  /** Those that were written in a namespace, by the present one. */
  readonly #byOriginal = new Map<string, ByNamespace>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      const [original, current] = [originalId(resource).namespace, effectiveNamespace(resource.object)];
      for (const name of new Set(resource.previous.map(({ name }) => name))) {
        const namesakes = this.#namesakes(name);
        namesakes.all.push(resource);
        push(namesakes.byOriginal, original, resource);
        push(namesakes.byCurrent, current, resource);
      }
      let written = this.#byOriginal.get(original);
      if (!written) this.#byOriginal.set(original, (written = new Map<string, Resource[]>()));
      push(written, current, resource);
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
        named: (name, namespace) => {
          const { all = [], byOriginal, byCurrent } = this.#byName.get(name) ?? {};
          if (namespace === undefined) return all;
          return (this.#byOriginal.has(namespace) ? byOriginal : byCurrent)?.get(namespace) ?? [];
        },
      };
    }
    const own = effectiveNamespace(object);
    const named = object.kind === "RoleBinding" ? subjectNamespaces(object.subjects) : new Set<string>();
    const namespaces = new Set([own, NO_NAMESPACE, ...named]);
    const inReach = (one: Resource) =>
      isClusterScoped(one.object) ||
      effectiveNamespace(one.object) === own ||
      // An object without a namespace is in `default`, but is not found by that name.
      (namespaceOf(one) !== "" && named.has(namespaceOf(one)));
    const hasOriginal = (namespace: string) =>
      common(this.#byOriginal.get(namespace), namespaces).some((all) => all.some(inReach));
    return {
      named: (name, namespace) => {
        const namesakes = this.#byName.get(name);
        if (!namesakes) return [];
        const { byOriginal, byCurrent } = namesakes;
        if (namespace === undefined) return common(byCurrent, namespaces).flat().filter(inReach);
        return ((hasOriginal(namespace) ? byOriginal : byCurrent).get(namespace) ?? []).filter(inReach);
      },
    };
  }

  #namesakes(name: string): Namesakes {
    let namesakes = this.#byName.get(name);
    if (!namesakes) {
      namesakes = {
        all: [],
        byOriginal: new Map<string, Resource[]>(),
        byCurrent: new Map<string, Resource[]>(),
      };
      this.#byName.set(name, namesakes);
    }
    return namesakes;
  }
}

/** What is in any of several namespaces, without looking at more of them than there are. */
function common(byNamespace: ByNamespace | undefined, namespaces: ReadonlySet<string>): Resource[][] {
  if (!byNamespace) return [];
  return byNamespace.size < namespaces.size
    ? [...byNamespace].flatMap(([namespace, found]) => (namespaces.has(namespace) ? [found] : []))
    : [...namespaces].flatMap((namespace) => {
        const found = byNamespace.get(namespace);
        return found ? [found] : [];
      });
}

function subjectNamespaces(subjects: unknown): Set<string> {
  const namespaces = items(subjects)
    .filter((subject) => field(subject, "kind") === "ServiceAccount")
    .map((subject) => field(subject, "namespace"));
  return new Set(namespaces.filter((namespace) => typeof namespace === "string"));
}
