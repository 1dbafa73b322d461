import { describe, expect, it } from "vitest";
import { canGive, issuerOf, issuersIn } from "../../../lib/kubernetes/authentication/issuers.js";
import { argumentFlag } from "../../../lib/kubernetes/components/flags.js";

const URL = "https://id.example.com";

function issuer(...args: string[]) {
  const flags = args.map((text, index) => argumentFlag(`--oidc-${text}`, [index]));
  const plain = {
    name: "kube-apiserver",
    format: "ComponentPod",
    at: [],
    isWhole: true,
    defaults: {},
  } as const;
  return issuerOf({ ...plain, flags });
}

describe("issuerOf", () => {
  it.each([
    [[], "sub", `${URL}#`],
    [["username-claim=email"], "email", ""],
    [["username-claim=name"], "name", `${URL}#`],
    [["username-claim=name", "username-prefix=-"], "name", ""],
    [["username-prefix=oidc:"], "sub", "oidc:"],
    [["username-prefix=${PREFIX}"], "sub", undefined],
  ])("%j", (args, claim, prefix) => {
    expect(issuer(`issuer-url=${URL}`, ...args)).toEqual({ url: URL, username: { claim, prefix }, at: [0] });
  });

  it("brings groups where a flag says so", () => {
    expect(issuer(`issuer-url=${URL}`, "groups-claim=groups", "groups-prefix=oidc:")?.groups).toEqual({
      claim: "groups",
      prefix: "oidc:",
    });
    expect(issuer("client-id=x")).toBeUndefined();
  });
});

describe("issuersIn", () => {
  it("reads an AuthenticationConfiguration", () => {
    const claimMappings = {
      username: { claim: "email", prefix: "" },
      groups: { expression: "claims.roles" },
    };
    expect(issuersIn({ jwt: [{ issuer: { url: URL }, claimMappings }, { issuer: {} }, "x"] })).toEqual([
      {
        url: URL,
        username: { claim: "email", prefix: "" },
        groups: { prefix: undefined },
        at: ["jwt", 0, "issuer", "url"],
      },
    ]);
    expect(issuersIn({ jwt: [{ issuer: { url: URL } }] })[0]?.username).toEqual({ prefix: undefined });
  });
});

describe("canGive", () => {
  it("gives a name that begins with the prefix", () => {
    expect(canGive({ prefix: "oidc:" }, "oidc:ada")).toBe(true);
    expect(canGive({ prefix: "oidc:" }, "ada")).toBe(false);
    expect(canGive({ prefix: "oidc:" }, "oidc:")).toBe(false);
    expect(canGive({ prefix: undefined }, "ada")).toBe(true);
  });
});
