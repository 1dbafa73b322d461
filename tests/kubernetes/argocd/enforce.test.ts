import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUILTIN_POLICY } from "../../../lib/kubernetes/argocd/builtin-policy.js";
import { enforce, enforceWithDefault, policyOf, reach } from "../../../lib/kubernetes/argocd/enforce.js";
import type { MatchMode } from "../../../lib/kubernetes/argocd/pattern.js";
import { type Grouping, type Permission, readPolicy } from "../../../lib/kubernetes/argocd/policy-text.js";

function policy(text: string, mode: MatchMode = "glob") {
  const { lines, defects } = readPolicy(text);
  expect(defects).toEqual([]);
  return policyOf(lines, mode);
}

// What argo-cd's own enforcer (casbin 2.135, gobwas/glob 0.2.3) answers.
describe("enforce", () => {
  it.each([
    ["admin", "applications", "delete", "shop/cart", true],
    ["admin", "exec", "create", "shop/cart", true],
    ["admin", "applications", "action/apps/Deployment/restart", "shop/cart", true],
    ["role:admin", "logs", "get", "shop/cart", true],
    ["role:readonly", "applications", "get", "shop/cart", true],
    ["role:readonly", "applications", "sync", "shop/cart", false],
    ["role:readonly", "exec", "create", "shop/cart", false],
    ["somebody", "applications", "get", "shop/cart", false],
    ["", "applications", "get", "shop/cart", false],
    ["__proto__", "applications", "get", "shop/cart", false],
  ])("knows the built-in roles: %s %s %s %s: %s", (subject, resource, action, object, expected) => {
    expect(enforce(policy(""), subject, resource, action, object)).toBe(expected);
  });

  it("follows roles of roles, ten of them", () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, index) => `g, r${index}, r${index + 1}`).join("\n");
    const given = (length: number) => policy(`${chain(length)}\np, r${length}, exec, create, *, allow`);
    expect(enforce(given(10), "r0", "exec", "create", "a/b")).toBe(true);
    expect(enforce(given(11), "r0", "exec", "create", "a/b")).toBe(false);
  });

  it("ends where roles have each other", () => {
    expect(
      enforce(policy("g, a, b\ng, b, a\np, b, exec, create, *, allow"), "a", "exec", "create", "x/y"),
    ).toBe(true);
  });

  it.each([
    ["the subject", "p, ada, exec, create, *, allow\np, ada, exec, create, prod/*, deny"],
    [
      "a role of the subject",
      "g, ada, role:a\ng, role:a, role:b\np, ada, *, *, *, allow\np, role:b, exec, *, prod/*, deny",
    ],
  ])("lets a deny win that binds %s", (_, text) => {
    expect(enforce(policy(text), "ada", "exec", "create", "prod/a")).toBe(false);
    expect(enforce(policy(text), "ada", "exec", "create", "test/a")).toBe(true);
  });

  it.each(["Allow", "allow # all", "", "permit"])("gives nothing for the effect '%s'", (effect) => {
    expect(enforce(policy(`p, ada, *, *, *, ${effect}`), "ada", "exec", "create", "a/b")).toBe(false);
  });

  it("takes a subject for a name", () => {
    expect(enforce(policy("p, *, *, *, *, allow"), "ada", "exec", "create", "a/b")).toBe(false);
  });

  it("has no use for the built-in roles in the mode regex, where '*/*' is no expression", () => {
    const regex = policy("p, ada, applications, get, shop/.*, allow\ng, bob, role:readonly", "regex");
    expect(enforce(regex, "ada", "applications", "get", "shop/cart")).toBe(true);
    expect(enforce(regex, "admin", "applications", "create", "shop/cart")).toBe(false);
    expect(enforce(regex, "bob", "applications", "get", "shop/cart")).toBe(false);
  });

  it("fails a request that a broken expression is asked about, whatever else allows it", () => {
    const regex = policy("p, ada, exec, create, .*, allow\np, ada, exec, *, .*, allow", "regex");
    expect(enforce(regex, "ada", "exec", "create", "a/b")).toBe(false);
    expect(
      enforce(
        policy("p, ada, exec, create, .*, allow\np, ada, logs, *, .*, allow", "regex"),
        "ada",
        "exec",
        "create",
        "a/b",
      ),
    ).toBe(true);
  });

  it("does not claim to know what an expression decides that it does not understand", () => {
    const asked = (text: string) => enforce(policy(text, "regex"), "ada", "exec", "create", "a/b");
    expect(asked("p, ada, exec, create, (a|b)/.*, allow")).toBeUndefined();
    expect(asked("p, ada, logs, create, (a|b)/.*, allow")).toBe(false);
    expect(asked("p, ada, exec, create, .*, allow\np, ada, exec, create, (a|b), deny")).toBeUndefined();
    expect(asked("p, ada, exec, create, .*, deny\np, ada, exec, create, (a|b), allow")).toBe(false);
  });

  it("agrees with casbin's model, written down naively", () => {
    const name = fc.constantFrom("a", "b", "c", "role:admin", "role:readonly");
    const permission = fc.record({
      type: fc.constant("p" as const),
      line: fc.constant(0),
      subject: name,
      resource: fc.constantFrom("applications", "exec", "*", "app*"),
      action: fc.constantFrom("get", "*", "create"),
      object: fc.constantFrom("*", "shop/*", "*/cart", "shop/cart"),
      effect: fc.constantFrom("allow", "allow", "deny", "none"),
    });
    const grouping = fc.record({
      type: fc.constant("g" as const),
      line: fc.constant(0),
      member: name,
      role: name,
    });
    const request = fc.tuple(
      name,
      fc.constantFrom("applications", "exec"),
      fc.constantFrom("get", "create"),
      fc.constantFrom("shop/cart", "shop/pay", "other/cart"),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(permission, grouping), { maxLength: 8 }), request, (lines, asked) => {
        expect(enforce(policyOf(lines, "glob"), ...asked)).toBe(naive([...BUILTIN_POLICY, ...lines], asked));
      }),
    );
  });
});

describe("enforceWithDefault", () => {
  const text = "p, role:all, exec, create, *, allow\np, ada, exec, create, *, deny\n";

  it("gives what policy.default gives, whoever is denied it", () => {
    expect(enforceWithDefault(policy(text), "role:all", "ada", "exec", "create", "a/b")).toBe(true);
    expect(enforceWithDefault(policy(text), "", "ada", "exec", "create", "a/b")).toBe(false);
  });

  it("takes it away by what is denied to the default role itself", () => {
    const denied = policy(`${text}p, role:all, exec, create, prod/*, deny`);
    expect(enforceWithDefault(denied, "role:all", "ada", "exec", "create", "prod/b")).toBe(false);
    expect(enforceWithDefault(denied, "role:all", "eve", "exec", "create", "test/b")).toBe(true);
  });
});

type Request = readonly [subject: string, resource: string, action: string, object: string];

/** e = some(allow) && !some(deny), over the lines whose subject the user has, and whose fields all match. */
function naive(lines: readonly (Permission | Grouping)[], [subject, ...asked]: Request): boolean {
  const names = new Set([subject]);
  for (let round = 0; round < 10; round++) {
    for (const line of lines) if (line.type === "g" && names.has(line.member)) names.add(line.role);
  }
  const effects = lines.flatMap((line) => {
    if (line.type === "g" || !names.has(line.subject)) return [];
    const fields = [line.resource, line.action, line.object];
    const isMatch = fields.every((field, index) => {
      const expression = field
        .split("*")
        .map((part) => part.replace(/[/]/g, "\\/"))
        .join(".*");
      return new RegExp(`^${expression}$`).test(asked[index] ?? "");
    });
    return isMatch ? [line.effect] : [];
  });
  return effects.includes("allow") && !effects.includes("deny");
}

describe("reach", () => {
  const chain = new Map(Array.from({ length: 20 }, (_, index) => [`r${index}`, [`r${index + 1}`]]));

  it("goes ten steps, from each", () => {
    expect([...reach(chain, ["r0"])]).toEqual(Array.from({ length: 11 }, (_, index) => `r${index}`));
    expect([...reach(chain, ["r15", "r19"])]).toEqual(["r15", "r19", "r16", "r20", "r17", "r18"]);
  });

  it("ends in a circle, and where nothing follows", () => {
    expect([
      ...reach(
        new Map([
          ["a", ["b", "a"]],
          ["b", ["a", "c"]],
        ]),
        ["a"],
      ),
    ]).toEqual(["a", "b", "c"]);
    expect([...reach(new Map(), ["a"])]).toEqual(["a"]);
    expect([...reach(chain, [])]).toEqual([]);
  });
});
