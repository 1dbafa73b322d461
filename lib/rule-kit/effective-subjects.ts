import { type Place, placeOf } from "../builds/build.js";
import type { Applied } from "../analysis/analysis.js";
import type { ObjectRuleContext } from "./define-rule.js";
import { type Binding, type BindingKind, isKnown, type Subject } from "../kubernetes/objects.js";
import { quoteList } from "../util/phrases.js";
import type { Path } from "../manifests/locate.js";

/** A subject in one of the builds that apply its binding. */
export interface SubjectUse {
  subject: Subject;
  /** The binding as it is applied; as it is written where no build applies it. */
  binding: Binding;
  applied?: Applied<BindingKind>;
}

/** A subject that is written in the linted object, as every build applies it. */
export interface EffectiveSubject {
  /** Its path in the linted object. */
  at: Path;
  /** Never empty. */
  uses: readonly [SubjectUse, ...SubjectUse[]];
}

type Context = Pick<
  ObjectRuleContext<string, unknown, BindingKind>,
  "applied" | "patched" | "analysis" | "place"
>;

/**
 * The subjects that a binding, or a patch on one, writes, completed as each build does. What a patch that is
 * judged itself writes is left to it.
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
      if (!at) continue;
      const use: SubjectUse = { subject, binding, applied: one };
      const others = judged.get(at.join("\n"));
      if (others) others.uses.push(use);
      else judged.set(at.join("\n"), { at, uses: [use] });
    }
  }
  return [...judged.values()];
}

/**
 * Where an applied subject stands in the linted object. What something else has written, which is not judged
 * there, is told at the list; nothing where it belongs to another file that is linted.
 */
function pathHere(written: Binding, subject: Subject, found: Place, place: Place): Path | undefined {
  const isHere =
    found.file === place.file &&
    found.document === place.document &&
    place.path.every((step, index) => step === found.path[index]);
  const at = isHere ? found.path.slice(place.path.length) : ["subjects"];
  const [, index] = at;
  if (typeof index !== "number") return isHere ? at : ["subjects"];
  // Items that something has put into the list move those behind them.
  if (isSame(written.subjects?.[index], subject)) return at;
  const moved = written.subjects?.findIndex((one) => isSame(one, subject)) ?? -1;
  return moved < 0 ? ["subjects"] : ["subjects", moved];
}

/** Whether two are the same subject, whatever kustomize has made of its name and namespace. */
function isSame(written: Subject | undefined, applied: Subject): boolean {
  if (written?.kind !== applied.kind) return false;
  return applied.kind === "ServiceAccount" || written?.name === applied.name;
}

/** The role of a binding, and where it grants it, for a sentence: of all builds together. */
export function grantedWords(
  bindingKind: string,
  uses: readonly SubjectUse[],
): { role: string; where: string } {
  const [{ binding }] = uses as [SubjectUse];
  const { kind = "the role", name } = binding.roleRef ?? {};
  const namespaces = new Set(uses.map((use) => use.binding.metadata?.namespace).filter(isKnown));
  const inNamespaces = `namespace${namespaces.size > 1 ? "s" : ""} ${quoteList([...namespaces])}`;
  return {
    role: name === undefined ? "the role of this binding" : `${kind} '${name}'`,
    where:
      bindingKind === "ClusterRoleBinding"
        ? "the whole cluster"
        : namespaces.size > 0
          ? inNamespaces
          : "the namespace it is applied in",
  };
}

/** Whether a binding refers to one of some ClusterRoles. */
export function refersToClusterRole({ roleRef }: Binding, names: ReadonlySet<string>): boolean {
  return roleRef?.kind === "ClusterRole" && roleRef.name !== undefined && names.has(roleRef.name);
}
