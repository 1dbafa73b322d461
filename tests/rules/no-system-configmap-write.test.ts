import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-system-configmap-write";
const INSTEAD =
  "Bind the role in the namespaces that it is for, without kube-system, or name its own ConfigMaps in resourceNames.";

describe("no-system-configmap-write", () => {
  it("reports a user interface that keeps its state in ConfigMaps", async () => {
    const files = {
      "role.yaml": roleOf('apiGroups: [""], resources: [configmaps], verbs: [create, get, update]'),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:36-6:46",
        `ServiceAccount 'tools/operator' can create or change ConfigMaps of kube-system, which decide how names resolve and who is who: ClusterRole 'operator' allows 'create' and 'update' on 'configmaps' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    ["in kube-system", 'apiGroups: [""], resources: [configmaps], verbs: [patch]', "kube-system", 1],
    ["in another namespace", 'apiGroups: [""], resources: [configmaps], verbs: [patch]', "shop", 0],
    [
      "in a namespace that is left open",
      'apiGroups: [""], resources: [configmaps], verbs: [patch]',
      undefined,
      0,
    ],
    [
      "CoreDNS's in kube-system",
      'apiGroups: [""], resources: [configmaps], verbs: [patch], resourceNames: [lock, coredns]',
      "kube-system",
      1,
    ],
    [
      "the identities of AWS",
      'apiGroups: [""], resources: [configmaps], verbs: [update], resourceNames: [aws-auth]',
      "kube-system",
      1,
    ],
    [
      "the authorities of API servers",
      'apiGroups: [""], resources: [configmaps], verbs: [delete], resourceNames: [extension-apiserver-authentication]',
      "kube-system",
      1,
    ],
    [
      "CoreDNS's in a namespace that is left open",
      'apiGroups: [""], resources: [configmaps], verbs: [patch], resourceNames: [coredns]',
      undefined,
      1,
    ],
    [
      "one of that name elsewhere",
      'apiGroups: [""], resources: [configmaps], verbs: [patch], resourceNames: [coredns]',
      "shop",
      0,
    ],
    [
      "a lock in kube-system",
      'apiGroups: [""], resources: [configmaps], verbs: [update], resourceNames: [lock]',
      "kube-system",
      0,
    ],
    [
      "creating by a name, which cannot be",
      'apiGroups: [""], resources: [configmaps], verbs: [create], resourceNames: [coredns]',
      "kube-system",
      0,
    ],
    [
      "reading in kube-system",
      'apiGroups: [""], resources: [configmaps], verbs: [get, list]',
      "kube-system",
      0,
    ],
  ])("looks at the namespace and the names of a Role: %s", async (_, entry, namespace, count) => {
    expect(await lint(RULE, { "a.yaml": roleOf(entry, "Role", namespace) })).toHaveLength(count);
  });

  it("looks at where a ClusterRole is bound", async () => {
    const role = { "a.yaml": roleOf('apiGroups: [""], resources: [configmaps], verbs: [patch]') };
    expect(await lint(RULE, { ...role, "b.yaml": operatorBinding("shop") })).toEqual([]);
    const both = { ...role, "b.yaml": `${operatorBinding("shop")}---\n${operatorBinding("kube-system")}` };
    expect(await lint(RULE, both)).toHaveLength(1);
    expect(
      await lint(RULE, {
        "a.yaml": roleOf(
          'apiGroups: [""], resources: [configmaps], verbs: [patch], resourceNames: [coredns]',
        ),
      }),
    ).toHaveLength(1);
    expect(
      await lint(RULE, {
        "a.yaml": roleOf('apiGroups: [""], resources: [configmaps], verbs: [patch], resourceNames: [lock]'),
      }),
    ).toEqual([]);
  });

  it("looks at the namespace that kustomize sets", async () => {
    const files = {
      "kustomization.yaml": "namespace: kube-system\nresources: [a.yaml]\n",
      "a.yaml": roleOf('apiGroups: [""], resources: [configmaps], verbs: [patch]', "Role"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "a.yaml:6:36-6:46",
        `Anyone bound to Role 'operator' can change ConfigMaps of kube-system, which decide how names resolve and who is who: it allows 'patch' on 'configmaps', though nothing here binds it. ${INSTEAD}`,
      ],
    ]);
  });
});
