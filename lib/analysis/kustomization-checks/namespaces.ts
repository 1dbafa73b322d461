import { namespaceWords } from "../../kubernetes/name-words.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import { Layer } from "../../builds/kustomize/layer.js";
import { conflictIn, setNamespace } from "../../builds/kustomize/transformers/namespace.js";
import { objectName } from "../../builds/kustomize/resource.js";
import type { Defect, Judged } from "./defect.js";
import { gatheredAfter } from "./partial-accumulation.js";

/**
 * Two objects that one `namespace:` makes the same, as it does with any two Namespaces:
 * api/internal/builtins/NamespaceTransformer.go.
 */
export function namespaceDefects(judged: Judged): Defect[] {
  const { namespace } = judged.value;
  if (typeof namespace !== "string" || namespace === "") return [];
  if (isWithoutTwins(judged)) return [];
  const gathered = gatheredAfter(judged, ["patchesStrategicMerge", "patches"]);
  if (!gathered) return [];
  const { resources, configuration } = gathered;
  const layer = new Layer(judged.repository, judged.directory, judged);
  const moved = setNamespace(layer, { namespace, fieldSpecs: configuration.namespace })(resources);
  const conflict = conflictIn(resources, moved);
  if (!conflict) return [];
  const [one = "", other = ""] = [conflict.one, conflict.other].map(({ object }) => objectName(object));
  return [
    {
      at: ["namespace"],
      id: "namespaceConflict",
      data: { namespace: namespaceWords([namespace]) ?? "one namespace", one, other, field: "namespace" },
    },
  ];
}

/** What comes after `namespace` and could make two names out of one. */
const LATER = ["patchesJson6902", "replacements", "transformers"];

/**
 * Whether it is known already that the whole kustomization makes no object twice: then it does not do so
 * halfway either.
 */
function isWithoutTwins({ repository, directory, value }: Judged): boolean {
  if (LATER.some((name) => Object.hasOwn(value, name))) return false;
  const gathered = kustomizeOf(repository).accumulated(directory);
  return gathered !== undefined && gathered.hidden.length === 0 && gathered.errors.length === 0;
}
