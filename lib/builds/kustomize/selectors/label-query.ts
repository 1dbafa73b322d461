import { all, type Certainty, fulfils, type Requirement } from "../../../kubernetes/labels/label-selector.js";

const SET = /^([^\s=!<>(),]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUAL = /^([^\s=!<>(),]+)\s*(==?|!=)\s*([^\s=!<>(),]*)$/;
const EXISTS = /^(!?)\s*([^\s=!<>(),]+)$/;

type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels fit a selector that is written as a text, `app=web,tier in (a, b),!old`; undefined if it
 * cannot be read. Kubernetes: staging/src/k8s.io/apimachinery/pkg/labels/selector.go, Parse.
 */
export function labelQuery(query: string): (labels?: Labels) => Certainty {
  const requirements = query.trim() === "" ? [] : split(query).map(requirementOf);
  return (labels = {}) =>
    all(
      requirements.map((requirement) => {
        if (!requirement) return undefined;
        const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : null;
        return fulfils(value, requirement);
      }),
    );
}

/** The parts between commas, except commas in parentheses. */
function split(query: string): string[] {
  const parts = [""];
  let inside = false;
  for (const char of query) {
    if (char === "," && !inside) {
      parts.push("");
      continue;
    }
    if (char === "(" || char === ")") inside = char === "(";
    parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
}

function requirementOf(part: string): Requirement | undefined {
  const [, setKey, membership, list = ""] = SET.exec(part) ?? [];
  if (setKey !== undefined) {
    const values = list.split(",").map((value) => value.trim());
    return { key: setKey, operator: membership === "in" ? "In" : "NotIn", values };
  }
  const [, key, operator, value = ""] = EQUAL.exec(part) ?? [];
  if (key !== undefined) return { key, operator: operator === "!=" ? "NotIn" : "In", values: [value] };
  const [, not, name] = EXISTS.exec(part) ?? [];
  return name === undefined
    ? undefined
    : { key: name, operator: not === "!" ? "DoesNotExist" : "Exists", values: [] };
}
