import { DEFAULT_ACCOUNT } from "../../kubernetes/identities/pod-identity.js";
import { isKnown, type Subject } from "../../kubernetes/objects.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { matchesGlob } from "../../util/glob.js";
import { memoize } from "../../util/memoize.js";
import type { BuildSet } from "../../builds/build-set.js";
import { accountsIn, bindingsIn, namespacesIn } from "../lookup/nowhere.js";
import { namesInPolicies } from "./abac-policies.js";

/**
 * The subjects of a repository whose names match a pattern, as in `ServiceAccount:shop/*`: those that bindings and ABAC
 * policies name, and the ServiceAccounts that it has.
 */
export function subjectsCalled(builds: BuildSet, pattern: string): Subject[] {
  return namedSubjects(builds).filter((subject) => matchesGlob(pattern, subjectName(subject)));
}

const namedSubjects = memoize((builds: BuildSet): Subject[] => {
  const accounts = [
    ...accountsIn(builds),
    ...[...namespacesIn(builds)].map((namespace) => ({ namespace, name: DEFAULT_ACCOUNT })),
  ].flatMap(({ namespace, name }): Subject[] => {
    return isKnown(namespace) ? [{ kind: "ServiceAccount", namespace, name }] : [];
  });
  const bound = bindingsIn(builds).flatMap(({ subjects = [] }) => subjects);
  const others = (["User", "Group"] as const).flatMap((kind): Subject[] => [
    ...bound.flatMap((one) => (one.kind === kind && isKnown(one.name) ? [{ kind, name: one.name }] : [])),
    ...namesInPolicies(builds.repository, kind === "User" ? "user" : "group").map((name) => ({ kind, name })),
  ]);
  const all = [...accounts, ...others];
  return [...new Map(all.map((subject) => [subjectName(subject), subject])).values()];
});
