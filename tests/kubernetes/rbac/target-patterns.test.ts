import { expect, it } from "vitest";
import type { PlacelessRight } from "../../../lib/kubernetes/rbac/rule-rights.js";
import { TargetPatterns } from "../../../lib/kubernetes/rbac/target-patterns.js";

const right = (group: string | undefined, ...targets: string[]): PlacelessRight => ({
  group,
  verbs: "all",
  targets: new Set(targets),
  names: "all",
});

const patterns = new TargetPatterns([
  right("", "pods", "pods/exec", "pods/log"),
  right("apps", "deployments/scale", "replicasets/scale"),
  right(undefined, "/healthz", "/healthz/etcd", "/metrics"),
  { ...right("batch"), targets: "all" },
]);

it.each<[group: string | undefined, targets: string[], widened: string[]]>([
  ["apps", ["*/scale"], ["*/scale", "deployments/scale", "replicasets/scale"]],
  ["", ["*/exec", "pods"], ["*/exec", "pods", "pods/exec"]],
  ["", ["*/status"], ["*/status"]],
  ["", ["pods"], ["pods"]],
  [undefined, ["/healthz*"], ["/healthz*", "/healthz", "/healthz/etcd"]],
  [undefined, ["/healthz/*"], ["/healthz/*", "/healthz/etcd"]],
  [undefined, ["/metrics"], ["/metrics"]],
])("in group %o, %o stands for %o", (group, targets, widened) => {
  expect([...patterns.widened(right(group, ...targets)).targets]).toEqual(widened);
});

it.each<[targets: string[] | "all", areUrls: boolean, shortened: string[], except: string[]]>([
  ["all", false, ["*"], []],
  [["*/scale", "deployments/scale", "replicasets/scale"], false, ["*/scale"], []],
  [["*/scale", "deployments/scale"], false, ["*/scale"], ["replicasets/scale"]],
  [["pods/exec", "pods"], false, ["pods", "pods/exec"], []],
  [["/healthz*", "/healthz"], true, ["/healthz*"], ["/healthz/etcd"]],
])("%o, as URLs %o, is said as %o", (targets, areUrls, shortened, except) => {
  const values = targets === "all" ? targets : new Set(targets);
  expect(patterns.shortened(values, areUrls)).toEqual({ targets: shortened, except });
});
