import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { keyOf } from "../../../builds/applied.js";
import { placeOf } from "../../../builds/build.js";
import { BINDING_KINDS, type BindingKind, isKnown, type RoleKind } from "../../../kubernetes/objects.js";
import { subjectName } from "../../../kubernetes/rbac/rbac.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import { bounded, code, item, type Line, line, listed, said, type Words } from "../../text/markup.js";
import { countBuilds, whatApplies } from "./build-words.js";
import { codes } from "./rights-lines.js";

/** That a binding gives a role to its subjects, perhaps through roles that take it in. */
export interface Bound {
  binding: Applied<BindingKind>;
  through: readonly string[];
}

/** The most bindings that are told. */
const MOST_BOUND = 6;

/** The bindings of applied roles, also of those that take them in; those for the whole cluster come first. */
export function boundOf(analysis: Analysis, roles: readonly Applied<RoleKind>[]): Bound[] {
  const found = new Map<Applied<BindingKind>, Bound>();
  const seen = new Set<object>();
  for (const role of roles) {
    if (seen.has(role.object)) continue;
    seen.add(role.object);
    for (const one of analysis.grants.of(role)) if (!found.has(one.binding)) found.set(one.binding, one);
  }
  return [...found.values()];
}

/** The bindings that refer to the same role as others, by its name: one of every cluster. */
export function boundTo(analysis: Analysis, [first]: readonly Applied<BindingKind>[]): Bound[] {
  const { kind, name } = first?.object.object.roleRef ?? {};
  const all = (kind === "ClusterRole" && byRole(analysis).get(`${kind} ${name}`)) || [];
  return all.map((binding) => ({ binding, through: [] }));
}

const byRole = memoize((analysis: Analysis) =>
  groupBy(analysis.ofKind(...BINDING_KINDS), ({ object: { object } }) => {
    return `${object.roleRef?.kind} ${object.roleRef?.name}`;
  }),
);

/**
 * Which bindings give a role to whom, and in which builds if not in all.
 * @param except those that are asked about: only the others are told
 */
export function boundLines(all: readonly Bound[], except: readonly Applied<BindingKind>[]): Line[] {
  const own = new Set(except.map(({ object }) => keyOf(object)));
  const others = all.filter(({ binding }) => !own.has(keyOf(binding.object)));
  if (others.length === 0) return [];
  const builds = countBuilds(all.map(({ binding }) => binding));
  const lines = [...groupBy(others, keyOfBound).values()].map((same): Line => {
    const [{ binding, through }] = same as [Bound];
    const copies = same.map((one) => one.binding);
    const inSome = countBuilds(copies) < builds ? said`, in what ${whatApplies(copies)}` : [];
    const by = through.length > 0 ? said` through ${codes(through, 3)}` : [];
    return item(said`${bindingWords(binding, copies)} to ${subjectsWords(copies)}${by}${inSome}`);
  });
  return [
    line([except.length > 0 ? "Also bound by:" : "Bound by:"]),
    ...bounded(lines, MOST_BOUND, "more bindings"),
  ];
}

/** The same for a binding that builds apply alike, but for its namespace. */
function keyOfBound({ binding: { object }, through }: Bound): string {
  return JSON.stringify([keyOf(object), object.object.metadata?.name, through]);
}

/** A binding with its place, and where it holds. */
export function bindingWords(
  { object }: Applied<BindingKind>,
  copies: readonly Applied<BindingKind>[] = [],
): Words {
  const { name } = object.object.metadata ?? {};
  const what = isKnown(name) ? said`${object.kind} ${code(name)}` : said`a ${object.kind}`;
  const names = copies.flatMap((one) => one.object.object.metadata?.namespace ?? []);
  const namespaces = [...new Set(names)].filter(isKnown).sort();
  const where: Words =
    object.kind === "ClusterRoleBinding"
      ? [" in the whole cluster"]
      : namespaces.length === 0
        ? []
        : said` in ${namespaces.length === 1 ? "namespace " : "namespaces "}${codes(namespaces, 3)}`;
  return said`${what} (${{ place: placeOf(object, ["metadata", "name"]) }})${where}`;
}

/** The subjects of a binding: "Group `ops` and 2 more". Where each copy has an account of its own namespace, it has none. */
function subjectsWords(copies: readonly Applied<BindingKind>[]): Words {
  const [binding] = copies as readonly [Applied<BindingKind>];
  const { subjects = [], metadata } = binding.object.object;
  if (subjects.length === 0) return ["nobody"];
  const isOne = new Set(copies.map(({ object }) => object.object.metadata?.namespace)).size === 1;
  const words = subjects.map((subject): Words => {
    const { kind, name, namespace } = subject;
    const isOwn = kind === "ServiceAccount" && (namespace || metadata?.namespace) === metadata?.namespace;
    if (isOwn && !isOne && isKnown(name)) return said`ServiceAccount ${code(name)} of the same namespace`;
    return subjectWords(subjectName(subject, metadata?.namespace));
  });
  return listed(words, 3);
}

/** A subject as bindings name it, `ServiceAccount:shop/web`, with its name as code. */
export function subjectWords(subject: string): Words {
  const colon = subject.indexOf(":");
  // The namespace of an account can be chosen when it is applied.
  return said`${subject.slice(0, colon)} ${code(subject.slice(colon + 1).replace(/^\?\//, ""))}`;
}
