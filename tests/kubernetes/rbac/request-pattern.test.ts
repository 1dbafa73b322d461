import { expect, it } from "vitest";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import type { PolicyRule } from "../../../lib/kubernetes/objects.js";
import { grantedBy, targetPattern } from "../../../lib/kubernetes/rbac/request-pattern.js";

const resources = new ApiResources();
const CORE = { apiGroups: [""] };

/** What of a pattern a rule grants, in the whole cluster or in a namespace: "get, list of secrets". */
function granted(rule: PolicyRule, can: string[], on: string[], inNamespace = false): string | undefined {
  const targets = on.map((text) => targetPattern(text, resources));
  const found = grantedBy(rule, { verbs: can, targets }, inNamespace, resources);
  return found && `${found.verbs.join(", ")} of ${found.targets.join(", ")}`;
}

it.each<[rule: PolicyRule, can: string[], on: string[], granted: string | undefined]>([
  [{ ...CORE, verbs: ["get", "list"], resources: ["secrets"] }, ["get"], ["secrets"], "get of secrets"],
  [{ ...CORE, verbs: ["list"], resources: ["secrets"] }, ["get"], ["secrets"], undefined],
  [{ ...CORE, verbs: ["get"], resources: ["pods"] }, ["get"], ["secrets"], undefined],
  // In the words of the contract where these are names, else of the rule.
  [{ apiGroups: ["*"], verbs: ["*"], resources: ["*"] }, ["get"], ["secrets"], "get of secrets"],
  [{ ...CORE, verbs: ["get", "list"], resources: ["secrets"] }, ["*"], ["secrets"], "get, list of secrets"],
  [{ ...CORE, verbs: ["*"], resources: ["secrets"] }, ["*"], ["secrets"], "* of secrets"],
  [{ ...CORE, verbs: ["get"], resources: ["secrets", "pods"] }, ["get"], ["*"], "get of secrets, pods"],
  [{ ...CORE, verbs: ["get"], resources: ["secrets", "pods"] }, ["get"], ["s*"], "get of secrets"],
  // A subresource is granted by its own name or by one that stands for it.
  [
    { ...CORE, verbs: ["create"], resources: ["pods/exec"] },
    ["create"],
    ["pods/exec"],
    "create of pods/exec",
  ],
  [{ ...CORE, verbs: ["create"], resources: ["pods"] }, ["create"], ["pods/exec"], undefined],
  [{ ...CORE, verbs: ["create"], resources: ["*/exec"] }, ["create"], ["pods/exec"], "create of pods/exec"],
  [{ ...CORE, verbs: ["create"], resources: ["pods/exec"] }, ["create"], ["pods"], undefined],
  [{ ...CORE, verbs: ["create"], resources: ["pods/exec"] }, ["create"], ["pods/*"], "create of pods/exec"],
  [{ ...CORE, verbs: ["create"], resources: ["pods"] }, ["create"], ["pods/*"], undefined],
  // Groups count.
  [{ ...CORE, verbs: ["get"], resources: ["deployments"] }, ["get"], ["deployments"], undefined],
  [
    { apiGroups: ["apps"], verbs: ["get"], resources: ["deployments"] },
    ["get"],
    ["*.apps"],
    "get of deployments",
  ],
  [{ apiGroups: ["batch"], verbs: ["get"], resources: ["jobs"] }, ["get"], ["*.apps"], undefined],
  [{ apiGroups: ["*"], verbs: ["get"], resources: ["jobs"] }, ["get"], ["*.apps"], undefined],
  // Names of objects make no difference; what is filled in later grants nothing for sure.
  [
    { ...CORE, verbs: ["get"], resources: ["secrets"], resourceNames: ["tls"] },
    ["get"],
    ["secrets"],
    "get of secrets",
  ],
  [{ ...CORE, verbs: ["${VERB}"], resources: ["secrets"] }, ["get"], ["secrets"], undefined],
  [{ ...CORE, verbs: ["get"], resources: ["${WHAT}"] }, ["get"], ["*"], undefined],
  // URLs.
  [{ verbs: ["get"], nonResourceURLs: ["/metrics"] }, ["get"], ["/metrics"], "get of /metrics"],
  [{ verbs: ["get"], nonResourceURLs: ["*"] }, ["get"], ["/metrics"], "get of /metrics"],
  [{ verbs: ["get"], nonResourceURLs: ["/metrics/a"] }, ["get"], ["/metrics/*"], "get of /metrics/a"],
  [{ verbs: ["get"], nonResourceURLs: ["/m*"] }, ["get"], ["/metrics/*"], "get of /m*"],
  [{ verbs: ["get"], nonResourceURLs: ["/healthz"] }, ["get"], ["/metrics*"], undefined],
  [{ ...CORE, verbs: ["get"], resources: ["pods"] }, ["get"], ["/metrics"], undefined],
])("%o grants of %o on %o: %s", (rule, can, on, expected) => {
  expect(granted(rule, can, on)).toBe(expected);
});

it.each<[rule: PolicyRule, can: string[], on: string[], granted: string | undefined]>([
  [{ ...CORE, verbs: ["get"], resources: ["secrets"] }, ["get"], ["secrets"], "get of secrets"],
  [{ ...CORE, verbs: ["get"], resources: ["nodes"] }, ["get"], ["nodes"], undefined],
  // A request for a Namespace is one in it.
  [
    { ...CORE, verbs: ["patch"], resources: ["namespaces"] },
    ["patch"],
    ["namespaces"],
    "patch of namespaces",
  ],
  [{ ...CORE, verbs: ["create"], resources: ["namespaces"] }, ["create"], ["namespaces"], undefined],
  [{ apiGroups: ["*"], verbs: ["get"], resources: ["*"] }, ["get"], ["nodes"], undefined],
  [{ apiGroups: ["*"], verbs: ["get"], resources: ["*"] }, ["get"], ["node*"], undefined],
  [{ apiGroups: ["*"], verbs: ["get"], resources: ["*"] }, ["get"], ["pod*"], "get of *"],
  [{ verbs: ["get"], nonResourceURLs: ["/metrics"] }, ["get"], ["/metrics"], undefined],
  // What nobody knows may be in a namespace.
  [
    { apiGroups: ["acme.io"], verbs: ["get"], resources: ["things"] },
    ["get"],
    ["things.acme.io"],
    "get of things.acme.io",
  ],
])("in a namespace, %o grants of %o on %o: %s", (rule, can, on, expected) => {
  expect(granted(rule, can, on, true)).toBe(expected);
});
