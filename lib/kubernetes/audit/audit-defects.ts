import { field, isMap, items } from "../../util/plain-values.js";
import { isKnown, isPlain } from "../objects.js";
import { isDnsSubdomain } from "../rbac/subjects.js";
import { AUDIT_LEVELS, AUDIT_STAGES } from "./audit-rules.js";

type Path = readonly (string | number)[];

/** Why the API server refuses an audit policy, and then does not start; stars are the exception. */
export interface AuditDefect {
  id:
    | "removedVersion"
    | "noRules"
    | "noLevel"
    | "level"
    | "stage"
    | "mixed"
    | "url"
    | "urlStar"
    | "group"
    | "namesAlone"
    /** A `*` where it is no wildcard, alone or behind something: accepted, and about nothing. */
    | "star"
    | "starBehind";
  at: Path;
  /** What is written there. */
  value: string;
  /** The first minor version that refuses it, if not all do. */
  since?: number;
}

/** The last field of the path tells which. */
const LISTS_WITHOUT_WILDCARDS = ["users", "userGroups", "verbs", "namespaces"];
/** Before it, the API server read audit.k8s.io/v1alpha1 and v1beta1 too. */
const ONLY_V1_SINCE = 24;

/**
 * The defects for which the API server refuses an audit policy, and `*` in lists that know no wildcards. Values that
 * something fills in later are left out.
 * Kubernetes: apiserver/pkg/audit/policy/reader.go, LoadPolicyFromBytes, and
 * apiserver/pkg/apis/audit/validation/validation.go, ValidatePolicy.
 */
export function auditDefects(value: Readonly<Record<string, unknown>>): AuditDefect[] {
  const [version, rules] = [field(value, "apiVersion"), field(value, "rules")];
  const isOld = version === "audit.k8s.io/v1alpha1" || version === "audit.k8s.io/v1beta1";
  const isEmpty = rules === undefined || rules === null || (Array.isArray(rules) && rules.length === 0);
  return [
    ...(isOld
      ? [{ id: "removedVersion" as const, at: ["apiVersion"], value: version, since: ONLY_V1_SINCE }]
      : []),
    ...(isEmpty ? [{ id: "noRules" as const, at: ["rules"], value: "" }] : []),
    ...items(rules).flatMap((rule, index) => (isMap(rule) ? ruleDefects(rule, ["rules", index]) : [])),
  ];
}

function ruleDefects(rule: Readonly<Record<string, unknown>>, at: Path): AuditDefect[] {
  const urls = texts(rule, "nonResourceURLs", at);
  const isAboutResources =
    items(field(rule, "resources")).length + items(field(rule, "namespaces")).length > 0;
  return [
    ...levelDefects(field(rule, "level"), at),
    ...texts(rule, "omitStages", at)
      .filter(({ value }) => !AUDIT_STAGES.includes(value))
      .map((one): AuditDefect => ({ id: "stage", ...one })),
    ...(isAboutResources && urls.length > 0
      ? [{ id: "mixed" as const, at: [...at, "nonResourceURLs"], value: "" }]
      : urls.flatMap(urlDefects)),
    ...items(field(rule, "resources")).flatMap((one, index) =>
      resourcesDefects(one, [...at, "resources", index]),
    ),
    ...LISTS_WITHOUT_WILDCARDS.flatMap((list) => stars(texts(rule, list, at))),
  ];
}

function levelDefects(level: unknown, at: Path): AuditDefect[] {
  if (level === undefined || level === null || level === "") return [{ id: "noLevel", at, value: "" }];
  const isOne = AUDIT_LEVELS.some((one) => one === level);
  return typeof level === "string" && isKnown(level) && !isOne
    ? [{ id: "level", at: [...at, "level"], value: level }]
    : [];
}

/** validateNonResourceURLs. */
function urlDefects({ at, value }: Written): AuditDefect[] {
  if (value === "*") return [];
  if (!value.startsWith("/")) return [{ id: "url", at, value }];
  return value.slice(0, -1).includes("*") ? [{ id: "urlStar", at, value }] : [];
}

/** validateResources. */
function resourcesDefects(one: unknown, at: Path): AuditDefect[] {
  const group = field(one, "group");
  const names = texts(one, "resourceNames", at);
  const found: AuditDefect[] = stars(names);
  if (typeof group === "string" && isKnown(group) && !isDnsSubdomain(group))
    found.push({ id: "group", at: [...at, "group"], value: group });
  const resources = field(one, "resources");
  const isForAll =
    resources === undefined || resources === null || (Array.isArray(resources) && resources.length === 0);
  if (isForAll && names.length > 0) found.push({ id: "namesAlone", at: [...at, "resourceNames"], value: "" });
  return found;
}

interface Written {
  at: Path;
  value: string;
}

/** The plain texts of a list in a map, each with its place. */
function texts(map: unknown, list: string, at: Path): Written[] {
  return items(field(map, list)).flatMap((value, index) =>
    typeof value === "string" && isPlain(value) ? [{ at: [...at, list, index], value }] : [],
  );
}

function stars(list: readonly Written[]): AuditDefect[] {
  return list
    .filter(({ value }) => value.endsWith("*"))
    .map((one) => ({ id: one.value === "*" ? "star" : "starBehind", ...one }));
}
