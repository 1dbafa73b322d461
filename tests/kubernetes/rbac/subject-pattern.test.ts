import { expect, it } from "vitest";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { isOneOf, subjectOf } from "../../../lib/kubernetes/rbac/subject-pattern.js";

const account = (name: string, namespace?: string): Subject => ({
  kind: "ServiceAccount",
  name,
  ...(namespace !== undefined && { namespace }),
});
const user = (name: string): Subject => ({ kind: "User", name });
const group = (name: string): Subject => ({ kind: "Group", name });

it.each<[pattern: string, subject: Subject, isMeant: boolean]>([
  ["User:ada", user("ada"), true],
  ["User:a*", user("ada"), true],
  ["User:ada", group("ada"), false],
  ["ServiceAccount:ci/*", account("deployer", "ci"), true],
  ["ServiceAccount:ci/*", account("deployer", "shop"), false],
  // In the namespace of the binding.
  ["ServiceAccount:own/deployer", account("deployer"), true],
  ["ServiceAccount:ci/deployer", user("system:serviceaccount:ci:deployer"), true],
  ["ServiceAccount:ci/deployer", user("system:serviceaccount:ci:other"), false],
  // Everybody whom the subject means is in these groups.
  ["Group:system:serviceaccounts:ci", account("deployer", "ci"), true],
  ["Group:system:serviceaccounts:ci", account("deployer", "shop"), false],
  ["Group:system:serviceaccounts", account("deployer", "ci"), true],
  ["Group:system:authenticated", account("deployer", "ci"), true],
  ["Group:system:authenticated", user("ada"), true],
  ["Group:system:authenticated", group("developers"), true],
  ["Group:system:authenticated", group("system:authenticated"), true],
  ["Group:system:authenticated", group("system:unauthenticated"), false],
  ["Group:system:serviceaccounts", group("system:serviceaccounts:ci"), true],
  ["Group:system:serviceaccounts", group("developers"), false],
  ["Group:system:serviceaccounts:ci", group("system:serviceaccounts"), false],
  // A group of accounts means all of them.
  ["ServiceAccount:ci/*", group("system:serviceaccounts:ci"), true],
  ["ServiceAccount:ci/deployer", group("system:serviceaccounts:ci"), false],
  ["ServiceAccount:*", group("system:serviceaccounts"), true],
  ["ServiceAccount:ci/*", group("system:serviceaccounts"), false],
])("'%s' and %o: %s", (pattern, subject, isMeant) => {
  expect(isOneOf(["User:nobody", pattern], subject, "own")).toBe(isMeant);
});

it.each<[text: string, subject: Subject]>([
  ["ServiceAccount:ci/deployer", account("deployer", "ci")],
  ["User:jane", user("jane")],
  ["User:system:serviceaccount:ci:deployer", user("system:serviceaccount:ci:deployer")],
  ["Group:oidc:a/b", group("oidc:a/b")],
])("'%s' is %o", (text, subject) => {
  expect(subjectOf(text)).toEqual(subject);
});
