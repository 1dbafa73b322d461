import type { Repository } from "../../repository/repository.js";
import { digest } from "../../util/digest.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import { cycleDefects } from "./cycles.js";
import type { Defect, Judged } from "./defect.js";
import { duplicateDefects, namelessDefects } from "./duplicates.js";
import { fieldDefects } from "./fields.js";
import { headerDefects, twinsOf } from "./header.js";
import { namespaceDefects } from "./namespaces.js";
import { patchDefects } from "./patches.js";
import { entriesOf, type Entry, pathDefects } from "./paths.js";
import { isComponent } from "../../builds/kustomize/kustomization.js";
import { below, KUSTOMIZATION_FILES } from "../../repository/paths.js";

/**
 * What makes kustomize refuse a kustomization, as far as that is certain: each defect once, in the
 * kustomization that has it.
 * @param options.strict whether to report targets that select nothing as well, which kustomize accepts
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
  const kustomize = kustomizeOf(repository);
  const find = () => defectsOf(judged, entries, options);
  // Which member of a cycle is reported depends on all the others.
  if (!kustomize.persisted || kustomize.refusal(directory) !== undefined) return find();
  const { persisted } = kustomize;
  // What it is made from, and whatever it names besides.
  const named = entries.flatMap(({ path: file, takes }) =>
    takes === "file" || repository.files.has(file)
      ? [file]
      : [file, ...KUSTOMIZATION_FILES.map((name) => below(file, name))],
  );
  const texts = named.flatMap((file) => [file, repository.contents.get(file)]);
  return repository.persisted(
    `defects of ${digest(JSON.stringify([options, persisted.textsOf(directory), texts]))}`,
    find,
    // The message of a defect may name what is in the directories around it.
    (defects) => defects.length === 0,
  );
}

function defectsOf(judged: Judged, entries: readonly Entry[], options: { strict: boolean }): Defect[] {
  const { value } = judged;
  const written = [
    ...headerDefects(judged),
    ...fieldDefects(value),
    ...pathDefects(judged, entries),
    ...cycleDefects(judged, entries),
    ...namelessDefects(judged, entries),
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
