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
  const what = resource === "*" ? "every resource" : shown(resource, `'${resource}'`, "a resource");
  return `${verb} ${what} of ${groupWords(apiGroup)} ${namespaceWords(namespace)}`;
}

function groupWords(group: string): string {
  if (group === "*") return "every API group";
  return group === "" ? "the core group" : shown(group, `API group '${group}'`, "an API group");
}

function namespaceWords(namespace: string): string {
  if (namespace === "*") return "in every namespace";
  if (namespace === "") return "outside of namespaces and in lists of all namespaces";
  return shown(namespace, `in namespace '${namespace}'`, "in a namespace");
}

/** A name that is filled in later is not shown. */
function shown(name: string, words: string, otherwise: string): string {
  return isKnown(name) ? words : otherwise;
}

function onPaths({ readonly, nonResourcePath }: PolicySpec): string {
  const what = isEveryPath(nonResourcePath) ? "every non-resource path" : `path '${nonResourcePath}'`;
  return `${readonly ? "read" : "call"} ${what}`;
}
