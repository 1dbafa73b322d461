import { describe, expect, it } from "vitest";
import { approveCertificate } from "../../../../lib/analysis/escalation/beyond/certificates.js";
import { account, grant, reached, rule, steps, worldOf } from "./steps.js";

const CLIENT = "kubernetes.io/kube-apiserver-client";
const KUBELET = `${CLIENT}-kubelet`;
const CREATE = rule("create", "certificatesigningrequests.certificates.k8s.io");
const APPROVE = rule("update", "certificatesigningrequests/approval.certificates.k8s.io");
const signer = (...names: string[]) => rule("approve", "signers.certificates.k8s.io", ...names);
const ALL = [CREATE, APPROVE, signer(CLIENT)];

describe("approve-certificate", () => {
  it("gives whomever a certificate can name, but not system:masters", () => {
    const found = reached(approveCertificate, ALL, [account("web")]);
    expect(found).toContain("User:system:kube-controller-manager");
    expect(found).toContain("Group:kubeadm:cluster-admins");
    expect(found).toContain("ServiceAccount:shop/web");
    expect(found).toContain("User:eve");
    expect(found).not.toContain("Group:system:masters");
    expect(new Set(found).size).toBe(found.length);
  });

  it.each([0, 1, 2])("needs each of its rights: not without %i", (left) => {
    expect(reached(approveCertificate, ALL.toSpliced(left, 1))).toEqual([]);
  });

  it.each(["update", "patch"])("takes %s of the approval", (verb) => {
    const approval = APPROVE.replace("[update]", `[${verb}]`);
    expect(reached(approveCertificate, [CREATE, approval, signer("kubernetes.io/*")])).not.toEqual([]);
  });

  it.each([
    ["another signer", [CREATE, APPROVE, signer("example.com/client")]],
    ["another signer of Kubernetes", [CREATE, APPROVE, signer("kubernetes.io/kubelet-serving")]],
    [
      "requests of some names",
      [rule("create", "certificatesigningrequests.certificates.k8s.io", "a"), APPROVE, signer()],
    ],
    ["reading the approval", [CREATE, APPROVE.replace("[update]", "[get]"), signer()]],
  ])("finds nothing with %s", (_, rules) => {
    expect(reached(approveCertificate, rules)).toEqual([]);
  });

  it("gives the kubelet of any node by its signer", () => {
    expect(steps(approveCertificate, worldOf([grant([CREATE, APPROVE, signer(KUBELET)])]))).toEqual([
      "node *: requests the client certificate of a node's kubelet and approves it",
    ]);
  });

  it("gives nothing in a namespace", () => {
    expect(steps(approveCertificate, worldOf([grant(ALL, "shop")]))).toEqual([]);
  });

  it("is not sure on EKS, which signs none", () => {
    const found = steps(approveCertificate, worldOf([grant(ALL)], { platform: "eks" }));
    expect(found).toContain(
      "? User:eve: requests a client certificate of User 'eve' and approves it (only where Kubernetes' controller manager signs client certificates, which that of EKS does not)",
    );
  });
});
