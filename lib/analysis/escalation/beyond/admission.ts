import { memoizePairs } from "../../../util/memoize.js";
import type { EscalationNode } from "../escalation.js";
import { EVERYTHING } from "../nodes.js";
import type { Held, Rights } from "../rights.js";
import type { Technique } from "../technique.js";
import type { World } from "../world.js";
import { type Writing, writingOf } from "./written-objects.js";

const writing = (resource: string) => writingOf("admissionregistration.k8s.io", resource);

const WEBHOOKS = {
  mutating: writing("mutatingwebhookconfigurations"),
  validating: writing("validatingwebhookconfigurations"),
};
const POLICIES = writing("mutatingadmissionpolicies");
const POLICY_BINDINGS = writing("mutatingadmissionpolicybindings");

const SECRETS: readonly EscalationNode[] = [{ kind: "secrets" }];

const CITES = [
  "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks",
  "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/",
];

/** Never sure: all of it waits for somebody else who writes something. */
const LATER = { needs: "only for what others create or change afterwards", isSure: false as const };

export const mutatingWebhook: Technique = {
  name: "mutate-others",
  isNeverSure: true,
  title: "Change what others write",
  takes:
    "`create`, `update` or `patch` on mutating webhook configurations, or on both mutatingadmissionpolicies and their bindings.",
  gives:
    "Whatever others create or change afterwards: the image and the ServiceAccount of their pods, the subjects of their bindings, the values of their Secrets. This is never sure.",
  cites: [...CITES, "https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/"],
  *edges(world, from) {
    const rights = world.rightsOf(from);
    const webhook = writable(world, rights, WEBHOOKS.mutating, "MutatingWebhookConfiguration");
    const policy = writable(world, rights, POLICIES, "MutatingAdmissionPolicy");
    const binding = policy && writable(world, rights, POLICY_BINDINGS, "MutatingAdmissionPolicyBinding");
    const held = webhook ? [webhook] : policy && binding ? [policy, binding] : undefined;
    if (!held) return;
    const what = webhook ? "a mutating webhook" : "a mutating admission policy";
    yield { to: EVERYTHING, words: () => `has ${what} change what others write`, rights: held, ...LATER };
  },
};

export const validatingWebhook: Technique = {
  name: "see-what-others-write",
  isNeverSure: true,
  title: "See what others write",
  takes: "`create`, `update` or `patch` on mutating or validating webhook configurations.",
  gives:
    "The Secrets that others create or change afterwards, as they were and as they become. This is never sure.",
  cites: CITES,
  *edges(world, from) {
    const rights = world.rightsOf(from);
    const held =
      writable(world, rights, WEBHOOKS.mutating, "MutatingWebhookConfiguration") ??
      writable(world, rights, WEBHOOKS.validating, "ValidatingWebhookConfiguration");
    if (!held) return;
    yield {
      to: SECRETS,
      words: () => "has a webhook see the Secrets that others write",
      rights: [held],
      ...LATER,
    };
  },
};

type Kind =
  | "MutatingWebhookConfiguration"
  | "ValidatingWebhookConfiguration"
  | "MutatingAdmissionPolicy"
  | "MutatingAdmissionPolicyBinding";

/** The right to create an object of a kind, or to change one: by any name, or one that the repository has. */
function writable(world: World, rights: Rights, { create, changes }: Writing, kind: Kind): Held | undefined {
  const created = rights.may(create);
  if (created) return created;
  const found = changes.flatMap((question) => rights.allowingInCluster(question));
  return found.find(({ rule }) => {
    const names = rule.resourceNames ?? [];
    return names.length === 0 || names.some((name) => namesOf(world, kind).has(name));
  });
}

const namesOf = memoizePairs((world: World, kind: Kind): ReadonlySet<string | undefined> => {
  const applied = world.analysis.ofKind(kind).filter(({ build }) => world.isIn(build));
  return new Set(applied.map(({ object }) => object.object.metadata?.name));
});
