import { groupBy } from "../../util/group-by.js";
import { series } from "../../util/phrases.js";
import type { Analysis } from "../analysis.js";
import type {
  EscalationNode,
  EscalationPath,
  EscalationStep,
  SubjectNode,
} from "../escalation/escalation.js";
import { type Escalations, escalations, type Reach } from "../escalation/escalations.js";
import { NEVER_SURE } from "../escalation/techniques.js";
import type { Direction, ReachChange, ReachTarget, Side, UnknownChange } from "./access-change.js";
import { type ClusterPair, clusterPairs } from "./cluster-pairs.js";
import { escalationContent } from "./escalation-content.js";
import { type GrantSide, grantSides } from "./grant-sides.js";
import { stepsOf } from "./reach-steps.js";
import { UnsureIdentities } from "./unsure-identities.js";

export interface ReachChanges {
  reaches: readonly ReachChange[];
  unknown: readonly UnknownChange[];
}

/** What is dangerous to reach. Whoever reaches one of them reaches those after it as well. */
export const TARGETS: readonly ReachTarget[] = ["cluster-admin", "secrets", "node"];

/** A longer way is not looked for on the side that has it. On the other side, any way counts. */
const MOST_STEPS = 6;

/**
 * The privileged identities and targets that subjects can surely reach in one state only, without having them. What they can
 * still perhaps reach is not lost.
 */
export function reachChanges(before: Analysis, after: Analysis): ReachChanges {
  const sides = grantSides(before, after);
  const found = clusterPairs(before, after).flatMap((pair) => {
    const isSame = escalationContent(before, pair.before) === escalationContent(after, pair.after);
    return isSame ? [] : changesIn(pair, sides);
  });
  return {
    reaches: found.flatMap(({ reaches }) => reaches),
    unknown: found.flatMap(({ unknown }) => unknown),
  };
}

function changesIn(pair: ClusterPair, [before, after]: readonly [GrantSide, GrantSide]): ReachChanges[] {
  const [old, now] = [inCluster(before, pair.before), inCluster(after, pair.after)];
  return [
    new Comparison("gained", pair, now, old).changes(),
    new Comparison("lost", pair, old, now).changes(),
  ];
}

/** One side of a change in a cluster. */
interface ClusterSide extends GrantSide {
  all: Escalations;
}

function inCluster(side: GrantSide, cluster: string | undefined): ClusterSide {
  return { ...side, all: escalations(side.analysis, cluster === undefined ? {} : { cluster }) };
}

/** A subject that reaches a target on one side. */
interface Candidate {
  subject: string;
  groups: readonly string[];
  path: EscalationPath;
}

/** Finds what is within reach on one side of a change only. */
class Comparison {
  readonly #change: Direction;
  readonly #pair: ClusterPair;
  readonly #side: ClusterSide;
  readonly #other: ClusterSide;
  readonly #unsure: UnsureIdentities;
  readonly #otherSide: Side;
  /** The subjects of which something is said already. */
  readonly #told = new Set<string>();

  constructor(change: Direction, pair: ClusterPair, side: ClusterSide, other: ClusterSide) {
    this.#change = change;
    this.#pair = pair;
    this.#side = side;
    this.#other = other;
    this.#unsure = new UnsureIdentities(other.all, other, side);
    this.#otherSide = change === "gained" ? "before" : "after";
  }

  changes(): ReachChanges {
    const found = TARGETS.map((target) => this.#to(target));
    return {
      reaches: found.flatMap(({ reaches }) => reaches),
      unknown: found.flatMap(({ unknown }) => unknown),
    };
  }

  #to(target: ReachTarget): ReachChanges {
    const { all } = this.#side;
    const asked = { to: { kind: target }, steps: MOST_STEPS, onlySure: true } as const;
    const here = all.reach(all.sources, asked);
    const candidates = this.#candidates(here);
    if (candidates.length === 0) return { reaches: [], unknown: this.#stopped(target, here) };
    const any = { ...asked, steps: Infinity };
    const nodes = candidates.map(({ node }) => node);
    const sure = this.#other.all.reach(nodes, any);
    const missing = candidates.filter(({ node }) => sure.distance(node.subject) === undefined);
    if (missing.length === 0) return { reaches: [], unknown: this.#stopped(target, here) };
    const perhaps = this.#other.all.reach(
      missing.map(({ node }) => node),
      { ...any, onlySure: false },
    );
    const doubts: { subject: string; why: string }[] = [];
    const changes: Candidate[] = [];
    for (const { node } of missing) {
      const { subject } = node;
      const path = here.path(subject);
      if (!path) continue;
      this.#told.add(subject);
      const why = this.#doubt(node, path, perhaps);
      if (why !== undefined) doubts.push({ subject, why });
      else changes.push({ subject, groups: node.user.groups, path });
    }
    return {
      reaches: withoutMembers(changes).map(({ subject, path }) => this.#changeOf(subject, target, path)),
      unknown: [...this.#stopped(target, here), ...this.#unknown(target, doubts)],
    };
  }

  /** Whoever reaches it here, without whom more is said about already. */
  #candidates(here: Reach): { node: SubjectNode }[] {
    return this.#side.all.sources.flatMap((node) => {
      const distance = here.distance(node.subject);
      return distance === undefined || distance === 0 || this.#told.has(node.subject) ? [] : { node };
    });
  }

  /** Why it is not known whether a subject reaches something on the other side, too; undefined if it does not. */
  #doubt(node: SubjectNode, { steps }: EscalationPath, perhaps: Reach): string | undefined {
    const [stopped] = perhaps.stopped;
    const other = perhaps.path(node.subject);
    // What is sure now is gained, though it was possible by what is never sure. What still is possible is not lost.
    if (other && (this.#change === "lost" || other.steps.some(isInDoubt)))
      return "there is a way of which a step is not sure";
    if (stopped !== undefined) return asClause(stopped);
    const on = steps.flatMap(({ from, to }): EscalationNode[] => [from, to]);
    return this.#unsure.concern(node, on)
      ? "what could not be seen or resolved may give a right that is needed for it"
      : undefined;
  }

  #changeOf(subject: string, target: ReachTarget, path: EscalationPath): ReachChange {
    const { cluster } = this.#pair;
    return {
      change: this.#change,
      subject,
      target,
      ...(cluster !== undefined && { cluster }),
      steps: stepsOf(path),
    };
  }

  #unknown(
    target: ReachTarget,
    doubts: readonly { subject: string; why: string }[],
  ): ReachChanges["unknown"] {
    return [...groupBy(doubts, ({ why }) => why)].map(([why, its]) => ({
      what: `whether ${named(its.map(({ subject }) => subject))} ${this.#could} reach ${targetWords(target)}${this.#where}`,
      why,
      sides: [this.#otherSide],
      isOfChange: true,
    }));
  }

  #stopped(target: ReachTarget, { stopped }: Reach): ReachChanges["unknown"] {
    return stopped.map((sentence) => ({
      what: `who else can reach ${targetWords(target)}${this.#where}`,
      why: asClause(sentence),
      sides: [this.#otherSide === "before" ? "after" : "before"],
    }));
  }

  get #could(): string {
    return this.#change === "gained" ? "could" : "can still";
  }

  get #where(): string {
    return this.#pair.cluster === undefined ? "" : ` in cluster ${this.#pair.cluster}`;
  }
}

/** Whether a step may be sure where more is known. */
function isInDoubt({ isSure, technique }: EscalationStep): boolean {
  return !isSure && !NEVER_SURE.has(technique);
}

/** Those who reach the same as a group that they are in are not listed beside it. */
function withoutMembers(changes: readonly Candidate[]): Candidate[] {
  const all = new Set(changes.map(({ subject }) => subject));
  return changes.filter(({ subject, groups }) => {
    return !groups.some((group) => `Group:${group}` !== subject && all.has(`Group:${group}`));
  });
}

/** What is reached, for a sentence. */
export function targetWords(target: ReachTarget): string {
  return { "cluster-admin": "cluster-admin", secrets: "every Secret of the cluster", node: "a node" }[target];
}

/** The most subjects that a sentence names. */
const MOST_NAMED = 5;

function named(subjects: readonly string[]): string {
  const shown = subjects.slice(0, MOST_NAMED);
  const more = subjects.length - shown.length;
  return series([...shown, ...(more > 0 ? [`${more} more`] : [])]);
}

/** A sentence as a clause that begins in lower case and has no full stop. */
function asClause(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
