import { field, isMap, items } from "../../util/plain-values.js";
import { isPlain } from "../objects.js";

type Path = readonly (string | number)[];

/** How much of a request is logged, from nothing to everything. */
export const AUDIT_LEVELS = ["None", "Metadata", "Request", "RequestResponse"] as const;
export type AuditLevel = (typeof AUDIT_LEVELS)[number];

/** The stages of a request at which it can be logged. */
export const AUDIT_STAGES: readonly string[] = [
  "RequestReceived",
  "ResponseStarted",
  "ResponseComplete",
  "Panic",
];

/** A list in a rule; an empty one says nothing, so the rule is about everything. */
export interface RuleList {
  values: ReadonlySet<string>;
  /** Whether the list may hold more than can be read. */
  hasUnknown: boolean;
}

/** Resources that a rule is about. */
export interface RuleResources {
  group: string | undefined;
  resources: RuleList;
  names: RuleList;
}

/** A rule of an audit policy, as the API server applies it. */
export interface AuditRule {
  at: Path;
  /** Undefined if it cannot be read, or does not exist. */
  level: AuditLevel | undefined;
  /** The stages that are left out, those of the policy included. */
  omitted: RuleList;
  users: RuleList;
  groups: RuleList;
  verbs: RuleList;
  namespaces: RuleList;
  urls: RuleList;
  /** Undefined if they cannot be read. */
  resources: readonly RuleResources[] | undefined;
}

/**
 * The rules of an audit policy in their order, or undefined if they cannot be read.
 * Kubernetes: apiserver/pkg/audit/policy/checker.go, NewPolicyRuleEvaluator.
 */
export function auditRules(value: Readonly<Record<string, unknown>>): AuditRule[] | undefined {
  const rules = field(value, "rules");
  if (!Array.isArray(rules)) return undefined;
  const everywhere = listOf(field(value, "omitStages"));
  return rules.map((rule, index) => ruleOf(rule, ["rules", index], everywhere));
}

function ruleOf(rule: unknown, at: Path, everywhere: RuleList): AuditRule {
  const level = AUDIT_LEVELS.find((one) => one === field(rule, "level"));
  const omitted = listOf(field(rule, "omitStages"));
  const resources = field(rule, "resources");
  return {
    at,
    level: isMap(rule) ? level : undefined,
    omitted: {
      values: new Set([...everywhere.values, ...omitted.values]),
      hasUnknown: everywhere.hasUnknown || omitted.hasUnknown,
    },
    users: listOf(field(rule, "users")),
    groups: listOf(field(rule, "userGroups")),
    verbs: listOf(field(rule, "verbs")),
    namespaces: listOf(field(rule, "namespaces")),
    urls: listOf(field(rule, "nonResourceURLs")),
    resources: isNothing(resources) ? [] : resourcesOf(resources),
  };
}

function resourcesOf(written: unknown): RuleResources[] | undefined {
  if (!Array.isArray(written) || !written.every(isMap)) return undefined;
  return written.map((one) => {
    const group = field(one, "group");
    return {
      // The core group may be left out.
      group: isNothing(group) ? "" : typeof group === "string" && isPlain(group) ? group : undefined,
      resources: listOf(field(one, "resources")),
      names: listOf(field(one, "resourceNames")),
    };
  });
}

function listOf(written: unknown): RuleList {
  const list = items(written);
  const values = list.filter((one): one is string => typeof one === "string" && isPlain(one));
  const isList = isNothing(written) || Array.isArray(written);
  return { values: new Set(values), hasUnknown: !isList || values.length < list.length };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Whether a list says anything, so that a rule is not about everything. */
export function isSet({ values, hasUnknown }: RuleList): boolean {
  return hasUnknown || values.size > 0;
}
