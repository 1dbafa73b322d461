import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isOverwritten } from "../lib/rule-kit/effective-entries.js";
import type { ApiResources } from "../lib/kubernetes/api/api-resources.js";
import { isKnown, type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { knownEntry } from "../lib/kubernetes/rbac/known-entry.js";
import { ruleCovers } from "../lib/kubernetes/rbac/rbac.js";
import { quoteList } from "../lib/util/phrases.js";

/** The verbs of requests that name no object. */
const UNNAMED_VERBS: ReadonlySet<string> = new Set(["create", "deletecollection", "list", "watch"]);
/** Each entry with names is compared with at most this many entries without names. */
const MOST_ENTRIES = 200;

interface Options {
  strict: boolean;
}

export default defineRule({
  name: "effective-resource-names",
  meta: {
    docs: {
      description: "Disallow resourceNames that cannot take effect",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      strictOptions: { strict: true },
      controls: [],
    },
    messages: {
      star: "Name '{{name}}' is not a pattern in resourceNames, so this allows only an object of exactly that name. List the names that are needed.",
      deletecollection:
        "Verb 'deletecollection' is never allowed together with resourceNames, since a request for many objects names none. Use 'delete' for {{names}}, or remove the verb.",
      create:
        "Verb 'create' on {{resources}} together with resourceNames is refused, since a create request names no object; only requests that carry the name, such as server-side apply of {{names}}, pass. Remove the verb, or allow 'create' in an entry of its own if the name does not matter.",
      listOrWatch:
        "Verb '{{verb}}' together with resourceNames passes only where the request has the field selector 'metadata.name={{name}}'. Use 'get', or remove the verb.",
    },
    schema: [
      {
        type: "object",
        properties: {
          strict: {
            type: "boolean",
            description:
              "Whether `list` and `watch` are reported as well, which pass with a field selector only.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ strict: false } as Options],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { analysis, options, report } = context;
    if (isOverwritten(role, context)) return;
    const { rules = [] } = role;
    const unnamed = rules.filter((rule) => !rule.resourceNames?.length).slice(0, MOST_ENTRIES);
    rules.forEach((rule, index) => {
      const { resourceNames: names = [], verbs = [], resources = [] } = rule;
      const known = names.filter(isKnown);
      if (known.length === 0) return;
      names.forEach((name, position) => {
        if (!isKnown(name) || !name.includes("*") || isSignerPattern(name, rule)) return;
        report({ at: ["rules", index, "resourceNames", position], messageId: "star", data: { name } });
      });
      const data = { names: quoteList(known), name: known[0] ?? "", resources: quoteList(resources) };
      verbs.forEach((verb, position) => {
        if (isAllowedAnyway(verb, rule, unnamed)) return;
        const at = ["rules", index, "verbs", position];
        if (verb === "deletecollection") report({ at, messageId: "deletecollection", data });
        if (verb === "create" && isAboutWholeObjects(rule, analysis.apiResources))
          report({ at, messageId: "create", data });
        if (options.strict && (verb === "list" || verb === "watch")) {
          report({ at, messageId: "listOrWatch", data: { ...data, verb } });
        }
      });
    });
  },
});

/** Whether an entry without names allows the verb on the same resources. */
function isAllowedAnyway(verb: string, rule: PolicyRule, unnamed: readonly PolicyRule[]): boolean {
  const asked = { apiGroups: rule.apiGroups, resources: rule.resources, verbs: [verb] };
  return UNNAMED_VERBS.has(verb) && unnamed.some((other) => ruleCovers(other, asked));
}

/**
 * Whether the API server serves all resources of an entry, and none is a subresource. A request to create a
 * subresource, such as `pods/exec`, carries the name of its object. So may the checks that other programs make with
 * RBAC, such as those of the Loki gateway on its tenants.
 * Kubernetes: apiserver, pkg/endpoints/request/requestinfo.go, NewRequestInfo.
 */
function isAboutWholeObjects(rule: PolicyRule, api: ApiResources): boolean {
  const { resources = [] } = rule;
  const known = knownEntry(rule, api)?.resources ?? [];
  return (
    resources.length > 0 &&
    known.length === resources.length &&
    known.every(({ name, found }) => {
      return name !== "*" && !name.includes("/") && found.length > 0 && found.every(({ served }) => served);
    })
  );
}

/**
 * Whether a name is a pattern for signers, the only resource with patterns: `example.com/*` is every signer of a
 * domain.
 * Kubernetes: plugin/pkg/admission/certificates, IsAuthorizedForSignerName.
 */
function isSignerPattern(name: string, { resources = [] }: PolicyRule): boolean {
  return name.endsWith("/*") && resources.some((resource) => resource === "signers" || resource === "*");
}
