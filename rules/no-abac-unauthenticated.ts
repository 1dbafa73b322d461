import { hasPaths, hasResources } from "../lib/kubernetes/abac/authorizes.js";
import { namesNothing } from "../lib/kubernetes/abac/line-defects.js";
import type { ReadPolicy } from "../lib/kubernetes/abac/read-policy.js";
import { isPlain } from "../lib/kubernetes/objects.js";
import {
  ANONYMOUS_USER,
  AUTHENTICATED_GROUP,
  UNAUTHENTICATED_GROUP,
} from "../lib/kubernetes/rbac/subjects.js";
import { policyOn } from "../lib/rule-kit/abac-lines.js";
import { policyRights, READONLY } from "../lib/rule-kit/abac-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

const EVERYBODY = "everybody who is authenticated, every ServiceAccount included, may {{rights}}";
const INSTEAD = "Name the user or the group that needs it{{orRead}}.";

export default defineRule({
  name: "no-abac-unauthenticated",
  meta: {
    docs: {
      description: "Disallow ABAC policies for everybody beyond reading non-resource paths",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      unauthenticated: `Whoever reaches the API server may {{rights}}, without credentials: this line is for {{field}} '{{value}}'. ${INSTEAD}`,
      authenticated: `With {{field}} '{{value}}', ${EVERYBODY}. ${INSTEAD}`,
      besideStar: `With {{field}} '*', ${EVERYBODY}: {{other}} '{{name}}' beside it does not count. Delete the '*' if {{other}} '{{name}}' is meant.`,
      nobody: `This line names neither a user nor a group, and in the old form v0 that means all: ${EVERYBODY}. ${INSTEAD}`,
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["AbacPolicy"],
  check(configuration, { analysis, report }) {
    const policy = policyOn(configuration, analysis);
    // What names nothing at all is reported by valid-abac-policy.
    if (!policy || namesNothing(policy)) return;
    const found = everybodyIn(policy);
    if (!found) return;
    const { spec, places } = policy;
    const words = [spec.resource, spec.namespace, spec.apiGroup, spec.nonResourcePath];
    const isBeyond = hasResources(spec) || (hasPaths(spec) && !spec.readonly);
    if (!isBeyond || !words.every(isPlain)) return;
    const { field, other = field, messageId } = found;
    report({
      at: (field && places.get(field)) ?? [],
      messageId,
      data: {
        rights: policyRights(spec),
        field: field ?? "",
        value: field ? policy.written[field] : "",
        other: other ?? "",
        name: other ? policy.written[other] : "",
        orRead: hasResources(spec) ? "" : `, or add ${READONLY}`,
      },
    });
  },
});

type Who = "user" | "group";

/** Which field of a policy makes it one for everybody, if one does. */
function everybodyIn({ version, written, spec }: ReadPolicy) {
  const { user, group } = written;
  for (const [field, other] of [
    ["user", "group"],
    ["group", "user"],
  ] as const satisfies [Who, Who][]) {
    if (written[field] !== "*") continue;
    const isLost = version !== "__internal" && written[other] !== "" && written[other] !== "*";
    if (isLost && isPlain(written[other])) return { field, other, messageId: "besideStar" as const };
    if (spec.user === "" || spec.user === "*") return { field, messageId: "authenticated" as const };
  }
  if (user === ANONYMOUS_USER && (group === "" || group === UNAUTHENTICATED_GROUP))
    return { field: "user" as const, messageId: "unauthenticated" as const };
  if (user !== "") return undefined;
  if (group === UNAUTHENTICATED_GROUP)
    return { field: "group" as const, messageId: "unauthenticated" as const };
  if (group === AUTHENTICATED_GROUP) return { field: "group" as const, messageId: "authenticated" as const };
  return version === "v0" && group === "" ? { messageId: "nobody" as const } : undefined;
}
