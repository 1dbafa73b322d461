import { printable } from "../../util/phrases.js";
import { groupBy } from "../../util/group-by.js";
import type { AppliedObject, Build, BuildError } from "../../builds/build.js";
import { isAtOrBelow } from "../../repository/paths.js";
import { shownFile } from "../../repository/sources/shown.js";
import type { Analysis } from "../../analysis/analysis.js";

const CLASSES = {
  kustomization: "is a kustomization",
  resource: "is a resource of a build",
  patch: "is a patch, laid over objects of a build",
  configuration: "configures a kustomization",
  data: "is data of a chart, of which its templates make objects",
  unlisted: "is left out by the kustomization next to it or above it, so nothing applies it",
  plain: "is a plain manifest, applied with the others of its directory",
} as const;

/**
 * What is applied together, for people who wonder how a finding came about: for a file, how it is used and
 * how each build applies its objects; for a directory, every build that starts in it.
 * @param scopes paths relative to the root; empty for all of it
 */
export function printBuilds(builds: Analysis, scopes: readonly string[]): string {
  const parts = scopes.flatMap((scope) =>
    builds.repository.files.has(scope) ? [describeFile(builds, scope)] : describeDirectory(builds, scope),
  );
  const unseen = notSeen(builds, scopes);
  const found = parts.length === 0 ? [["Nothing that gitops-lint knows applies anything here."]] : parts;
  return [...found, ...(unseen.length === 0 ? [] : [unseen])]
    .map((lines) => lines.map(printable).join("\n"))
    .join("\n\n");
}

/** What was not looked at there, so that nobody takes what is printed for all. */
function notSeen({ repository }: Analysis, scopes: readonly string[]): string[] {
  const isAsked = (path: string) =>
    scopes.some((scope) => isAtOrBelow(path, scope) || isAtOrBelow(scope, path));
  const unreadable = repository.unreadable.filter(({ path }) => isAsked(path));
  const nested = repository.nestedRoots.filter(isAsked);
  if (unreadable.length + nested.length === 0) return [];
  return [
    "Not looked at:",
    ...unreadable.map(({ path, message }) => indent(`${path}, which could not be read: ${message}`)),
    ...nested.map((path) => indent(`${path}, which has a .gitops-lint.yaml of its own`)),
  ];
}

/** Everything is described in lines that are not cleaned yet. */
function describeFile(builds: Analysis, file: string): string[] {
  const fileClass = builds.classOf(file);
  const users = builds.all.filter((build) => build.files.has(file));
  const title = `${file} ${fileClass === undefined ? "holds no object of a kind that is read" : CLASSES[fileClass]}.`;
  return [
    title,
    ...users.flatMap((build) => describeBuild(builds, build, (object) => object.file === file).map(indent)),
  ];
}

function describeDirectory(builds: Analysis, directory: string): string[][] {
  const inside = (path: string) => directory === "" || path === directory || path.startsWith(`${directory}/`);
  const found = builds.all.filter(
    (build) => inside(build.directory) && (build.files.size > 0 || build.appliedBy !== undefined),
  );
  const unlisted = [...builds.repository.files.keys()].filter(
    (file) => inside(file) && builds.classOf(file) === "unlisted",
  );
  return [
    ...found.map((build) => describeBuild(builds, build, () => true)),
    ...(unlisted.length === 0
      ? []
      : [["Left out by their kustomizations, so nothing applies them:", ...unlisted.map(indent)]]),
  ];
}

function describeBuild(
  { repository }: Analysis,
  build: Build,
  shows: (object: AppliedObject) => boolean,
): string[] {
  const objects = build.objects.filter(shows);
  const hidden = build.hidden.map(({ reason }) => indent(`hidden: ${reason}`));
  return [
    titleOf(build, shownFile(repository, build.directory)),
    ...(build.isUnreached ? [indent("no Flux or Argo CD root applies it")] : []),
    ...hidden,
    ...(build.errors ?? []).map((error) => indent(`kustomize refuses it: ${reasonOf(error)}`)),
    ...[...groupBy(objects, ({ file }) => file)].flatMap(([file, inFile]) => [
      indent(shownFile(repository, file)),
      ...inFile.map((object) => indent(indent(nameOf(object)))),
    ]),
  ];
}

function reasonOf({ id, place: { file }, data }: BuildError): string {
  return id === "objectTwice"
    ? `${file} includes ${data.object ?? ""} twice`
    : `${file} makes ${data.one ?? ""} and ${data.other ?? ""} the same object`;
}

function titleOf({ type, appliedBy, cluster }: Build, directory: string): string {
  const from = appliedBy ? `, from ${appliedBy.file}` : "";
  const to = cluster === undefined ? "" : `, to cluster ${cluster}`;
  return `${directory || "."} (${type}${from}${to})`;
}

function nameOf({ kind, object: { metadata = {} } }: AppliedObject): string {
  const name = metadata.name ?? "(no name)";
  return `${kind} ${metadata.namespace === undefined ? name : `${metadata.namespace}/${name}`}`;
}

function indent(text: string): string {
  return `  ${text}`;
}
