import { isPlain } from "../objects.js";
import { isDnsSubdomain } from "../rbac/subjects.js";

/** Why the API server refuses a label selector: the kind of defect, its place, and the wrong value. */
export interface SelectorDefect {
  id: "noKey" | "noOperator" | "operator" | "noValues" | "unusedValues" | "labelKey" | "labelValue";
  at: readonly (string | number)[];
  value: string;
}

interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: readonly { key?: string; operator?: string; values?: readonly string[] }[];
}

export const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"] as const;

/**
 * The defects for which the API server refuses a label selector. Unknown values, such as variables, are left out.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go, ValidateLabelSelector.
 */
export function labelSelectorDefects(selector: LabelSelector | undefined): SelectorDefect[] {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return [
    ...Object.entries(matchLabels).flatMap(([key, value]) => {
      const at = ["matchLabels", key];
      return [...keyDefects(key, at), ...valueDefects(value, at)];
    }),
    ...matchExpressions.flatMap(({ key = "", operator, values }, index): SelectorDefect[] => {
      const at = ["matchExpressions", index];
      return [
        ...(key === ""
          ? [{ id: "noKey" as const, at: [...at, "key"], value: "" }]
          : keyDefects(key, [...at, "key"])),
        ...(key === "" && operator === undefined ? [] : operatorDefects(operator, values, at)),
        ...(values ?? []).flatMap((value, item) => valueDefects(value, [...at, "values", item])),
      ];
    }),
  ];
}

function operatorDefects(
  operator: string | undefined,
  values: readonly string[] | undefined,
  at: SelectorDefect["at"],
): SelectorDefect[] {
  if (operator === undefined || operator === "")
    return [{ id: "noOperator", at: [...at, "operator"], value: values?.length ? "In" : "Exists" }];
  if (!isPlain(operator)) return [];
  switch (operator) {
    case "In":
    case "NotIn":
      return values?.length ? [] : [{ id: "noValues", at: [...at, "operator"], value: operator }];
    case "Exists":
    case "DoesNotExist":
      return values?.length ? [{ id: "unusedValues", at: [...at, "values"], value: operator }] : [];
    default:
      return [{ id: "operator", at: [...at, "operator"], value: operator }];
  }
}

function keyDefects(key: string, at: SelectorDefect["at"]): SelectorDefect[] {
  return !isPlain(key) || isLabelKey(key) ? [] : [{ id: "labelKey", at, value: key }];
}

function valueDefects(value: string, at: SelectorDefect["at"]): SelectorDefect[] {
  return !isPlain(value) || value === "" || isLabelName(value) ? [] : [{ id: "labelValue", at, value }];
}

/** staging/src/k8s.io/apimachinery/pkg/api/validate/content/kube.go, IsLabelKey. */
function isLabelKey(key: string): boolean {
  const [name = "", prefix, ...others] = key.split("/").reverse();
  return others.length === 0 && (prefix === undefined || isDnsSubdomain(prefix)) && isLabelName(name);
}

/** The part of a key after the slash, and the form of a value: letters, digits, `-`, `_` and `.`, up to 63 of them. */
function isLabelName(name: string): boolean {
  return name.length <= 63 && /^[A-Za-z\d](?:[-\w.]*[A-Za-z\d])?$/.test(name);
}
