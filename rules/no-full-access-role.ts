import { type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { counts, givenThrough, PERMISSION_SCHEMA } from "../lib/rule-kit/permission-rule.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import {
  type EffectiveEntry,
  effectiveEntries,
  entriesTogether,
  oncePerEntry,
  placeIn,
} from "../lib/rule-kit/effective-entries.js";
import { fullAccessEntries, type Scope } from "../lib/kubernetes/rbac/permissions.js";
import { isEverything } from "../lib/kubernetes/rbac/rbac.js";
import { quoteList } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-full-access-role",
  meta: {
    docs: {
      description: "Disallow roles that are `cluster-admin` in all but name",
      topic: "What a role permits",
      consequence: "danger",
      preset: "recommended",
      controls: [
        "CIS 5.1.1",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    messages: {
      fullAccess:
        "{{who}} can do everything in {{where}}: {{role}} is cluster-admin in all but name, with {{verbs}} on every resource of every API group{{together}}{{through}}. List the resources and verbs that are needed.",
    },
    schema: [{ type: "object", properties: { scope: PERMISSION_SCHEMA.scope }, additionalProperties: false }],
    defaultOptions: [{ scope: "any" } as { scope: Scope }],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { kind, options, report } = context;
    // A role of that name hides nothing.
    if (kind === "ClusterRole" && role.metadata?.name === "cluster-admin") return;
    const { applied, patched, analysis, place } = context;
    const judged = effectiveEntries(role, {
      ...{ applied, patched, analysis, place },
      options: { exceptFullAccess: false },
    });
    const found = entriesTogether(judged, { applied, patched }).flatMap(fullAccess);
    if (found.length === 0) return;
    const { reach, words } = givenThrough(role, context);
    if (options.scope === "cluster" && !counts("cluster", kind, reach)) return;
    const once = new Map(found.toReversed().map((one) => [one.entry, one]));
    for (const { entry, all } of oncePerEntry(found.filter((one) => once.get(one.entry) === one))) {
      const { rule, by } = entry;
      const verbs = new Set(all.flatMap((one) => one.verbs ?? []));
      report({
        at: placeIn(entry, "resources", rule.resources?.indexOf("*") ?? 0),
        messageId: "fullAccess",
        data: {
          ...words,
          role: words.role + by,
          verbs: verbs.has("*") ? "every verb" : quoteList([...verbs]),
          together: all.length > 1 ? ` in ${all.length} entries together` : "",
        },
      });
    }
  },
});

interface FullAccess {
  /** Where it is reported. */
  entry: EffectiveEntry;
  /** The entries that give it, together. */
  all: readonly PolicyRule[];
}

/** What gives full access among the entries of one role: each that does so alone, or else the first of those together. */
function fullAccess(together: readonly EffectiveEntry[]): FullAccess[] {
  const full = fullAccessEntries(together.map(({ rule }) => rule));
  const entries = together.filter((_, index) => full.has(index));
  const alone = entries.filter(({ rule }) => isEverything([rule]));
  if (alone.length > 0) return alone.map((entry) => ({ entry, all: [entry.rule] }));
  return entries.slice(0, 1).map((entry) => ({ entry, all: entries.map(({ rule }) => rule) }));
}
