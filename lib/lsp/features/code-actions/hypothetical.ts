import { Analysis } from "../../../analysis/analysis.js";
import { ManifestFile } from "../../../manifests/manifest-file.js";
import { factsOf } from "../../../repository/facts.js";
import { push } from "../../../util/group-by.js";
import type { Message, State } from "../../judge.js";
import type { Asked, FileChange, Finding } from "./offer.js";
import { textAfter } from "./text/text-changes.js";

/** A repository as it will be once files are changed. */
export function stateAfter(state: State, changes: readonly FileChange[]): State {
  let { repository } = state;
  for (const { path, edits } of changes) {
    const manifests = new ManifestFile(textAfter(repository.textAt(path) ?? "", edits));
    repository = repository.withFile(path, factsOf(path, manifests), manifests);
  }
  const { settings, config } = state;
  return {
    ...{ repository, settings, config },
    analysis: new Analysis(repository, settings, state.repository),
  };
}

/**
 * Whether changes make a finding go away, and no other one come in the files that they touch.
 * @param finding undefined if none need go away
 * @param besides other files in which one could come
 */
export async function mends(
  { host: { judge }, model, path }: Asked,
  finding: Finding | undefined,
  changes: readonly FileChange[],
  { state = stateAfter(model, changes), besides = [] as readonly string[] } = {},
): Promise<boolean> {
  const paths = [...new Set([path, ...changes.map((one) => one.path), ...besides])];
  const [before, after] = [await judge.judge(paths, model), await judge.judge(paths, state)];
  const isMended =
    !finding || countOf(after.get(path), finding.message) < countOf(before.get(path), finding.message);
  return isMended && paths.every((one) => !hasMore(after.get(one), before.get(one)));
}

function countOf(all: readonly Message[] = [], one: Message): number {
  return all.filter((other) => keyOf(other) === keyOf(one)).length;
}

function hasMore(after: readonly Message[] = [], before: readonly Message[] = []): boolean {
  const left = new Map<string, Message[]>();
  for (const one of before) push(left, keyOf(one), one);
  return after.some((one) => left.get(keyOf(one))?.pop() === undefined);
}

/** Lines move, and what is found stays. */
function keyOf({ ruleId, message }: Message): string {
  return `${ruleId} ${message}`;
}
