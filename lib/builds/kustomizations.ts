import { posix } from "node:path";
import type { Repository } from "../repository/repository.js";
import type { Build, FileUse } from "./build.js";
import { directoryOf } from "./resolve.js";

/** What the kustomizations of a repository apply, and which files they use for it. */
export function resolveKustomizations(repository: Repository): {
  builds: Build[];
  uses: Map<string, Set<FileUse>>;
} {
  const uses = new Map<string, Set<FileUse>>();
  for (const [file, { kustomization }] of repository.files) {
    if (kustomization === undefined) continue;
    uses.set(file, new Set(["kustomization"]));
    for (const [key, value] of Object.entries(kustomization as object)) {
      const use = key === "resources" || key === "bases" ? "resource" : "patch";
      for (const text of textsIn(value)) {
        const target = posix.normalize(posix.join(directoryOf(file), text));
        if (repository.files.has(target)) uses.set(target, (uses.get(target) ?? new Set()).add(use));
      }
    }
  }
  return { builds: [], uses };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
