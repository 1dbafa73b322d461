import { defineRule } from "../lib/define-rule.js";
import { isAggregating } from "../lib/kubernetes/aggregation.js";
import { isKnown, type PolicyRule } from "../lib/kubernetes/objects.js";
import { quoteList } from "../lib/kubernetes/words.js";

interface Options {
  strict: boolean;
}

export default defineRule({
  name: "effective-resource-names",
  meta: {
    docs: {
      description: "Disallow resourceNames that cannot take effect",
      topic: "What does nothing",
      preset: "recommended",
      strictOptions: { strict: true },
      controls: [],
    },
    messages: {
      star: "The name '{{name}}' is no pattern in resourceNames, so this allows an object of exactly that name. List the names, or leave resourceNames out to allow all.",
      deletecollection:
        "Verb 'deletecollection' is never allowed together with resourceNames, since a request for many objects names none. Use 'delete' for {{names}}, or allow it in an entry without resourceNames.",
      create:
        "Verb 'create' of {{resources}} together with resourceNames is refused, since a request to create names no object; only server-side apply and PUT of {{names}} pass. Allow 'create' in an entry without resourceNames.",
      listOrWatch:
        "Verb '{{verb}}' together with resourceNames passes only where the request has the field selector 'metadata.name={{name}}'. Allow it in an entry without resourceNames, or use 'get'.",
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
  kinds: ["Role", "ClusterRole"],
  patches: true,
  check(role, { options, report }) {
    if (isAggregating(role)) return;
    role.rules?.forEach((rule, index) => {
      const { resourceNames: names = [], verbs = [], resources = [] } = rule;
      const known = names.filter(isKnown);
      if (known.length === 0) return;
      names.forEach((name, position) => {
        if (!isKnown(name) || !name.includes("*") || isSignerPattern(name, rule)) return;
        report({ at: ["rules", index, "resourceNames", position], messageId: "star", data: { name } });
      });
      const data = { names: quoteList(known), name: known[0] ?? "", resources: quoteList(resources) };
      verbs.forEach((verb, position) => {
        const at = ["rules", index, "verbs", position];
        if (verb === "deletecollection") report({ at, messageId: "deletecollection", data });
        if (verb === "create" && isAboutWholeObjects(rule)) report({ at, messageId: "create", data });
        if (options.strict && (verb === "list" || verb === "watch")) {
          report({ at, messageId: "listOrWatch", data: { ...data, verb } });
        }
      });
    });
  },
});

/**
 * Whether no resource of an entry is a subresource: what is created below an object, such as `pods/exec`, is
 * asked for with that object's name.
 * Kubernetes: apiserver, pkg/endpoints/request/requestinfo.go, NewRequestInfo.
 */
function isAboutWholeObjects({ resources = [] }: PolicyRule): boolean {
  return (
    resources.length > 0 &&
    resources.every((resource) => isKnown(resource) && resource !== "*" && !resource.includes("/"))
  );
}

/**
 * Signers are the one thing with a pattern: `example.com/*` is every signer of a domain.
 * Kubernetes: plugin/pkg/admission/certificates, IsAuthorizedForSignerName.
 */
function isSignerPattern(name: string, { resources = [] }: PolicyRule): boolean {
  return name.endsWith("/*") && resources.some((resource) => resource === "signers" || resource === "*");
}
