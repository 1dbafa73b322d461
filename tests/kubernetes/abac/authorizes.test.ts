import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Attributes,
  authorizes,
  hasPaths,
  hasResources,
} from "../../../lib/kubernetes/abac/authorizes.js";
import type { PolicySpec } from "../../../lib/kubernetes/abac/policy.js";
import { policy, policyLine, read } from "./policies.js";

const of = (...words: string[]) => fc.constantFrom(...words);

const specs: fc.Arbitrary<PolicySpec> = fc.record({
  user: of("", "*", "ada", "system:anonymous"),
  group: of("", "*", "dev", "system:authenticated", "system:unauthenticated"),
  readonly: fc.boolean(),
  apiGroup: of("", "*", "apps", "app*"),
  resource: of("", "*", "pods", "pods/log", "po*"),
  namespace: of("", "*", "shop", "sh*"),
  nonResourcePath: of("", "*", "**", "/", "/*", "/a", "/a*", "/a/*", "/a**", "/*a", "*a", "a*"),
});
const users = fc.record({
  name: of("", "*", "ada", "bob", "system:anonymous"),
  groups: fc.subarray(["*", "dev", "system:authenticated", "system:unauthenticated"]),
});
const verbs = of("get", "list", "watch", "create", "post", "head", "*", "Get");
const requests: fc.Arbitrary<Attributes> = fc.oneof(
  fc.record({
    user: users,
    verb: verbs,
    namespace: of("", "*", "shop"),
    apiGroup: of("", "*", "apps"),
    resource: of("*", "pods", "po"),
  }),
  fc.record({ user: users, verb: verbs, path: of("/", "/a", "/a/", "/a/b", "/ab", "/*", "/*a", "*", "") }),
);

/** The same once more: the sentences of Kubernetes' documentation, with patterns as regular expressions. */
function isAllowed(spec: PolicySpec, request: Attributes): boolean {
  const star = (pattern: string, text: string) => pattern === "*" || pattern === text;
  const { user, verb } = request;
  const named = [
    ...(spec.user ? [star(spec.user, user.name)] : []),
    ...(spec.group ? [user.groups.concat(spec.group === "*" ? "*" : []).includes(spec.group)] : []),
  ];
  if (named.length === 0 || named.includes(false)) return false;
  if (spec.readonly && !/^(?:get|list|watch)$/.test(verb)) return false;
  if ("resource" in request) {
    const { apiGroup, namespace, resource } = request;
    return star(spec.apiGroup, apiGroup) && star(spec.namespace, namespace) && star(spec.resource, resource);
  }
  const [, prefix, stars] = /^(.*?)(\**)$/.exec(spec.nonResourcePath) ?? [];
  return spec.nonResourcePath === request.path || (stars !== "" && request.path.startsWith(prefix ?? ""));
}

describe("a policy", () => {
  it("allows what it allows by a second account", () => {
    fc.assert(
      fc.property(specs, requests, (spec, request) => {
        expect(authorizes(spec, request)).toBe(isAllowed(spec, request));
      }),
      { numRuns: 5000 },
    );
  });

  it("allows nothing where nothing of it can match", () => {
    fc.assert(
      fc.property(specs, requests, (spec, request) => {
        const isPossible = "path" in request ? hasPaths(spec) : hasResources(spec);
        // Nobody names a resource, a group or a namespace with a star, and paths begin with a slash.
        const isReal =
          "path" in request
            ? request.path.startsWith("/")
            : ![request.namespace, request.apiGroup, request.resource].includes("*");
        if (isReal && !isPossible) expect(authorizes(spec, request)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  const ada = { name: "ada", groups: ["dev", "system:authenticated"] };
  const nobody = { name: "system:anonymous", groups: ["system:unauthenticated"] };
  const pods = { namespace: "shop", apiGroup: "", resource: "pods" };
  it.each<[string, object, Attributes, boolean]>([
    ["a user and a group", { user: "ada", group: "ops" }, { user: ada, verb: "get", ...pods }, false],
    ["both of them", { user: "ada", group: "dev" }, { user: ada, verb: "get", ...pods }, true],
    ["neither", {}, { user: ada, verb: "get", ...pods }, false],
    ["all users", { user: "*" }, { user: ada, verb: "get", ...pods }, true],
    ["all users, without credentials", { user: "*" }, { user: nobody, verb: "get", ...pods }, false],
    [
      "all groups, whatever the user is",
      { user: "bob", group: "*" },
      { user: ada, verb: "get", ...pods },
      true,
    ],
    ["reading", { user: "ada", readonly: true }, { user: ada, verb: "watch", ...pods }, true],
    ["writing", { user: "ada", readonly: true }, { user: ada, verb: "create", ...pods }, false],
    ["another group", { user: "ada" }, { user: ada, verb: "get", ...pods, apiGroup: "apps" }, false],
    ["lists of all namespaces", { user: "ada" }, { user: ada, verb: "list", ...pods, namespace: "" }, false],
    ["a path", { user: "ada" }, { user: ada, verb: "get", path: "/version" }, false],
  ])("is asked about %s", (_, fields, request, answer) => {
    const reading = read(policyLine({ namespace: "shop", resource: "pods", ...fields }));
    expect("policy" in reading && authorizes(reading.policy.spec, request)).toBe(answer);
  });

  it.each([
    ["/a/*", "/a/", true],
    ["/a/*", "/a", false],
    ["/a*", "/abc/d", true],
    ["*", "/", true],
    ["/*a", "/ba", false],
  ])("with the path %s", (nonResourcePath, path, answer) => {
    const request = { user: ada, verb: "get", path };
    expect(authorizes(policy({ user: "ada", nonResourcePath }), request)).toBe(answer);
  });

  it("takes no longer for many stars", () => {
    const nonResourcePath = `/${"*".repeat(60_000)}a${"*".repeat(60_000)}`;
    const request = { user: ada, verb: "get", path: "/b" };
    expect(authorizes(policy({ user: "ada", nonResourcePath }), request)).toBe(false);
  });
});
