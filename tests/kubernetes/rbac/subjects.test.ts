import { expect, it } from "vitest";
import { groupsOfMembers } from "../../../lib/kubernetes/rbac/subjects.js";

it.each<[group: string, also: string[]]>([
  ["developers", ["system:authenticated"]],
  ["system:serviceaccounts", ["system:authenticated"]],
  ["system:serviceaccounts:ci", ["system:serviceaccounts", "system:authenticated"]],
  ["system:authenticated", []],
  ["system:unauthenticated", []],
])("every member of '%s' is in %o, too", (group, also) => {
  expect(groupsOfMembers(group)).toEqual(also);
});
