import { patchedRoleRefs } from "./build-phrases.js";
import { type Place, placeOf } from "../builds/build.js";
import type { Applied } from "../analysis/analysis.js";
import type { ObjectRuleContext } from "./define-rule.js";
import { namespaceWords, roleRefWords } from "../kubernetes/name-words.js";
import { type Binding, type BindingKind, isKnown, type Subject } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";

/** A subject as one build applies it. */
export interface SubjectUse {
  subject: Subject;
  /** The binding as it is applied, or as it is written if no build applies it. */
  binding: Binding;
  applied?: Applied<BindingKind>;
}

/** A subject written in the linted object, as every build applies it. */
export interface EffectiveSubject {
  /** The path in the linted object. */
  at: Path;
  /** One for each build. */
  uses: readonly [SubjectUse, ...SubjectUse[]];
}

type Context = Pick<
  ObjectRuleContext<string, unknown, BindingKind>,
  "applied" | "patched" | "analysis" | "place"
>;

/**
 * Returns the subjects that a binding or a patch on one writes, completed as each build completes them. Subjects
 * from a patch are left out if the patch itself is linted.
 */
export function effectiveSubjects(
  written: Binding,
  { applied, patched, analysis, place }: Context,
): EffectiveSubject[] {
  const bindings = [...applied, ...patched];
  if (bindings.length === 0) {
    return (written.subjects ?? []).map((subject, index) => ({
      at: ["subjects", index],
      uses: [{ subject, binding: written }],
    }));
  }
  const judged = new Map<string, { at: Path; uses: [SubjectUse, ...SubjectUse[]] }>();
  for (const one of bindings) {
    const binding = one.object.object;
    for (const [index, subject] of (binding.subjects ?? []).entries()) {
      if (applied.length > 0 && analysis.isFromPatch(one, ["subjects", index])) continue;
      const at = pathHere(written, subject, placeOf(one.object, ["subjects", index]), place);
      const use: SubjectUse = { subject, binding, applied: one };
      const others = judged.get(at.join("\n"));
      if (others) others.uses.push(use);
      else judged.set(at.join("\n"), { at, uses: [use] });
    }
  }
  return [...judged.values()];
}

/**
 * Returns where to report an applied subject in the linted object: at the list as a whole if the subject is written
 * elsewhere.
 */
function pathHere(written: Binding, subject: Subject, found: Place, place: Place): Path {
  const isHere =
    found.file === place.file &&
    found.document === place.document &&
    place.path.every((step, index) => step === found.path[index]);
  const at = isHere ? found.path.slice(place.path.length) : ["subjects"];
  const [, index] = at;
  if (typeof index !== "number") return isHere ? at : ["subjects"];
  // Items that a patch has inserted move those after them.
  const there = written.subjects?.[index];
  if (isSame(there, subject)) return at;
  const moved = written.subjects?.findIndex((one) => isSame(one, subject)) ?? -1;
  if (moved < 0 && JSON.stringify(there)?.includes("$")) return at;
  return moved < 0 ? ["subjects"] : ["subjects", moved];
}

/** Whether two subjects are the same, even if kustomize has changed the name and namespace. */
function isSame(written: Subject | undefined, applied: Subject): boolean {
  if (written?.kind !== applied.kind) return false;
  return applied.kind === "ServiceAccount" || written?.name === applied.name;
}

/** Returns the role of a binding and where the binding grants it, in words, for all builds together. */
export function grantedWords(
  bindingKind: string,
  uses: readonly SubjectUse[],
): { role: string; where: string } {
  const [{ binding }] = uses as [SubjectUse];
  const by = patchedRoleRefs(uses.flatMap(({ applied }) => applied ?? []));
  const namespaces = namespaceWords(uses.map((use) => use.binding.metadata?.namespace));
  return {
    role: roleRefWords(binding.roleRef) + (isKnown(binding.roleRef?.name) ? by : ""),
    where:
      bindingKind === "ClusterRoleBinding"
        ? "the whole cluster"
        : (namespaces ?? "the namespace it is applied in"),
  };
}

/** Whether a binding refers to one of some ClusterRoles. */
export function refersToClusterRole({ roleRef }: Binding, names: ReadonlySet<string>): boolean {
  return roleRef?.kind === "ClusterRole" && roleRef.name !== undefined && names.has(roleRef.name);
}
