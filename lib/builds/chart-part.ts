import { isKnown } from "../kubernetes/objects.js";
import { isProblem, parseDocument } from "../manifests/parse.js";
import type { SourceRequest } from "../repository/sources/request.js";
import { isMap } from "../util/plain-values.js";
import type { HiddenPart } from "./hidden-part.js";

/** What is known of the installation of a chart. */
export interface Chart {
  reason: string;
  file: string;
  /** The release, the chart, its repository; what is not a plain text is left out. */
  names: readonly unknown[];
  /** The namespace that it is installed in. */
  namespace?: unknown;
  values?: unknown;
  /** The chart itself, if it is here. */
  texts?: readonly string[];
  /** What would have to be fetched for it to be rendered, if that is known. */
  source?: SourceRequest | undefined;
}

/** A chart that is installed and not rendered, which can hold what goes by its names and by those in its values. */
export function chartPart({ reason, file, names, namespace, values, texts, source }: Chart): HiddenPart {
  const named = [...names, ...namesInValues(values)].filter((name): name is string => {
    return typeof name === "string" && isKnown(name);
  });
  return {
    kind: "chart",
    reason,
    file,
    names: [...new Set(named)],
    ...(typeof namespace === "string" && isKnown(namespace) && { namespace }),
    ...(texts && texts.length > 0 && { texts }),
    ...(values !== undefined && values !== null && { values: JSON.stringify(values, asNumber) }),
    ...(asksForPolicies(values) && { bringsPolicies: true as const }),
    ...(source && { source }),
  };
}

/** An integer as Helm knows it. */
function asNumber(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** Values that are written as a text of YAML; the text itself if it does not parse. */
export function valuesIn(text: unknown): unknown {
  if (typeof text !== "string") return text;
  const parsed = parseDocument(text);
  return isProblem(parsed) ? text : parsed.value;
}

/** Charts name what they make after these values: `fullnameOverride`, `serviceAccount.name` and the like. */
const NAMING = /^(?:name|fullname|full_name)override$|^serviceaccountname$/i;
/** Values that are nested deeper say nothing that is looked for. */
const MAX_DEPTH = 20;

function namesInValues(values: unknown, depth = 0): unknown[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(values)) return values.flatMap((item) => namesInValues(item, depth + 1));
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    if (NAMING.test(key)) return [value];
    if (/^serviceaccounts?$/i.test(key) && isMap(value))
      return [value.name, ...namesInValues(value, depth + 1)];
    return namesInValues(value, depth + 1);
  });
}

/** Whether values ask for network policies: a field that speaks of them and does not switch them off. */
function asksForPolicies(values: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof values === "string") return /kind["']?\s*:\s*["']?\w*NetworkPolicy/.test(values);
  if (Array.isArray(values)) return values.some((item) => asksForPolicies(item, depth + 1));
  if (!isMap(values)) return false;
  return Object.entries(values).some(([key, value]) => {
    if (/network[-_]?polic|netpol/i.test(key) && isOn(value)) return true;
    if (key === "kind" && typeof value === "string" && value.endsWith("NetworkPolicy")) return true;
    return asksForPolicies(value, depth + 1);
  });
}

function isOn(value: unknown): boolean {
  if (isMap(value)) {
    const { enabled, create } = value;
    const flag = enabled ?? create;
    return flag === undefined ? Object.values(value).some(isOn) : flag !== false;
  }
  return Array.isArray(value) ? value.length > 0 : value !== false && value !== null && value !== "";
}
