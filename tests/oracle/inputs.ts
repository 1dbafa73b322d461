import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { field, items } from "../../lib/util/plain-values.js";
import type { Repository } from "../../lib/repository/repository.js";
import { resolvePath } from "../../lib/repository/paths.js";

/**
 * Writes the files that generators read and a corpus of manifests does not have (scripts, settings), so that
 * kustomize does not refuse what includes them. Their content does not matter to anything that is compared.
 */
export function writeMissingInputs({ root, files }: Repository): void {
  for (const [path, { kustomization }] of files) {
    for (const key of ["configMapGenerator", "secretGenerator"]) {
      for (const generator of items(field(kustomization, key))) {
        const inputs = [
          ...items(field(generator, "files")),
          ...items(field(generator, "envs")),
          field(generator, "env"),
        ];
        for (const input of inputs) {
          if (typeof input !== "string") continue;
          const directory = dirname(path) === "." ? "" : dirname(path);
          const missing = resolvePath(directory, input.slice(input.indexOf("=") + 1));
          if (missing === undefined || existsSync(join(root, missing))) continue;
          mkdirSync(dirname(join(root, missing)), { recursive: true });
          writeFileSync(join(root, missing), "KEY=value\n");
        }
      }
    }
  }
}

/**
 * Takes the resources of other hosts out of kustomizations, so that the rest can be compared without a
 * network. Where a list is left empty, so is what is compared.
 */
export function removeRemotes({ root, files }: Repository): void {
  for (const [path, { kustomization }] of files) {
    if (kustomization === undefined) continue;
    const text = readFileSync(join(root, path), "utf8");
    const without = text.replace(/^[ \t]*-[ \t]+["']?https?:\/\/.*\n?/gm, "");
    if (without !== text) writeFileSync(join(root, path), without);
  }
}
