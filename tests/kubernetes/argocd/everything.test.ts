import { describe, expect, it } from "vitest";
import { policyOf } from "../../../lib/kubernetes/argocd/enforce.js";
import { fullyAllowed, holdsEverything } from "../../../lib/kubernetes/argocd/everything.js";
import { readPolicy } from "../../../lib/kubernetes/argocd/policy-text.js";

function allowed(line: string, project?: string): readonly string[] {
  const [permission] = readPolicy(line).lines;
  return permission?.type === "p" ? fullyAllowed(permission, "glob", project) : ["no permission"];
}

describe("fullyAllowed", () => {
  it.each([
    ["p, a, *, *, *, allow", ["*"]],
    ["p, a, *, *, */*, allow", ["*"]],
    ["p, a, *, *, */*, deny", []],
    ["p, a, *, *, shop/*, allow", []],
    ["p, a, *, *, */cart, allow", []],
    ["p, a, applications, *, *, allow", ["applications"]],
    ["p, a, app*, *, *, allow", ["applications", "applicationsets"]],
    ["p, a, applications, action/*, *, allow", []],
    ["p, a, *, get, *, allow", ["logs"]],
    ["p, a, *, create, *, allow", ["exec"]],
  ])("%s", (line, resources) => {
    expect(allowed(line)).toEqual(resources);
  });

  it.each([
    ["p, a, *, *, shop/*, allow", ["*"]],
    ["p, a, *, *, *, allow", ["*"]],
    ["p, a, applications, *, shop/*, allow", ["applications"]],
    ["p, a, *, *, shop/cart, allow", []],
    ["p, a, *, *, store/*, allow", []],
  ])("in project 'shop': %s", (line, resources) => {
    expect(allowed(line, "shop")).toEqual(resources);
  });
});

describe("holdsEverything", () => {
  it.each([
    ["the built-in role", "", "role:admin", true],
    ["the built-in user", "", "admin", true],
    ["a reader", "", "role:readonly", false],
    ["nobody", "", "nobody", false],
    ["a wildcard", "p, a, *, *, */*, allow", "a", true],
    ["a wildcard less shells", "p, a, *, *, *, allow\np, a, exec, *, */*, deny", "a", false],
    ["a part", "p, a, applications, *, *, allow", "a", false],
    ["a member of administrators", "g, a, b\ng, b, role:admin", "a", true],
  ])("%s", (_, text, subject, expected) => {
    expect(holdsEverything(policyOf(readPolicy(text).lines, "glob"), subject)).toBe(expected);
  });
});
