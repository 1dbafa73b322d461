import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Users } from "../../../lib/analysis/access/users.js";
import { subjectMatches } from "../../../lib/kubernetes/abac/authorizes.js";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { appliesToUser, userOf } from "../../../lib/kubernetes/rbac/authorizer.js";

const name = fc.constantFrom(
  "a",
  "b",
  "*",
  "",
  "system:serviceaccount:a:b",
  "system:authenticated",
  "system:serviceaccounts:a",
  "__proto__",
);
const subject: fc.Arbitrary<Subject> = fc.record(
  {
    kind: fc.constantFrom("User", "Group", "ServiceAccount", "Other"),
    name,
    namespace: fc.constantFrom("a", "b", ""),
  },
  { requiredKeys: [] },
);
const users = fc.array(subject.map(userOf), { maxLength: 5 });

describe("users", () => {
  it("are meant by a subject of a binding if it means one of them", () => {
    fc.assert(
      fc.property(users, subject, fc.option(name, { nil: undefined }), (all, one, namespace) => {
        expect(new Users(all).hasSubject(one, namespace)).toBe(
          all.some((user) => appliesToUser(user, one, namespace)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("are meant by an ABAC policy if it is about one of them", () => {
    fc.assert(
      fc.property(users, name, name, (all, user, group) => {
        const policy = {
          user,
          group,
          readonly: false,
          apiGroup: "*",
          resource: "*",
          namespace: "*",
          nonResourcePath: "",
        };
        expect(new Users(all).hasPolicySubject(policy)).toBe(all.some((one) => subjectMatches(policy, one)));
      }),
      { numRuns: 1000 },
    );
  });
});
