import { KUBEADM_ADMINS_GROUP, MASTERS_GROUP } from "../../../kubernetes/rbac/subjects.js";
import { memoize } from "../../../util/memoize.js";
import type { EscalationNode } from "../escalation.js";
import { nodeWords, subjectNode } from "../nodes.js";
import { about, changesOf } from "../rbac/allowed.js";
import type { Held, Rights } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { EVERY_NODE } from "./every-node.js";

const CERTIFICATES = "certificates.k8s.io";
const CREATE = about(CERTIFICATES, "create", "certificatesigningrequests");
const APPROVE = about(CERTIFICATES, "approve", "signers");
/** Each returns the request, with its certificate once that is signed. */
const APPROVALS = changesOf(CERTIFICATES, "certificatesigningrequests/approval");

/** Kubernetes' signers of client certificates: for anybody, and for kubelets. */
const CLIENT = "kubernetes.io/kube-apiserver-client";
const KUBELET = "kubernetes.io/kube-apiserver-client-kubelet";
const NEEDS_SIGNER =
  "only where Kubernetes' controller manager signs client certificates, which that of EKS does not";

export const approveCertificate: Technique = {
  name: "approve-certificate",
  title: "Approve a certificate",
  takes:
    "`create` on CertificateSigningRequests, `update` or `patch` on their `approval`, and `approve` on the signer `kubernetes.io/kube-apiserver-client` or `kubernetes.io/*`; for kubelets `kubernetes.io/kube-apiserver-client-kubelet`.",
  gives:
    "Whatever user or group a certificate can name, except group `system:masters`, which admission refuses: Kubernetes' controller manager among them, which may create tokens of every ServiceAccount. The signer for kubelets gives the kubelet of any node.",
  cites: [
    "https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization",
    "Kubernetes: plugin/pkg/admission/certificates/approval/admission.go, Validate",
    "Kubernetes: plugin/pkg/admission/certificates/subjectrestriction/admission.go, Validate",
    "Kubernetes: pkg/registry/certificates/certificates/strategy.go, csrApprovalStrategy",
  ],
  *edges(world, from) {
    const rights = world.rightsOf(from);
    const create = rights.may(CREATE);
    const approval = create && rights.mayAny(APPROVALS);
    if (!approval) return;
    const doubt = world.analysis.platform === "eks" ? { needs: NEEDS_SIGNER, isSure: false as const } : {};
    const client = signerHeld(rights, CLIENT);
    if (client) {
      const needed = [create, approval, client];
      yield { to: clients(world), words: asClient, rights: needed, isForAbsent: true, ...doubt };
    }
    const kubelet = signerHeld(rights, KUBELET);
    if (kubelet) yield { to: EVERY_NODE, words: asKubelet, rights: [create, approval, kubelet], ...doubt };
  },
};

/** The right to approve for a signer, or for all of its domain: plugin/pkg/admission/certificates/util.go. */
function signerHeld(rights: Rights, signer: string): Held | undefined {
  const domain = signer.slice(0, signer.indexOf("/"));
  return rights.may(APPROVE, { name: signer }) ?? rights.may(APPROVE, { name: `${domain}/*` });
}

const asClient: Edge["words"] = (to) => {
  return `requests a client certificate of ${nodeWords(to)} and approves it`;
};

const asKubelet = () => "requests the client certificate of a node's kubelet and approves it";

/** Whoever a client certificate can name: all who are given something. */
const clients = memoize((world: World): readonly EscalationNode[] => {
  const admins = subjectNode({ kind: "Group", name: KUBEADM_ADMINS_GROUP }, world.cluster);
  const groups = world.named("Group");
  const isNamed = groups.some(({ subject }) => subject === admins?.subject);
  const all = [...world.named("User"), ...groups, ...world.accounts()];
  return [...(admins && !isNamed ? [admins] : []), ...all].filter(
    ({ user }) => !user.groups.includes(MASTERS_GROUP),
  );
});
