import { field, isMap, items } from "../../util/plain-values.js";
import { isNamespaced } from "../../kubernetes/kinds.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { type Application, applicationsOf } from "./application-sets.js";
import { renderDirectory } from "./directory-source.js";
import {
  type AppliedObject,
  type Build,
  type Elsewhere,
  type NamedNamespace,
  type Place,
  placeOf,
  writtenAt,
} from "../build.js";
import { chartPart, valuesIn } from "../chart-part.js";
import { argoCluster } from "../controllers/clusters.js";
import { directoriesOf } from "../directories.js";
import { renderChart } from "./helm-source.js";
import { isSkipped } from "./skipped.js";
import type { HiddenKind, HiddenPart } from "../hidden-part.js";
import { kustomizationIn } from "../kustomize/kustomization.js";
import { type Fields, isThere, type Rendered, renderKustomization } from "../controllers/render.js";
import { directoryAt, originOf, rootAt } from "../controllers/sources.js";
import { below } from "../../repository/paths.js";
import type { SourceRequest } from "../../repository/sources/request.js";
import { argoChart, argoFiles } from "../sources/requests.js";
import { directoryIn, takeIn, type TakenIn } from "../sources/take-in.js";

/**
 * What an Application applies, or each Application that an ApplicationSet generates. A build whose sources
 * are all elsewhere has no objects and is open.
 * @param cluster the one that Argo CD itself runs in, if known
 */
export function argoBuilds(
  repository: Repository,
  object: AppliedObject,
  cluster: string | undefined,
): Build[] {
  return applicationsOf(repository, object).map((application) => {
    return applicationBuild(repository, application, cluster);
  });
}

function applicationBuild(
  repository: Repository,
  application: Application,
  cluster: string | undefined,
): Build {
  const { by, name, spec, at } = application;
  const parts = partsOf(repository, application);
  const destination = field(spec, "destination");
  const own = argoCluster(field(destination, "server"), field(destination, "name"), cluster);
  const namespace = field(destination, "namespace");
  const place = placeOf(by, [...at, "destination", "namespace"]);
  const objects = parts.flatMap((part) => part.objects).filter(({ object }) => !isSkipped(object));
  const errors = parts.flatMap((part) => part.errors ?? []);
  const charts = parts.flatMap((part) => part.charts ?? []);
  const rendered = parts
    .flatMap((part) => part.rendered ?? [])
    .filter((one) => one.objects.length === 0 || !one.objects.every(({ object }) => isSkipped(object)));
  const refused = parts.find((part) => part.refused)?.refused;
  const doubtful = parts.flatMap((part) => part.doubtful ?? []);
  const elsewhere = [
    ...parts.flatMap((part) => part.elsewhere ?? []),
    ...referencesElsewhere(repository, application),
  ];
  const { file } = by;
  const hidden =
    parts.length === 0
      ? [{ kind: "impossible" as const, reason: `Application '${name}' has no source`, file, names: [] }]
      : parts.flatMap((part) => part.hidden);
  return {
    type: "argocd",
    directory: parts.find((part) => part.directory !== undefined)?.directory ?? "",
    objects:
      typeof namespace === "string" && namespace !== ""
        ? objects.map((object) => withNamespace(object, namespace, place))
        : objects,
    files: new Map(parts.flatMap((part) => [...part.files])),
    hidden,
    ...(errors.length > 0 && { errors }),
    ...(charts.length > 0 && { charts, rendered }),
    ...(refused && { refused }),
    ...(doubtful.length > 0 && { doubtful }),
    ...(elsewhere.length > 0 && { elsewhere }),
    changed: parts.flatMap((part) => part.changed ?? []),
    appliedBy: writtenAt(by),
    ...(own !== undefined && { cluster: own }),
    namespaces: namespacesOf(application),
  };
}

/** An Application whose sources make more objects than this together is not resolved further. */
const MAX_SIZE = 50_000;

/** What the sources of an Application apply, as far as it is resolved. */
function partsOf(repository: Repository, application: Application): Part[] {
  const { by, name, spec } = application;
  const parts: Part[] = [];
  let size = 0;
  for (const source of sourcesOf(spec)) {
    if (size > MAX_SIZE) {
      const reason = `Application '${name}' has sources with more objects than are resolved`;
      parts.push({ ...NOTHING, hidden: [{ kind: "program", reason, file: by.file, names: [] }] });
      break;
    }
    const part = renderSource(repository, application, source);
    if (!part) continue;
    parts.push(part);
    size += part.objects.length + part.files.size;
  }
  return parts;
}

const NOTHING: Pick<Part, "objects" | "files"> = { objects: [], files: new Map() };

/**
 * Sets the destination's namespace on an object that has none of its own: argo-cd controller/state.go,
 * NormalizeTargetObjects.
 */
function withNamespace(applied: AppliedObject, namespace: string, by: Place): AppliedObject {
  const { object, kind, changes = [] } = applied;
  if (!isNamespaced(kind) || object.metadata?.namespace) return applied;
  return {
    ...applied,
    object: { ...object, metadata: { ...object.metadata, namespace } },
    changes: [...changes, { path: ["metadata", "namespace"], by }],
  };
}

/** The namespaces that an Application names: the destination's, and those it sets in its kustomizations. */
function namespacesOf({ by, spec, at }: Application): NamedNamespace[] {
  const options = items(field(spec, "syncPolicy", "syncOptions"));
  const created = options.includes("CreateNamespace=true");
  const named: [path: Path, created: boolean][] = [
    [["destination", "namespace"], created],
    ...sourcesOf(spec).map(({ path }): [Path, boolean] => [[...path, "kustomize", "namespace"], false]),
  ];
  return named.flatMap(([path, isMade]) => {
    const name = path.reduce<unknown>((value, step) => (value as Fields | undefined)?.[step], spec);
    if (typeof name !== "string" || !isKnown(name)) return [];
    return [{ name, place: placeOf(by, [...at, ...path]), created: isMade }];
  });
}

interface Source {
  source: Fields;
  /** Where it is in the spec. */
  path: Path;
}

/**
 * The sources of an Application: `sources` win over `source`, and the dry source, from which these are made,
 * over both.
 */
export function sourcesOf(spec: unknown): Source[] {
  const dry = field(spec, "sourceHydrator", "drySource");
  if (isMap(dry)) return [{ source: dry, path: ["sourceHydrator", "drySource"] }];
  const several = items(field(spec, "sources"));
  const single = field(spec, "source");
  if (several.length === 0) return isMap(single) ? [{ source: single, path: ["source"] }] : [];
  return several.flatMap((source, index) => (isMap(source) ? [{ source, path: ["sources", index] }] : []));
}

type Part = Rendered & { directory?: string };

/** What one source applies; undefined if it only lends its files to the others. */
function renderSource(
  repository: Repository,
  application: Application,
  { source, path }: Source,
): Part | undefined {
  const name = `Application '${application.name}'`;
  const { file } = application.by;
  const { chart, repoURL, targetRevision, ref } = source;
  const emptyPart = (part: HiddenPart): Part => ({ objects: [], files: new Map(), hidden: [part] });
  const hide = (kind: HiddenKind, what: string, names: readonly unknown[] = [], texts?: string[]) =>
    emptyPart({
      kind,
      reason: `${name} ${what}`,
      file,
      names: names.filter(isText),
      ...(texts && { texts }),
    });
  const others = sourcesOf(application.spec).map((one) => one.source);
  const take = (request: SourceRequest | undefined, key: string, inside = "") => {
    const place = placeOf(application.by, [...application.at, ...path, key]);
    return request && takeIn(repository, request, { place, by: name, path: inside });
  };
  if (chart !== undefined && chart !== null && chart !== "") {
    const taken = take(argoChart(source), "chart");
    const { fetched } = taken ?? {};
    const rendered =
      fetched &&
      renderChart(repository, application, {
        ...{ source, path, sources: others },
        ...{ directory: fetched.root, root: fetched.root },
      });
    if (rendered) return { ...rendered, ...elsewhereOf(taken, rendered.elsewhere) };
    const reason = `${name} installs the chart '${typeof chart === "string" ? chart : ""}'${taken?.why ?? ""}`;
    const about = { reason, names: [chart, repoURL], source: taken?.elsewhere.request };
    return { ...emptyPart(chartOf(application, source, about)), ...elsewhereOf(taken) };
  }
  if (source.path === undefined || source.path === null || source.path === "") {
    return ref === undefined ? hide("impossible", "has a source without a path") : undefined;
  }
  if (typeof source.path !== "string" || !isKnown(source.path)) {
    const texts = typeof source.path === "string" ? [directoryAt(source.path)] : [];
    return hide("path", "applies a path that is filled in later", [], texts);
  }
  const origin = originOf(repository, repoURL, targetRevision);
  const here = rootAt(repository, origin, source.path);
  const taken =
    here === undefined && origin !== "here"
      ? take(argoFiles(source), "repoURL", directoryAt(source.path))
      : undefined;
  const directory = here ?? (taken?.fetched && directoryIn(taken.fetched, directoryAt(source.path)));
  if (directory === undefined) {
    const names = [application.name, repoURL, source.path];
    const part = hide(
      "remote",
      `applies manifests that are not in this repository${taken?.why ?? ""}`,
      names,
    );
    const request = taken?.elsewhere.request;
    const hidden = request ? part.hidden.map((one) => ({ ...one, source: request })) : part.hidden;
    return { ...part, hidden, ...elsewhereOf(taken) };
  }
  const holder = taken?.fetched?.repository ?? repository;
  const tool = toolOf(holder, source, directory);
  const override = overrideIn(holder, directory, application.name);
  const render = (): Rendered => {
    if (tool === "directory") return renderDirectory(holder, directory, source.directory, application.by);
    if (tool === "kustomize") {
      return renderKustomization(holder, {
        directory,
        by: application.by,
        fieldsAt: [...application.at, ...path, "kustomize"],
        directoryAt: [...application.at, ...path, "path"],
        change: (value) =>
          changed(value, source.kustomize, (component) => isThere(holder, directory, component)),
      });
    }
    const root = taken?.fetched?.root ?? "";
    const chart =
      tool === "helm" && override === undefined
        ? renderChart(repository, application, { source, path, directory, root, sources: others })
        : undefined;
    if (chart) return chart;
    const reason = `has '${directory}' rendered by ${TOOLS[tool]}`;
    if (tool === "none") return hide("impossible", reason);
    if (tool === "plugin") return hide("program", reason);
    const texts = [below(directory, "templates/"), below(directory, "charts/")];
    const names = directory.split("/");
    return emptyPart(chartOf(application, source, { reason: `${name} ${reason}`, names, texts }));
  };
  const rendered = render();
  const reason = `${override} changes what ${name} applies`;
  const overridden: HiddenPart[] =
    override === undefined ? [] : [{ kind: "program", reason, file: override, names: [] }];
  const elsewhere = [...(taken ? [taken.elsewhere] : []), ...(rendered.elsewhere ?? [])];
  return {
    ...rendered,
    directory,
    hidden: [...rendered.hidden, ...overridden],
    ...(elsewhere.length > 0 && { elsewhere }),
  };
}

function elsewhereOf(
  taken: TakenIn | undefined,
  others: readonly Elsewhere[] = [],
): Pick<Rendered, "elsewhere"> {
  return taken ? { elsewhere: [taken.elsewhere, ...others] } : {};
}

/** The other repositories of which an Application takes files of values. */
function referencesElsewhere(repository: Repository, { name, by, spec, at }: Application): Elsewhere[] {
  const all = sourcesOf(spec);
  const files = all.flatMap(({ source }) => [
    ...items(field(source.helm, "valueFiles")),
    ...items(field(source.helm, "fileParameters")).map((one) => field(one, "path")),
  ]);
  return all.flatMap(({ source, path }) => {
    const { ref, repoURL, targetRevision } = source;
    // A path of its own asks for the same.
    if (typeof ref !== "string" || (source.path ?? "") !== "" || (source.chart ?? "") !== "") return [];
    if (!files.some((file) => typeof file === "string" && file.startsWith(`$${ref}/`))) return [];
    if (originOf(repository, repoURL, targetRevision) === "here") return [];
    const request = argoFiles(source);
    const place = placeOf(by, [...at, ...path, "repoURL"]);
    return request ? [takeIn(repository, request, { place, by: `Application '${name}'` }).elsewhere] : [];
  });
}

/** The chart that a source installs: argo-cd pkg/apis/application/v1alpha1/types.go, ApplicationSourceHelm. */
function chartOf(
  { by, name, spec }: Application,
  { helm }: Fields,
  chart: { reason: string; names: readonly unknown[]; texts?: string[]; source?: SourceRequest | undefined },
): HiddenPart {
  const parameters = items(field(helm, "parameters")).flatMap((parameter) => {
    const [key, value] = [field(parameter, "name"), field(parameter, "value")];
    return typeof key === "string" ? [nested(key.split("."), value)] : [];
  });
  return chartPart({
    ...chart,
    file: by.file,
    names: [name, field(helm, "releaseName"), ...chart.names],
    namespace: field(spec, "destination", "namespace"),
    values: [field(helm, "valuesObject"), valuesIn(field(helm, "values")), ...parameters].filter(isMap),
  });
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, step) => ({ [step]: inner }), value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && isKnown(value);
}

/** What renders a source that is not rendered here, as worded in a message. */
const TOOLS = {
  helm: "Helm",
  plugin: "a plugin",
  none: "kustomize, but it holds no kustomization",
} as const;
type Tool = "kustomize" | "directory" | keyof typeof TOOLS;

/**
 * What renders a source: what it has options for, else what its directory looks like: argo-cd
 * pkg/apis/application/v1alpha1/types.go, ExplicitType; util/app/discovery/discovery.go, AppType.
 */
export function toolOf(repository: Repository, source: Fields, directory: string): Tool {
  const explicit = (["plugin", "helm", "kustomize", "directory"] as const).find(
    (tool) => source[tool] !== undefined && source[tool] !== null,
  );
  if (explicit === "kustomize" && !kustomizationIn(repository, directory)) return "none";
  if (explicit !== undefined) return explicit;
  if (kustomizationIn(repository, directory)) return "kustomize";
  const files = directoriesOf(repository).filesIn(directory);
  return files.some((file) => file.endsWith("Chart.yaml")) ? "helm" : "directory";
}

/** The file next to the manifests that overrides the source, if it does more than set images. */
export function overrideIn(
  repository: Repository,
  directory: string,
  application: string,
): string | undefined {
  const names = [".argocd-source.yaml", `.argocd-source-${application}.yaml`];
  return names
    .map((name) => below(directory, name))
    .find((file) => {
      if (!repository.files.has(file)) return false;
      return (repository.values(file) ?? []).some((value) => {
        if (!isMap(value)) return value !== null;
        const { kustomize, ...others } = value;
        const { images, ...options } = isMap(kustomize) ? kustomize : {};
        return Object.keys({ ...others, ...options }).length > 0 || images === undefined;
      });
    });
}

/** The kustomization with what an Application writes into it: argo-cd util/kustomize/kustomize.go, Build. */
function changed(value: Fields, options: unknown, hasComponent: (path: unknown) => boolean): Fields {
  if (!isMap(options)) return value;
  const set = ["namespace", "namePrefix", "nameSuffix"]
    .map((key) => [key, options[key]] as const)
    .filter(([, text]) => text !== undefined && text !== null && text !== "");
  const components = items(options.components).filter(
    (component) => options.ignoreMissingComponents !== true || hasComponent(component),
  );
  const appended = Object.entries({ patches: items(options.patches), components, labels: labelsOf(options) })
    .filter(([, added]) => added.length > 0)
    .map(([key, added]) => [key, [...items(value[key]), ...added]] as const);
  const merged = (["commonLabels", "commonAnnotations"] as const)
    .filter(
      (key) => isMap(options[key]) && !(key === "commonLabels" && options.labelWithoutSelector === true),
    )
    .map((key) => [key, { ...mapIn(value[key]), ...mapIn(options[key]) }] as const);
  const changes = [...set, ...appended, ...merged];
  return changes.length === 0 ? value : { ...value, ...Object.fromEntries(changes) };
}

/** The labels that are not added to selectors. */
function labelsOf({ commonLabels, labelWithoutSelector, labelIncludeTemplates }: Fields): unknown[] {
  if (!isMap(commonLabels) || labelWithoutSelector !== true) return [];
  return [{ pairs: commonLabels, includeSelectors: false, includeTemplates: labelIncludeTemplates === true }];
}

function mapIn(value: unknown): Fields {
  return isMap(value) ? value : {};
}
