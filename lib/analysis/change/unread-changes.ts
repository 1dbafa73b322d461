import type { BuildSet } from "../../builds/build-set.js";
import type { Repository } from "../../repository/repository.js";
import { groupBy } from "../../util/group-by.js";
import { plural } from "../../util/phrases.js";
import { uninstalledTemplates } from "../charts-not-seen.js";
import { unreadPaths, unreadTemplates } from "../access/unknown-parts.js";
import type { Side, UnknownChange } from "./access-change.js";
import { contentOf } from "./new-hidden.js";

const BOTH: readonly Side[] = ["before", "after"];

/** What was not read on either side: on both if it is the same text, wherever that is, or another one in the same place. */
export function unreadChanges(earlier: BuildSet, later: BuildSet): UnknownChange[] {
  const [before, after] = [earlier.repository, later.repository];
  const [old, now] = [reasonsIn(before), reasonsIn(after)];
  const gone = new Map(
    [...old.keys()].filter((path) => !now.has(path)).map((path) => [contentOf(before, path), path]),
  );
  const moved = new Set<string>();
  const found = [...now].flatMap(([path, reasons]) => {
    const content = contentOf(after, path);
    const from = old.has(path) ? path : content === undefined ? undefined : gone.get(content);
    if (from !== undefined) moved.add(from);
    const isOther = from !== undefined && contentOf(before, from) !== content;
    const about = isOther
      ? ({ sides: BOTH, isOfChange: true } as const)
      : { sides: from === undefined ? AFTER : BOTH };
    return reasons.map((why) => says(path, isOther ? `${why}, and it is another text now` : why, about));
  });
  const isGone = [...old].filter(([path]) => !moved.has(path));
  return [
    ...found,
    ...isGone.flatMap(([path, reasons]) => reasons.map((why) => says(path, why, { sides: ["before"] }))),
    ...templateChanges(earlier, later),
  ];
}

const AFTER: readonly Side[] = ["after"];

function reasonsIn(repository: Repository): Map<string, string[]> {
  const all = groupBy(unreadPaths(repository), ({ path }) => path);
  return new Map([...all].map(([path, reasons]) => [path, reasons.map(({ why }) => why)]));
}

function says(path: string, why: string, about: Omit<UnknownChange, "what" | "why">): UnknownChange {
  return { what: `what '${path}' says`, why, ...about };
}

/** The templates of charts are very many: they are told together. */
function templateChanges(before: BuildSet, after: BuildSet): UnknownChange[] {
  const changed = [...templatesWithout(after, before), ...templatesWithout(before, after)];
  const [first] = changed;
  if (first === undefined) return unreadTemplates(after).map((one) => ({ ...one, sides: BOTH }));
  const count = new Set(changed).size;
  const are = count === 1 ? "is" : "are";
  return [
    {
      what: "what Helm charts install",
      why: `${plural(count, "template")} that nothing here is seen to install ${are} new, gone or changed, such as '${first}'`,
      sides: BOTH,
      isOfChange: true,
    },
  ];
}

/** The templates of one state that say what none in the other one says. */
function templatesWithout(one: BuildSet, other: BuildSet): string[] {
  const known = new Set(uninstalledTemplates(other).map((path) => contentOf(other.repository, path)));
  return uninstalledTemplates(one).filter((path) => !known.has(contentOf(one.repository, path)));
}
