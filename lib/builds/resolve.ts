import { groupBy } from "./group-by.js";
import type { KindName } from "../kubernetes/objects.js";
import type { Repository } from "../repository/repository.js";
import type { AppliedObject, Build, FileUse } from "./build.js";
import { resolveKustomizations } from "./kustomizations.js";

/** What a file is to those who apply the repository. */
export type FileClass = FileUse | "unlisted" | "plain";

/**
 * Everything a repository applies together, and what each of its files is taken for.
 * @param before an earlier state of the same repository, to resolve only what has changed
 */
export function resolveBuilds(
  repository: Repository,
  before?: Repository,
): { builds: Build[]; classes: Map<string, FileClass> } {
  const kustomize = resolveKustomizations(repository, before);
  const classes = classify(repository, kustomize.uses);
  const builds = [...kustomize.builds, ...plainBuilds(repository, classes)];
  return { builds: builds.map(openedByInstallers), classes };
}

/** What an object of these kinds installs is in no repository that can be read. */
const INSTALLERS: ReadonlySet<KindName> = new Set(["Subscription", "HelmRelease"] satisfies KindName[]);

function openedByInstallers(build: Build): Build {
  if (build.open !== undefined) return build;
  const installer = build.objects.find(({ kind }) => INSTALLERS.has(kind));
  if (!installer) return build;
  const name = installer.object.metadata?.name ?? "";
  return { ...build, open: `${installer.kind} '${name}' installs what this repository does not hold` };
}

/** A file can be used in several ways; what makes it an object counts most. */
const USES: readonly FileUse[] = ["kustomization", "resource", "patch", "configuration"];

function classify(
  repository: Repository,
  uses: ReadonlyMap<string, ReadonlySet<FileUse>>,
): Map<string, FileClass> {
  const listed = new Set<string>();
  for (const [file, how] of uses) if (!how.has("kustomization")) listed.add(directoryOf(file));
  const kustomizations = new Set(
    [...uses].filter(([, how]) => how.has("kustomization")).map(([file]) => directoryOf(file)),
  );

  const classes = new Map<string, FileClass>();
  for (const [file, facts] of repository.files) {
    const how = uses.get(file);
    const use = USES.find((candidate) => how?.has(candidate));
    if (use) classes.set(file, use);
    else if (facts.objects.length === 0 && facts.broken === 0) continue;
    else if (isLeftOut(directoryOf(file), listed, kustomizations)) classes.set(file, "unlisted");
    else classes.set(file, "plain");
  }
  return classes;
}

/**
 * Whether a file that no kustomization uses is left out, and not meant to be applied by other means: it lies
 * beside a kustomization, or below one in a directory of which kustomizations use other files.
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

/** `kubectl apply -f DIRECTORY`, which does not look into the directories below. */
function plainBuilds(repository: Repository, classes: ReadonlyMap<string, FileClass>): Build[] {
  const plain = [...repository.files].filter(([file]) => classes.get(file) === "plain");
  return [...groupBy(plain, ([file]) => directoryOf(file))].map(([directory, files]) => {
    const broken = files.find(([, facts]) => facts.broken + facts.templates > 0);
    return {
      type: "plain",
      directory,
      objects: files.flatMap(([file, facts]): AppliedObject[] =>
        facts.objects.map((object) => ({ ...object, file })),
      ),
      ...(broken && { open: `${broken[0]} does not parse` }),
      files: new Map(files.map(([file]) => [file, "resource"])),
    };
  });
}

/** The directory of a path, the empty text for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
