import { describe, expect, it } from "vitest";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import type { PolicyRule } from "../../../lib/kubernetes/objects.js";
import type { Values } from "../../../lib/kubernetes/rbac/rights.js";
import { possibleRightsOf, type PlacelessRight, rightsOf } from "../../../lib/kubernetes/rbac/rule-rights.js";

const resources = new ApiResources();
const list = (values: Values) => (values === "all" ? "all" : [...values].join(","));
const texts = (rights: readonly PlacelessRight[]) =>
  rights.map(
    ({ group = "URLs", verbs, targets, names }) => `${group}: ${list(verbs)} ${list(targets)} ${list(names)}`,
  );
const of = (rule: PolicyRule, inNamespace = false) => texts(rightsOf(rule, resources, inNamespace));

describe("rightsOf", () => {
  it.each<[PolicyRule, string[]]>([
    [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }, [": get pods all"]],
    [{ verbs: ["*", "get"], apiGroups: ["*", ""], resources: ["*", "pods"] }, ["*: all all all"]],
    [
      { verbs: ["get"], apiGroups: ["", "apps"], resources: ["pods", "deployments"], resourceNames: ["*"] },
      [": get pods *", "apps: get deployments *"],
    ],
    [{ verbs: ["get"], apiGroups: [""], resources: ["*/scale", "pods/*", "*/*"] }, [": get */scale all"]],
    [{ verbs: ["get"], nonResourceURLs: ["/x/***", "/y"] }, ["URLs: get /x/*,/y all"]],
    [{ verbs: ["get"], nonResourceURLs: ["/*", "/y"] }, ["URLs: get all all"]],
    [{ verbs: [], apiGroups: [""], resources: ["pods"] }, []],
    [{ verbs: ["get"], apiGroups: [], resources: ["pods"] }, []],
    [
      { verbs: ["${VERB}", "get"], apiGroups: ["${GROUP}", ""], resources: ["pods", "${WHAT}"] },
      [": get pods all"],
    ],
    [{ verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: ["${NAME}"] }, []],
  ])("%j", (rule, expected) => {
    expect(of(rule)).toEqual(expected);
  });

  it("gives in a namespace only what is asked for there", () => {
    const rule = { verbs: ["get", "list"], apiGroups: [""], resources: ["pods", "nodes", "namespaces"] };
    expect(of(rule, true)).toEqual([": get,list pods all", ": get namespaces all"]);
    expect(of({ verbs: ["get"], nonResourceURLs: ["/x"] }, true)).toEqual([]);
    const anything = { verbs: ["*"], apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"] };
    expect(of(anything, true)).toEqual(["rbac.authorization.k8s.io: bind clusterroles all"]);
  });
});

describe("possibleRightsOf", () => {
  it.each<[PolicyRule, string[]]>([
    [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }, []],
    [{ verbs: ["${VERB}"], apiGroups: [""], resources: ["pods"] }, [": all pods all"]],
    [{ verbs: ["get"], apiGroups: ["${GROUP}"], resources: ["pods"] }, ["*: get pods all"]],
    [{ verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: ["${X}"] }, [": get pods all"]],
    [{ verbs: ["get"], nonResourceURLs: ["${URL}"] }, ["URLs: get all all"]],
  ])("%j", (rule, expected) => {
    expect(texts(possibleRightsOf(rule, false))).toEqual(expected);
  });
});
