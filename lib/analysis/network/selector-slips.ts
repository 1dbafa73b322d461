import { all, fulfils, type Requirement } from "../../kubernetes/labels/label-selector.js";
import { podLabel } from "../../kubernetes/connections/pod-labels.js";
import { isKnown } from "../../kubernetes/objects.js";
import { memoize } from "../../util/memoize.js";
import { nearest } from "../../util/nearest.js";
import { field, isMap, items } from "../../util/plain-values.js";
import type { Path } from "../../manifests/locate.js";
import type { Workload } from "./workloads.js";

/** What a selector that selects nothing was probably meant to select, and how it misses that. */
export interface Slip {
  type: "value" | "key" | "related" | "object";
  workload: Workload;
  /** The requirement that is not fulfilled; of several, the first. */
  requirement: Requirement;
  /** The label that the pods have in its place. */
  key: string;
  value: string;
  /** Whether nothing else is as close. */
  isOnly: boolean;
}

type Candidate = Omit<Slip, "isOnly">;

/**
 * How the selector just misses some pods: one label has another value that is spelled nearly alike (`value`), or the value
 * under another key (`key`), or is written on the workload and not on its pods (`object`), or has a value of which the
 * selector names a part (`related`: `postgres` of `postgres-primary`). Undefined if it is not close to any.
 */
export function slipOf(
  needed: readonly Requirement[],
  workloads: readonly (readonly Workload[])[],
): Slip | undefined {
  const slips = first(MAX_COMPARED, workloads).flatMap((workload) => slipFrom(needed, workload) ?? []);
  const type = ORDER.find((one) => slips.some((slip) => slip.type === one));
  const [best, ...others] = slips.filter((slip) => slip.type === type);
  return (
    best && { ...best, isOnly: others.every(({ key, value }) => key === best.key && value === best.value) }
  );
}

/** Nobody runs more in a namespace; a slip is not looked for among the others. */
const MAX_COMPARED = 500;

/** The first of several lists together. Each policy of a namespace asks, so what is behind them is not copied. */
function first<Item>(most: number, lists: readonly (readonly Item[])[]): readonly Item[] {
  return lists.reduce<readonly Item[]>(
    (found, list) => (found.length < most ? [...found, ...list.slice(0, most - found.length)] : found),
    [],
  );
}

const ORDER = ["object", "value", "key", "related"] as const satisfies Slip["type"][];

function slipFrom(needed: readonly Requirement[], workload: Workload): Candidate | undefined {
  const failing = needed.filter((one) => fulfils(podLabel(workload, one.key), one) === false);
  const [first, ...others] = failing;
  if (!first) return undefined;
  const slip = { workload, requirement: first };
  const own = workload.applied.object.object.metadata?.labels ?? {};
  const written = Object.hasOwn(own, first.key) ? own[first.key] : undefined;
  // What must not be there has not been written in the wrong place.
  if (
    written !== undefined &&
    all(needed.map((one) => fulfils(podLabel({ labels: own }, one.key), one))) === true
  )
    return { ...slip, type: "object", key: first.key, value: written };
  if (others.length > 0 || first.operator !== "In") return undefined;
  const values = first.values.filter((value): value is string => typeof value === "string" && isKnown(value));
  const labels = knownLabels(workload);
  const there = labels.find(([key]) => key === first.key)?.[1];
  if (there !== undefined) {
    const isNear = values.some((value) => isSlip(value, there));
    if (!isNear && !values.some((value) => isPart(value, there))) return undefined;
    return { ...slip, type: isNear ? "value" : "related", key: first.key, value: there };
  }
  const other = labels.find(([, value]) => values.includes(value) && !SAYS_LITTLE.test(value));
  return other && { ...slip, type: "key", key: other[0], value: other[1] };
}

/** The labels of pods that nothing fills in later; every policy of a namespace looks at them. */
const knownLabels = memoize(({ labels }: Workload) =>
  Object.entries(labels).filter(([key, value]) => isKnown(key) && isKnown(value)),
);

/** Whether one name is a part of another: the first words of it, or the last. */
function isPart(part: string, whole: string): boolean {
  return whole.startsWith(`${part}-`) || whole.endsWith(`-${part}`);
}

/** Values that many labels have. */
const SAYS_LITTLE = /^(?:true|false|yes|no|enabled|disabled|\d+)$/i;

/**
 * Whether one word is a misspelling of another: `fronted` of `frontend`. What differs in digits or in a short part only
 * (`team-a`, `team-b`) is another name.
 */
export function isSlip(written: string, meant: string): boolean {
  if (nearest(written, [meant]) === undefined) return false;
  const [one, other] = [written, meant].map((word) => word.toLowerCase().split(/[^a-z0-9]+/)) as [
    string[],
    string[],
  ];
  if (one.join("") === other.join("")) return true;
  if (one.length !== other.length) return false;
  const differing = one.flatMap((part, index) =>
    part === other[index] ? [] : [[part, other[index] ?? ""] as const],
  );
  return differing.every(([a, b]) => {
    return Math.min(a.length, b.length) >= 4 && a.replace(/\d/g, "") !== b.replace(/\d/g, "");
  });
}

/** Where a selector asks for a label: at its value, or at the expression; at the selector if it asks for several. */
export function placeInSelector(selector: unknown, needed: readonly Requirement[], one?: Requirement): Path {
  const [only, ...others] = needed;
  const wanted = one ?? (others.length === 0 ? only : undefined);
  if (!wanted) return [];
  const labels = field(selector, "matchLabels");
  if (isMap(labels) && Object.hasOwn(labels, wanted.key)) return ["matchLabels", wanted.key];
  const index = items(field(selector, "matchExpressions")).findIndex(
    (each) => field(each, "key") === wanted.key,
  );
  if (index < 0) return [];
  return ["matchExpressions", index, ...(wanted.values.length === 1 ? ["values", 0] : [])];
}
