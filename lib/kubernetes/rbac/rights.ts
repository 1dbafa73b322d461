/** Values of one kind: those that are listed, or all that there can be. */
export type Values = ReadonlySet<string> | "all";

/** Something that an entry of a role's rules allows in one API group, or on URLs, in some namespaces. */
export interface Right {
  /** The API group, with `*` for all; undefined for URLs. */
  group: string | undefined;
  /** The namespaces; `all` for the whole cluster, and what is in no namespace. */
  namespaces: Values;
  verbs: Values;
  /** Resources and subresources, such as `pods/exec`, or URLs. */
  targets: Values;
  /** The names of objects; `all` also covers requests that name none. */
  names: Values;
}

const DIMENSIONS = ["namespaces", "verbs", "targets", "names"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Whether one right covers everything of another. Targets with a pattern are compared as they are. */
export function coversRight(owner: Right, sub: Right): boolean {
  return (
    coversGroup(owner, sub) && DIMENSIONS.every((dimension) => isWithin(sub[dimension], owner[dimension]))
  );
}

/** Whether one right covers everything of another but for its namespaces. */
export function coversElsewhere(owner: Right, sub: Right): boolean {
  return coversRight({ ...owner, namespaces: "all" }, sub);
}

/** What two rights have in common; undefined if that is nothing. */
export function commonRight(one: Right, other: Right): Right | undefined {
  const group = commonGroup(one.group, other.group);
  if (group === false) return undefined;
  const [namespaces, verbs, targets, names] = DIMENSIONS.map((dimension) => {
    return common(one[dimension], other[dimension]);
  });
  if (!namespaces || !verbs || !targets || !names) return undefined;
  return { group, namespaces, verbs, targets, names };
}

/**
 * What is left of a right without another one, in parts that have nothing in common. Where the right has all values
 * and the other one only some, it is left whole: what lacks some of all values cannot be listed.
 */
export function withoutRight(right: Right, other: Right): readonly Right[] {
  if (!overlap(right, other)) return [right];
  const parts: Right[] = [];
  let rest = right;
  let isWhole = coversGroup(other, right);
  for (const dimension of DIMENSIONS) {
    const [own, its] = [rest[dimension], other[dimension]];
    if (its === "all") continue;
    if (own === "all") {
      isWhole = false;
      continue;
    }
    const outside = [...own].filter((value) => !its.has(value));
    if (outside.length === 0) continue;
    parts.push({ ...rest, [dimension]: new Set(outside) });
    rest = { ...rest, [dimension]: new Set([...own].filter((value) => its.has(value))) };
  }
  if (!isWhole) parts.push(rest);
  return parts;
}

/** Whether two rights have anything in common. */
export function overlap(one: Right, other: Right): boolean {
  return (
    commonGroup(one.group, other.group) !== false &&
    DIMENSIONS.every((dimension) => haveCommon(one[dimension], other[dimension]))
  );
}

function coversGroup(owner: Right, sub: Right): boolean {
  return owner.group === sub.group || (owner.group === "*" && sub.group !== undefined);
}

/** The group, undefined for URLs, that two rights share; false if they share none. */
function commonGroup(one: string | undefined, other: string | undefined): string | undefined | false {
  if (one === other) return one;
  if (one === undefined || other === undefined) return false;
  if (one === "*") return other;
  return other === "*" ? one : false;
}

function isWithin(inner: Values, outer: Values): boolean {
  if (outer === "all") return true;
  return inner !== "all" && inner.size <= outer.size && [...inner].every((value) => outer.has(value));
}

function haveCommon(one: Values, other: Values): boolean {
  if (one === "all" || other === "all") return true;
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  for (const value of few) if (many.has(value)) return true;
  return false;
}

function common(one: Values, other: Values): Values | undefined {
  if (one === "all") return other;
  if (other === "all") return one;
  const both = new Set([...one].filter((value) => other.has(value)));
  return both.size === 0 ? undefined : both;
}
