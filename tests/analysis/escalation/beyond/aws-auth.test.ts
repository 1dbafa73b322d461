import { describe, expect, it } from "vitest";
import { awsAuth } from "../../../../lib/analysis/escalation/beyond/aws-auth.js";
import { grant, reached, rule, steps, worldOf } from "./steps.js";

const CONFIG_MAP =
  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: aws-auth, namespace: kube-system }\ndata: { mapRoles: '[]' }\n";
const WORDS = "maps an identity of AWS to group 'system:masters' in ConfigMap 'kube-system/aws-auth'";
const PATCH = rule("patch", "configmaps", "aws-auth");

describe("map-aws-identity", () => {
  it("gives everything where the repository has the ConfigMap", () => {
    expect(steps(awsAuth, worldOf([grant([PATCH], "kube-system"), CONFIG_MAP]))).toEqual([
      `cluster-admin: ${WORDS}`,
    ]);
    expect(reached(awsAuth, [rule("update", "configmaps")], [CONFIG_MAP])).toEqual(["cluster-admin"]);
  });

  it("is not sure where the platform is all that is known", () => {
    expect(steps(awsAuth, worldOf([grant([PATCH])], { platform: "eks" }))).toEqual([
      `? cluster-admin: ${WORDS} (only while the authentication mode of EKS counts aws-auth)`,
    ]);
    expect(steps(awsAuth, worldOf([grant([PATCH])], { platform: "gke" }))).toEqual([]);
  });

  it.each([
    ["a new ConfigMap", [rule("create", "configmaps")], undefined],
    ["another name", [rule("patch", "configmaps", "coredns")], undefined],
    ["another namespace", [PATCH], "shop"],
    ["reading it", [rule("get", "configmaps")], undefined],
  ])("finds nothing with %s", (_, rules, namespace) => {
    expect(steps(awsAuth, worldOf([grant(rules, namespace), CONFIG_MAP]))).toEqual([]);
  });
});
