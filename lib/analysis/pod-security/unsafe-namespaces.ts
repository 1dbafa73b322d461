import type { Applied } from "../../builds/applied.js";
import { type Build, type Place, placeOf, writtenAt } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { areApart } from "../../builds/controllers/clusters.js";
import { isKnown } from "../../kubernetes/objects.js";
import { LEVELS } from "../../kubernetes/pod-security/pod-security-configuration.js";
import { ENFORCE_LABEL, isWeaker } from "../../kubernetes/pod-security/pod-security-labels.js";
import { isSystemNamespace } from "../../kubernetes/rbac/builtin-roles.js";
import { isDnsLabel } from "../../kubernetes/rbac/subjects.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import { field, items } from "../../util/plain-values.js";
import { comparePlaces } from "../place-order.js";
import { mentions } from "../searched-texts.js";
import { podSecurityDefaults } from "./defaults.js";
import { hasOtherPodSecurity, mayBeLabelledBeside, namespacesLabelledByArgo } from "./other-means.js";

type AppliedNamespace = Applied<"Namespace">;

/** A namespace whose pods are checked for less than a level. */
export interface UnsafeNamespace {
  name: string;
  /** The level of its label; undefined if it has none. */
  level?: string;
  /** The one place where it is reported: the label, or else the name. */
  place: Place;
  applied: AppliedNamespace;
  /** All objects that enforce less, of every cluster that applies one. */
  everywhere: readonly AppliedNamespace[];
}

/** The namespaces with a Namespace object that enforce less than a level in some cluster, each once. */
export const unsafeNamespaces: (builds: BuildSet, wanted: string) => readonly UnsafeNamespace[] =
  memoizePairs((builds: BuildSet, wanted: string) => {
    if (hasOtherPodSecurity(builds)) return [];
    const named = builds.ofKind("Namespace").filter(({ object }) => {
      const name = object.object.metadata?.name;
      return isKnown(name) && isDnsLabel(name) && !isSystemNamespace(name);
    });
    const byName = groupBy(named, ({ object }) => object.object.metadata?.name ?? "");
    return [...byName].flatMap(([name, all]) => unsafeAmong(builds, name, all, wanted) ?? []);
  });

function unsafeAmong(
  builds: BuildSet,
  name: string,
  all: readonly AppliedNamespace[],
  wanted: string,
): UnsafeNamespace | undefined {
  const { levels, exempt } = podSecurityDefaults(builds);
  if (exempt.has(name)) return undefined;
  const judged = all.map((applied) => ({ applied, verdict: verdictOn(builds, applied, wanted) }));
  // Of several objects of one name, the one that is applied last decides.
  const unsafe = judged.filter(({ applied: { build } }) => {
    return !judged.some(({ applied, verdict }) => verdict === "safe" && !areApart(applied.build, build));
  });
  const everywhere = unsafe.map(({ applied }) => applied);
  const found = unsafe.map(({ applied, verdict }): UnsafeNamespace => {
    const isLabelled = verdict !== "missing";
    const place = isLabelled ? labelPlace(builds, applied) : pathIn(applied, ["metadata", "name"]);
    return { name, place, applied, everywhere, ...(isLabelled && { level: verdict }) };
  });
  const [labelled] = found.filter(({ level }) => level !== undefined).sort(byPlace);
  if (labelled) return labelled;
  const [missing] = found.sort(byPlace);
  const isByDefault = levels.some((level) => !isWeaker(level, wanted));
  if (!missing || isByDefault || mayBeLabelledBeside(builds, name)) return undefined;
  const byArgo = namespacesLabelledByArgo(builds);
  return byArgo === "any" || byArgo.has(name) ? undefined : missing;
}

/** The level of the label if it is weaker than wanted. What is not known, or refused, counts as safe here. */
function verdictOn(builds: BuildSet, { build, object }: AppliedNamespace, wanted: string): string {
  const labels = object.object.metadata?.labels ?? {};
  const isClear = Object.keys(labels).every(isKnown);
  if (!Object.hasOwn(labels, ENFORCE_LABEL)) {
    return isClear && !build.hidden.some((part) => mayLabel(builds, part)) ? "missing" : "safe";
  }
  const level = labels[ENFORCE_LABEL] ?? "";
  return LEVELS.includes(level) && isWeaker(level, wanted) ? level : "safe";
}

/** Whether a hidden part of a build may label the Namespaces beside it: what only adds objects does not. */
function mayLabel({ repository }: BuildSet, part: Build["hidden"][number]): boolean {
  const { kind, file, names, texts = [] } = part;
  if (kind === "program") return true;
  const components = items(field(repository.files.get(file)?.kustomization, "components"));
  if (kind === "remote" || kind === "file") return names.some((name) => components.includes(name));
  return kind === "text" && mentions(repository, texts, "pod-security.kubernetes.io");
}

function labelPlace(builds: BuildSet, applied: AppliedNamespace): Place {
  const path = ["metadata", "labels", ENFORCE_LABEL];
  // What no rule looks at is reported in the object.
  const isElsewhere = builds.isFromPatch(applied as Applied, path);
  return isElsewhere ? placeOf(applied.object as Applied["object"], path) : pathIn(applied, path);
}

function pathIn({ object }: AppliedNamespace, path: readonly string[]): Place {
  const place = writtenAt(object as Applied["object"]);
  return { ...place, path: [...place.path, ...path] };
}

/** In the order of places; of the builds that hold the same object, those that something applies first. */
function byPlace(one: UnsafeNamespace, other: UnsafeNamespace): number {
  const isUnreached = ({ applied: { build } }: UnsafeNamespace) => (build.isUnreached ? 1 : 0);
  return comparePlaces(one.place, other.place) || isUnreached(one) - isUnreached(other);
}
