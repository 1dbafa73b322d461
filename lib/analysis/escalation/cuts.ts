import type { Step } from "../access/answers.js";
import type { Cut, EscalationPath } from "./escalation.js";

/**
 * What would cut most paths if it were gone: a binding, at the subject, or a rule of a role, the most first. What every cluster
 * has by itself cannot be cut. Of what cuts the same paths, the one that stands nearest to where they start comes first.
 */
export function cutsOf(paths: readonly EscalationPath[]): Cut[] {
  const found = new Map<string, Cut>();
  for (const path of paths) {
    for (const [key, step] of stepsOf(path)) {
      const cut = found.get(key);
      if (cut) cut.paths++;
      else found.set(key, { step, paths: 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.paths - a.paths);
}

/** The bindings and rules that a path needs, each once, in its order. */
function stepsOf({ steps, holds }: EscalationPath): Map<string, Step> {
  const needed = new Map<string, Step>();
  for (const through of [...steps.map((step) => step.through), holds]) {
    for (const chain of through) {
      for (const step of [chain[0], chain.at(-1)]) {
        if (step?.place) needed.set(keyOf(step), step);
      }
    }
  }
  return needed;
}

function keyOf({ kind, name, namespace, place }: Step): string {
  return JSON.stringify([kind, name, namespace, place]);
}
