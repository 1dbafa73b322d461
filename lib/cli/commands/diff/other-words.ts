import type {
  AccessChange,
  BindingChange,
  ConnectionChange,
  NamespaceChange,
  ReachChange,
  Side,
  SidedStep,
  UnknownChange,
} from "../../../analysis/change/access-change.js";
import { targetWords } from "../../../analysis/change/reach-changes.js";
import { groupBy } from "../../../util/group-by.js";
import { series } from "../../../util/phrases.js";
import { counted } from "../../report/counted.js";
import type { ChangedContract } from "./contracts.js";
import { cluster, sideOf } from "./grant-words.js";
import { type Item, markOf } from "./item.js";
import type { Sides } from "./sides.js";
import { joined, said, type Words } from "./words.js";

/** If more is not known on both sides, it is only counted: which of it matters to a change, nobody can say. */
const MOST_UNKNOWN = 5;
/** The most policies that are named for one change, on each side. */
const MOST_POLICIES = 5;

/** A binding that gives another role, or whose subject comes to be there, or is gone. */
export function bindingItem(one: BindingChange, sides: Sides): Item {
  const binding = said`${sides.stepWords(one.binding, "after")}${cluster(one)}`;
  const isGained = one.change === "gained";
  const words =
    one.what === "role"
      ? said`${binding} ${[isGained ? "gives" : "no longer gives"]} ${{ foreign: one.name }}`
      : said`${binding} names ${one.name}, ${[isGained ? "which is there now" : "which is gone"]}`;
  return { mark: markOf(one.change), words, details: [] };
}

const STATES = {
  open: "open",
  isolated: "isolated",
  denied: "closed",
  absent: "not there",
} as const satisfies Record<NamespaceChange["before"], string>;

/** The same change of a namespace in both directions, or in one. */
export type NamespaceChanges = readonly [NamespaceChange, ...NamespaceChange[]];

/** What changes of a namespace in the same way, by the same policies, is told together. */
export function namespacesAlike(changes: readonly NamespaceChange[]): NamespaceChanges[] {
  const alike = groupBy(changes, (one) => JSON.stringify({ ...one, direction: undefined }));
  return [...alike.values()].filter((all): all is [NamespaceChange, ...NamespaceChange[]] => all.length > 0);
}

/** A namespace that is isolated in another way. */
export function namespaceItem(changes: NamespaceChanges, sides: Sides): Item {
  const [one] = changes;
  const { namespace, before, after } = one;
  const mark = after === "open" ? "+" : before === "open" ? "-" : "~";
  const which = said`namespace ${namespace}${cluster(one)}`;
  const directions = [series(changes.map(({ direction }) => direction))];
  const words =
    before === "absent"
      ? said`${which} is new, and ${[STATES[after]]} for ${directions}`
      : after === "absent"
        ? said`${which} is gone; it was ${[STATES[before]]} for ${directions}`
        : said`${which} was ${[STATES[before]]} for ${directions} and is ${[STATES[after]]} now`;
  return { mark, words, details: policyWords(one.through, sides) };
}

/** A connection that opens or closes. */
export function connectionItem(one: ConnectionChange, sides: Sides): Item {
  const { change, from, to, ports } = one;
  const verb = change === "gained" ? "can now reach" : "can no longer reach";
  return {
    mark: markOf(change),
    words: said`${from}${cluster(one)} ${[verb]} ${to} on ${ports}`,
    details: policyWords(one.through, sides),
  };
}

/** A privileged identity that comes into reach, or is no longer. */
export function reachItem(one: ReachChange, sides: Sides): Item {
  const { change, subject, target, steps } = one;
  const verb = change === "gained" ? "can now reach" : "can no longer reach";
  const side = sideOf(change);
  return {
    mark: markOf(change),
    words: said`${subject}${cluster(one)} ${[`${verb} ${targetWords(target)}`]}`,
    details: steps.map(({ words, place }, index) => {
      const where = place ? said` (${sides.placeWords(place, side)})` : [];
      return said`${[`${index + 1}.`]} ${{ foreign: words }}${where}`;
    }),
  };
}

/** What could not be known: all that is so on one side only, and what was hidden before and still is if it is little. */
export function unknownItems(unknown: AccessChange["unknown"], sides: Sides): (() => Item)[] {
  const isOfOne = (one: UnknownChange) => one.sides.length === 1 || one.isOfChange === true;
  const both = unknown.filter((one) => !isOfOne(one));
  const isMuch = both.length > MOST_UNKNOWN;
  const rest: Item = {
    mark: "?",
    words: [`${counted(both.length, "thing")}, before and now, which --format json lists`],
    details: [],
  };
  const shown = [...unknown.filter(isOfOne), ...(isMuch ? [] : both)];
  return [...shown.map((one) => () => unknownItem(one, sides)), ...(isMuch ? [() => rest] : [])];
}

function unknownItem({ what, why, place, sides: on, isOfChange }: UnknownChange, sides: Sides): Item {
  const [only, ...others] = on;
  const isState = !isOfChange && others.length === 0;
  const when = isState ? [only === "before" ? " (no longer so)" : " (not so before)"] : [];
  const where = place ? said` (${sides.placeWords(place, preferred(on))})` : [];
  return { mark: "?", words: said`${{ foreign: what }}${where}: ${{ foreign: why }}${when}`, details: [] };
}

/** A contract of the configuration that says something else. */
export function contractItem({ name, change, file, line }: ChangedContract): Item {
  const verb = { added: "is new", removed: "is gone", changed: "says something else" }[change];
  return { mark: "~", words: said`contract ${name} (${`${file}:${line}`}) ${[verb]}`, details: [] };
}

/** On which side to look for something that may be on both. */
export function preferred(sides: readonly Side[]): Side {
  return sides.includes("after") ? "after" : "before";
}

/** The policies of each state, those of the later one first. */
function policyWords(policies: readonly SidedStep[], sides: Sides): Words[] {
  return (["after", "before"] as const).flatMap((side) => {
    const its = policies.filter((step) => step.side === side);
    if (its.length === 0) return [];
    const shown = its.slice(0, MOST_POLICIES).map((step) => sides.stepWords(step, side));
    const more = its.length - shown.length;
    const begin = side === "after" ? "by" : "before, by";
    return [said`${[begin]} ${joined(shown, ", ")}${[more > 0 ? ` and ${more} more` : ""]}`];
  });
}
