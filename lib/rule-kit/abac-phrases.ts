import { hasPaths, hasResources, isEveryPath } from "../kubernetes/abac/authorizes.js";
import type { PolicySpec } from "../kubernetes/abac/policy.js";
import { nameWords } from "../kubernetes/name-words.js";
import { isKnown } from "../kubernetes/objects.js";
import { ANONYMOUS_USER, AUTHENTICATED_GROUP, UNAUTHENTICATED_GROUP } from "../kubernetes/rbac/subjects.js";

/** The property that makes a policy read-only, as a file says it. */
export const READONLY = `'"readonly": true'`;

/** Whom a policy is about, to begin a sentence with. */
export function policySubject({ user, group }: PolicySpec): string {
  const isEverybody = group === "*" || group === AUTHENTICATED_GROUP;
  if (user !== "" && user !== "*") {
    if (user === ANONYMOUS_USER) return "Everybody without credentials";
    const words = isKnown(user) ? nameWords("User", user) : "The user of this line";
    return group === "" || isEverybody ? words : `${words}, if in group '${group}',`;
  }
  if (group === UNAUTHENTICATED_GROUP) return "Everybody without credentials";
  if (group === "" || isEverybody) return "Everybody who is authenticated, every ServiceAccount included,";
  return isKnown(group) ? `Group '${group}'` : "The group of this line";
}

/** What a policy allows, to follow "may": "read 'pods' of the core group in every namespace". */
export function policyRights(spec: PolicySpec): string {
  const rights = [
    ...(hasResources(spec) ? [onResources(spec)] : []),
    ...(hasPaths(spec) ? [onPaths(spec)] : []),
  ];
  return rights.join(", and ");
}

function onResources({ readonly, resource, apiGroup, namespace }: PolicySpec): string {
  const verb = readonly ? "read" : "do everything with";
  const what = resource === "*" ? "every resource" : `'${resource}'`;
  const groups: Readonly<Record<string, string>> = { "*": "every API group", "": "the core group" };
  const group = groups[apiGroup] ?? `API group '${apiGroup}'`;
  const places: Readonly<Record<string, string>> = {
    "*": "in every namespace",
    "": "outside of namespaces and in lists of all namespaces",
  };
  return `${verb} ${what} of ${group} ${places[namespace] ?? `in namespace '${namespace}'`}`;
}

function onPaths({ readonly, nonResourcePath }: PolicySpec): string {
  const what = isEveryPath(nonResourcePath) ? "every path that is no resource" : `path '${nonResourcePath}'`;
  return `${readonly ? "read" : "call"} ${what}`;
}
