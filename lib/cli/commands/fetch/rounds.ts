import type { LockedSource } from "../../../repository/sources/locked.js";
import { bring, type Bringing, type Outcome } from "./bring.js";
import type { LockedRepository } from "./locked-repository.js";
import type { Results } from "./results.js";
import type { Wanted } from "./wanted.js";
import { outcomeLine } from "./words.js";

export interface Round {
  repository: LockedRepository;
  bringing: Bringing;
  isAsked: (wanted: Wanted) => boolean;
  /** Whether only what is locked is fetched. */
  isFrozen: boolean;
}

/** What was fetched may name more, which may name more: so often the repository is looked at. */
const MOST_ROUNDS = 10;
/** How many sources are fetched at once. */
const AT_ONCE = 4;

/**
 * Fetches all that is asked for, and what that names in turn, until nothing new comes.
 * @param say prints what has become of a source, in the order of the lock
 */
export async function fetchAll(round: Round, say: (line: string) => void): Promise<Results> {
  const { repository, isAsked } = round;
  const outcomes: Outcome[] = [];
  const failed: { wanted: Wanted; why: string }[] = [];
  const done = new Set<string>();
  for (let count = 0; count < MOST_ROUNDS; count++) {
    const todo = repository.wanted().filter((one) => isAsked(one) && !done.has(one.key));
    if (todo.length === 0) break;
    for (const { key } of todo) done.add(key);
    for (const { wanted, outcome } of await bringAll(todo, round)) {
      outcomes.push(outcome);
      say(outcomeLine(wanted, outcome));
      if (outcome.state === "failed") failed.push({ wanted, why: outcome.why });
      else if (!round.isFrozen) repository.set(wanted.key, outcome.source);
    }
  }
  const wanted = repository.wanted();
  if (!round.isFrozen) takeNeeds(repository, wanted);
  return { wanted, outcomes, failed };
}

/** Who needs a source may have changed although it stays. */
function takeNeeds(repository: LockedRepository, wanted: readonly Wanted[]): void {
  for (const { key, neededBy } of wanted) {
    const source: LockedSource | undefined = repository.lock.get(key);
    if (source && source.neededBy.join("\n") !== neededBy.join("\n"))
      repository.set(key, { ...source, neededBy });
  }
}

interface Brought {
  wanted: Wanted;
  outcome: Outcome;
}

async function bringAll(
  todo: readonly Wanted[],
  { repository, bringing, isFrozen }: Round,
): Promise<Brought[]> {
  const asked = isFrozen ? todo.filter(({ key }) => repository.lock.has(key)) : todo;
  const outcomes = new Map<string, Outcome>();
  const waiting = [...asked].reverse();
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      outcomes.set(next.key, await bring(next, repository.lock.get(next.key), bringing));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return asked.flatMap((wanted) => {
    const outcome = outcomes.get(wanted.key);
    return outcome ? [{ wanted, outcome }] : [];
  });
}
