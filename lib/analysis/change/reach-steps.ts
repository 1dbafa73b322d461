import type { Step } from "../access/answers.js";
import type { EscalationPath } from "../escalation/escalation.js";
import type { ReachChange } from "./access-change.js";

/** The steps of a path in words, each where the right for it is given; and by what the target is had at its end. */
export function stepsOf({ steps, holds }: EscalationPath): ReachChange["steps"] {
  const [held] = holds;
  return [
    ...steps.map(({ words, through: [chain = []] }) => ({ words, ...placeOf(chain.at(-1), chain[0]) })),
    ...(held ? [{ words: `has it by ${nameOf(held[0])}`, ...placeOf(held[0], held.at(-1)) }] : []),
  ];
}

function placeOf(...steps: readonly (Step | undefined)[]): Pick<ReachChange["steps"][number], "place"> {
  const placed = steps.find((step) => step?.place);
  return placed?.place ? { place: placed.place } : {};
}

function nameOf(step: Step | undefined): string {
  if (!step) return "what every cluster gives";
  const { kind, name = "?", namespace } = step;
  return `${kind} '${namespace === undefined ? name : `${namespace}/${name}`}'`;
}
