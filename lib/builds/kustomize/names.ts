import { changeFields, type FieldSpec, isSelected } from "./field-spec.js";
import { originalId, remember, type Resource, type Transformer } from "./resource.js";

/** Adds a prefix to every name: api/internal/builtins/PrefixTransformer.go. */
export function addPrefix(prefix: string, fieldSpecs: readonly FieldSpec[]): Transformer {
  return rename(
    fieldSpecs,
    (name) => prefix + name,
    (resource) => ({ ...remember(resource), prefixes: [...resource.prefixes, prefix] }),
    prefix,
  );
}

/** Adds a suffix to every name: api/internal/builtins/SuffixTransformer.go. */
export function addSuffix(suffix: string, fieldSpecs: readonly FieldSpec[]): Transformer {
  return rename(
    fieldSpecs,
    (name) => name + suffix,
    (resource) => ({ ...remember(resource), suffixes: [...resource.suffixes, suffix] }),
    suffix,
  );
}

function rename(
  fieldSpecs: readonly FieldSpec[],
  change: (name: string) => string,
  note: (resource: Resource) => Resource,
  part: string,
): Transformer {
  if (part === "") return (resources) => resources;
  return (resources) =>
    resources.map((resource) => {
      if (originalId(resource).kind === "Namespace") return resource;
      const specs = fieldSpecs.filter((spec) => isSelected(spec, resource.object, originalId(resource).kind));
      const renames = specs.some(({ path }) => path.join("/") === "metadata/name");
      return changeFields(renames ? note(resource) : resource, specs, (name) =>
        typeof name === "string" ? change(name) : name,
      );
    });
}
