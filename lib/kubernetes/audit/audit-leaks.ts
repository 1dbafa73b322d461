import {
  ANONYMOUS_USER,
  AUTHENTICATED_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  splitUsername,
  UNAUTHENTICATED_GROUP,
} from "../rbac/subjects.js";
import {
  ANY,
  type AuditedRequest,
  effectiveLevel,
  matchesRequest,
  NAMELESS_VERBS,
} from "./audit-decision.js";
import { type AuditRule, isSet, type RuleList } from "./audit-rules.js";

/** What must not be in an audit log with its content. */
export type Content = "Secrets" | "ConfigMaps" | "TokenReviews" | "TokenRequests";

/** A rule that writes the content of what is confidential to the audit log. */
export interface AuditLeak {
  rule: AuditRule;
  contents: readonly Content[];
}

interface Kind {
  content: Content;
  apiGroup: string;
  resource: string;
  subresource: string;
  isNamespaced: boolean;
  /** The verbs whose requests hold the content, and those of which only the response does. */
  inRequest: readonly string[];
  inResponse: readonly string[];
}

const WRITES = ["create", "update", "patch"];
/** Deleting one object returns a status, deleting several returns them. */
const RETURNING = ["get", "list", "deletecollection"];

const KINDS: readonly Kind[] = [
  {
    content: "Secrets",
    apiGroup: "",
    resource: "secrets",
    subresource: "",
    isNamespaced: true,
    inRequest: WRITES,
    inResponse: RETURNING,
  },
  {
    content: "ConfigMaps",
    apiGroup: "",
    resource: "configmaps",
    subresource: "",
    isNamespaced: true,
    inRequest: WRITES,
    inResponse: RETURNING,
  },
  {
    content: "TokenReviews",
    apiGroup: "authentication.k8s.io",
    resource: "tokenreviews",
    subresource: "",
    isNamespaced: false,
    inRequest: ["create"],
    inResponse: [],
  },
  {
    content: "TokenRequests",
    apiGroup: "",
    resource: "serviceaccounts",
    subresource: "token",
    isNamespaced: true,
    inRequest: [],
    inResponse: ["create"],
  },
];

/** More comparisons than any policy that somebody wrote takes. Beyond, no leak is found. */
const MOST_COMPARISONS = 1_000_000;

/**
 * The rules that write what is confidential to the audit log with its content, because some request reaches them. A
 * rule on ConfigMaps of certain namespaces or names is none: those were chosen. What cannot be told is none.
 */
export function auditLeaks(rules: readonly AuditRule[]): AuditLeak[] {
  const search = new Search(rules);
  return rules.flatMap((rule) => {
    const level = effectiveLevel(rule);
    if (level !== "Request" && level !== "RequestResponse") return [];
    const contents = KINDS.filter((kind) => {
      const verbs = level === "Request" ? kind.inRequest : [...kind.inRequest, ...kind.inResponse];
      return search.decidesOnAny(rule, requestsOf(rule, kind, verbs));
    });
    return contents.length === 0 ? [] : [{ rule, contents: contents.map(({ content }) => content) }];
  });
}

/** Asks which rule decides on a request, but not for ever: the linted text may be made to take long. */
class Search {
  readonly #rules: readonly AuditRule[];
  #left = MOST_COMPARISONS;

  constructor(rules: readonly AuditRule[]) {
    this.#rules = rules;
  }

  decidesOnAny(rule: AuditRule, requests: Iterable<AuditedRequest>): boolean {
    for (const request of requests) {
      if (this.#left <= 0) return false;
      if (this.#isDecidedBy(rule, request)) return true;
    }
    return false;
  }

  #isDecidedBy(rule: AuditRule, request: AuditedRequest): boolean {
    for (const one of this.#rules) {
      if (this.#left <= 0) return false;
      this.#left -= 1 + (one.resources?.length ?? 0);
      const answer = matchesRequest(one, request);
      if (answer !== "no") return answer === "yes" && one === rule;
    }
    return false;
  }
}

/**
 * Requests for something, one of which a rule decides on if it decides on any. Where a rule names nothing, a name that
 * no rule can list is the one that the fewest rules before it are about.
 */
function* requestsOf(rule: AuditRule, kind: Kind, verbs: readonly string[]): Generator<AuditedRequest> {
  const { apiGroup, resource, subresource } = kind;
  for (const verb of verbs) {
    if (isSet(rule.verbs) && !rule.verbs.values.has(verb)) continue;
    for (const namespace of namespacesOf(rule, kind, verb)) {
      for (const name of namesOf(rule, kind, verb)) {
        for (const user of orAny(rule.users)) {
          for (const group of orAny(rule.groups)) {
            if (isUnauthenticated(user, group)) continue;
            yield {
              user,
              groups: groupsOf(user, group),
              verb,
              apiGroup,
              resource,
              subresource,
              namespace,
              name,
            };
          }
        }
      }
    }
  }
}

function namespacesOf({ namespaces }: AuditRule, { content, isNamespaced }: Kind, verb: string): string[] {
  if (!isNamespaced) return [""];
  if (content === "ConfigMaps") return [ANY];
  // Only a list can be of all namespaces.
  return orAny(namespaces).filter((namespace) => namespace !== "" || verb === "list");
}

function namesOf({ resources }: AuditRule, { content, apiGroup, subresource }: Kind, verb: string): string[] {
  if (NAMELESS_VERBS.has(verb) && subresource === "") return [""];
  if (content === "ConfigMaps") return [ANY];
  const names = (resources ?? []).flatMap((one) => (one.group === apiGroup ? [...one.names.values] : []));
  return [ANY, ...names];
}

function orAny(list: RuleList): string[] {
  return isSet(list) ? [...list.values] : [ANY];
}

/** Requests without credentials are refused before anybody reads what they hold. */
function isUnauthenticated(user: string, group: string): boolean {
  return user === ANONYMOUS_USER || group === UNAUTHENTICATED_GROUP;
}

/** The groups that a user is in by the name alone, and one that a rule asks for. */
function groupsOf(user: string, group: string): string[] {
  const groups = group === ANY ? [AUTHENTICATED_GROUP] : [group, AUTHENTICATED_GROUP];
  const account = splitUsername(user);
  if (account !== undefined && account !== "invalid")
    groups.push(SERVICE_ACCOUNTS_GROUP, `${SERVICE_ACCOUNTS_GROUP}:${account.namespace}`);
  if (user.startsWith("system:node:")) groups.push("system:nodes");
  if (group.startsWith(`${SERVICE_ACCOUNTS_GROUP}:`)) groups.push(SERVICE_ACCOUNTS_GROUP);
  return groups;
}
