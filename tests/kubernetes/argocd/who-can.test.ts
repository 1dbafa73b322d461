import { describe, expect, it } from "vitest";
import { policyOf } from "../../../lib/kubernetes/argocd/enforce.js";
import type { MatchMode } from "../../../lib/kubernetes/argocd/pattern.js";
import { readPolicy } from "../../../lib/kubernetes/argocd/policy-text.js";
import { whoCan } from "../../../lib/kubernetes/argocd/who-can.js";

const POLICY = `
p, role:dev, applications, *, shop/*, allow
p, proj:shop:ci, applications, sync, shop/*, allow
g, my-org:shop, role:dev
g, bob, role:dev
p, bob, applications, delete, *, deny
p, eve, applications, get, *, allow
g, my-org:platform, role:admin
`;

function asked(action: string, defaultRole?: string, mode: MatchMode = "glob") {
  const policy = policyOf(readPolicy(POLICY).lines, mode);
  return whoCan(policy, ["applications", action, "shop/cart"], defaultRole);
}

describe("whoCan", () => {
  it.each([
    ["sync", ["admin", "bob", "my-org:platform", "my-org:shop"]],
    ["delete", ["admin", "my-org:platform", "my-org:shop"]],
    ["get", ["admin", "bob", "eve", "my-org:platform", "my-org:shop"]],
  ])("names those who may %s, and no roles", (action, names) => {
    expect(asked(action)).toEqual({ everyone: false, names, unknown: [] });
  });

  it("knows what everyone may", () => {
    expect(asked("get", "role:readonly").everyone).toBe(true);
    expect(asked("sync", "role:readonly").everyone).toBe(false);
  });

  it("says of whom it cannot tell", () => {
    const policy = policyOf(readPolicy("p, ada, applications, (get|sync), .*, allow").lines, "regex");
    expect(whoCan(policy, ["applications", "get", "shop/cart"])).toEqual({
      everyone: false,
      names: [],
      unknown: ["ada"],
    });
  });
});
