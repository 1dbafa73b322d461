import { API_RESOURCES } from "../data/api-resources.js";
import { isKnown } from "../objects.js";
import { quoteList, series } from "../../util/phrases.js";

/** What a webhook or an admission policy is asked about: one entry of its `rules` or `resourceRules`. */
export interface RequestRule {
  apiGroups?: readonly string[];
  operations?: readonly string[];
  resources?: readonly string[];
}

const OWN_GROUPS: ReadonlySet<string> = new Set(API_RESOURCES.map(({ group }) => group));

/**
 * Whether rules include something that Kubernetes itself has, and not custom resources only, as those of most operators
 * do. Without rules they match nothing: some controllers write their own at run time.
 * apiserver: pkg/admission/plugin/webhook/predicates/rules/rules.go, Matches.
 */
export function concernKubernetes(rules: readonly RequestRule[]): boolean {
  return rules.some(({ apiGroups = [] }) =>
    apiGroups.some((group) => group === "*" || OWN_GROUPS.has(group)),
  );
}

const DONE: Readonly<Record<string, string>> = {
  CREATE: "create",
  UPDATE: "update",
  DELETE: "delete",
  CONNECT: "connect to",
};

/** The requests that rules match, for a sentence: `Requests to create or update 'pods'`. */
export function requestWords(rules: readonly RequestRule[]): string {
  const operations = new Set(rules.flatMap(({ operations = [] }) => operations));
  const resources = [...new Set(rules.flatMap(({ resources = [] }) => resources))].filter(isKnown);
  const done = Object.entries(DONE).flatMap(([operation, words]) => {
    return operations.has(operation) || operations.has("*") ? [words] : [];
  });
  const verbs = done.length === 0 ? "write" : series(done, "or");
  const isAny = resources.some((resource) => resource === "*" || resource === "*/*");
  return `Requests to ${verbs} ${isAny ? "anything" : quoteList(resources, "objects")}`;
}
