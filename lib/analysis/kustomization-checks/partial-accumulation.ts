import { accumulate } from "../../builds/kustomize/accumulate.js";
import type { Accumulated } from "../../builds/kustomize/accumulator.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import { Layer } from "../../builds/kustomize/layer.js";
import type { Judged } from "./defect.js";

/** What adds to a kustomization before any of its own transformers. */
const INPUTS = [
  ...["resources", "bases", "components", "configurations", "generators"],
  ...[
    "configMapGenerator",
    "secretGenerator",
    "generatorOptions",
    "helmCharts",
    "helmChartInflationGenerator",
  ],
];

/**
 * What a kustomization has gathered after the named fields have been processed; undefined if not all of it
 * can be known, so that nothing in it is missing for sure, or if kustomize refuses it already.
 */
export function gatheredAfter(
  { repository, directory, path, value }: Judged,
  fields: readonly string[],
): Accumulated | undefined {
  const kustomize = kustomizeOf(repository);
  if (kustomize.refusal(directory) !== undefined) return undefined;
  const present = [...INPUTS, ...fields].flatMap((name) =>
    Object.hasOwn(value, name) ? [[name, value[name]] as const] : [],
  );
  const layer = new Layer(repository, directory, { path, value: Object.fromEntries(present) });
  const gathered = accumulate(layer, kustomize.baseOf);
  return gathered.hidden.length === 0 && gathered.errors.length === 0 ? gathered : undefined;
}
