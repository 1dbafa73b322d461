import { groupBy } from "./group-by.js";
import type { Repository } from "../repository/repository.js";
import type { AppliedObject, Build, FileUse } from "./build.js";
import { resolveKustomizations } from "./kustomizations.js";

/** What a file is to those who apply the repository. */
export type FileClass = FileUse | "unlisted" | "plain";

/** Everything a repository applies together, and what each of its files is taken for. */
export function resolveBuilds(repository: Repository): { builds: Build[]; classes: Map<string, FileClass> } {
  const kustomize = resolveKustomizations(repository);
  const classes = classify(repository, kustomize.uses);
  return { builds: [...kustomize.builds, ...plainBuilds(repository, classes)], classes };
}

/** A file can be used in several ways; what makes it an object counts most. */
const USES: readonly FileUse[] = ["kustomization", "resource", "patch", "configuration"];

function classify(
  repository: Repository,
  uses: ReadonlyMap<string, ReadonlySet<FileUse>>,
): Map<string, FileClass> {
  const listing = new Set<string>();
  for (const [file, how] of uses) if (how.has("resource")) listing.add(directoryOf(file));
  const kustomizations = new Set(
    [...uses].filter(([, how]) => how.has("kustomization")).map(([file]) => directoryOf(file)),
  );

  const classes = new Map<string, FileClass>();
  for (const [file, facts] of repository.files) {
    const how = uses.get(file);
    const use = USES.find((candidate) => how?.has(candidate));
    if (use) classes.set(file, use);
    else if (facts.objects.length === 0 && facts.broken === 0) continue;
    else if (listing.has(directoryOf(file)) && isBelow(directoryOf(file), kustomizations))
      classes.set(file, "unlisted");
    else classes.set(file, "plain");
  }
  return classes;
}

/** Whether a directory is one of some others or lies below one. */
function isBelow(directory: string, others: ReadonlySet<string>): boolean {
  for (let current = directory; ; current = directoryOf(current)) {
    if (others.has(current)) return true;
    if (current === "") return false;
  }
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
