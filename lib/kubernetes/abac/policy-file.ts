import { hasPaths, hasResources } from "./authorizes.js";
import { isKnown } from "../objects.js";
import type { PolicySpec } from "./policy.js";
import { isJson, type PolicyLine, type PolicyReading, readPolicy } from "./read-policy.js";

/** A line and its number in the file, counted from 0. */
export interface FileLine extends PolicyLine {
  index: number;
}

/** A line among the others of its file. */
export interface JudgedLine extends FileLine {
  reading: PolicyReading;
  /** The number of the first line that allows the same, if that is another one. */
  sameAs?: number;
}

/**
 * The lines of a policy file, by their numbers. Left out are those of which nothing can be said: what something fills
 * in later is not JSON yet, and of a policy that is spread over several lines only the first one counts, since the API
 * server gets no further.
 * @param parseYaml as of `readPolicy`
 */
export function judgedLines(
  lines: readonly FileLine[],
  parseYaml: (text: string) => unknown,
): ReadonlyMap<number, JudgedLine> {
  const judged = new Map<number, JudgedLine>();
  const firsts = new Map<string, number>();
  let isWithin = false;
  for (const line of lines) {
    const reading = readPolicy(line, parseYaml);
    const refusal = "refusal" in reading ? reading.refusal : undefined;
    const endsEarly = refusal?.id === "notJson" && refusal.problem?.kind === "end";
    const isPart = !isJson(line.line) || endsEarly;
    const goesOn: boolean = isWithin && isPart;
    isWithin = goesOn || (isPart && refusal !== undefined);
    if (goesOn || (refusal && refusal.id !== "tooLong" && !isKnown(line.line))) continue;
    const key = "policy" in reading ? keyOf(reading.policy.spec) : undefined;
    const first = key === undefined ? undefined : firsts.get(key);
    if (key !== undefined && first === undefined) firsts.set(key, line.index);
    judged.set(line.index, { ...line, reading, ...(first === undefined ? {} : { sameAs: first }) });
  }
  return judged;
}

/** What a policy allows, for comparing; undefined if that is nothing. */
function keyOf(spec: PolicySpec): string | undefined {
  const { user, group, readonly, apiGroup, resource, namespace, nonResourcePath } = spec;
  const resources = hasResources(spec) ? [apiGroup, resource, namespace] : [];
  const path = hasPaths(spec) ? nonResourcePath : "";
  if (resources.length === 0 && path === "") return undefined;
  return JSON.stringify([user, group, readonly, resources, path]);
}
