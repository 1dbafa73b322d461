import { memoize } from "../../../util/memoize.js";
import { changeSelected, type FieldSpec, specsFor } from "../fields/field-spec.js";
import type { Layer } from "../layer.js";
import { originalId, remember, type Resource, type Transformer } from "../resource.js";

/** Adds a prefix to every name: api/internal/builtins/PrefixTransformer.go. */
export function addPrefix(layer: Layer, prefix: string, fieldSpecs: readonly FieldSpec[]): Transformer {
  return rename(
    layer,
    fieldSpecs,
    (name) => prefix + name,
    (resource, parts) => ({ ...remember(resource), prefixes: parts(resource.prefixes) }),
    prefix,
  );
}

/** Adds a suffix to every name: api/internal/builtins/SuffixTransformer.go. */
export function addSuffix(layer: Layer, suffix: string, fieldSpecs: readonly FieldSpec[]): Transformer {
  return rename(
    layer,
    fieldSpecs,
    (name) => name + suffix,
    (resource, parts) => ({ ...remember(resource), suffixes: parts(resource.suffixes) }),
    suffix,
  );
}

/** Kinds whose names have a meaning: prefixFieldSpecsToSkip and suffixFieldSpecsToSkip there. */
const KEPT: ReadonlySet<string> = new Set(["Namespace", "CustomResourceDefinition"]);

/** The prefixes or suffixes of a resource with one more. */
type WithPart = (before: readonly string[]) => readonly string[];

function rename(
  layer: Layer,
  fieldSpecs: readonly FieldSpec[],
  change: (name: string) => string,
  note: (resource: Resource, parts: WithPart) => Resource,
  part: string,
): Transformer {
  if (part === "") return (resources) => resources;
  // Most resources have the same parts, those of the layers below.
  const parts = memoize((before: readonly string[]): readonly string[] => [...before, part]);
  return (resources) =>
    resources.map((resource) => {
      const { kind } = originalId(resource);
      if (KEPT.has(kind)) return resource;
      const specs = specsFor(fieldSpecs, resource.object, kind);
      if (!layer.allows(1 + specs.length + resource.previous.length)) return resource;
      const renames = specs.some(({ path }) => path.join("/") === "metadata/name");
      return changeSelected(renames ? note(resource, parts) : resource, specs, (name) =>
        typeof name === "string" ? change(name) : name,
      );
    });
}
