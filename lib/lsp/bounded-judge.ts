import type { Judge, State } from "./judge.js";
import { hasTooMuch } from "./model/large-files.js";

/** The same judge, which leaves out files that have so much in them that nothing else could be answered meanwhile. */
export function boundedJudge(judge: Judge): Judge {
  return {
    ...judge,
    async judge(paths, state) {
      const judged = paths.filter((path) => !isTooMuch(path, state));
      const found = judged.length > 0 ? await judge.judge(judged, state) : new Map<string, never>();
      return new Map(paths.map((path) => [path, found.get(path) ?? []]));
    },
    fixed: async (path, state) => (isTooMuch(path, state) ? undefined : await judge.fixed(path, state)),
    accepting: async (path, rule, state) =>
      isTooMuch(path, state) ? new Map<string, never>() : await judge.accepting(path, rule, state),
  };
}

/** Whether a file is left out. */
export function isTooMuch(path: string, { repository }: Pick<State, "repository">): boolean {
  const facts = repository.files.get(path);
  return facts !== undefined && hasTooMuch(facts);
}
