import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest, operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-csr-approval";
const INSTEAD =
  "Name the signers that are needed in resourceNames of 'signers', and none of Kubernetes' own that issue client certificates.";

describe("no-csr-approval", () => {
  it("reports an installer that gives its webhook a certificate", async () => {
    const files = {
      "role.yaml": roleOf([
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [kubernetes.io/*]",
      ]),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:53-6:88",
        `ServiceAccount 'tools/operator' can approve client certificates for any identity in the cluster: ClusterRole 'operator' allows 'update' on 'certificatesigningrequests/approval' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    [
      "every signer",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]",
      ],
      1,
    ],
    [
      "the signer of clients",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [kubernetes.io/kube-apiserver-client]",
      ],
      1,
    ],
    [
      "the signer of kubelets as clients",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [kubernetes.io/kube-apiserver-client-kubelet]",
      ],
      1,
    ],
    [
      "the signer of what kubelets serve",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [kubernetes.io/kubelet-serving]",
      ],
      0,
    ],
    [
      "a signer of its own",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [example.com/workloads]",
      ],
      0,
    ],
    [
      "a signer that is filled in later",
      [
        `apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]`,
        `apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: ['\${SIGNER}']`,
      ],
      1,
    ],
    [
      "a request by its name",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update], resourceNames: [x]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]",
      ],
      0,
    ],
    [
      "no signer",
      ["apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]"],
      0,
    ],
    ["a signer only", ["apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]"], 0],
    [
      "a signer that may be used, not approved for",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [sign]",
      ],
      0,
    ],
    [
      "both in one entry",
      [
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval, signers], verbs: [update, approve]",
      ],
      1,
    ],
  ])("looks at both rights: %s", async (_, entries, count) => {
    expect(await lint(RULE, { "a.yaml": roleOf(entries) })).toHaveLength(count);
  });

  it("finds both rights in roles that one takes in", async () => {
    const part = (name: string, entry: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name}, labels: { to: operator } }\nrules:\n  - { ${entry} }\n`;
    const files = {
      "approval.yaml": part(
        "approval",
        "apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]",
      ),
      "signers.yaml": part(
        "signers",
        "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]",
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([]);
    const operator = manifest(
      "ClusterRole",
      "operator",
      undefined,
      "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: operator } }] }\n",
    );
    expect(await lint(RULE, { ...files, "operator.yaml": operator })).toEqual([
      [
        "approval.yaml:5:53-5:88",
        `ServiceAccount 'tools/operator' can approve client certificates for any identity in the cluster: ClusterRole 'approval' allows 'update' on 'certificatesigningrequests/approval', 'operator' aggregates it, and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });
});
