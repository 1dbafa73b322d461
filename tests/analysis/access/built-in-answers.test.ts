import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { builtInAnswers } from "../../../lib/analysis/access/built-in-answers.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import { questionOf } from "../../../lib/kubernetes/api/resource-argument.js";
import { userOf } from "../../../lib/kubernetes/rbac/authorizer.js";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { manifest } from "../../rules/manifests.js";

const resources = new ApiResources();

function answers(
  subject: Subject,
  [verb, resource, namespace]: [string, string, string?],
  files: Record<string, string> = {},
) {
  const question = questionOf(verb, resource, resources);
  const found = builtInAnswers(new Analysis(repositoryOf(files), {}), userOf(subject), {
    question,
    namespace,
  } as never);
  return found.map(({ subject: who, namespace: where, through }) => {
    return [
      who,
      where ?? "everywhere",
      ...through.map(({ kind, name, namespace: own }) => `${kind} ${own ?? "-"}/${name}`),
    ];
  });
}

const SCHEDULER = { kind: "User", name: "system:kube-scheduler" };
const ADMIN = { kind: "Group", name: "system:masters" };

describe("builtInAnswers", () => {
  it("are what the bindings of every cluster give", () => {
    expect(answers(ADMIN, ["delete", "secrets"])).toEqual([
      [
        "Group:system:masters",
        "everywhere",
        "ClusterRoleBinding -/cluster-admin",
        "ClusterRole -/cluster-admin",
      ],
    ]);
    expect(answers(SCHEDULER, ["get", "nodes"])).toEqual([
      [
        ...["User:system:kube-scheduler", "everywhere"],
        ...["ClusterRoleBinding -/system:kube-scheduler", "ClusterRole -/system:kube-scheduler"],
      ],
    ]);
    expect(answers(SCHEDULER, ["delete", "secrets"])).toEqual([]);
    expect(answers({ kind: "User", name: "ada" }, ["get", "secrets"])).toEqual([]);
  });

  it("are in a namespace where they are those of a Role", () => {
    const found = answers(SCHEDULER, ["get", "configmaps", "kube-system"]);
    expect(found).toEqual([
      [
        ...["User:system:kube-scheduler", "kube-system"],
        "RoleBinding kube-system/system::extension-apiserver-authentication-reader",
        "Role kube-system/extension-apiserver-authentication-reader",
      ],
    ]);
    expect(answers(SCHEDULER, ["get", "configmaps"])).toEqual(found);
    expect(answers(SCHEDULER, ["get", "configmaps", "shop"])).toEqual([]);
  });

  it("are not those of bindings that the repository has in their place", () => {
    const binding = (kind: string, name: string, namespace?: string) =>
      manifest(
        kind,
        name,
        namespace,
        "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\n",
      );
    const own = { "a.yaml": binding("ClusterRoleBinding", "cluster-admin") };
    expect(answers(ADMIN, ["delete", "secrets"], own)).toEqual([]);
    const other = { "a.yaml": binding("RoleBinding", "cluster-admin", "shop") };
    expect(answers(ADMIN, ["delete", "secrets"], other)).toHaveLength(1);
    const reader = {
      "a.yaml": binding("RoleBinding", "system::extension-apiserver-authentication-reader", "kube-system"),
    };
    expect(answers(SCHEDULER, ["get", "configmaps", "kube-system"], reader)).toEqual([]);
  });
});
