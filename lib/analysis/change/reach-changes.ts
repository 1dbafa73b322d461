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
import { type Alike, alikeSubjects, placeFor } from "./alike-subjects.js";
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

/** Subjects that reach a target on one side, in the same way. */
interface Candidates {
  alike: Alike;
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
  readonly #sources: readonly Alike[];
  /** Those of whom something is said already. */
  readonly #told = new Set<Alike>();

  constructor(change: Direction, pair: ClusterPair, side: ClusterSide, other: ClusterSide) {
    this.#change = change;
    this.#pair = pair;
    this.#side = side;
    this.#other = other;
    this.#unsure = new UnsureIdentities(other.all, other, side);
    this.#otherSide = change === "gained" ? "before" : "after";
    const { sources } = side.all;
    // What is not known may be about a name.
    this.#sources = this.#unsure.areNamed
      ? sources.map((node): Alike => [node])
      : alikeSubjects(sources, [side, other]);
  }

  changes(): ReachChanges {
    const found = TARGETS.map((target) => this.#to(target));
    return {
      reaches: found.flatMap(({ reaches }) => reaches),
      unknown: found.flatMap(({ unknown }) => unknown),
    };
  }

  #to(target: ReachTarget): ReachChanges {
    const asked = { to: { kind: target }, steps: MOST_STEPS, onlySure: true } as const;
    const here = this.#side.all.reach(firstOf(this.#sources), asked);
    const candidates = this.#candidates(here);
    if (candidates.length === 0) return { reaches: [], unknown: this.#stopped(target, here) };
    const any = { ...asked, steps: Infinity };
    const sure = this.#other.all.reach(firstOf(candidates), any);
    const missing = candidates.filter(([{ subject }]) => sure.distance(subject) === undefined);
    if (missing.length === 0) return { reaches: [], unknown: this.#stopped(target, here) };
    const perhaps = this.#other.all.reach(firstOf(missing), { ...any, onlySure: false });
    const doubts: { subjects: readonly string[]; why: string }[] = [];
    const changes: Candidates[] = [];
    for (const alike of missing) {
      const [node] = alike;
      const path = here.path(node.subject);
      if (!path) continue;
      this.#told.add(alike);
      const why = this.#doubt(node, path, perhaps);
      if (why !== undefined) doubts.push({ subjects: alike.map(({ subject }) => subject), why });
      else changes.push({ alike, path });
    }
    return {
      reaches: withoutMembers(changes).flatMap((one) => this.#changesOf(one, target)),
      unknown: [...this.#stopped(target, here), ...this.#unknown(target, doubts)],
    };
  }

  /** Whoever reaches it here, without whom more is said about already. */
  #candidates(here: Reach): Alike[] {
    return this.#sources.filter((alike) => {
      const distance = here.distance(alike[0].subject);
      return distance !== undefined && distance > 0 && !this.#told.has(alike);
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

  #changesOf({ alike, path }: Candidates, target: ReachTarget): ReachChange[] {
    const { cluster } = this.#pair;
    const [{ words, place } = { words: "" }, ...others] = stepsOf(path);
    return alike.map((node) => ({
      change: this.#change,
      subject: node.subject,
      target,
      ...(cluster !== undefined && { cluster }),
      steps: [{ words, ...(place && { place: placeFor(place, [alike[0], node], this.#side) }) }, ...others],
    }));
  }

  #unknown(
    target: ReachTarget,
    doubts: readonly { subjects: readonly string[]; why: string }[],
  ): ReachChanges["unknown"] {
    return [...groupBy(doubts, ({ why }) => why)].map(([why, its]) => ({
      what: `whether ${named(its.flatMap(({ subjects }) => subjects))} ${this.#could} reach ${targetWords(target)}${this.#where}`,
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
function withoutMembers(changes: readonly Candidates[]): Candidates[] {
  const all = new Set(changes.flatMap(({ alike }) => alike.map(({ subject }) => subject)));
  return changes.filter(({ alike: [{ subject, user }] }) => {
    return !user.groups.some((group) => `Group:${group}` !== subject && all.has(`Group:${group}`));
  });
}

function firstOf(all: readonly Alike[]): SubjectNode[] {
  return all.map(([first]) => first);
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
