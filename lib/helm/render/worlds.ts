import { type CallContext, LimitError, type Unknown } from "../values/value.js";

/** What is taken to hold of something that is not known. */
export interface Decision {
  unknown: Unknown;
  holds: boolean;
}

/** What comes out if some decisions are taken. */
export interface World<Result> {
  decisions: readonly Decision[];
  result: Result;
}

export interface Worlds<Result> {
  worlds: readonly World<Result>[];
  /** Whether there is one for each combination of decisions. */
  isComplete: boolean;
}

/** All combinations are tried up to so many; then some of them. */
const MOST_WORLDS = 32;
/** Of those that differ in one decision from the ones in which everything holds, or nothing. */
const MOST_FLIPPED = 32;

type Run<Result> = (decide: CallContext["decide"]) => Result;

/**
 * What comes out of each combination of decisions on what is not known. Which ones are asked for may depend on others. If
 * there are too many, it tries that everything holds, that nothing does, and each of these with one decision turned.
 *
 * @param given what is decided already, and is not among the decisions
 * @param run is called again and again; the first time, everything holds. A `LimitError` ends it
 */
export function inAllWorlds<Result>(given: readonly Decision[], run: Run<Result>): Worlds<Result> {
  const worlds: World<Result>[] = [];
  let path: Decision[] = [];
  try {
    do {
      const from = path;
      worlds.push(
        inWorld(given, run, ({ id }, index) => {
          const planned = from[index];
          return planned?.unknown.id === id ? planned.holds : true;
        }),
      );
      path = next(worlds.at(-1)?.decisions ?? []);
    } while (path.length > 0 && worlds.length < MOST_WORLDS);
    if (path.length === 0) return { worlds, isComplete: true };
    return { worlds: inSomeWorlds(given, run, worlds[0] as World<Result>), isComplete: false };
  } catch (error) {
    if (!(error instanceof LimitError) || worlds.length === 0) throw error;
    return { worlds, isComplete: false };
  }
}

/** The decisions to be tried after some: the last one that held is turned, and those after it are forgotten. */
function next(decisions: readonly Decision[]): Decision[] {
  const last = decisions.findLastIndex(({ holds }) => holds);
  return decisions.slice(0, last + 1).map((one, index) => (index === last ? { ...one, holds: false } : one));
}

function inSomeWorlds<Result>(
  given: readonly Decision[],
  run: Run<Result>,
  all: World<Result>,
): World<Result>[] {
  const worlds = new Map([[keyOf(all.decisions), all]]);
  const attempt = (world: World<Result>) => worlds.set(keyOf(world.decisions), world);
  try {
    const none = inWorld(given, run, () => false);
    attempt(none);
    const flips = [...all.decisions, ...none.decisions].slice(0, MOST_FLIPPED);
    for (const { unknown, holds } of flips) {
      attempt(inWorld(given, run, ({ id }) => (id === unknown.id ? !holds : holds)));
    }
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
  }
  return [...worlds.values()];
}

function keyOf(decisions: readonly Decision[]): string {
  return decisions.map(({ unknown, holds }) => `${holds ? "+" : "-"}${unknown.id}`).join("\n");
}

function inWorld<Result>(
  given: readonly Decision[],
  run: Run<Result>,
  choose: (unknown: Unknown, index: number) => boolean,
): World<Result> {
  const answers = new Map(given.map(({ unknown, holds }) => [unknown.id, holds]));
  const decisions: Decision[] = [];
  const result = run((unknown) => {
    let holds = answers.get(unknown.id);
    if (holds === undefined) {
      holds = choose(unknown, decisions.length);
      answers.set(unknown.id, holds);
      decisions.push({ unknown, holds });
    }
    return holds;
  });
  return { decisions, result };
}
