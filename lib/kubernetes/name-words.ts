import { plural, quoteList } from "../util/phrases.js";
import { isKnown, type Subject } from "./objects.js";

/** An object in a sentence: `Role 'reader'`, or `this Role` if its name is none, or is filled in later. */
export function nameWords(kind: string, name: string | undefined): string {
  return isKnown(name) ? `${kind} '${name}'` : `this ${kind}`;
}

/** The role that a binding refers to, in a sentence. */
export function roleRefWords({ kind, name }: { kind?: string; name?: string } = {}): string {
  if (!isKnown(name)) return "the role of this binding";
  return `${kind === "Role" || kind === "ClusterRole" ? kind : "role"} '${name}'`;
}

/** A list of names for a sentence, as `quoteList` has it, without those that are filled in later. */
export function quoteKnown(names: readonly string[], otherwise?: string): string {
  return quoteList(names.filter(isKnown), otherwise);
}

/** Names some namespaces in a sentence: `namespaces 'dev' and 'prod'`; undefined if none of them is known. */
export function namespaceWords(namespaces: Iterable<string | undefined>): string | undefined {
  const known = [...new Set(namespaces)].filter(isKnown).sort();
  return known.length === 0 ? undefined : `namespace${known.length === 1 ? "" : "s"} ${quoteList(known)}`;
}

/**
 * Names a subject in a sentence: `User 'ada'`, `ServiceAccount 'tools/backup'`; `a User` if its name is filled in
 * later. A ServiceAccount without a namespace is in its RoleBinding's.
 */
export function subjectWords({ kind, name, namespace }: Subject, bindingNamespace?: string): string {
  const what = isKnown(kind) ? kind : "subject";
  const where = namespace || bindingNamespace;
  if (!isKnown(name)) return `a ${what}`;
  return `${what} '${kind === "ServiceAccount" && isKnown(where) ? `${where}/` : ""}${name}'`;
}

/** Names the first subject and counts the others: `User 'ada' and 2 others`; undefined if there are none. */
export function describeSubjects(subjects: Iterable<string>): string | undefined {
  // Those that have a name come first.
  const [first, ...others] = [...new Set(subjects)].sort(
    (a, b) => Number(b.includes("'")) - Number(a.includes("'")),
  );
  if (first === undefined || others.length === 0) return first;
  return `${first} and ${plural(others.length, "other")}`;
}
