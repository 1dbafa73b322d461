import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isOverwritten } from "../lib/rule-kit/effective-entries.js";
import type { ApiResources } from "../lib/kubernetes/api/api-resources.js";
import { isKnown, type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { knownEntry } from "../lib/kubernetes/rbac/known-entry.js";
import { COMMON_VERBS } from "../lib/kubernetes/api/api-resource.js";
import {
  HTTP_VERBS,
  MEANT,
  MEANT_OF_PATHS,
  MEANT_SUBRESOURCES,
  RESOURCE_VERBS,
} from "../lib/kubernetes/rbac/verbs.js";
import { nearest } from "../lib/util/nearest.js";
import { quoteList } from "../lib/util/phrases.js";
import { removeItem, replaceItem } from "../lib/manifests/edit.js";

export default defineRule({
  name: "known-verb",
  meta: {
    docs: {
      description: "Disallow verbs that the resources of a rule do not have",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      noVerb: "There is no verb '{{verb}}' for {{resources}}, so this allows nothing.{{instead}}",
      noPathVerb:
        "Requests for paths such as {{paths}} use HTTP verbs, and '{{verb}}' is not one, so this allows nothing.{{instead}}",
      useVerbs: "Write {{verbs}}.",
      removeVerb: "Remove the verb.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { analysis, report } = context;
    if (isOverwritten(role, context)) return;
    role.rules?.forEach((rule, index) => {
      const isAboutPaths = !rule.resources?.length && Boolean(rule.nonResourceURLs?.length);
      const verbs = isAboutPaths ? wrongForPaths(rule) : wrongForResources(rule, analysis.apiResources);
      for (const { verb, position, meant, subresource } of verbs) {
        const at = ["rules", index, "verbs", position];
        const instead = meant
          ? ` Write ${quoteList(meant)}.`
          : subresource === undefined
            ? " Remove it."
            : ` To allow that, allow ${subresource}.`;
        report({
          at,
          messageId: isAboutPaths ? "noPathVerb" : "noVerb",
          data: {
            verb,
            instead,
            resources: quoteList(rule.resources ?? []),
            paths: quoteList(rule.nonResourceURLs ?? []),
          },
          suggest: meant
            ? [{ messageId: "useVerbs", data: { verbs: quoteList(meant) }, edit: replaceItem(at, meant) }]
            : [{ messageId: "removeVerb", edit: removeItem(at) }],
        });
      }
    });
  },
});

interface Wrong {
  verb: string;
  position: number;
  meant?: readonly string[];
  subresource?: string;
}

function wrongForPaths({ verbs = [] }: PolicyRule): Wrong[] {
  return verbs.flatMap((verb, position) => {
    if (verb === "*" || !isKnown(verb) || HTTP_VERBS.has(verb)) return [];
    const lowerCase = verb.toLowerCase();
    const meant = HTTP_VERBS.has(lowerCase) ? [lowerCase] : MEANT_OF_PATHS.get(lowerCase);
    return [{ verb, position, meant: lacking(meant, verbs) }];
  });
}

/** Returns the verbs that none of an entry's resources has; empty if one of the resources is unknown. */
function wrongForResources(rule: PolicyRule, api: ApiResources): Wrong[] {
  const entry = knownEntry(rule, api);
  if (!entry?.isComplete || entry.resources.length === 0) return [];
  if (entry.resources.length < (rule.resources ?? []).length) return [];
  if (entry.resources.some(({ found }) => found.length === 0)) return [];
  const targets = entry.resources.flatMap(({ found }) => found);
  const takes = (verb: string) => targets.some(({ group, name }) => api.takesVerb(group, name, verb));
  return (rule.verbs ?? []).flatMap((verb, position) => {
    if (verb === "*" || !isKnown(verb) || takes(verb)) return [];
    const lowerCase = verb.toLowerCase();
    // Any program can ask for verbs of its own, of any resource.
    if (/^[a-z][a-z-]*$/.test(verb) && !isOfKubernetes(verb)) return [];
    const meant = (takes(lowerCase) ? [lowerCase] : MEANT.get(lowerCase))?.filter(takes);
    return [
      { verb, position, meant: lacking(meant, rule.verbs), subresource: MEANT_SUBRESOURCES.get(lowerCase) },
    ];
  });
}

/** Whether a verb is one of Kubernetes, or stands for one: it is often written, or misspelt. */
function isOfKubernetes(verb: string): boolean {
  if (RESOURCE_VERBS.has(verb) || HTTP_VERBS.has(verb) || MEANT.has(verb) || MEANT_SUBRESOURCES.has(verb))
    return true;
  const isTransposed = (common: string) =>
    common.length === verb.length && lettersOf(common) === lettersOf(verb);
  return COMMON_VERBS.some(isTransposed) || nearest(verb, COMMON_VERBS) !== undefined;
}

function lettersOf(word: string): string {
  return [...word].sort().join("");
}

/** Returns the verbs that were meant and that the entry does not have yet. */
function lacking(meant: readonly string[] = [], verbs: readonly string[] = []): string[] | undefined {
  const more = meant.filter((verb) => !verbs.includes(verb));
  return more.length > 0 ? more : undefined;
}
