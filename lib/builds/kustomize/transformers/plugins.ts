import { field, isMap, items } from "../../../util/plain-values.js";
import type { Place } from "../../build.js";
import { fieldSpecsIn } from "../fields/field-spec.js";
import { generate, type Generated } from "./generators.js";
import { addChart } from "../helm-charts.js";
import { kustomizationIn } from "../kustomization.js";
import { setEntries } from "./labels.js";
import { type Layer, shown, type UsedDocument } from "../layer.js";
import { addPrefix, addSuffix } from "./prefix-suffix.js";
import { setNamespace } from "./namespace.js";
import { mergePatches } from "./merge-patch.js";
import { jsonPatchEntry, patchEntry } from "./patch.js";
import { withoutLists } from "./patch-documents.js";
import { replace } from "./replacements.js";
import type { Transformer } from "../resource.js";
import { resolvePath } from "../../../repository/paths.js";

type Fields = Readonly<Record<string, unknown>>;
type Plugin = (layer: Layer, config: Fields, place: Place) => Transformer;

const nothing: Transformer = (resources) => resources;

/** kustomize's own transformers, by the kind of their configuration: api/internal/builtins. */
const TRANSFORMERS: Readonly<Record<string, Plugin>> = {
  NamespaceTransformer: (layer, config) => {
    const subjects = config.setRoleBindingSubjects;
    return setNamespace(layer, {
      namespace: textOf(field(config.metadata, "namespace")),
      fieldSpecs: fieldSpecsIn(config.fieldSpecs),
      unsetOnly: config.unsetOnly === true,
      setRoleBindingSubjects:
        subjects === "allServiceAccounts" || subjects === "none" ? subjects : "defaultOnly",
    });
  },
  PrefixTransformer: (layer, config) =>
    addPrefix(layer, textOf(config.prefix), fieldSpecsIn(config.fieldSpecs)),
  SuffixTransformer: (layer, config) =>
    addSuffix(layer, textOf(config.suffix), fieldSpecsIn(config.fieldSpecs)),
  PrefixSuffixTransformer: (layer, config) => {
    const specs = fieldSpecsIn(config.fieldSpecs);
    const [prefix, suffix] = [
      addPrefix(layer, textOf(config.prefix), specs),
      addSuffix(layer, textOf(config.suffix), specs),
    ];
    return (resources) => suffix(prefix(resources));
  },
  LabelTransformer: (layer, config) =>
    setEntries(layer, [{ pairs: config.labels, fieldSpecs: fieldSpecsIn(config.fieldSpecs) }]),
  AnnotationsTransformer: (layer, config) =>
    setEntries(layer, [{ pairs: config.annotations, fieldSpecs: fieldSpecsIn(config.fieldSpecs) }]),
  PatchTransformer: patchEntry,
  PatchJson6902Transformer: (layer, config, place) => jsonPatchEntry(layer, config, config.jsonOp, place),
  PatchStrategicMergeTransformer: (layer, config, place) => {
    const listed = items(config.paths).flatMap((text) => mergePatchDocuments(layer, text, place));
    const written = textOf(config.patches);
    const inline = written === "" ? [] : withoutLists(layer, layer.inline(written, place));
    return mergePatches(layer, [...listed, ...inline]);
  },
  ReplacementTransformer: (layer, config, place) => replace(layer, config.replacements, () => place),
  // What these write is not read.
  ImageTagTransformer: () => nothing,
  ReplicaCountTransformer: () => nothing,
  HashTransformer: () => nothing,
};

/** The transformers that the files and texts in a kustomization's `transformers` configure. */
export function transformersFrom(layer: Layer): Transformer[] {
  return pluginDocuments(layer, "transformers").map(({ value, at }) => {
    const { apiVersion, kind } = value;
    const plugin = typeof kind === "string" && Object.hasOwn(TRANSFORMERS, kind) && TRANSFORMERS[kind];
    if (apiVersion === "builtin" && plugin) return plugin(layer, value, at([]));
    layer.hide(
      "program",
      `uses the transformer ${shown(String(kind))}, which is a program or not understood`,
    );
    return nothing;
  });
}

/** What the files and texts in a kustomization's `generators` generate. */
export function generatedBy(layer: Layer): Generated[] {
  return pluginDocuments(layer, "generators").flatMap(({ value, at }) => {
    const { apiVersion, kind } = value;
    if (apiVersion === "builtin" && (kind === "ConfigMapGenerator" || kind === "SecretGenerator")) {
      const what = kind === "ConfigMapGenerator" ? "ConfigMap" : "Secret";
      return generate(layer, what, value, at([])) ?? [];
    }
    if (apiVersion === "builtin" && kind === "HelmChartInflationGenerator") addChart(layer, value, at([]));
    else hideGenerator(layer, value);
    return [];
  });
}

/** Generators of Secrets alone: the plugins of KSOPS and of SopsSecretGenerator. */
const SECRET_GENERATORS = /^(?:viaduct\.ai|goabout\.com|.*sops.*)\//i;

/** What a generator that is not kustomize's own hides. */
function hideGenerator(layer: Layer, config: Fields): void {
  const { apiVersion, kind } = config;
  const isForSecrets = typeof apiVersion === "string" && SECRET_GENERATORS.test(apiVersion);
  const what = `uses the generator ${shown(String(kind))}, which is a program or not understood`;
  layer.hide(isForSecrets ? "secrets" : "program", what);
}

/** An entry of `patchesStrategicMerge`: a patch itself, or the path of one. */
export function mergePatchDocuments(layer: Layer, entry: unknown, place: Place): readonly UsedDocument[] {
  if (typeof entry !== "string") {
    layer.markIncomplete("has a patch that is neither a path nor a text");
    return [];
  }
  const isText = entry.includes("\n") || entry.trimStart().startsWith("{");
  return withoutLists(layer, isText ? layer.inline(entry, place) : layer.documents(entry, "patch"));
}

type PluginDocument = UsedDocument & { value: Fields };

/** The configurations that a list names: texts, files, and directories whose kustomization lists files. */
function pluginDocuments(layer: Layer, key: "generators" | "transformers"): PluginDocument[] {
  const documents = layer.texts(key).flatMap(({ text, index }) => {
    if (text.includes("\n") || text.trimStart().startsWith("{"))
      return layer.inline(text, layer.place(key, index));
    const path = resolvePath(layer.directory, text);
    const isDirectory = path !== undefined && !layer.lookAt(path) && kustomizationIn(layer.repository, path);
    return isDirectory ? inDirectory(layer, path) : layer.documents(text, "configuration");
  });
  return documents.filter((document): document is PluginDocument => {
    if (isMap(document.value)) return true;
    layer.markIncomplete(`has an entry in '${key}' that is not an object`);
    return false;
  });
}

/** A kustomization of configurations; one that does more than list files is not understood. */
function inDirectory(layer: Layer, directory: string): UsedDocument[] {
  const found: UsedDocument[] = [];
  const seen = new Set<string>();
  const waiting = [directory];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const kustomization = kustomizationIn(layer.repository, next);
    if (!kustomization || seen.has(next)) continue;
    seen.add(next);
    layer.lookAt(kustomization.path);
    layer.use(kustomization.path, "kustomization");
    const others = Object.keys(kustomization.value).filter(
      (name) => !["apiVersion", "kind", "metadata", "resources"].includes(name),
    );
    if (others.length > 0)
      layer.hide("program", `takes configurations from ${shown(next)}, which changes them`);
    for (const entry of items(kustomization.value.resources)) {
      const path = typeof entry === "string" ? resolvePath(next, entry) : undefined;
      if (path !== undefined && layer.repository.files.has(path)) {
        for (const document of layer.documents(relative(layer, path), "configuration")) found.push(document);
      } else if (path !== undefined && kustomizationIn(layer.repository, path)) {
        waiting.push(path);
      } else {
        layer.markAbsent("takes configurations from", String(entry), path ?? "");
      }
    }
  }
  return found;
}

function relative(layer: Layer, path: string): string {
  return `${"../".repeat(layer.directory === "" ? 0 : layer.directory.split("/").length)}${path}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
