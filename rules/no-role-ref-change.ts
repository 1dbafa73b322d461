import { inWhatApplies } from "../lib/rule-kit/build-phrases.js";
import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { previousVersions } from "../lib/analysis/previous-version.js";
import { isRecreated } from "../lib/analysis/recreate-policy.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { BINDING_KINDS, type BindingKind, isKnown } from "../lib/kubernetes/objects.js";

export default defineRule({
  name: "no-role-ref-change",
  meta: {
    docs: {
      description: "Disallow changing the `roleRef` of an existing binding",
      topic: "Changes",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    messages: {
      changed:
        "{{binding}} referred to {{before}} before this change and now refers to {{now}}{{where}}. Kubernetes does not let a 'roleRef' change in place: it refuses the binding, which stops the sync. Give the binding another name, or first delete it in a change of its own.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: false,
  check(written, { applied, analysis, report }) {
    const changes = applied.flatMap((now) => changeOf(analysis, now) ?? []);
    const [first] = changes;
    if (!first) return;
    report({
      at: ["roleRef", first.part],
      messageId: "changed",
      data: {
        binding: nameOf(first.now),
        before: roleOf(first.before),
        now: roleOf(first.now),
        where: whereOf(changes, applied, written.roleRef?.name),
      },
    });
  },
});

interface Change {
  now: Applied<BindingKind>;
  before: Applied<BindingKind>;
  /** The field of the roleRef that differs; the name if both do. */
  part: "kind" | "name";
}

/** Returns how the roleRef differs from that before the change; undefined if this is uncertain or does no harm. */
function changeOf(analysis: Analysis, now: Applied<BindingKind>): Change | undefined {
  const candidates = previousVersions(analysis, now);
  const parts = candidates.map((before) => differs(before, now));
  const [before] = candidates;
  const [part] = parts;
  if (!before || !part || !parts.every((one) => one !== undefined)) return undefined;
  return isRecreated(analysis, now) ? undefined : { now, before, part };
}

function differs(before: Applied<BindingKind>, now: Applied<BindingKind>): Change["part"] | undefined {
  const [one, other] = [roleRefOf(before), roleRefOf(now)];
  if (![one.kind, one.name, other.kind, other.name].every(isKnown)) return undefined;
  if (one.name !== other.name) return "name";
  return one.kind === other.kind ? undefined : "kind";
}

function roleRefOf({ object }: Applied<BindingKind>) {
  return object.object.roleRef ?? {};
}

function roleOf(binding: Applied<BindingKind>): string {
  const { kind, name } = roleRefOf(binding);
  return `${kind} '${name}'`;
}

function nameOf({ object: { kind, object } }: Applied<BindingKind>): string {
  const { name, namespace } = object.metadata ?? {};
  return `${kind} '${name}'${kind === "RoleBinding" && namespace !== undefined ? ` in namespace '${namespace}'` : ""}`;
}

/** Names the builds if not all of them change the roleRef, or if one of them completes it. */
function whereOf(changes: readonly Change[], applied: readonly Applied[], written?: string): string {
  const isAsWritten = changes.every(({ now }) => roleRefOf(now).name === written);
  if (changes.length === applied.length && isAsWritten) return "";
  return inWhatApplies(changes.map(({ now }) => now));
}
