import { field, isMap } from "../../../util/plain-values.js";
import { splitPath, withEntry } from "./field-spec.js";
import { partMatcher } from "../selectors/regex.js";

/**
 * The steps of a path as replacements and vars write it, `spec.rules.[name=a.b].host`; brackets keep their
 * dots together: kyaml/utils/pathsplitter.go, SmarterPathSplitter.
 */
export function splitFieldPath(path: string): string[] {
  const steps: string[] = [];
  const parts = splitPath(path, ".");
  for (let at = 0; at < parts.length; at++) {
    let step = parts[at] ?? "";
    if (step.startsWith("[") && !step.endsWith("]")) {
      while (at < parts.length - 1 && !step.endsWith("]")) step += `.${parts[++at]}`;
      if (!step.includes("=")) step = step.replace(/^\[/, "").replace(/\]$/, "");
    }
    steps.push(step);
  }
  return steps;
}

/** The one value at a path, if there is one. */
export function lookUp(value: unknown, steps: readonly string[]): unknown {
  let at = value;
  for (const step of steps) {
    if (Array.isArray(at)) {
      const matches = itemMatcher(step);
      at = (at as unknown[]).find((item, index) => matches?.(item, index));
    } else {
      at = field(at, step.replace(/^\[([^=]*)\]$/, "$1"));
    }
  }
  return at;
}

/**
 * A value with all the values changed that a path leads to; in a list one item, those with a field, or all
 * (`*`): kyaml/yaml/match.go, PathMatcher. What is missing is created only on demand, and never in lists.
 */
export function changeAt(
  value: unknown,
  steps: readonly string[],
  create: boolean,
  change: (value: unknown) => unknown,
  own?: Set<unknown>,
  at = 0,
): unknown {
  const step = steps[at];
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const matches = itemMatcher(step);
    if (!matches) return value as unknown;
    return value.map((item: unknown, index) =>
      matches(item, index) ? changeAt(item, steps, create, change, own, at + 1) : item,
    );
  }
  if (!isMap(value)) return value;
  const old = field(value, step);
  if (old === undefined && !create) return value;
  const made = old ?? (at < steps.length - 1 ? {} : undefined);
  return withEntry(value, step, changeAt(made, steps, create, change, own, at + 1), own);
}

function itemMatcher(step: string): ((item: unknown, index: number) => boolean) | undefined {
  if (step === "*") return () => true;
  if (/^\d+$/.test(step)) return (_, index) => index === Number(step);
  const [, key, pattern] = /^\[([^=]*)=(.*)\]$/s.exec(step) ?? [];
  const matcher = pattern === undefined ? undefined : partMatcher(pattern);
  if (!matcher) return undefined;
  return (item) => {
    const text = key === "" ? item : field(item, key ?? "");
    return typeof text === "string" && matcher(text);
  };
}
