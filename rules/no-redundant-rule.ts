import { subjectWords } from "../lib/kubernetes/name-words.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import {
  BINDING_KINDS,
  isKnown,
  type PolicyRule,
  ROLE_KINDS,
  type Subject,
} from "../lib/kubernetes/objects.js";
import { ruleCovers } from "../lib/kubernetes/rbac/rbac.js";
import { removeItem } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";

/** Every entry is compared with every other, so longer lists are not compared. */
const MOST_ENTRIES = 500;
const LISTS = ["apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"] as const;

export default defineRule({
  name: "no-redundant-rule",
  meta: {
    docs: {
      description: "Disallow rules and subjects that another one in the same object covers",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "strict",
      controls: [],
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      covered: "This entry adds nothing: entry {{number}} of the same role allows all of it. Remove it.",
      sameRule: "This entry adds nothing: it is the same as entry {{number}} of this role. Remove it.",
      sameValue: "Value '{{value}}' appears in '{{list}}' twice. Remove one.",
      sameSubject: "{{subject}} appears in this binding twice. Remove one.",
      removeEntry: "Remove the entry.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: [...ROLE_KINDS, ...BINDING_KINDS],
  patches: true,
  check(object, { report }) {
    if ("roleRef" in object || "subjects" in object) {
      const { subjects = [], metadata } = object;
      for (const { index, first } of repeated(subjects.map((subject) => keyOf(subject)))) {
        const at = ["subjects", index];
        const subject = subjectWords(subjects[index] as Subject, metadata?.namespace);
        report({
          at: [...at, "name"],
          atItem: true,
          messageId: "sameSubject",
          data: { subject },
          fix: removeItem(at),
          because: {
            own: partsOf(at, subjects[index]),
            others: partsOf(["subjects", first], subjects[first]),
          },
        });
      }
      return;
    }
    const { rules = [] } = object as { rules?: PolicyRule[] };
    rules.forEach((rule, index) => {
      for (const list of LISTS) {
        const values = rule[list] ?? [];
        for (const { index: item, first } of repeated(
          values.map((value) => (isPlain(value) ? value : undefined)),
        )) {
          const at = ["rules", index, list, item];
          const value = values[item] ?? "";
          const because = { own: [at], others: [["rules", index, list, first]] };
          report({
            at,
            atItem: true,
            messageId: "sameValue",
            data: { value, list },
            fix: removeItem(at),
            because,
          });
        }
      }
      const other = covering(rules, index);
      if (other === undefined) return;
      const at = ["rules", index];
      const data = { number: String(other + 1) };
      const isLast = index + 1 === rules.length;
      const because = {
        own: [...partsOf(at, rule), ...(isLast ? [] : [["rules", index + 1]])],
        isLast,
        others: partsOf(["rules", other], rules[other]),
      };
      if (ruleCovers(rule, rules[other] as PolicyRule)) {
        report({ at, atItem: true, messageId: "sameRule", data, fix: removeItem(at), because });
      } else {
        const suggest = [{ messageId: "removeEntry" as const, edit: removeItem(at) }];
        report({ at, atItem: true, messageId: "covered", data, suggest, because });
      }
    });
  },
});

/** Returns the index of an entry that covers another. Of two identical ones, the first covers the second. */
function covering(rules: readonly PolicyRule[], index: number): number | undefined {
  const rule = rules[index];
  if (!rule?.verbs?.length || rules.length > MOST_ENTRIES || !isAboutSomething(rule)) return undefined;
  const other = rules.findIndex((one, at) => {
    return at !== index && ruleCovers(one, rule) && (at < index || !ruleCovers(rule, one));
  });
  return other < 0 ? undefined : other;
}

/** Whether an entry grants anything at all. If not, another rule reports it. */
function isAboutSomething({ apiGroups = [], resources = [], nonResourceURLs = [] }: PolicyRule): boolean {
  return nonResourceURLs.length > 0 || (apiGroups.length > 0 && resources.length > 0);
}

/** Returns the keys that repeat an earlier one, by index, and the index of the first. */
function repeated(keys: readonly (string | undefined)[]): { index: number; first: number }[] {
  const seen = new Map<string, number>();
  return keys.flatMap((key, index) => {
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first !== undefined) return [{ index, first }];
    seen.set(key, index);
    return [];
  });
}

/** The path of an entry and those of all that it says. */
function partsOf(at: Path, entry: PolicyRule | Subject | undefined): Path[] {
  const said = Object.entries(entry ?? {}).flatMap(([key, value]: [string, unknown]): Path[] => {
    return Array.isArray(value) ? value.map((_, index) => [...at, key, index]) : [[...at, key]];
  });
  return [at, ...said];
}

function keyOf({ kind, name, namespace, apiGroup }: Subject): string | undefined {
  if (!isKnown(kind) || !isKnown(name) || (namespace && !isKnown(namespace))) return undefined;
  return JSON.stringify([kind, name, namespace ?? "", apiGroup ?? ""]);
}

function isPlain(value: string): boolean {
  return value === "" || isKnown(value);
}
