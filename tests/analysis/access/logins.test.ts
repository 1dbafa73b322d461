import { describe, expect, it } from "vitest";
import { askedUser } from "../../../lib/analysis/access/logins.js";

const ACCOUNTS = "system:serviceaccounts";
const ALL = "system:authenticated";

describe("askedUser", () => {
  it.each([
    [{ kind: "User", name: "ada" }, "ada", [ALL]],
    [{ kind: "Group", name: "team" }, "", ["team", ALL]],
    [{ kind: "Group", name: ALL }, "", [ALL]],
    [{ kind: "Group", name: "system:unauthenticated" }, "", ["system:unauthenticated"]],
    [{ kind: "Group", name: ACCOUNTS }, "", [ACCOUNTS, ALL]],
    [{ kind: "Group", name: `${ACCOUNTS}:shop` }, "", [`${ACCOUNTS}:shop`, ACCOUNTS, ALL]],
    [
      { kind: "ServiceAccount", name: "ci", namespace: "shop" },
      "system:serviceaccount:shop:ci",
      [ACCOUNTS, `${ACCOUNTS}:shop`, ALL],
    ],
  ])("of %j is '%s' in %j", (subject, name, groups) => {
    const user = askedUser(subject);
    expect([user.name, [...user.groups].sort()]).toEqual([name, [...groups].sort()]);
    if (subject.kind === "Group") expect(user.groups).toEqual(groups);
  });
});
