import type { Step } from "../../../analysis/access/answers.js";
import type { AccessChange, Side } from "../../../analysis/change/access-change.js";
import type { Base } from "../../../repository/git/base.js";
import type { ChangedContract } from "./contracts.js";
import { sideOf } from "./grant-words.js";
import { countsOf } from "./headline.js";
import { preferred } from "./other-words.js";
import type { Sides } from "./sides.js";

/** Incremented when something is renamed or removed, or changes its meaning. */
const VERSION = 1;

/** What has been compared. */
export interface Compared {
  base: Pick<Base, "name" | "commit">;
  after: "working tree" | "index";
  /** What else there is to know, in sentences. */
  notes: readonly string[];
}

/** What has changed, for programs: places are files with lines, and on which side they are. */
export function changeAsJson(
  change: AccessChange,
  contracts: readonly ChangedContract[],
  { base, after, notes }: Compared,
  sides: Sides,
): string {
  const step = ({ place, ...rest }: Step, side: Side) => ({
    ...rest,
    ...(place && sides.at(place, side)),
  });
  const steps = (all: readonly Step[], side: Side) => all.map((one) => step(one, side));
  return JSON.stringify(
    {
      version: VERSION,
      base: { name: base.name, ...(base.commit !== undefined && { commit: base.commit }) },
      after,
      subjects: countsOf(change),
      ...(notes.length > 0 && { notes }),
      contracts,
      grants: change.grants.map(({ through, otherSide, ...rest }) => ({
        ...rest,
        through: through.map((chain) => steps(chain, sideOf(rest.change))),
        ...(otherSide && { otherSide: steps(otherSide, rest.change === "gained" ? "before" : "after") }),
      })),
      bindings: change.bindings.map(({ binding, ...rest }) => ({
        ...rest,
        binding: step(binding, "after"),
      })),
      namespaces: change.namespaces.map(({ through, ...rest }) => ({
        ...rest,
        through: through.map((one) => step(one, one.side)),
      })),
      connections: change.connections.map(({ through, ...rest }) => ({
        ...rest,
        through: through.map((one) => step(one, one.side)),
      })),
      reaches: change.reaches.map(({ steps: way, ...rest }) => ({
        ...rest,
        steps: way.map(({ words, place }) => ({
          words,
          ...(place && sides.at(place, sideOf(rest.change))),
        })),
      })),
      unknown: change.unknown.map(({ place, ...rest }) => ({
        ...rest,
        ...(place && sides.at(place, preferred(rest.sides))),
      })),
    },
    null,
    2,
  );
}
