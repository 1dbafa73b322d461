import {
  type AccessChange,
  type Direction,
  hasUnknownChange,
} from "../../../analysis/change/access-change.js";
import { series } from "../../../util/phrases.js";
import { counted } from "../../report/counted.js";
import { hasDanger } from "./sections.js";

/** How many subjects gain and lose something, and what of it is dangerous. */
export interface Counts {
  gain: number;
  lose: number;
  /** Subjects that gain something dangerous, or come within reach of a privileged identity. */
  dangerous: number;
}

/** Counts the subjects that a change concerns: one of several clusters counts once. */
export function countsOf({ grants, reaches }: AccessChange): Counts {
  const subjects = (all: readonly { subject: string }[]) => new Set(all.map(({ subject }) => subject)).size;
  const of = (change: Direction) => grants.filter((one) => one.change === change);
  const dangerous = [
    ...of("gained").filter(hasDanger),
    ...reaches.filter(({ change }) => change === "gained"),
  ];
  return { gain: subjects(of("gained")), lose: subjects(of("lost")), dangerous: subjects(dangerous) };
}

/**
 * What changes, in a sentence or two.
 * @param contracts how many contracts of the configuration say something else
 * @param base what it is compared with
 */
export function headline(change: AccessChange, contracts: number, base: string): string {
  const { grants } = change;
  const counts = countsOf(change);
  const others = otherChanges(change, contracts);
  if (grants.length === 0 && others === "") {
    return `No ${hasUnknownChange(change) ? "known change" : "change"} in access against ${base}.`;
  }
  const moves = movesOf(counts);
  const also = others === "" ? "" : ` ${others}.`;
  const isGiven = counts.gain > 0 || counts.dangerous > 0;
  const isHeld = grants.some(({ heldDangers }) => heldDangers !== undefined);
  const danger = isGiven ? dangerOf(counts, isHeld) : "";
  const first = moves === "" ? `No permission changes${danger}` : `${moves}${danger}`;
  return `${first}.${also} Compared with ${base}.`;
}

function movesOf({ gain, lose }: Counts): string {
  const gains = `${counted(gain, "subject")} ${gain === 1 ? "gains" : "gain"} access`;
  const loses = lose === 1 ? "loses" : "lose";
  if (gain > 0 && lose > 0) return `${gains}, ${lose} ${loses} some`;
  if (gain > 0) return gains;
  return lose > 0 ? `${counted(lose, "subject")} ${loses} access` : "";
}

/** @param isHeld whether something is as dangerous as what was possible before */
function dangerOf({ dangerous, gain }: Counts, isHeld: boolean): string {
  if (dangerous === 0 && isHeld) {
    return `; nothing dangerous that ${gain === 1 ? "it" : "they"} could not do before`;
  }
  if (dangerous === 0) return "; nothing that is known to be dangerous";
  if (gain === 0) return "";
  return dangerous === 1 ? "; 1 gains what is dangerous" : `; ${dangerous} gain what is dangerous`;
}

/** What changes besides permissions, in words with their verb; empty if nothing does. */
function otherChanges(
  { bindings, namespaces, connections, reaches }: AccessChange,
  contracts: number,
): string {
  const different = (all: readonly unknown[]) => new Set(all.map((one) => JSON.stringify(one))).size;
  const counts: readonly [count: number, noun: string, nouns: string][] = [
    [contracts, "contract", "contracts"],
    [
      different(
        bindings.map(({ binding: { kind, namespace, name }, cluster }) => [cluster, kind, namespace, name]),
      ),
      "binding",
      "bindings",
    ],
    [different(namespaces.map(({ namespace, cluster }) => [cluster, namespace])), "namespace", "namespaces"],
    [connections.length, "connection", "connections"],
    [
      different(reaches.map(({ subject, target, cluster }) => [cluster, subject, target])),
      "way to a privileged identity",
      "ways to privileged identities",
    ],
  ];
  const there = counts.filter(([count]) => count > 0);
  const [first, ...others] = there;
  if (!first) return "";
  const verb = others.length === 0 && first[0] === 1 ? "changes" : "change";
  return `${series(there.map((one) => counted(...one)))} ${verb}`;
}
