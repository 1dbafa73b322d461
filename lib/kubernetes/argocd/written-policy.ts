import { field, isMap, items } from "../../util/plain-values.js";
import type { Configuration } from "../configuration/configuration.js";
import { isKnown } from "../objects.js";
import type { MatchMode } from "./pattern.js";
import { type PolicyText, readPolicy } from "./policy-text.js";

/** A text of a policy, where it is written. */
export interface WrittenText extends PolicyText {
  /** Its path in the configuration. */
  at: readonly (string | number)[];
  /** As it is written, line by line. */
  source: readonly string[];
  /** The role whose policy it is, for that of a project. */
  role?: string;
}

/** What a configuration says of who may do what in Argo CD. */
export interface WrittenPolicy {
  texts: readonly WrittenText[];
  /** Undefined if it is filled in later. */
  mode: MatchMode | undefined;
  /** The role of everyone who logs in, and where it is written, or would be if the operator did not choose it. */
  defaultRole?: { value: string; at: readonly (string | number)[]; isUnwritten?: true };
  /** Where that role is filled in later. */
  hiddenDefault?: readonly (string | number)[];
  /** The project of which it holds, if it is that of a project. */
  project?: string;
  /** What Argo CD adds to the policy of a project: it gives its roles to their groups, and lets them see it. */
  added?: readonly WrittenText[];
}

/** The policies in a ConfigMap argocd-rbac-cm, an ArgoCD or an AppProject; none in any other configuration. */
export function writtenPolicy({ format, value }: Configuration): WrittenPolicy | undefined {
  if (format === "ArgoCdRbac") return inConfigMap(value);
  if (format === "ArgoCdOperator") return inOperator(value);
  if (format === "ArgoCdProject") return inProject(value);
  return undefined;
}

/** `policy.csv`, and then every `policy.*.csv` by name: argo-cd util/rbac/rbac.go, PolicyCSV. */
function inConfigMap(value: unknown): WrittenPolicy {
  const data = field(value, "data");
  const keys = isMap(data) ? Object.keys(data).filter((key) => /^policy\.(?:.*\.)?csv$/s.test(key)) : [];
  return {
    texts: keys.sort().flatMap((key) => textAt(value, ["data", key])),
    mode: modeOf(field(data, "policy.matchMode")),
    ...defaultRoleAt(value, ["data", "policy.default"]),
  };
}

/**
 * argocd-operator api/v1beta1/argocd_types.go, ArgoCDRBACSpec. Where nothing is written, everyone can read:
 * common/defaults.go, ArgoCDDefaultRBACDefaultPolicy.
 */
function inOperator(value: unknown): WrittenPolicy {
  const at = ["spec", "rbac", "defaultPolicy"];
  const isDefault = (field(value, ...at) ?? undefined) === undefined;
  return {
    texts: textAt(value, ["spec", "rbac", "policy"]),
    mode: modeOf(field(value, "spec", "rbac", "policyMatcherMode")),
    ...(isDefault
      ? { defaultRole: { value: "role:readonly", at, isUnwritten: true } }
      : defaultRoleAt(value, at)),
  };
}

/** argo-cd pkg/apis/application/v1alpha1/app_project_types.go, ProjectPoliciesString. */
function inProject(value: unknown): WrittenPolicy {
  const written = field(value, "metadata", "name");
  const project = typeof written === "string" && isKnown(written) ? written : "";
  const added = items(field(value, "spec", "roles")).flatMap((role, index) => {
    const name = field(role, "name");
    if (typeof name !== "string") return [];
    const at = ["spec", "roles", index];
    const subject = `proj:${project}:${name}`;
    return [
      textOf(`p, ${subject}, projects, get, ${project}, allow`, [...at, "name"]),
      ...items(field(role, "groups")).flatMap((group, one) => {
        return typeof group === "string" ? [textOf(`g, ${group}, ${subject}`, [...at, "groups", one])] : [];
      }),
    ];
  });
  const texts = items(field(value, "spec", "roles")).flatMap((role, index) => {
    const name = field(role, "name");
    return items(field(role, "policies")).flatMap((policy, line): WrittenText[] => {
      if (typeof policy !== "string") return [];
      const text = textOf(policy, ["spec", "roles", index, "policies", line]);
      return [{ ...text, ...(typeof name === "string" && isKnown(name) && { role: name }) }];
    });
  });
  // The mode is that of argocd-rbac-cm, where hardly anyone changes it.
  return { texts, mode: "glob", project, added };
}

function textAt(value: unknown, at: readonly string[]): WrittenText[] {
  const text = field(value, ...at);
  return typeof text === "string" ? [textOf(text, at)] : [];
}

function textOf(text: string, at: readonly (string | number)[]): WrittenText {
  return { ...readPolicy(text), at, source: text.split("\n") };
}

function modeOf(value: unknown): MatchMode | undefined {
  if (value === "regex") return "regex";
  return typeof value === "string" && value !== "" && !isKnown(value) ? undefined : "glob";
}

function defaultRoleAt(
  value: unknown,
  at: readonly string[],
): Pick<WrittenPolicy, "defaultRole" | "hiddenDefault"> {
  const role = field(value, ...at);
  if (typeof role !== "string" || role === "") return {};
  return isKnown(role) ? { defaultRole: { value: role, at } } : { hiddenDefault: at };
}
