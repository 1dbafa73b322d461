import type { Repository } from "../../repository/repository.js";
import { kustomizationIn } from "../../builds/kustomize/kustomization.js";
import { below, KUSTOMIZATION_FILES } from "../../repository/paths.js";

/** What is at a path of the repository; often that cannot be known. */
export type Presence = "file" | "kustomization" | "bareDirectory" | "missing" | "refused" | "unknown";

/** What is at a path that a kustomization names. */
export function presenceOf(repository: Repository, path: string): Presence {
  if (repository.files.has(path)) return "file";
  if (kustomizationIn(repository, path)) return "kustomization";
  const found = repository.onDisk(path);
  if (found !== "directory") return found;
  const isKustomized = KUSTOMIZATION_FILES.some((name) => repository.onDisk(below(path, name)) !== "missing");
  return isKustomized ? "unknown" : "bareDirectory";
}
