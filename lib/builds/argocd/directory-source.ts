import { field } from "../../util/plain-values.js";
import type { Repository } from "../../repository/repository.js";
import { directoryGlob } from "./globs.js";
import { directoriesOf } from "../directories.js";
import type { AppliedObject } from "../build.js";
import { type HiddenKind, type HiddenPart, notReadWords } from "../hidden-part.js";
import type { Rendered } from "../controllers/render.js";
import { directoryOf } from "../../repository/paths.js";

const MANIFEST = /\.(?:ya?ml|json)$/;

/**
 * The manifests of a directory as they are: argo-cd reposerver/repository/repository.go, findManifests.
 * @param options the source's `directory`
 * @param by the Application
 */
export function renderDirectory(
  repository: Repository,
  directory: string,
  options: unknown,
  by: AppliedObject,
): Rendered {
  const directories = directoriesOf(repository);
  const recurses = field(options, "recurse") === true;
  const { isApplied, isUnderstood } = filterOf(directory, options);
  const files = recurses ? directories.filesBelow(directory) : directories.filesIn(directory);
  const facts = files.filter(isApplied).flatMap((file) => ({
    file,
    facts: repository.files.get(file) ?? { objects: [], broken: 0, templates: 0 },
  }));
  const isThere = (path: string) =>
    recurses ? directory === "" || path.startsWith(`${directory}/`) : directoryOf(path) === directory;
  const broken = facts.filter(({ facts: { broken: wrong, templates } }) => wrong + templates > 0);
  const templates = repository.chartTemplates.filter((path) => isThere(path) && isApplied(path));
  const part = (kind: HiddenKind, reason: string, texts: string[] = []): HiddenPart => {
    return { kind, reason, file: by.file, names: directory.split("/"), texts };
  };
  const hidden = [
    ...broken.map(({ file, facts: own }): HiddenPart => {
      return { kind: "text", reason: `${file} ${notReadWords(own)}`, file, names: [], texts: [file] };
    }),
    // Every file counts as applied then, so that nothing is hidden but perhaps too much is seen.
    ...(isUnderstood
      ? []
      : [
          part(
            "impossible",
            `which files of '${directory}' are applied depends on a pattern that is not understood`,
          ),
        ]),
    ...(templates.length > 0
      ? [part("chart", `'${directory}' holds the templates of a chart`, templates)]
      : []),
    ...(field(options, "jsonnet") === undefined
      ? []
      : [part("program", `'${directory}' is rendered with Jsonnet`)]),
  ];
  return {
    objects: facts.flatMap(({ file, facts: { objects } }) => objects.map((object) => ({ ...object, file }))),
    files: new Map(facts.map(({ file }) => [file, "resource"])),
    hidden,
  };
}

/**
 * Which files of a directory are applied, and whether its patterns are understood; one that is not filters
 * nothing.
 */
function filterOf(
  directory: string,
  options: unknown,
): { isApplied: (path: string) => boolean; isUnderstood: boolean } {
  const [include, exclude] = ["include", "exclude"].map((key) => {
    const pattern = field(options, key);
    if (pattern === undefined || pattern === null || pattern === "") return "none";
    return typeof pattern === "string" ? (directoryGlob(pattern) ?? "unknown") : "unknown";
  });
  const isApplied = (path: string) => {
    const relative = directory === "" ? path : path.slice(directory.length + 1);
    if (typeof exclude === "function" && exclude(relative)) return false;
    return MANIFEST.test(path) && (typeof include !== "function" || include(relative));
  };
  return { isApplied, isUnderstood: include !== "unknown" && exclude !== "unknown" };
}
