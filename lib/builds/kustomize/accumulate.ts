import { isKnown } from "../../kubernetes/objects.js";
import { field, items } from "../../util/plain-values.js";
import { notReadWords } from "../hidden-part.js";
import { type Accumulated, Accumulator } from "./accumulator.js";
import { type Entry, moveToNamespace, withErrors } from "./build-errors.js";
import { addCharts } from "./helm-charts.js";
import { isConflict, mergeConfigurations, takenOver } from "./merge-configurations.js";
import {
  type Configuration,
  configurationIn,
  DEFAULTS,
  joinConfigurations,
  writesKind,
} from "./transformer-config.js";
import { absorb, generate } from "./transformers/generators.js";
import { isComponent, type Kustomization, kustomizationIn } from "./kustomization.js";
import { labelSettings, setEntries } from "./transformers/labels.js";
import { Layer, shown, type Sought } from "./layer.js";
import { addPrefix, addSuffix } from "./transformers/prefix-suffix.js";
import { mergePatches } from "./transformers/merge-patch.js";
import { jsonPatchEntry, patchEntry } from "./transformers/patch.js";
import { generatedBy, mergePatchDocuments, transformersFrom } from "./transformers/plugins.js";
import { replace } from "./transformers/replacements.js";
import { identity, nameOf, type Resource, resourceOf, type Transformer } from "./resource.js";
import { valueSources, valueSourcesKey } from "./value-sources.js";
import { type Var, varsOf } from "./names/vars.js";
import { below, KUSTOMIZATION_FILES } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { remoteEntry } from "../../repository/sources/kustomize-url.js";

/**
 * How a layer gets at the kustomizations it includes as resources; a string says why it cannot.
 * @param repository the one that has the directory, if that was fetched
 */
export type BaseOf = (directory: string, repository?: Repository) => Accumulated | string;

/** Limits on how deep components nest, and on how many run in one kustomization. */
const MAX_COMPONENT_DEPTH = 50;
const MAX_COMPONENTS = 1000;

/**
 * Gathers what a kustomization includes and runs its transformers, as kustomize does for every layer:
 * api/internal/target/kusttarget.go, accumulateTarget. Names are not yet followed, since later layers may
 * still change them.
 */
export function accumulate(layer: Layer, baseOf: BaseOf): Accumulated {
  const gathering = new Accumulator();
  gathering.sources = valueSourcesKey(layer.repository, layer.directory);
  run(gathering, layer, baseOf, 0);
  return gathering;
}

/** @param listed the entry of the component that this is */
function run(into: Accumulator, layer: Layer, baseOf: BaseOf, depth: number, listed?: Entry): void {
  const { value } = layer.kustomization;
  layer.checkTypes();
  for (const name of KUSTOMIZATION_FILES) {
    const path = below(layer.directory, name);
    if (layer.lookAt(path)?.kustomization && path !== layer.kustomization.path) {
      layer.markIncomplete("is not the only kustomization in its directory");
    }
  }
  for (const key of ["resources", "bases"]) {
    for (const { text, index } of layer.texts(key)) {
      const entry = { text, place: layer.place(key, index), component: listed, isClean: true };
      addResource(into, layer, entry, baseOf);
    }
  }
  const configurations = layer
    .texts("configurations")
    .flatMap(({ text }) => layer.documents(text, "configuration"))
    .map((document) => configurationIn(document.value));
  if (configurations.some(writesKind))
    layer.hide("program", "has a configuration that writes the kind or the apiVersion of objects");
  const own = configurations.length === 0 ? DEFAULTS : joinConfigurations(configurations);
  noteConflict(layer, DEFAULTS, own);
  addConfiguration(into, layer, mergeConfigurations(DEFAULTS, own));
  addCharts(layer);
  addGenerated(into, layer);
  for (const { text, index } of layer.texts("components")) {
    const entry = { text, place: layer.place("components", index), component: listed, isClean: true };
    addComponent(into, layer, entry, baseOf, depth);
  }
  noteOthers(layer);
  const before = into.resources;
  for (const transform of transformersOf(layer, into)) {
    into.resources = transform(into.resources);
    if (!layer.allows(0)) break;
  }
  if (into.errors.length + layer.errors.length === 0) reportTwins(layer, before, into.resources);
  const { vars, mark } = varsOf(value.vars);
  into.vars = withVars(into.vars, vars);
  into.resources = mark(into.resources);
  into.close(layer);
  const namespace = layer.text("namespace");
  if (isKnown(namespace)) into.moveHidden(namespace);
}

/** A file of objects, or a directory with a kustomization. */
function addResource(into: Accumulator, layer: Layer, entry: Entry, baseOf: BaseOf): void {
  const { text } = entry;
  const remote = remoteOf(layer, entry);
  if (remote?.fetched) return addFetched(into, layer, { ...entry, ...remote.fetched }, baseOf);
  const path = layer.resolve(text, "resource", remote);
  if (path === undefined) return;
  const facts = layer.lookAt(path);
  if (facts) {
    layer.use(path, "resource");
    if (facts.broken + facts.templates > 0)
      layer.hide("text", `includes ${shown(text)}, which ${notReadWords(facts)}`, { texts: [path] });
    // In UTF-16, kustomize reads only the first document: kyaml/kio/byteio_reader.go splits the bytes.
    const objects = facts.objects.filter(({ document }) => !facts.utf16 || document === 0);
    into.add(
      layer,
      [...objects.map((object) => resourceOf(path, object)), ...valueSources(layer, path)],
      entry,
    );
    return;
  }
  const kustomization = kustomizationAt(layer, path, text, remote);
  if (!kustomization) return;
  if (isComponent(kustomization)) {
    return layer.hide("text", `includes the component ${shown(text)} as a resource`, { texts: [`${path}/`] });
  }
  const base = baseOf(path);
  if (typeof base === "string") {
    into.refused.add(path);
    return layer.hide("program", `includes ${shown(text)}, ${base}`);
  }
  into.bases.set(path, base);
  addBase(into, layer, entry, base);
}

/** Something that an entry names and that was fetched. */
interface FetchedEntry extends Entry {
  repository: Repository;
  /** Where it begins. */
  root: string;
  /** The directory that is meant. */
  directory: string;
}

/** The same, of something that was fetched: a directory of a git repository, or a file. */
function addFetched(into: Accumulator, layer: Layer, fetched: FetchedEntry, baseOf: BaseOf): void {
  const { repository, directory, root, ...entry } = fetched;
  const kustomization = kustomizationIn(repository, directory);
  if (kustomization && !isComponent(kustomization)) {
    const base = baseOf(directory, repository);
    if (typeof base === "string") return layer.hide("program", `includes ${shown(entry.text)}, ${base}`);
    return addBase(into, layer, entry, base);
  }
  const isFile = repository.sourceAt(below(root, "x"))?.content === "file";
  if (!isFile) return layer.hide("remote", `includes ${shown(entry.text)}, which has no kustomization`);
  for (const [path, facts] of repository.files) {
    layer.use(path, "resource");
    if (facts.broken + facts.templates > 0)
      layer.hide("text", `includes ${shown(entry.text)}, which ${notReadWords(facts)}`, { texts: [path] });
    into.add(
      layer,
      facts.objects.map((object) => resourceOf(path, object)),
      entry,
    );
  }
}

/** What an entry names that lies elsewhere; undefined for what is here, and for what is no address. */
function remoteOf(layer: Layer, { text, place }: Entry): Remote | undefined {
  const path = layer.locate(text);
  if (path !== undefined && (layer.repository.files.has(path) || kustomizationIn(layer.repository, path)))
    return undefined;
  const asked = remoteEntry(text);
  if (!asked) return undefined;
  const { fetched, why } = layer.takeIn(asked.request, place, asked.path);
  const directory = fetched && (asked.path === "" ? fetched.root : below(fetched.root, asked.path));
  return {
    source: asked.request,
    why,
    ...(fetched && directory !== undefined && { fetched: { ...fetched, directory } }),
  };
}

interface Remote extends Sought {
  fetched?: Pick<FetchedEntry, "repository" | "root" | "directory">;
}

/** Takes over what a kustomization brings. */
function addBase(into: Accumulator, layer: Layer, entry: Entry, base: Accumulated): void {
  into.add(layer, base.resources, { ...entry, isClean: base.errors.length === 0 });
  into.errors = withErrors(into.errors, base.errors);
  addConfiguration(into, layer, base.configuration);
  into.vars = withVars(into.vars, base.vars);
  for (const [file, use] of base.files) into.use(file, use);
  into.hide(base.hidden);
  into.takeIn(base.elsewhere);
  into.addCharts(base);
}

/** Takes over a configuration, as the first or besides others. */
function addConfiguration(into: Accumulator, layer: Layer, configuration: Configuration): void {
  const before = into.isConfigured ? into.configuration : takenOver(configuration);
  noteConflict(layer, before, configuration);
  into.configuration = into.isConfigured ? mergeConfigurations(before, configuration) : before;
  into.isConfigured = true;
}

function noteConflict(layer: Layer, one: Configuration, other: Configuration): void {
  if (isConflict(one, other))
    layer.markIncomplete("has a configuration that creates a field which another only writes to");
}

/** A component works on all that its parent has gathered: kusttarget.go, accumulateComponents. */
function addComponent(into: Accumulator, layer: Layer, entry: Entry, baseOf: BaseOf, depth: number): void {
  const { text } = entry;
  const remote = remoteOf(layer, entry);
  const { repository = layer.repository, directory } = remote?.fetched ?? {};
  const path = directory ?? layer.resolve(text, "resource", remote);
  const kustomization =
    directory !== undefined
      ? kustomizationIn(repository, directory)
      : path === undefined
        ? undefined
        : kustomizationAt(layer, path, text, remote);
  if (path === undefined) return;
  if (!kustomization) {
    if (directory !== undefined) layer.hide("remote", `includes ${shown(text)}, which has no kustomization`);
    return;
  }
  if (!isComponent(kustomization)) {
    const reason = `includes ${shown(text)} as a component, which it is not`;
    return layer.hide("text", reason, { texts: [`${path}/`] });
  }
  if (depth >= MAX_COMPONENT_DEPTH || ++into.components > MAX_COMPONENTS) {
    return layer.hide("program", "includes too many components");
  }
  const inner: BaseOf = (base, other = repository) => baseOf(base, other);
  run(into, new Layer(repository, path, kustomization, layer.work), inner, depth + 1, entry);
  // What a component leaves is gathered anew.
  into.configuration = takenOver(into.configuration);
}

/** Vars and others; what several bases share comes once. */
function withVars(vars: readonly Var[], others: readonly Var[]): readonly Var[] {
  return others.length === 0 ? vars : [...new Set([...vars, ...others])];
}

function kustomizationAt(
  layer: Layer,
  directory: string,
  text: string,
  sought?: Sought,
): Kustomization | undefined {
  for (const name of KUSTOMIZATION_FILES) layer.lookAt(below(directory, name));
  const kustomization = kustomizationIn(layer.repository, directory);
  if (!kustomization) layer.markAbsent("includes", text, directory, { sought });
  return kustomization;
}

function addGenerated(into: Accumulator, layer: Layer): void {
  const { value } = layer.kustomization;
  for (const [key, kind] of [
    ["configMapGenerator", "ConfigMap"],
    ["secretGenerator", "Secret"],
  ] as const) {
    items(value[key]).forEach((entry, index) => {
      const generated = generate(layer, kind, entry, layer.place(key, index));
      if (generated) into.resources = absorb(layer, into.resources, generated);
    });
  }
  for (const generated of generatedBy(layer)) into.resources = absorb(layer, into.resources, generated);
  for (const one of layer.charts) {
    // What a chart makes twice is not wrong here.
    into.add(layer, one.resources, { text: "", place: layer.place(), component: undefined, isClean: false });
    into.addCharts(one);
  }
}

/** Notes files that are named, but change nothing that is read. */
function noteOthers(layer: Layer): void {
  const { value } = layer.kustomization;
  const values = items(value.helmCharts).map((chart) => field(chart, "valuesFile"));
  for (const path of [
    ...items(value.crds),
    ...items(value.validators),
    field(value.openapi, "path"),
    ...values,
  ]) {
    const resolved = typeof path === "string" && !path.includes("\n") ? layer.locate(path) : undefined;
    if (resolved !== undefined && layer.lookAt(resolved)) layer.use(resolved, "configuration");
  }
}

/** The transformers of one kustomization in kustomize's order: kusttarget_configplugin.go. */
function transformersOf(layer: Layer, into: Accumulator): Transformer[] {
  const { value } = layer.kustomization;
  const { configuration } = into;
  const merges = items(value.patchesStrategicMerge).flatMap((entry, index) =>
    mergePatchDocuments(layer, entry, layer.place("patchesStrategicMerge", index)),
  );
  return [
    mergePatches(layer, merges),
    ...items(value.patches).map((entry, index) =>
      patchEntry(layer, entry, layer.place("patches", index, "patch")),
    ),
    moveToNamespace(layer, configuration.namespace, () => into.isClosed(layer)),
    addPrefix(layer, layer.text("namePrefix"), configuration.namePrefix),
    addSuffix(layer, layer.text("nameSuffix"), configuration.nameSuffix),
    setEntries(layer, [
      ...labelSettings(layer, configuration),
      { pairs: value.commonAnnotations, fieldSpecs: configuration.commonAnnotations },
    ]),
    ...items(value.patchesJson6902).map((entry, index) =>
      jsonPatchEntry(layer, entry, field(entry, "patch"), layer.place("patchesJson6902", index, "patch")),
    ),
    replace(layer, value.replacements, (index) => layer.place("replacements", index)),
    ...transformersFrom(layer),
  ];
}

/** Two objects with one name are refused: api/internal/builtins/NamespaceTransformer.go. */
function reportTwins(layer: Layer, before: readonly Resource[], resources: readonly Resource[]): void {
  if (before.length === resources.length && resources.every((one, index) => isCalledLike(one, before[index])))
    return;
  const present = new Set<string>();
  for (const resource of resources) {
    const key = identity(resource);
    if (nameOf(resource) === "") continue;
    if (present.has(key)) layer.markIncomplete(`ends up with two objects named ${shown(nameOf(resource))}`);
    present.add(key);
  }
}

function isCalledLike({ object }: Resource, other: Resource | undefined): boolean {
  const { apiVersion, kind, metadata } = other?.object ?? {};
  return (
    object.metadata?.name === metadata?.name &&
    object.metadata?.namespace === metadata?.namespace &&
    object.kind === kind &&
    object.apiVersion === apiVersion
  );
}
