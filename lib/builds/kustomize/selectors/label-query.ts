import { type Certainty, fulfils, type Requirement } from "../../../kubernetes/labels/label-selector.js";

const SET = /^([^\s=!<>(),]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUAL = /^([^\s=!<>(),]+)\s*(==?|!=)\s*([^\s=!<>(),]*)$/;
const EXISTS = /^(!?)\s*([^\s=!<>(),]+)$/;

type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels fit a selector that is written as a text, `app=web,tier in (a, b),!old`; undefined if it
 * cannot be read. Kubernetes: staging/src/k8s.io/apimachinery/pkg/labels/selector.go, Parse.
 */
export function labelQuery(query: string): (labels?: Labels) => Certainty {
  const read = query.trim() === "" ? [] : split(query).map(requirementOf);
  const isRead = !read.includes(undefined);
  const byKey = new Map<string, LabelQuery>();
  for (const requirement of read) {
    if (requirement)
      byKey.set(requirement.key, (byKey.get(requirement.key) ?? new LabelQuery()).with(requirement));
  }
  const needed = [...byKey.values()].filter((one) => one.fits(null) === false).length;
  return (labels = {}) => {
    const keys = Object.keys(labels);
    if (needed > keys.length) return false;
    let certainty: Certainty = isRead ? true : undefined;
    let present = 0;
    // Whichever is shorter: only the labels that are there, or only those that are asked for.
    for (const key of keys.length < byKey.size ? keys : byKey.keys()) {
      const asked = byKey.get(key);
      const value = Object.hasOwn(labels, key) ? (labels[key] ?? null) : null;
      const fits = asked ? asked.fits(value) : true;
      if (fits === false) return false;
      if (fits === undefined) certainty = undefined;
      if (asked && value !== null && asked.fits(null) === false) present++;
    }
    return keys.length < byKey.size && present < needed ? false : certainty;
  };
}

/** More conditions with values that are filled in later are not told apart: whether they hold is not known. */
const MAX_UNCERTAIN = 20;

/** All that is asked of one label. */
class LabelQuery {
  /** The values of which it must have one. */
  #wanted: ReadonlySet<unknown> | undefined;
  readonly #unwanted = new Set<unknown>();
  readonly #others: Requirement[] = [];
  #isUncertain = false;
  #onNone: Certainty = true;

  with(requirement: Requirement): this {
    const { operator, values } = requirement;
    const isPlain =
      fulfils("", { ...requirement, values: values.filter((value) => value !== "") }) !== undefined;
    if (this.#onNone !== false && fulfils(null, requirement) === false) this.#onNone = false;
    if (!isPlain && this.#others.length >= MAX_UNCERTAIN) this.#isUncertain = true;
    else if (!isPlain) this.#others.push(requirement);
    else if (operator === "NotIn") for (const value of values) this.#unwanted.add(value);
    else if (operator === "In") {
      const before = this.#wanted;
      this.#wanted = new Set(before ? values.filter((value) => before.has(value)) : values);
    } else if (!this.#others.some((other) => other.operator === operator)) this.#others.push(requirement);
    return this;
  }

  /** @param value null if the label is not set */
  fits(value: string | null): Certainty {
    if (value === null) return this.#onNone;
    if (this.#unwanted.has(value) || this.#wanted?.has(value) === false) return false;
    let certainty: Certainty = this.#isUncertain ? undefined : true;
    for (const requirement of this.#others) {
      const fits = fulfils(value, requirement);
      if (fits === false) return false;
      if (fits === undefined) certainty = undefined;
    }
    return certainty;
  }
}

/** The parts between commas, except commas in parentheses. */
function split(query: string): string[] {
  const parts: string[] = [];
  let inside = false;
  let start = 0;
  for (let at = 0; at < query.length; at++) {
    const char = query[at];
    if (char === "," && !inside) {
      parts.push(query.slice(start, at).trim());
      start = at + 1;
    }
    if (char === "(" || char === ")") inside = char === "(";
  }
  return [...parts, query.slice(start).trim()];
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
