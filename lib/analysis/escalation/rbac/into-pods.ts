import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import type { EscalationNode } from "../escalation.js";
import type { Held } from "../rights.js";
import type { Edge } from "../technique.js";
import type { World } from "../world.js";
import { podsWords, workloadsFor } from "./allowed.js";

/**
 * The edges of a node into the pods that its rights cover.
 * @param questions the rights, any one of which is enough
 * @param does what is done, before the words for the pods: "runs commands in"
 */
export function intoPods(
  world: World,
  from: EscalationNode,
  questions: readonly Question[],
  does: string,
): Edge[] {
  const rights = world.rightsOf(from);
  const words = (to: EscalationNode) => `${does} ${podsWords(world, to)}`;
  return questions.flatMap((question) => {
    return rights.allowing(question).flatMap((held) => coveredPods(world, held, words));
  });
}

function coveredPods(world: World, held: Held, words: Edge["words"]): Edge[] {
  const running = { to: workloadsFor(world, held, true), words, rights: [held] };
  const passing = {
    to: workloadsFor(world, held, false),
    words,
    rights: [held],
    needs: "only while one of its pods runs",
    isSure: false,
  } as const;
  return [running, passing];
}
