import { UsageError } from "../command-line.js";
import type { RootResult } from "./outcome.js";
import type { Stream } from "./stream.js";

/**
 * Refuses to be silent about what came from standard input: nothing was said of it if its name is in a directory that is
 * a repository of its own.
 * @throws {UsageError} if it was neither linted nor left out for a reason that is told
 */
export function refuseUnlinted({ shown, content }: Stream, done: readonly RootResult[]): void {
  const isTold = done.some(({ linted, looked }) => {
    return linted.length + looked.ignored.length + looked.unreadable.length > 0;
  });
  if (isTold || content.length === 0) return;
  throw new UsageError(
    `Standard input cannot be linted as '${shown}': a .gitops-lint.yaml makes the directory of that name a repository of its own. Leave out '--root', or give another name with '--stdin-filename'.`,
  );
}
