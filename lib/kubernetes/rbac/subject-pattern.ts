import { matchesGlob } from "../../util/glob.js";
import type { Subject } from "../objects.js";
import { userOf } from "./authorizer.js";
import { subjectName } from "./rbac.js";
import { groupsOfMembers, SERVICE_ACCOUNTS_GROUP, splitUsername } from "./subjects.js";

/**
 * Whether one of some globs of subjects, as `ServiceAccount:ci/*`, means everybody that a subject of a binding means: by
 * its name, or as a group that the API server puts each of them into. Who is in any other group is not written anywhere,
 * so a user is allowed by name.
 * @param namespace that of the binding, if it has one
 */
export function isOneOf(
  patterns: readonly string[],
  subject: Subject,
  namespace: string | undefined,
): boolean {
  const names = [
    subjectName(subject, namespace),
    ...groupsOf(subject, namespace).map((group) => `Group:${group}`),
  ];
  for (const accounts of accountsOf(subject)) names.push(accounts);
  const account = subject.kind === "User" ? splitUsername(subject.name ?? "") : undefined;
  if (typeof account === "object") names.push(`ServiceAccount:${account.namespace}/${account.name}`);
  return patterns.some((pattern) => names.some((name) => matchesGlob(pattern, name)));
}

/** All accounts that a group means, as the glob of them. */
function accountsOf({ kind, name = "" }: Subject): string[] {
  if (kind !== "Group") return [];
  if (name === SERVICE_ACCOUNTS_GROUP) return ["ServiceAccount:*/*"];
  const [, namespace] = name.split(`${SERVICE_ACCOUNTS_GROUP}:`);
  return namespace === undefined ? [] : [`ServiceAccount:${namespace}/*`];
}

/** The groups that all whom a subject means are in. */
function groupsOf(subject: Subject, namespace: string | undefined): readonly string[] {
  const { kind, name = "" } = subject;
  if (kind === "Group") return groupsOfMembers(name);
  return userOf({ ...subject, namespace: subject.namespace || (namespace ?? "") }).groups;
}

/** The subject that a text means, as `ServiceAccount:ci/deployer`, `User:jane` or `Group:developers`. */
export function subjectOf(text: string): Subject {
  const [kind = "", ...rest] = text.split(":");
  const name = rest.join(":");
  if (kind !== "ServiceAccount") return { kind, name };
  const [namespace = "", account = ""] = name.split("/");
  return { kind, name: account, namespace };
}
