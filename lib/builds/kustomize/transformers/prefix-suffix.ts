import { changeSelected, type FieldSpec, specsFor } from "../fields/field-spec.js";
import type { Layer } from "../layer.js";
import { originalId, remember, type Resource, type Transformer } from "../resource.js";

/** Adds a prefix to every name: api/internal/builtins/PrefixTransformer.go. */
export function addPrefix(layer: Layer, prefix: string, fieldSpecs: readonly FieldSpec[]): Transformer {
  return rename(
    layer,
    fieldSpecs,
    (name) => prefix + name,
    (resource) => ({ ...remember(resource), prefixes: [...resource.prefixes, prefix] }),
    prefix,
  );
}

/** Adds a suffix to every name: api/internal/builtins/SuffixTransformer.go. */
export function addSuffix(layer: Layer, suffix: string, fieldSpecs: readonly FieldSpec[]): Transformer {
  return rename(
    layer,
    fieldSpecs,
    (name) => name + suffix,
    (resource) => ({ ...remember(resource), suffixes: [...resource.suffixes, suffix] }),
    suffix,
  );
}

/** Kinds whose names have a meaning: prefixFieldSpecsToSkip and suffixFieldSpecsToSkip there. */
const KEPT: ReadonlySet<string> = new Set(["Namespace", "CustomResourceDefinition"]);

function rename(
  layer: Layer,
  fieldSpecs: readonly FieldSpec[],
  change: (name: string) => string,
  note: (resource: Resource) => Resource,
  part: string,
): Transformer {
  if (part === "") return (resources) => resources;
  return (resources) =>
    resources.map((resource) => {
      const { kind } = originalId(resource);
      if (KEPT.has(kind)) return resource;
      const specs = specsFor(fieldSpecs, resource.object, kind);
      if (!layer.allows(1 + specs.length + resource.previous.length)) return resource;
      const renames = specs.some(({ path }) => path.join("/") === "metadata/name");
      return changeSelected(renames ? note(resource) : resource, specs, (name) =>
        typeof name === "string" ? change(name) : name,
      );
    });
}
