import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identityMappings, mappedAccounts } from "../../../lib/kubernetes/aws/identity-mappings.js";

describe("identityMappings", () => {
  it("reads fields in any case, as the authenticator does, and nothing that is filled in later", () => {
    const list = [
      { rolearn: "arn:a", groups: ["a", "{{SessionName}}", 1] },
      { roleARN: "arn:b", Groups: ["b"] },
      { userarn: "${ARN}", groups: "c" },
      { groups: null },
      null,
    ];
    expect(identityMappings(list, ["x"])).toEqual([
      { arn: "arn:a", groups: [{ at: ["x", 0, "groups", 0], name: "a" }] },
      { arn: "arn:b", groups: [{ at: ["x", 1, "Groups", 0], name: "b" }] },
      { arn: undefined, groups: [] },
      { arn: undefined, groups: [] },
    ]);
  });

  it("takes no other list for groups, and no other name for the identity", () => {
    const mapping = { username: "admin", teams: ["a"], groups: ["b"], role: "arn:a", arn: "arn:b" };
    expect(identityMappings([mapping], [])).toEqual([
      { arn: "arn:b", groups: [{ at: [0, "groups", 0], name: "b" }] },
    ]);
  });

  it("takes anything without an error", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        identityMappings(value, []);
        mappedAccounts(value, []);
      }),
    );
  });
});

describe("mappedAccounts", () => {
  it.each([
    ["111122223333", ["111122223333"]],
    [111122223333, ["111122223333"]],
    [12345678901, ["012345678901"]],
    ["${ACCOUNT}", []],
    ["1111", []],
    [{}, []],
  ])("reads %j", (account, expected) => {
    expect(mappedAccounts([account], ["x"]).map(({ id }) => id)).toEqual(expected);
  });
});
