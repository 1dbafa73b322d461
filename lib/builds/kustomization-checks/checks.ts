import type { Repository } from "../../repository/repository.js";
import { digest } from "../../repository/digest.js";
import type { Gathered } from "../kustomize/gather.js";
import { below } from "../kustomize/kustomization.js";
import { kustomizeOf } from "../kustomize/kustomize.js";
import { cycleDefects } from "./cycles.js";
import type { Defect, Judged } from "./defect.js";
import { duplicateDefects } from "./duplicates.js";
import { fieldDefects } from "./fields.js";
import { headerDefects, twinsOf } from "./header.js";
import { namespaceDefects } from "./namespaces.js";
import { patchDefects } from "./patches.js";
import { entriesOf, type Entry, pathDefects } from "./paths.js";
import { isComponent } from "../kustomize/kustomization.js";
import { KUSTOMIZATION_FILES } from "../../repository/paths.js";

/**
 * What makes kustomize refuse a kustomization, as far as that is certain: each defect once, in the kustomization
 * that has it.
 * @param options.strict whether targets that select nothing are told of as well, which kustomize accepts
 */
export function kustomizationDefects(
  repository: Repository,
  { directory, value }: Pick<Judged, "directory" | "value">,
  options: { strict: boolean },
): Defect[] {
  const paths = KUSTOMIZATION_FILES.map((name) => below(directory, name));
  const path = paths.find((file) => repository.files.get(file)?.kustomization === value) ?? paths[0] ?? "";
  const judged: Judged = { repository, directory, path, value };
  const entries = entriesOf(judged);
  // Which one of a cycle is told of it follows from all others.
  if (kustomizeOf(repository).refusal(directory) !== undefined) return defectsOf(judged, entries, options);
  return repository.remembered(
    () => `defects of ${digest(JSON.stringify([inputsOf(judged, entries), options]))}`,
    () => defectsOf(judged, entries, options),
    // What is said of one may name what is in the directories around it.
    (defects) => defects.length === 0,
  );
}

/** Every text that the defects of a kustomization follow from, and every path at which there is none. */
function inputsOf({ repository, directory }: Judged, entries: readonly Entry[]): unknown {
  const contentAt = (path: string) => [path, repository.contents.get(path)];
  const named = entries.flatMap(({ path }) => [
    path,
    ...KUSTOMIZATION_FILES.map((name) => below(path, name)),
  ]);
  const gathered = kustomizeOf(repository).gather(directory);
  return [named.map(contentAt), textsOf(repository, gathered)];
}

const texts = new WeakMap<Repository, Map<Gathered, string>>();

/** A digest of the texts that something was gathered from. */
function textsOf(repository: Repository, gathered: Gathered): string {
  let known = texts.get(repository);
  if (!known) texts.set(repository, (known = new Map<Gathered, string>()));
  let found = known.get(gathered);
  if (found === undefined) {
    const own = [...gathered.looked.keys()].map((path) => [path, repository.contents.get(path)]);
    const bases = [...gathered.bases].map(([path, base]) => [path, textsOf(repository, base)]);
    known.set(gathered, (found = digest(JSON.stringify([own, bases]))));
  }
  return found;
}

function defectsOf(judged: Judged, entries: readonly Entry[], options: { strict: boolean }): Defect[] {
  const { value } = judged;
  const written = [
    ...headerDefects(judged),
    ...fieldDefects(value),
    ...pathDefects(judged, entries),
    ...cycleDefects(judged, entries),
  ];
  // Which of two files would be built is not known.
  if (twinsOf(judged).length > 0) return written;
  return [
    ...written,
    ...duplicateDefects(judged, entries),
    ...patchDefects(judged, options),
    ...(isComponent(judged) ? [] : namespaceDefects(judged)),
  ];
}
