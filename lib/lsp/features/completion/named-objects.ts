import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { writtenMetadata } from "../../../analysis/as-written.js";
import { appliedOfKinds, isRefusedIn, keyOf, placesIn } from "../../../builds/applied.js";
import type { AppliedObject, Build } from "../../../builds/build.js";
import { areApart } from "../../../builds/controllers/clusters.js";
import { isNamespaced } from "../../../kubernetes/kinds.js";
import { isKnown, type KindName } from "../../../kubernetes/objects.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import type { Scope } from "./scope.js";

type NamedKind = "Role" | "ClusterRole" | "ServiceAccount";

/** An object that can be referred to, under the name that a reference in some builds is to be written with. */
export interface NamedObject {
  name: string;
  namespace: string | undefined;
  /** The namespace that it is written in: undefined if none is written, and for one of another build. */
  writtenNamespace: string | undefined;
  object: AppliedObject;
  /** Whether it is applied together with what refers to it, in at least one build. */
  isOwn: boolean;
  /** Whether every build that applies what refers to it has it. */
  isEverywhere: boolean;
}

/**
 * The objects of a kind that can be referred to from some builds. Those that are applied together have the name that they
 * are written with, which kustomize follows; those of other builds the one that they get there.
 * @param where only those in the namespace of the scope, or those in any
 */
export function namedObjects(
  analysis: Analysis,
  kind: NamedKind,
  scopes: readonly Scope[],
  where: "namespace" | "any" = "namespace",
): NamedObject[] {
  const found = new Map<string, NamedObject & { scopes: Set<Scope> }>();
  for (const scope of scopes) {
    for (const { isOwn, ...one } of inScope(analysis, kind, scope)) {
      const namespace = one.applied.object.object.metadata?.namespace;
      if (where === "namespace" && isNamespaced(kind) && namespace !== scope.namespace) continue;
      const key = where === "any" ? `${namespace ?? ""}/${one.name}` : one.name;
      const before = found.get(key);
      if (before) {
        before.scopes.add(scope);
        before.isOwn ||= isOwn;
      } else {
        const { name, writtenNamespace, applied } = one;
        const { object } = applied;
        found.set(key, {
          ...{ name, namespace, writtenNamespace, object, isOwn },
          ...{ isEverywhere: true, scopes: new Set([scope]) },
        });
      }
    }
  }
  return [...found.values()].map((one) => ({ ...one, isEverywhere: one.scopes.size === scopes.length }));
}

interface InScope {
  name: string;
  writtenNamespace: string | undefined;
  applied: Applied;
  isOwn: boolean;
}

function* inScope(analysis: Analysis, kind: NamedKind, { build }: Scope): Generator<InScope> {
  if (build) {
    for (const applied of appliedOfKinds(build, new Set([kind]))) {
      if (isRefusedIn(build, applied.object)) continue;
      const { name, namespace } =
        writtenMetadata(analysis, applied.object) ?? applied.object.object.metadata ?? {};
      if (isKnown(name)) yield { name, writtenNamespace: namespace, applied, isOwn: true };
    }
  }
  for (const other of analysis.all) {
    if (other === build || other.isDefault || (build && areApart(other, build))) continue;
    for (const applied of namedIn(other).get(kind) ?? []) {
      const { object } = applied;
      // What is written once and applied twice, as by two overlays, has a name for each.
      if (build && placesIn(build).has(keyOf(object))) continue;
      yield { name: object.object.metadata?.name ?? "", writtenNamespace: undefined, applied, isOwn: false };
    }
  }
}

const KINDS: ReadonlySet<KindName> = new Set(["Role", "ClusterRole", "ServiceAccount"] satisfies NamedKind[]);

/** Remembered for each build, since nearly all of them stay the same while somebody types. */
const namedIn = memoize((build: Build): ReadonlyMap<string, readonly Applied[]> => {
  const all = appliedOfKinds(build, KINDS).filter(
    ({ object }) => isKnown(object.object.metadata?.name) && !isRefusedIn(build, object),
  );
  return groupBy(all, ({ object }) => object.kind);
});
