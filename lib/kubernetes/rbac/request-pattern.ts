import { isGlob, matchesGlob } from "../../util/glob.js";
import type { ApiResources } from "../api/api-resources.js";
import { questionOf } from "../api/resource-argument.js";
import { resourceName } from "../api/resource-name.js";
import { isKnown, type PolicyRule } from "../objects.js";
import { isAskedInNamespace } from "./namespaced-requests.js";
import { apiGroupMatches, nonResourceURLMatches, resourceMatches } from "./rbac.js";

/** Requests to the API server, as globs of verbs and of what they are for. */
export interface RequestPattern {
  verbs: readonly string[];
  targets: readonly TargetPattern[];
}

/** Resources or URLs, by a glob. */
export type TargetPattern = ResourcePattern | UrlPattern;

interface ResourcePattern {
  is: "resources";
  /** As it is written. */
  text: string;
  /** Globs, or names if `isName`. */
  resource: string;
  subresource?: string | undefined;
  /** The API groups; undefined for any. Globs unless `isName`. */
  groups?: readonly string[] | undefined;
  /** Whether this is one resource, and no glob. */
  isName: boolean;
}

/** Every resource, and every subresource. */
const EVERYTHING = "*";

interface UrlPattern {
  is: "urls";
  text: string;
  /** What the URLs begin with. */
  start: string;
  /** Whether this is one URL, and no glob. */
  isName: boolean;
}

/** What of a pattern a rule grants, in the words of the pattern where these are names, else of the rule. */
export interface GrantedRequests {
  verbs: readonly string[];
  targets: readonly string[];
}

/**
 * Reads `secrets`, `deployments.apps`, `pods/exec`, `*.apps`, `pods/*`, `*` for all of these, or a URL. A resource without
 * a group is that of each group which has it.
 * @throws {ArgumentProblem} if the group is known and has no such resource
 */
export function targetPattern(text: string, resources: ApiResources): TargetPattern {
  if (text.startsWith("/")) {
    const isName = !text.endsWith("*");
    return { is: "urls", text, start: isName ? text : text.slice(0, -1), isName };
  }
  if (text === EVERYTHING) return { is: "resources", text, resource: "*", subresource: "*", isName: false };
  if (!isGlob(text)) {
    const asked = questionOf("get", text, resources);
    if ("path" in asked) return { is: "urls", text, start: asked.path, isName: true };
    const { resource, subresource, apiGroups: groups } = asked;
    return { is: "resources", text, resource, subresource, groups, isName: true };
  }
  const [name = "", subresource] = text.split("/");
  const [resource = "", ...group] = name.split(".");
  const own = isGlob(resource) ? [] : resources.groupsWith(resource);
  const groups = group.length > 0 ? [group.join(".")] : own.length > 0 ? own : undefined;
  return { is: "resources", text, resource, subresource, groups, isName: false };
}

/**
 * What of a pattern a rule grants by itself; undefined if nothing. Names of objects make no difference: what is granted on
 * one of them is granted.
 * @param inNamespace whether only requests in a namespace count, as for what a RoleBinding grants
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, and plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows.
 */
export function grantedBy(
  rule: PolicyRule,
  { verbs: wanted, targets }: RequestPattern,
  inNamespace: boolean,
  resources: ApiResources,
): GrantedRequests | undefined {
  const verbs = commonNames(rule.verbs ?? [], wanted);
  if (verbs.length === 0) return undefined;
  const found = targets.flatMap((target) =>
    target.is === "urls"
      ? inNamespace
        ? []
        : urlsIn(rule, target)
      : resourcesIn(rule, target, resources).filter(({ name, groups }) => {
          if (name.startsWith("*/") && namesMeant(name, target, resources).length === 0) return false;
          return !inNamespace || isInNamespace(name, { groups, verbs, target, resources });
        }),
  );
  const names = [...new Set(found.map(({ shown }) => shown))];
  return names.length === 0 ? undefined : { verbs, targets: names };
}

/** What some written words and some globs have in common; a written `*` is everything. */
function commonNames(written: readonly string[], globs: readonly string[]): string[] {
  const common = globs.flatMap((glob) => {
    const matched = written.filter((word) => isKnown(word) && matchesGlob(glob, word));
    if (matched.length > 0 && isGlob(glob)) return matched;
    return written.includes("*") || matched.length > 0 ? [glob] : [];
  });
  return [...new Set(common)];
}

interface FoundTarget {
  /** The resource; `*` or `*` + `/subresource` if the rule names none, nor the pattern. */
  name: string;
  groups: readonly string[];
  shown: string;
}

function urlsIn(rule: PolicyRule, { text, start, isName }: UrlPattern): FoundTarget[] {
  if (isName) return nonResourceURLMatches(rule, start) ? [{ name: text, groups: [], shown: text }] : [];
  const meets = (url: string) => {
    const prefix = url.replace(/\*+$/, "");
    return url !== prefix ? start.startsWith(prefix) || prefix.startsWith(start) : url.startsWith(start);
  };
  const urls = (rule.nonResourceURLs ?? []).filter((url) => isKnown(url) && meets(url));
  return urls.map((url) => ({ name: url, groups: [], shown: url }));
}

function resourcesIn(rule: PolicyRule, target: ResourcePattern, resources: ApiResources): FoundTarget[] {
  const { text, resource, subresource, isName } = target;
  const groups = groupsIn(rule, target);
  if (groups.length === 0) return [];
  if (isName) {
    if (!resourceMatches(rule, resource, subresource)) return [];
    return [{ name: resourceName(target), groups, shown: text }];
  }
  const matched = (rule.resources ?? []).filter((written) => isKnown(written) && meets(written, target));
  return matched.flatMap((name) => {
    const known = groups.includes("*") && !name.startsWith("*") ? resources.groupsWith(name) : [];
    const own = known.filter((group) => target.groups?.some((glob) => matchesGlob(glob, group)) ?? true);
    if (known.length > 0 && own.length === 0) return [];
    return { name, groups: known.length > 0 ? own : groups, shown: name };
  });
}

/** The groups of a pattern that a rule covers; `*` for any. */
function groupsIn(rule: PolicyRule, { groups, isName }: ResourcePattern): string[] {
  const written = (rule.apiGroups ?? []).filter((group) => group === "" || isKnown(group));
  if (groups === undefined) return written;
  return isName
    ? groups.filter((group) => apiGroupMatches(rule, group))
    : written.filter((group) => group === "*" || groups.some((glob) => matchesGlob(glob, group)));
}

/** Whether what a rule has under `resources` covers anything that a glob matches. */
function meets(written: string, { text, resource, subresource }: ResourcePattern): boolean {
  if (written === "*" || text === EVERYTHING) return true;
  const [own = "", ...rest] = written.split("/");
  if (rest.length === 0) return subresource === undefined && matchesGlob(resource, own);
  if (subresource === undefined || !matchesGlob(subresource, rest.join("/"))) return false;
  return own === "*" || matchesGlob(resource, own);
}

/** Whether any request for a resource can be in a namespace. */
function isInNamespace(
  name: string,
  {
    groups,
    verbs,
    target,
    resources,
  }: {
    groups: readonly string[];
    verbs: readonly string[];
    target: ResourcePattern;
    resources: ApiResources;
  },
): boolean {
  const names = name.startsWith("*") ? namesMeant(name, target, resources) : [{ name, groups }];
  return names.some((one) => {
    const known = one.groups.includes("*") ? resources.groupsWith(one.name) : one.groups;
    if (known.length === 0) return true;
    return known.some((apiGroup) => {
      return verbs.some((verb) => isAskedInNamespace(resources, { apiGroup, resource: one.name, verb }));
    });
  });
}

/** The resources that a rule's wildcard and a glob both mean, as far as they are known; any if the glob is as wide. */
function namesMeant(
  name: string,
  target: ResourcePattern,
  resources: ApiResources,
): { name: string; groups: string[] }[] {
  if (target.resource === "*") return [{ name, groups: ["*"] }];
  return [...resources.all()]
    .filter((one) => {
      const isIn = target.groups?.some((glob) => matchesGlob(glob, one.group)) ?? true;
      return isIn && meets(one.name, target) && (name === "*" || one.name.endsWith(name.slice(1)));
    })
    .map((one) => ({ name: one.name, groups: [one.group] }));
}
