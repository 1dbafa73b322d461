import type { Subject } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Step } from "../access/answers.js";
import type { Analysis } from "../analysis.js";
import type { EscalationNode, EscalationPath, SubjectNode } from "./escalation.js";
import { appliedElsewhere } from "./beyond/flux-elsewhere.js";
import { Graph, type NodeId } from "./graph.js";
import { subjectNode } from "./nodes.js";
import { pathOf } from "./path-of-route.js";
import { throughOf } from "./rights.js";
import { type Distances, distancesTo, routesFrom, shortestRoutes } from "./search.js";
import { sourcesOf } from "./sources.js";
import { holds } from "./target.js";
import type { Technique } from "./technique.js";
import { TECHNIQUES } from "./techniques.js";
import { World } from "./world.js";

/** What is asked for. */
export interface PathsAsked {
  /** Who starts; left out, whoever the repository binds and that does not have the target already. */
  from?: SubjectNode;
  /** Left out, everything in the cluster. */
  to?: EscalationNode;
  /** How many paths at most from each that starts; 10 if it is left out. */
  limit?: number;
  /** How many steps at most; 6 if it is left out. */
  steps?: number;
  /** How many steps more than the shortest one a path may have; 1 if it is left out. */
  longer?: number;
  /** Whether to leave out what is not sure. */
  onlySure?: boolean;
}

/** The paths that were found, the sure ones first and then the shortest, and where counting stopped: sentences, none if it did not. */
export interface PathsFound {
  paths: readonly EscalationPath[];
  stopped: readonly string[];
}

/** What is asked for of several subjects together. */
export interface ReachAsked
  extends Required<Pick<PathsAsked, "to" | "steps">>, Pick<PathsAsked, "onlySure"> {}

/** How subjects, by their names, can come to a target. */
export interface Reach {
  /** The number of steps, none for whoever has it already; undefined if it is out of reach. */
  distance: (subject: string) => number | undefined;
  /** A shortest path. */
  path: (subject: string) => EscalationPath | undefined;
  /** Where counting stopped, in sentences. */
  stopped: readonly string[];
}

/** As many paths are made from all that start together. */
const MOST_PATHS = 5_000;

/** Who can become whom in one cluster. */
export class Escalations {
  readonly world: World;
  readonly #techniques: readonly Technique[];
  readonly #graphs = new Map<boolean, Graph>();
  #sources: readonly SubjectNode[] | undefined;

  constructor(world: World, techniques: readonly Technique[]) {
    this.world = world;
    this.#techniques = techniques;
  }

  /** The node of a subject, as `from` of a path. */
  subject(subject: Subject): SubjectNode | undefined {
    return subjectNode(subject, this.world.cluster);
  }

  /** Whom the repository binds, without those of Kubernetes itself and those that may do everything already. */
  get sources(): readonly SubjectNode[] {
    return (this.#sources ??= sourcesOf(this.world));
  }

  /** The shortest path to each node that somebody can become or get hold of, the nearest first. */
  from(subject: SubjectNode, { onlySure = false }: Pick<PathsAsked, "onlySure"> = {}): EscalationPath[] {
    const graph = this.#graph(onlySure);
    const start = graph.idOf(subject);
    return [...shortestRoutes(graph, start)].flatMap(([id, route]) => {
      return id === start ? [] : pathOf(graph, { route, start, to: graph.node(id), holds: [] });
    });
  }

  /** All that somebody can become or get hold of, itself among it. */
  reachable(subject: SubjectNode): EscalationNode[] {
    const graph = this.#graph(false);
    return [...shortestRoutes(graph, graph.idOf(subject)).keys()].map((id) => graph.node(id));
  }

  /**
   * The rights by which a subject has a target without a step: the binding, then the role of each. None if it is the target;
   * undefined if it has not got it.
   */
  held(subject: SubjectNode, to: EscalationNode): readonly (readonly Step[])[] | undefined {
    return holds(this.world, subject, to)?.map(throughOf);
  }

  /** The paths to a target, the sure ones first, and then the shortest. */
  paths(asked: PathsAsked = {}): PathsFound {
    const sources = asked.from ? [asked.from] : this.sources;
    const found = this.#search(sources, asked);
    if (asked.onlySure === true) return found;
    const stopped = [...found.stopped, ...appliedElsewhere(this.world, sources)];
    const unsure = unsureOf(found.paths);
    if (unsure.length === 0) return { paths: found.paths, stopped };
    // What may not work must not hide what does, although that is longer.
    const { paths: sure } = this.#search(unsure, { ...asked, onlySure: true, limit: 1, longer: 0 });
    return { paths: [...found.paths, ...sure].sort(surestFirst), stopped };
  }

  #search(
    from: readonly SubjectNode[],
    { to, limit = 10, steps = 6, longer = 1, onlySure = false }: PathsAsked,
  ): PathsFound {
    const graph = this.#graph(onlySure);
    const target = to ?? { kind: "cluster-admin" };
    const sources = from.map((node) => graph.idOf(node));
    const distances = distancesTo(graph, { sources, target, most: steps });
    const starts = sources.filter(
      (id) => distances.holds(id) === undefined && withinReach(distances, id, steps),
    );
    const stopped = new Set(graph.stopped);
    const paths: EscalationPath[] = [];
    for (const source of starts.sort((a, b) => (distances.from(a) ?? 0) - (distances.from(b) ?? 0))) {
      const longest = Math.min(steps, (distances.from(source) ?? 0) + longer);
      const { routes, isCut } = routesFrom(graph, distances, { source, longest, limit });
      if (isCut) stopped.add(`Of whoever has more than ${limit} paths, only the first are shown.`);
      for (const route of routes) {
        const end = distances.holds(route.at(-1)?.to ?? source) ?? [];
        paths.push(pathOf(graph, { route, start: source, to: target, holds: end.map(throughOf) }));
      }
      if (paths.length >= MOST_PATHS) {
        stopped.add(`More than ${MOST_PATHS} paths: the rest is not shown.`);
        break;
      }
    }
    return { paths: paths.sort(surestFirst), stopped: [...stopped] };
  }

  /** How each of some subjects can come to a target, or to everything, by as many steps as are asked for. */
  reach(subjects: readonly SubjectNode[], { to, steps, onlySure = false }: ReachAsked): Reach {
    const graph = this.#graph(onlySure);
    const ids = new Map(subjects.map((node) => [node.subject, graph.idOf(node)]));
    const distances = distancesTo(graph, {
      sources: [...ids.values()],
      target: to,
      most: steps,
      orAdmin: true,
    });
    return {
      distance: (subject) => {
        const distance = distances.from(ids.get(subject) ?? -1);
        return distance === undefined || distance > steps ? undefined : distance;
      },
      path: (subject) => {
        const source = ids.get(subject) ?? -1;
        const longest = distances.from(source) ?? 0;
        const [route] = routesFrom(graph, distances, { source, longest, limit: 1 }).routes;
        const end = distances.holds(route?.at(-1)?.to ?? source) ?? [];
        return route && pathOf(graph, { route, start: source, to, holds: end.map(throughOf) });
      },
      stopped: [...graph.stopped],
    };
  }

  #graph(onlySure: boolean): Graph {
    let graph = this.#graphs.get(onlySure);
    if (!graph) this.#graphs.set(onlySure, (graph = new Graph(this.world, this.#techniques, onlySure)));
    return graph;
  }
}

function surestFirst(one: EscalationPath, other: EscalationPath): number {
  return Number(other.isSure) - Number(one.isSure) || one.steps.length - other.steps.length;
}

/** Who starts paths of which none is sure. */
function unsureOf(paths: readonly EscalationPath[]): SubjectNode[] {
  const bySource = groupBy(paths, ({ from }) => from);
  return [...bySource].flatMap(([from, all]) => {
    return from.kind === "subject" && !all.some(({ isSure }) => isSure) ? [from] : [];
  });
}

function withinReach(distances: Distances, id: NodeId, steps: number): boolean {
  const distance = distances.from(id);
  return distance !== undefined && distance <= steps;
}

/** Who can become whom by what a repository applies to one cluster; the same each time for the same cluster. */
export function escalations(
  analysis: Analysis,
  { cluster }: { cluster?: string | undefined } = {},
): Escalations {
  return inCluster(analysis, cluster);
}

const inCluster = memoizePairs((analysis: Analysis, cluster: string | undefined) => {
  return new Escalations(new World(analysis, cluster), TECHNIQUES);
});
