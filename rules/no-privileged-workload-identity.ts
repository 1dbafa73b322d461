import { worstPrivilege, type Privilege } from "../lib/analysis/access/privileges.js";
import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { podAccountObjects } from "../lib/analysis/lookup/pod-account-lookup.js";
import { type Exposure, wayIn } from "../lib/analysis/network/exposure.js";
import { isStaticPod } from "../lib/analysis/static-pods.js";
import { getsToken, type PodIdentity, podIdentityOf } from "../lib/kubernetes/identities/pod-identity.js";
import { WORKLOAD_KINDS } from "../lib/kubernetes/kinds.js";
import { nameWords } from "../lib/kubernetes/name-words.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { userOf } from "../lib/kubernetes/rbac/authorizer.js";
import { inWhatApplies } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

const INSTEAD =
  "Give it a ServiceAccount of its own that may do only what it needs, or 'automountServiceAccountToken: false' if it needs nothing.";

export default defineRule({
  name: "no-privileged-workload-identity",
  meta: {
    docs: {
      description: "Disallow workloads whose ServiceAccount can take over the cluster or a namespace",
      topic: "Identities and namespaces",
      consequence: "danger",
      preset: "strict",
      controls: [
        "CIS 5.1.1",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    messages: {
      inside: `Whoever gets into {{pod}} can {{can}}{{where}}: {{path}}. ${INSTEAD}`,
      outside: `Whoever gets into {{pod}}, which the outside reaches, can {{can}}{{where}}: {{path}}. ${INSTEAD}`,
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: WORKLOAD_KINDS,
  patches: false,
  check(_workload, { applied, analysis, report }) {
    const found = applied.flatMap((one) => identityOf(analysis, one as Applied) ?? []);
    const [first] = found.sort((a, b) => Number(!a.exposure) - Number(!b.exposure));
    if (!first) return;
    const same = found.filter(({ privilege }) => privilege.can === first.privilege.can);
    report({
      at: first.identity.at,
      messageId: first.exposure ? "outside" : "inside",
      data: {
        pod: podOf(first.applied),
        can: first.privilege.can,
        where: same.length === applied.length ? "" : inWhatApplies(same.map((one) => one.applied)),
        path: pathOf(first),
      },
    });
  },
});

/** As whom a workload runs where a build applies it, and too much that it can do then. */
interface PrivilegedIdentity {
  applied: Applied;
  identity: PodIdentity;
  privilege: Privilege;
  exposure: Exposure | undefined;
}

function identityOf(analysis: Analysis, applied: Applied): PrivilegedIdentity | undefined {
  const identity = podIdentityOf(applied.object);
  const namespace = applied.object.object.metadata?.namespace;
  if (!identity || !isKnown(identity.name) || !isKnown(namespace) || isStaticPod(analysis, applied)) return;
  const accounts = podAccountObjects(analysis, applied).map(({ object }) => object);
  const all = accounts.length === 0 ? [undefined] : accounts;
  if (!all.some((account) => getsToken(identity, account) === true)) return;
  const user = userOf({ kind: "ServiceAccount", name: identity.name, namespace });
  const privilege = worstPrivilege(analysis, user, applied.build);
  return privilege && { applied, identity, privilege, exposure: wayIn(analysis, applied) };
}

/** The way to what a workload can do, from the outside if that reaches it. */
function pathOf({ applied, identity, privilege, exposure }: PrivilegedIdentity): string {
  return [
    ...(exposure?.route ? [nameOf(exposure.route.applied)] : []),
    ...(exposure ? [nameOf(exposure.service)] : []),
    nameOf(applied),
    `ServiceAccount '${identity.name}'`,
    nameOf(privilege.binding.applied),
    ...(privilege.rule?.roles ?? []).map(({ kind, object }) => nameWords(kind, object.metadata?.name)),
  ].join(" -> ");
}

function podOf(applied: Applied): string {
  const { kind, object } = applied.object;
  if (kind === "Pod") return isKnown(object.metadata?.name) ? nameOf(applied) : "this Pod";
  return `a pod of ${nameWords(object.kind ?? kind, object.metadata?.name)}`;
}

function nameOf({ object: { object } }: { object: { object: Applied["object"]["object"] } }): string {
  const { kind = "", metadata } = object;
  return isKnown(metadata?.name) ? nameWords(kind, metadata.name) : `a ${kind}`;
}
