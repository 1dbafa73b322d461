import { field, items } from "../util/plain-values.js";
import type { Path } from "../manifests/locate.js";

/** What the paths of a field may lead to. */
export type Takes = "file" | "directory" | "either";

/** A path that a kustomization names, as written. */
export interface NamedPath {
  text: string;
  /** Its place in the kustomization. */
  at: Path;
  takes: Takes;
  /** Whether the file is read as YAML; otherwise only its bytes count, as for a generator's input. */
  isYaml: boolean;
}

/** The lists of paths of a kustomization: kustomize api/types/kustomization.go. */
const LISTS: readonly (readonly [field: string, takes: Takes])[] = [
  ["resources", "either"],
  ["bases", "either"],
  ["components", "directory"],
  ["generators", "either"],
  ["transformers", "either"],
  ["validators", "either"],
  ["configurations", "file"],
  ["crds", "file"],
  ["patchesStrategicMerge", "file"],
];
/** The lists of maps that have a `path`. */
const WITH_PATH = ["patches", "patchesJson6902", "replacements"];

/** The paths that a kustomization, or the configuration of one of kustomize's own plugins, names. */
export function pathsIn(value: Readonly<Record<string, unknown>>): NamedPath[] {
  const found: NamedPath[] = [];
  const note = (text: unknown, at: Path, takes: Takes = "file", isYaml = true) => {
    if (typeof text === "string") found.push({ text, at, takes, isYaml });
  };
  for (const [name, takes] of LISTS) {
    items(value[name]).forEach((text, index) => note(text, [name, index], takes));
  }
  for (const name of WITH_PATH) {
    items(value[name]).forEach((item, index) => note(field(item, "path"), [name, index, "path"]));
  }
  note(field(value.openapi, "path"), ["openapi", "path"]);
  for (const name of ["configMapGenerator", "secretGenerator"]) {
    items(value[name]).forEach((generator, index) => {
      items(field(generator, "files")).forEach((text, item) => {
        const path = typeof text === "string" ? text.slice(text.indexOf("=") + 1) : undefined;
        note(path, [name, index, "files", item], "file", false);
      });
    });
  }
  return found;
}

/** The paths that the configuration of one of kustomize's own transformers names: api/internal/builtins. */
export function pathsInTransformer(value: unknown): string[] {
  const texts = [
    field(value, "path"),
    ...items(field(value, "paths")),
    ...items(field(value, "replacements")).map((item) => field(item, "path")),
  ];
  return texts.filter((text) => typeof text === "string");
}
