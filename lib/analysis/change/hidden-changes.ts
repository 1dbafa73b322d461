import type { HiddenPart } from "../../builds/hidden-part.js";
import { groupBy } from "../../util/group-by.js";
import { quoteList } from "../../util/phrases.js";
import { unseenParts } from "../access/unknown-parts.js";
import type { Analysis } from "../analysis.js";
import type { Side, UnknownChange } from "./access-change.js";
import { keyOf, placelessKey } from "./new-hidden.js";

const BOTH: readonly Side[] = ["before", "after"];

/** A hidden part, and the directory of a build that applies it. */
interface Hidden {
  key: string;
  part: HiddenPart;
  directory: string;
}

/** What is hidden on either side: on both if it is called the same, wherever it is written. */
export function hiddenChanges(before: Analysis, after: Analysis): UnknownChange[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const [gone, fresh] = [without(old, now), without(now, old)];
  const isIn = (parts: readonly Hidden[]) => {
    const keys = new Set(parts.map(({ part }) => placelessKey(part)));
    return ({ part }: Hidden) => keys.has(placelessKey(part));
  };
  const [wasThere, isThere, isNew] = [isIn(gone), isIn(fresh), new Set(fresh)];
  return [
    ...told(
      now.filter((one) => !isNew.has(one)),
      { sides: BOTH },
    ),
    ...told(fresh.filter(wasThere), { sides: BOTH, isOfChange: true }),
    ...told(
      fresh.filter((one) => !wasThere(one)),
      { sides: ["after"] },
    ),
    ...told(
      gone.filter((one) => !isThere(one)),
      { sides: ["before"] },
    ),
  ];
}

function partsOf(analysis: Analysis): Hidden[] {
  return unseenParts(analysis).map(({ build: { directory }, part }) => {
    return { key: keyOf(analysis, part), part, directory };
  });
}

function without(parts: readonly Hidden[], others: readonly Hidden[]): Hidden[] {
  const keys = new Set(others.map(({ key }) => key));
  return parts.filter(({ key }) => !keys.has(key));
}

/** Each part once, with all builds that may apply it. */
function told(parts: readonly Hidden[], about: Pick<UnknownChange, "sides" | "isOfChange">): UnknownChange[] {
  return [...groupBy(parts, ({ part }) => part.reason)].map(([reason, alike]) => {
    const directories = new Set(alike.map(({ directory }) => directory || "."));
    return {
      what: `what else ${quoteList([...directories].sort())} may apply`,
      why: about.isOfChange ? `${reason}, and what is said of it has changed` : reason,
      ...about,
    };
  });
}
