import type { Step } from "../access/answers.js";
import type { EscalationNode, EscalationPath, EscalationStep } from "./escalation.js";
import type { Graph, Link, NodeId } from "./graph.js";
import { throughOf } from "./rights.js";
import type { Route } from "./search.js";

/** A route through a graph as it is told: each step with what is done, and by which rights. */
export function pathOf(
  graph: Graph,
  {
    route,
    start,
    to,
    holds,
  }: { route: Route; start: NodeId; to: EscalationNode; holds: readonly (readonly Step[])[] },
): EscalationPath {
  const steps = route.flatMap(({ way, to: next }) => [
    ...(way.before ?? []).map((step) => stepOf(graph, step.from, step.link, step.to)),
    stepOf(graph, way.before?.at(-1)?.to ?? way.from, way.link, next),
  ]);
  return { from: graph.node(start), to, steps, holds, isSure: steps.every(({ isSure }) => isSure) };
}

function stepOf(graph: Graph, from: NodeId, link: Link, id: NodeId): EscalationStep {
  const { edge, technique } = link;
  const to = graph.node(id);
  const isThere = edge.isForAbsent === true || graph.world.isThere(to);
  const needs = [edge.needs, ...(isThere ? [] : [ABSENT])].filter((one) => one !== undefined).join(", and ");
  return {
    from: graph.node(from),
    to,
    technique: technique.name,
    words: edge.words(to),
    ...(needs !== "" && { needs }),
    isSure: graph.isSure(link, to),
    through: [...edge.rights.map(throughOf), ...(edge.also ? [edge.also] : [])],
  };
}

const ABSENT = "only while the ServiceAccount is there, which nothing here shows";
