/** A rule of an audit policy, as it is written. */
export interface WrittenRule {
  level: string;
  omitStages?: string[];
  users?: string[];
  userGroups?: string[];
  verbs?: string[];
  namespaces?: string[];
  resources?: { group?: string; resources?: string[]; resourceNames?: string[] }[];
  nonResourceURLs?: string[];
}

/** A request for a resource, as the API server sees it. */
export interface NaiveRequest {
  user: string;
  groups: string[];
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
}

/** Whether a rule is about a request, written again as the API server does it, step by step and without sets. */
export function naiveMatch(rule: WrittenRule, request: NaiveRequest): boolean {
  const {
    users = [],
    userGroups = [],
    verbs = [],
    namespaces = [],
    resources = [],
    nonResourceURLs = [],
  } = rule;
  if (users.length > 0 && !users.includes(request.user)) return false;
  if (userGroups.length > 0 && !request.groups.some((group) => userGroups.includes(group))) return false;
  if (verbs.length > 0 && !verbs.includes(request.verb)) return false;
  if (namespaces.length > 0 || resources.length > 0) {
    if (namespaces.length > 0 && !namespaces.includes(request.namespace)) return false;
    return resources.length === 0 || resources.some((one) => naiveResource(one, request));
  }
  return nonResourceURLs.length === 0;
}

function naiveResource(one: NonNullable<WrittenRule["resources"]>[number], request: NaiveRequest): boolean {
  const { group = "", resources = [], resourceNames = [] } = one;
  if (group !== request.group) return false;
  if (resources.length === 0) return true;
  const { resource, subresource, name } = request;
  for (const listed of resources) {
    if (resourceNames.length > 0 && !resourceNames.includes(name)) continue;
    if (listed === "*") return true;
    if (listed === (subresource ? `${resource}/${subresource}` : resource)) return true;
    if (subresource && listed.startsWith("*/") && listed.slice(2) === subresource) return true;
    if (listed.endsWith("/*") && listed.slice(0, -2) === resource) return true;
  }
  return false;
}

/** The level at which a rule logs in effect, stages of the policy counted in. */
export function naiveLevel(rule: WrittenRule, omitted: string[] = []): string {
  const without = [...(rule.omitStages ?? []), ...omitted];
  if (rule.level === "None" || !without.includes("ResponseComplete")) return rule.level;
  return without.includes("RequestReceived") ? "None" : "Metadata";
}
