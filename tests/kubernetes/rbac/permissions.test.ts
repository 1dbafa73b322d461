import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  areDangerous,
  DANGEROUS_PERMISSIONS,
  isDangerousBuiltIn,
} from "../../../lib/kubernetes/rbac/dangerous-permissions.js";
import { aggregates, effectiveRules } from "../../../lib/kubernetes/rbac/aggregation.js";
import { bootstrapClusterRoles } from "../../../lib/kubernetes/rbac/bootstrap-policy.js";
import { type PolicyRule, UNKNOWN } from "../../../lib/kubernetes/objects.js";
import {
  type Access,
  fullAccessEntries,
  givesPermission,
  isWildcard,
  type PermissionContext,
  matchAccess,
  matchPermission,
  type Permission,
  writingWords,
} from "../../../lib/kubernetes/rbac/permissions.js";
import { ruleAllows } from "../../../lib/kubernetes/rbac/rbac.js";

const known: PermissionContext = { isDangerousRole: () => false };
const EXEC: Access = { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] };
const entry = (resources: string[], verbs: string[], more: PolicyRule = {}): PolicyRule => ({
  apiGroups: [""],
  resources,
  verbs,
  ...more,
});

describe("matchAccess", () => {
  it("says what of an entry gives it, with places", () => {
    const rule = entry(["pods", "*/exec", "pods/exec", "*"], ["get", "create", "*"]);
    expect(matchAccess(EXEC, rule, known)).toEqual({
      access: EXEC,
      verbs: ["create", "*"],
      resources: [
        { resource: "*/exec", index: 1 },
        { resource: "pods/exec", index: 2 },
        { resource: "*", index: 3 },
      ],
      names: [],
    });
  });

  it("takes any verb that is known for one", () => {
    const proxy: Access = { apiGroups: [""], resources: ["nodes/proxy"], verbs: "any" };
    expect(matchAccess(proxy, entry(["nodes/proxy"], ["watch", UNKNOWN, "${VERB}"]), known)?.verbs).toEqual([
      "watch",
    ]);
    expect(matchAccess(proxy, entry(["nodes/proxy"], [UNKNOWN]), known)).toBeUndefined();
  });

  it.each<[string, boolean]>([
    ["userextras/scopes", true],
    ["userextras/*", true],
    ["*/scopes", true],
    ["*", true],
    ["userextras", false],
    ["*/*", false],
    ["*/", false],
    ["users/scopes", false],
  ])("knows that '%s' has a subresource of userextras: %j", (resource, expected) => {
    const extras: Access = { apiGroups: [""], resources: ["userextras/*"], verbs: ["get"] };
    expect(matchAccess(extras, entry([resource], ["get"]), known) !== undefined).toBe(expected);
  });

  it.each<[Partial<Access>, number | undefined, boolean]>([
    [{ since: 36 }, undefined, true],
    [{ since: 36 }, 36, true],
    [{ since: 36 }, 35, false],
    [{ before: 35 }, undefined, false],
    [{ before: 35 }, 34, true],
    [{ before: 35 }, 35, false],
    [{}, 20, true],
  ])("counts %j in version %j: %j", (bounds, minor, expected) => {
    const match = matchAccess({ ...EXEC, ...bounds }, entry(["pods/exec"], ["create"]), { ...known, minor });
    expect(match !== undefined).toBe(expected);
  });

  it.each<[string[] | undefined, string[] | undefined]>([
    [undefined, []],
    [[], []],
    [["a"], undefined],
    [["a", "bad"], ["bad"]],
    [["dangerous"], ["dangerous"]],
    [[UNKNOWN], [UNKNOWN]],
    [["${NAME}"], ["${NAME}"]],
    [["*"], undefined],
  ])("of the names %j counts %j", (resourceNames, expected) => {
    const named: Access = {
      ...EXEC,
      evenFor: (name, isDangerousRole) => name === "bad" || isDangerousRole("Role", name),
    };
    const roles: PermissionContext = {
      isDangerousRole: (kind, name) => kind === "Role" && name === "dangerous",
    };
    const rule = entry(["pods/exec"], ["create"], { resourceNames });
    expect(matchAccess(named, rule, roles)?.names).toEqual(expected);
    const never = matchAccess(EXEC, rule, roles);
    expect(never !== undefined).toBe((resourceNames ?? []).length === 0);
  });
});

describe("matchPermission", () => {
  const permission: Permission = { can: "", instead: "", scope: "cluster", access: [EXEC] };
  const words = (values: string[]) => fc.array(fc.constantFrom(...values), { maxLength: 3 });

  it("finds exactly the entries that allow the request", () => {
    fc.assert(
      fc.property(
        words(["", "apps", "*", "x"]),
        words(["pods", "pods/exec", "*/exec", "*", "pods/*", "*/*", "*/log", "exec"]),
        words(["create", "get", "*", "CREATE", "cre*"]),
        fc.option(words(["a", "*"]), { nil: undefined }),
        (apiGroups, resources, verbs, resourceNames) => {
          const rule = { apiGroups, resources, verbs, resourceNames };
          const request = { verb: "create", apiGroup: "", resource: "pods", subresource: "exec", name: "b" };
          expect(matchPermission(permission, rule, known).length > 0).toBe(ruleAllows(rule, request));
        },
      ),
    );
  });

  it("says each of the ways", () => {
    const get = { ...EXEC, verbs: ["get"] };
    const both = { ...permission, access: [EXEC, get] };
    const matches = matchPermission(both, entry(["pods/exec"], ["get", "create"]), known);
    expect(matches.map(({ access, verbs }) => [access, verbs])).toEqual([
      [EXEC, ["create"]],
      [get, ["get"]],
    ]);
  });
});

it.each<[string[], string]>([
  [["create"], "create"],
  [["patch"], "change"],
  [["update", "patch", "create"], "create or change"],
  [["deletecollection"], "delete"],
  [["*"], "create, change or delete"],
])("writingWords says of %j: %s", (verbs, expected) => {
  const access: Access = { ...EXEC, verbs: ["create", "update", "patch", "delete", "deletecollection"] };
  const match = matchAccess(access, entry(["pods/exec"], verbs), known);
  expect(writingWords(match ? [match] : [])).toBe(expected);
});

describe("givesPermission", () => {
  const nodes: Access = { apiGroups: [""], resources: ["nodes/proxy"], verbs: "any", scope: "cluster" };
  const permission: Permission = { can: "", instead: "", scope: "any", access: [EXEC, nodes] };
  const exec = entry(["pods/exec"], ["create"]);
  const proxy = entry(["nodes/proxy"], ["get"]);

  it("leaves out in a namespace what no namespace has", () => {
    expect(givesPermission(permission, [exec], known, true)).toBe(true);
    expect(givesPermission(permission, [proxy], known, true)).toBe(false);
    expect(givesPermission(permission, [proxy], known, false)).toBe(true);
    expect(givesPermission(permission, [], known, false)).toBe(false);
  });

  it("asks for both of two, in whichever entries", () => {
    const both = { ...permission, access: [EXEC], together: nodes };
    expect(givesPermission(both, [exec, proxy], known, false)).toBe(true);
    expect(givesPermission(both, [exec], known, false)).toBe(false);
    expect(givesPermission(both, [proxy], known, false)).toBe(false);
  });
});

describe("fullAccessEntries", () => {
  const wide = (verbs: string[], more: PolicyRule = {}) => ({
    apiGroups: ["*"],
    resources: ["*"],
    verbs,
    ...more,
  });
  const WRITE = ["create", "update", "patch", "delete", "deletecollection"];

  it.each<[string, PolicyRule[], number[]]>([
    ["one that gives all", [entry(["pods"], ["*"]), wide(["*"])], [1]],
    ["verbs that are spelled out", [wide(["get", "list", "watch", ...WRITE])], [0]],
    ["several together", [wide(["get", "list", "watch"]), entry(["pods"], ["get"]), wide(WRITE)], [0, 2]],
    ["one alone beside a part of it", [wide(["get"]), wide(["*"])], [1]],
    ["all but a verb", [wide(["get", "list"]), wide(WRITE)], []],
    ["one group", [{ ...wide(["*"]), apiGroups: [""] }], []],
    ["named objects", [wide(["*"], { resourceNames: ["a"] })], []],
    ["nothing", [], []],
  ])("finds %s", (_, rules, expected) => {
    expect([...fullAccessEntries(rules)]).toEqual(expected);
  });
});

it.each<[string, boolean]>([
  ["*", true],
  ["*/status", true],
  ["*/*", false],
  ["*/", false],
  ["pods/*", false],
  ["pods", false],
])("isWildcard says of '%s': %j", (resource, expected) => {
  expect(isWildcard(resource)).toBe(expected);
});

describe("what is dangerous", () => {
  it.each<[string, boolean]>([
    ["cluster-admin", true],
    ["edit", true],
    ["system:node", true],
    ["view", false],
    ["system:basic-user", false],
    ["toString", false],
  ])("of Kubernetes' own roles, '%s': %j", (name, expected) => {
    expect(isDangerousBuiltIn(name)).toBe(expected);
  });

  it("are exactly the built-in roles whose rules are", () => {
    for (const role of bootstrapClusterRoles) {
      const rules = effectiveRules(role, (one) =>
        bootstrapClusterRoles.filter((other) => aggregates(one, other)),
      );
      const name = role.metadata?.name ?? "";
      expect([name, isDangerousBuiltIn(name)]).toEqual([name, areDangerous(rules, known, false)]);
    }
  });

  it("are rules that recommended rules would find, and no others", () => {
    expect(areDangerous([entry(["secrets"], ["get"])], known, false)).toBe(true);
    expect(areDangerous([entry(["pods"], ["create"])], known, false)).toBe(false);
    expect(areDangerous([entry(["nodes/proxy"], ["get"])], known, true)).toBe(false);
  });

  it("says of each what it can do, and what to write instead, in whole sentences", () => {
    for (const { can, instead } of Object.values(DANGEROUS_PERMISSIONS)) {
      expect(can.replace("{{write}}", "change")).toMatch(/^[a-z].*[^.]$/);
      expect(instead).toMatch(/^[A-Z].*\.$/);
    }
  });
});
