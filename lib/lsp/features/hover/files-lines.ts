import { posix } from "node:path";
import type { Analysis } from "../../../analysis/analysis.js";
import type { AppliedObject, Build } from "../../../builds/build.js";
import { directoriesOf } from "../../../builds/directories.js";
import type { HiddenPart } from "../../../builds/hidden-part.js";
import { kustomizationIn } from "../../../builds/kustomize/kustomization.js";
import { buildKustomization } from "../../../builds/kustomize/kustomize.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { directoryOf, isKustomizationFile } from "../../../repository/paths.js";
import { groupBy } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import { plural } from "../../../util/phrases.js";
import { valueAt } from "../../../util/plain-values.js";
import type { Cursor } from "../../cursor/cursor.js";
import { kindOf } from "./kind-words.js";
import { bounded, code, item, type Line, line, listed, said, type Words } from "../../text/markup.js";

const MOST_OBJECTS = 6;
const MOST_HIDDEN = 3;

/** What an entry of a kustomization, or a path of Flux or Argo CD, brings. */
export function filesLines(cursor: Cursor, paths: readonly string[]): Line[] {
  const { analysis } = cursor.model;
  const own = cursor.written ? appliedLines(cursor) : [];
  return [...paths.slice(0, 3).flatMap((path) => pathLines(analysis, path, own.length > 0)), ...own];
}

function pathLines(analysis: Analysis, path: string, isApplied: boolean): Line[] {
  const { repository } = analysis;
  if (repository.has(path)) return fileLines(analysis, path);
  const kustomization = kustomizationIn(repository, path);
  if (!kustomization) {
    if (isApplied) return [line(said`Directory ${{ file: path }}`)];
    const files = directoriesOf(repository).filesBelow(path);
    return [
      line(
        said`Directory ${{ file: path }}: ${plural(files.length, "file")} of manifests, and no kustomization.`,
      ),
    ];
  }
  const is = kustomization.value.kind === "Component" ? "Component" : "Kustomization";
  const head = said`${is} ${{ file: kustomization.path }}`;
  if (isApplied) return [line(head)];
  const build = buildOf(analysis, path);
  return [
    line(said`${head}: ${countWords(build.objects.length)}.`),
    ...objectLines(build.objects),
    ...hiddenLines(build.hidden),
  ];
}

const buildOf = memoizePairs((analysis: Analysis, directory: string): Build =>
  buildKustomization(analysis.repository, directory),
);

function countWords(count: number): string {
  return count === 0
    ? "no object of a kind that gitops-lint reads"
    : `${plural(count, "object")} of kinds that gitops-lint reads`;
}

function fileLines(analysis: Analysis, path: string): Line[] {
  const facts = analysis.repository.files.get(path);
  const { objects = [], broken = 0, templates = 0 } = facts ?? {};
  const parts = [
    ...(broken > 0 ? [`${plural(broken, "document")} of it cannot be parsed`] : []),
    ...(templates > 0 ? [`${plural(templates, "document")} of it must be rendered to be read`] : []),
  ];
  const isPatch = analysis.isPatch(path);
  return [
    line(
      said`${analysis.isData(path) ? "Data of a chart" : isPatch ? "Patch" : "File"} ${{ file: path }}${isPatch ? "" : `: ${countWords(objects.length)}`}${parts.length > 0 ? `; ${parts.join(", ")}` : ""}.`,
    ),
    ...objectLines(objects),
  ];
}

/** The names of objects, by kind. */
function objectLines(objects: readonly Pick<AppliedObject, "kind" | "object">[]): Line[] {
  const byKind = [...groupBy(objects, kindOf)];
  return bounded(
    byKind.map(([kind, all]) => {
      const names = all.map(({ object: { metadata } }): Words => {
        return isKnown(metadata?.name) ? [code(metadata.name)] : ["one without a known name"];
      });
      return item(said`${kind} ${listed(names, 4)}`);
    }),
    MOST_OBJECTS,
    "more kinds",
  );
}

/** What cannot be seen, and why. */
export function hiddenLines(hidden: readonly HiddenPart[]): Line[] {
  const reasons = [...new Set(hidden.map(({ reason }) => reason))];
  return bounded(
    reasons.map((reason) => item(said`Not seen: ${reason}`)),
    MOST_HIDDEN,
    "more parts that are not seen",
  );
}

/** What an object of Flux or Argo CD applies. */
export function appliedLines({ model: { analysis }, path, document }: Cursor): Line[] {
  const builds = analysis.all.filter(
    ({ appliedBy }) => appliedBy?.file === path && appliedBy.document === document,
  );
  return builds.slice(0, 2).flatMap(({ directory, objects, hidden, namespaces = [], cluster }): Line[] => {
    const names = [...new Set(namespaces.map(({ name }) => name))];
    const where =
      names.length === 0
        ? []
        : said` in ${names.length === 1 ? "namespace " : "namespaces "}${listed(
            names.map((one) => [isKnown(one) ? code(one) : "one that is filled in later"]),
            3,
          )}`;
    const to = cluster === undefined ? [] : said`, to cluster ${code(cluster)}`;
    return [
      line(
        said`Applies ${code(directory === "" ? "." : directory)}: ${plural(objects.length, "object")} of kinds that gitops-lint reads${where}${to}.`,
      ),
      ...objectLines(objects),
      ...hiddenLines(hidden),
    ];
  });
}

/** An entry of a kustomization that leads to no file here: why what it brings is not seen. */
export function missingEntryLines({ model: { analysis }, path, at, isOnKey, written }: Cursor): Line[] {
  if (!isKustomizationFile(path) || written || isOnKey) return [];
  const value = valueAt(analysis.repository.files.get(path)?.kustomization, at);
  if (typeof value !== "string") return [];
  const resolved = posix.join(directoryOf(path), value);
  const found = buildOf(analysis, directoryOf(path)).hidden.filter(({ file, names }) => {
    return file === path && names.some((name) => name === value || name === resolved);
  });
  return hiddenLines(found);
}
