import { memoize, memoizePairs } from "../util/memoize.js";
import { incrementally } from "../util/incrementally.js";
import { groupBy } from "../util/group-by.js";
import type { FileFacts } from "../repository/facts.js";
import type { Repository } from "../repository/repository.js";
import { LOCK_FILE } from "../repository/sources/locked.js";
import { shownText } from "../repository/sources/shown.js";
import type { AppliedObject, Build, FileUse } from "./build.js";
import { resolveControllers } from "./controllers/controllers.js";
import { kustomizationPath } from "./directories.js";
import { defaultBuilds } from "./helm/default-builds.js";
import { notReadWords } from "./hidden-part.js";
import { withInstallers } from "./with-installers.js";
import { fluxSources } from "./sources/flux-sources.js";
import { resolveKustomizations } from "./kustomize/roots.js";
import { hasSameKustomizations, kustomizationIn } from "./kustomize/kustomization.js";
import { directoryOf, resolvePath } from "../repository/paths.js";
import { field, items } from "../util/plain-values.js";

/** What a file is to the tools that apply the repository. */
export type FileClass = FileUse | "unlisted" | "plain";

/**
 * Everything a repository applies together, and the class of each of its files.
 * @param before an earlier state of the same repository, to resolve only what has changed
 */
export function resolveBuilds(
  repository: Repository,
  before?: Repository,
): { builds: Build[]; classes: ReadonlyMap<string, FileClass> } {
  const { builds, uses: usesAlone } = resolveKustomizations(repository, before);
  // Which files the controllers read decides which are plain, and plain files can hold controllers: so everything is
  // classified without them first, and once more with what they read.
  const { classes: classesAlone } = classesWithoutControllers(repository, before);
  const seeds = [...builds, ...plainBuilds(repository, classesAlone)];
  const { builds: controlled, rendered } = resolveControllers(repository, seeds);
  const charts = chartBuilds(repository, [...builds, ...controlled]);
  const sources = fluxSources(seeds);
  const finish = (all: readonly Build[]) =>
    [...all, ...charts].map((build) =>
      withWords(repository, withInstallers(repository, build, { rendered, sources })),
    );
  const taken = takenBy(charts);
  if (controlled.length + taken.length === 0) return { builds: finish(seeds), classes: classesAlone };
  const uses = new Map(usesAlone);
  for (const [file, use] of [...controlled.flatMap(({ files }) => [...files]), ...taken])
    uses.set(file, new Set(uses.get(file)).add(use));
  const classes = classify(repository, uses);
  const all = [
    ...withoutReached(repository, builds, controlled),
    ...controlled,
    ...plainBuilds(repository, classes),
  ];
  return { builds: finish(all), classes };
}

/** A build whose hidden parts say what is in a chart or base that was fetched, rather than where that is kept. */
function withWords(repository: Repository, build: Build): Build {
  if (!repository.fetchedSources || !build.hidden.some(({ reason }) => reason.includes(LOCK_FILE)))
    return build;
  return wordedIn(repository, build);
}

const wordedIn = memoizePairs((repository: Repository, build: Build): Build => {
  const hidden = build.hidden.map((part) => ({ ...part, reason: shownText(repository, part.reason) }));
  return { ...build, hidden };
});

/** The charts that no build installs. */
function chartBuilds(repository: Repository, builds: readonly Build[]): readonly Build[] {
  return repository.chartFiles.size === 0 ? [] : defaultBuilds(repository, builds);
}

/** The manifests that templates of charts take, which are nothing by themselves. */
function takenBy(charts: readonly Build[]): readonly (readonly [string, FileUse])[] {
  return charts.flatMap(({ files }) => [...files].filter(([, use]) => use === "data"));
}

type Uses = ReadonlyMap<string, ReadonlySet<FileUse>>;

interface Classified {
  repository: Repository;
  uses: Uses;
  unfinished: ReadonlySet<string>;
  classes: ReadonlyMap<string, FileClass>;
}

/** What files are to kustomize and kubectl, without the controllers. */
const classesWithoutControllers = incrementally(
  (repository: Repository, before: Classified | undefined): Classified => {
    const { uses } = resolveKustomizations(repository);
    const isUsedAlike = before?.uses === uses && hasSameKinds(repository, before.repository);
    const unfinished =
      isUsedAlike && hasSameKustomizations(repository, before.repository)
        ? before.unfinished
        : unfinishedBases(repository, uses);
    const isSame = isUsedAlike && isSameSet(before.unfinished, unfinished);
    return { repository, uses, unfinished, classes: isSame ? before.classes : classify(repository, uses) };
  },
);

/** Whether the same files exist as before, and none of them has gained or lost everything to apply. */
function hasSameKinds(repository: Repository, before: Repository): boolean {
  return repository.differingFrom(before).every((path) => {
    const [one, other] = [repository.files.get(path), before.files.get(path)];
    // What only a chart has is nothing by itself.
    if (!one && !other) return true;
    return one && other && saysNothing(one) === saysNothing(other);
  });
}

function saysNothing({ objects, broken }: FileFacts): boolean {
  return objects.length === 0 && broken === 0;
}

/**
 * The kustomizations that neither Flux nor Argo CD reaches, marked if these apply a part of the repository: then
 * someone may have another use for the rest.
 */
function withoutReached(
  repository: Repository,
  builds: readonly Build[],
  controlled: readonly Build[],
): readonly Build[] {
  const applied = controlled.filter(({ type }) => type !== "helm");
  const reached = new Set(applied.flatMap(({ files }) => [...files.keys()]));
  if (reached.size === 0) return builds;
  return builds
    .filter(({ directory }) => !reached.has(kustomizationPath(repository, directory)))
    .map(unreached);
}

const unreached = memoize((build: Build): Build => ({ ...build, isUnreached: true }));

/** A file can be used in several ways; what makes it an object counts most. */
const USES: readonly FileUse[] = ["kustomization", "resource", "patch", "configuration", "data"];

function classify(
  repository: Repository,
  uses: ReadonlyMap<string, ReadonlySet<FileUse>>,
): Map<string, FileClass> {
  const listed = new Set<string>();
  for (const [file, how] of uses) if (!how.has("kustomization")) listed.add(directoryOf(file));
  const kustomizations = new Set(
    [...uses].filter(([, how]) => how.has("kustomization")).map(([file]) => directoryOf(file)),
  );
  const unfinished = unfinishedBases(repository, uses);

  const classes = new Map<string, FileClass>();
  for (const [file, facts] of repository.files) {
    const how = uses.get(file);
    const use = USES.find((candidate) => how?.has(candidate));
    if (use) classes.set(file, use);
    else if (saysNothing(facts)) continue;
    else if (unfinished.has(directoryOf(file)) || isLeftOut(directoryOf(file), listed, kustomizations))
      classes.set(file, "unlisted");
    else classes.set(file, "plain");
  }
  return classes;
}

/**
 * The directories that kustomizations include and that have no kustomization: one that is made before the build, such as
 * from `kustomization.yaml.in`. Nobody applies the files in them by themselves.
 */
function unfinishedBases(repository: Repository, uses: Uses): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [file, how] of uses) {
    if (!how.has("kustomization")) continue;
    const facts = repository.files.get(file);
    for (const path of facts ? includedBy(facts, directoryOf(file)) : [])
      if (!repository.files.has(path) && !kustomizationIn(repository, path)) found.add(path);
  }
  return found;
}

/** The paths that a kustomization in a directory includes. */
const includedBy = memoizePairs(({ kustomization }: FileFacts, directory: string): readonly string[] => {
  const entries = ["resources", "bases", "components"].flatMap((key) => items(field(kustomization, key)));
  return entries.flatMap((entry) => {
    return typeof entry === "string" ? (resolvePath(directory, entry) ?? []) : [];
  });
});

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}

/**
 * Whether a file that no kustomization uses was left out, rather than meant to be applied by other means: it
 * is next to a kustomization, or below one in a directory with other files that kustomizations use.
 */
function isLeftOut(
  directory: string,
  listed: ReadonlySet<string>,
  kustomizations: ReadonlySet<string>,
): boolean {
  if (kustomizations.has(directory)) return true;
  if (!listed.has(directory)) return false;
  for (let current = directory; current !== "";) {
    current = directoryOf(current);
    if (kustomizations.has(current)) return true;
  }
  return false;
}

/** The plain builds by the facts of their first file, so that the same files give the same build again. */
const plainBuildCache = new WeakMap<FileFacts, { files: readonly PlainFile[]; build: Build }>();

type PlainFile = readonly [path: string, facts: FileFacts];

/** `kubectl apply -f DIRECTORY`, which does not look into the directories below. */
function plainBuilds(repository: Repository, classes: ReadonlyMap<string, FileClass>): Build[] {
  const plain = plainIn(classes).flatMap((file): PlainFile[] => {
    const facts = repository.files.get(file);
    return facts ? [[file, facts]] : [];
  });
  return [...groupBy(plain, ([file]) => directoryOf(file))].map(([directory, files]) => {
    const [[, first]] = files as [PlainFile];
    const cached = plainBuildCache.get(first);
    if (cached && isSameFiles(cached.files, files)) return cached.build;
    const build = plainBuild(directory, files);
    plainBuildCache.set(first, { files, build });
    return build;
  });
}

/** Most edits leave the classes of all files as they are. */
const plainIn = memoize((classes: ReadonlyMap<string, FileClass>): readonly string[] =>
  [...classes].flatMap(([file, one]) => (one === "plain" ? [file] : [])),
);

function isSameFiles(one: readonly PlainFile[], other: readonly PlainFile[]): boolean {
  return (
    one.length === other.length &&
    one.every(([path, facts], index) => path === other[index]?.[0] && facts === other[index][1])
  );
}

function plainBuild(directory: string, files: readonly PlainFile[]): Build {
  const broken = files.filter(([, facts]) => facts.broken + facts.templates > 0);
  return {
    type: "plain",
    directory,
    objects: files.flatMap(([file, facts]): AppliedObject[] =>
      facts.objects.map((object) => ({ ...object, file })),
    ),
    hidden: broken.map(([file, facts]) => {
      return { kind: "text", reason: `${file} ${notReadWords(facts)}`, file, names: [], texts: [file] };
    }),
    files: new Map(files.map(([file]) => [file, "resource"])),
  };
}
