import { describe, expect, it } from "vitest";
import { hasNoChange } from "../../../lib/analysis/change/access-change.js";
import { changeOf } from "./told.js";

const apiServer = (modes: string) => `apiVersion: v1
kind: Pod
metadata: { name: kube-apiserver, namespace: kube-system }
spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.34.2
      command: [kube-apiserver, "--authorization-mode=${modes}", --authorization-policy-file=/etc/kubernetes/abac.jsonl]
`;
const policy = (user: string) =>
  `${JSON.stringify({
    apiVersion: "abac.authorization.kubernetes.io/v1beta1",
    kind: "Policy",
    spec: { user, namespace: "*", resource: "*", apiGroup: "*" },
  })}\n`;
const files = (modes: string, users: readonly string[], directory = "cluster") => ({
  [`${directory}/kube-apiserver.yaml`]: apiServer(modes),
  [`${directory}/abac.jsonl`]: users.map(policy).join(""),
});
const UNCOMPARED = {
  what: "what API servers allow by other means than RBAC",
  why: "their authorizers or ABAC policies are others now, and only RBAC is compared",
  sides: ["before", "after"],
  isOfChange: true,
};

describe("authorizers other than RBAC", () => {
  it.each([
    ["an ABAC policy", files("Node,ABAC,RBAC", ["ada"]), files("Node,ABAC,RBAC", ["ada", "bob"])],
    ["the modes", files("Node,RBAC", ["ada"]), files("Node,ABAC,RBAC", ["ada"])],
  ])("are not compared where %s changes", (_, before, after) => {
    const change = changeOf(before, after);
    expect(hasNoChange(change)).toBe(true);
    expect(change.unknown.filter(({ what }) => what === UNCOMPARED.what)).toEqual([
      { ...UNCOMPARED, place: expect.objectContaining({ file: "cluster/kube-apiserver.yaml" }) as unknown },
    ]);
  });

  it("are no change where the files only move", () => {
    const { unknown } = changeOf(
      files("Node,ABAC,RBAC", ["ada"]),
      files("Node,ABAC,RBAC", ["ada"], "control-plane"),
    );
    expect(unknown.filter(({ what }) => what === UNCOMPARED.what)).toEqual([]);
  });
});
