import { describe, expect, it } from "vitest";
import { policyOf, type Request } from "../../../lib/kubernetes/argocd/enforce.js";
import type { MatchMode } from "../../../lib/kubernetes/argocd/pattern.js";
import { readPolicy } from "../../../lib/kubernetes/argocd/policy-text.js";
import { requestOf } from "../../../lib/kubernetes/argocd/request.js";
import { grantedTo, whoCan } from "../../../lib/kubernetes/argocd/who-can.js";

const POLICY = `
p, role:dev, applications, *, shop/*, allow
p, proj:shop:ci, applications, sync, shop/*, allow
g, my-org:shop, role:dev
g, bob, role:dev
p, bob, applications, delete, *, deny
p, eve, applications, get, *, allow
g, my-org:platform, role:admin
`;

function asked(text: string, request: Request, mode: MatchMode = "glob") {
  return whoCan(policyOf(readPolicy(text).lines, mode), request);
}

const names = (...args: Parameters<typeof asked>) => asked(...args).map(([name]) => name);

describe("whoCan", () => {
  it.each<[string, string | undefined, string[]]>([
    ["sync", "shop/cart", ["admin", "bob", "my-org:platform", "my-org:shop", "proj:shop:ci"]],
    ["sync", "pay/api", ["admin", "my-org:platform"]],
    ["sync", undefined, ["admin", "bob", "my-org:platform", "my-org:shop", "proj:shop:ci"]],
    ["delete", "shop/cart", ["admin", "my-org:platform", "my-org:shop"]],
    ["delete", undefined, ["admin", "my-org:platform", "my-org:shop"]],
    ["get", "shop/cart", ["admin", "bob", "eve", "my-org:platform", "my-org:shop"]],
  ])("names those who may %s %s, and no roles of Argo CD", (action, object, expected) => {
    expect(
      names(POLICY, object === undefined ? ["applications", action] : ["applications", action, object]),
    ).toEqual(expected);
  });

  it("names a group that has members, since somebody in it may log in", () => {
    expect(names("p, ops, exec, create, *, allow\ng, bob, ops", ["exec", "create", "a/b"])).toEqual([
      "admin",
      "bob",
      "ops",
    ]);
  });

  it("keeps the token of a project to what is in that project", () => {
    const everywhere = "p, proj:shop:ci, *, get, *, allow";
    expect(names(everywhere, ["logs", "get", "shop/cart"])).toContain("proj:shop:ci");
    expect(names(everywhere, ["logs", "get", "pay/api"])).not.toContain("proj:shop:ci");
    expect(names(everywhere, ["projects", "get", "pay"])).not.toContain("proj:shop:ci");
    expect(names(everywhere, ["accounts", "get", "pay"])).toContain("proj:shop:ci");
  });

  it("says of whom it cannot tell, for which line", () => {
    const text = "p, ada, applications, (get|sync), .*, allow\np, bob, applications, .*, (a|b), allow";
    expect(asked(text, ["applications", "get", "shop/cart"], "regex")).toEqual([
      ["ada", { grants: [], unclear: expect.objectContaining({ line: 0 }) as unknown }],
      ["bob", { grants: [], unclear: expect.objectContaining({ line: 1 }) as unknown }],
    ]);
    // Whatever the pattern is, it is for some object.
    expect(
      asked(text, ["applications", "get"], "regex").map(([name, { unclear }]) => [name, unclear?.line]),
    ).toEqual([
      ["ada", 0],
      ["bob", undefined],
    ]);
  });

  it("is over where a pattern fails every request", () => {
    expect(names("p, ada, applications, get, *, allow", ["applications", "get"], "regex")).toEqual([]);
  });
});

describe("grantedTo", () => {
  const granted = (text: string, object?: string, mode: MatchMode = "glob") => {
    const policy = policyOf(readPolicy(text).lines, mode);
    const request: Request = object === undefined ? ["exec", "create"] : ["exec", "create", object];
    return grantedTo(policy, "ada", request).grants.map(({ line, through, except }) => {
      return [line.object, through.map(({ role }) => role), except];
    });
  };

  it("gives the shortest way to each line", () => {
    const text =
      "g, ada, a\ng, a, b\ng, ada, b\ng, b, a\np, a, exec, *, a/*, allow\np, b, exec, *, b/*, allow";
    expect(granted(text)).toEqual([
      ["a/*", ["a"], []],
      ["b/*", ["b"], []],
    ]);
    expect(granted(text, "b/x")).toEqual([["b/*", ["b"], []]]);
  });

  it.each<[string, string, MatchMode, unknown[]]>([
    ["shop/*", "shop/*", "glob", []],
    ["shop/a*", "shop/*", "glob", []],
    ["*/*", "shop/*", "glob", [["*/*", [], ["shop/*"]]]],
    ["shop/*", "pay/*", "glob", [["shop/*", [], []]]],
    ["shop/?", "shop/?*", "glob", [["shop/?", [], ["shop/?*"]]]],
    ["shop/.*", ".*", "regex", []],
    ["shop/.*", "pay/.*", "regex", [["shop/.*", [], ["pay/.*"]]]],
    ["shop/.*", "shop/.*", "regex", []],
    ["shop/c.*", "shop/.*", "regex", [["shop/c.*", [], ["shop/.*"]]]],
    ["shop/[ab]", "shop/[ab]", "glob", []],
  ])("with %s allowed and %s denied (%s)", (allow, deny, mode, expected) => {
    const text = `p, ada, exec, create, ${allow}, allow\np, ada, exec, create, ${deny}, deny`;
    expect(granted(text, undefined, mode)).toEqual(expected);
  });
});

describe("requestOf", () => {
  const { lines } = readPolicy("p, ada, gadgets, polish, *, allow");

  it.each<[[string, string, string?], Request]>([
    [
      ["sync", "applications"],
      ["applications", "sync"],
    ],
    [
      ["action/apps/Deployment/restart", "applications", "a/b"],
      ["applications", "action/apps/Deployment/restart", "a/b"],
    ],
    [
      ["*", "*", "*"],
      ["*", "*", "*"],
    ],
    [
      ["polish", "gadgets", "x"],
      ["gadgets", "polish", "x"],
    ],
    [
      ["get", "clusters", "https://k8s"],
      ["clusters", "get", "https://k8s"],
    ],
  ])("takes %j", (words, expected) => {
    expect(requestOf(words, lines)).toEqual(expected);
  });

  it.each<[[string, string, string?], string]>([
    [
      ["sync", "application"],
      "Argo CD has no resource 'application', and no policy here names one. Did you mean 'applications'?",
    ],
    [["invoke", "applications"], "Argo CD has no action 'invoke', and no policy here names one. Correct it."],
    [
      ["action", "applications"],
      "Argo CD has no action 'action', and no policy here names one. Did you mean 'action/*'?",
    ],
    [["sync/x", "applications"], "Argo CD has no action 'sync/x', and no policy here names one. Correct it."],
    [["", "applications"], "Argo CD has no action '', and no policy here names one. Correct it."],
    [["get", "logs", "cart"], "'cart' is in no project. Write PROJECT/NAME, such as 'default/cart'."],
  ])("refuses %j", (words, message) => {
    expect(() => requestOf(words, lines)).toThrow(message);
  });
});
