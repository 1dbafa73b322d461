import type { Analysis } from "../../analysis/analysis.js";
import { subjectsCalled } from "../../analysis/access/named-subjects.js";
import { Users } from "../../analysis/access/users.js";
import { type Nowhere, nowhereSubject } from "../../analysis/lookup/nowhere.js";
import type { Subject } from "../../kubernetes/objects.js";
import { userOf } from "../../kubernetes/rbac/authorizer.js";
import { isGlob } from "../../util/glob.js";
import { Mistake } from "../command-line.js";

const SUBJECTS = "'ServiceAccount:namespace/name', 'User:name' or 'Group:name'";
/** The name that a ServiceAccount has as a user: staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. */
const USER_NAME = /^system:serviceaccount:([^:/]+):([^:/]+)$/;
const KINDS = new Map([
  ["serviceaccount", "ServiceAccount"],
  ["sa", "ServiceAccount"],
  ["user", "User"],
  ["group", "Group"],
]);

/** What a subject was probably meant to be, with its kind in another case or left out. */
function meantSubject(written: string): string | undefined {
  const [, word = "", rest = ""] = /^(\w+)[:/](.+)$/.exec(written) ?? [];
  const kind = KINDS.get(word.toLowerCase());
  const isAccount = kind === undefined || kind === "ServiceAccount";
  const name = kind === undefined ? written : rest;
  if (!isAccount) return `${kind}:${name}`;
  return /^[^/:]+[/:][^/:]+$/.test(name) ? `ServiceAccount:${name.replace(":", "/")}` : undefined;
}

/**
 * A subject as it is typed: with its kind, or as what the API server calls a ServiceAccount.
 * @throws {Mistake} if it is none
 */
export function parseSubject(written: string): Subject {
  const [, kind, rest = ""] =
    /^(ServiceAccount|User|Group):(.+)$/.exec(written.replace(USER_NAME, "ServiceAccount:$1/$2")) ?? [];
  if (kind === "User" || kind === "Group") return { kind, name: rest };
  const [namespace = "", name = "", ...more] = kind === undefined ? [] : rest.split("/");
  if (namespace === "" || name === "" || more.length > 0) {
    const meant = meantSubject(written);
    const instead = meant === undefined ? `Write ${SUBJECTS}.` : `Did you mean '${meant}'?`;
    throw new Mistake(`'${written}' is not a subject. ${instead}`);
  }
  return { kind: "ServiceAccount", namespace, name };
}

/** A subject as it is typed, or a pattern for those that the repository names, as in `ServiceAccount:shop/*`. */
export type AskedSubject = { subject: Subject } | { pattern: string };

/**
 * A subject, or a pattern for several.
 * @throws {Mistake} if it is neither
 */
export function parseSubjects(written: string): AskedSubject {
  const pattern = written.replace(USER_NAME, "ServiceAccount:$1/$2");
  if (!isGlob(pattern)) return { subject: parseSubject(written) };
  if (pattern === "*" || /^(?:ServiceAccount|User|Group):/.test(pattern)) return { pattern };
  return { subject: parseSubject(written) };
}

/** The users whom a subject means, and what to say if the repository does not know it. */
export function usersAsked(analysis: Analysis, asked: AskedSubject): { users: Users; nowhere: Nowhere[] } {
  if ("subject" in asked) {
    const nowhere = nowhereSubject(analysis, asked.subject);
    return { users: new Users([userOf(asked.subject)]), nowhere: nowhere ? [nowhere] : [] };
  }
  const subjects = subjectsCalled(analysis, asked.pattern);
  const nowhere: Nowhere[] = subjects.length > 0 ? [] : [{ kind: "Subject", name: asked.pattern }];
  return { users: new Users(subjects.map(userOf)), nowhere };
}
