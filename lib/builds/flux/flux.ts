import { field, isMap, items } from "../../util/plain-values.js";
import { type AnyObject, isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { type AppliedObject, type Build, placeOf, writtenAt } from "../build.js";
import type { HiddenPart } from "../hidden-part.js";
import { fluxCluster } from "../controllers/clusters.js";
import { type Fields, isThere, renderKustomization } from "../controllers/render.js";
import { directoryAt, exclusions, rootAt } from "../controllers/sources.js";
import { targetNamespace } from "../controllers/target-namespace.js";
import { MAX_TOTAL_WORK, totalWork } from "../kustomize/work.js";
import { clusterReached } from "./cluster.js";
import { commonLabels } from "./common-labels.js";
import { filledIn } from "./fill-in.js";
import { substitution } from "./post-build.js";
import { BOOTSTRAP, isBootstrapSource, sourceOf } from "./source.js";
import { directoryOf } from "../../repository/paths.js";
import { filesRequest } from "../sources/flux-sources.js";
import { directoryIn, takeIn } from "../sources/take-in.js";

/**
 * What a Flux Kustomization applies. If its source is not this repository, the build has no objects and is
 * open.
 * @param cluster the one that the Kustomization itself is in, if known
 * @param sources the sources of Flux that the repository applies
 */
export function fluxBuild(
  repository: Repository,
  kustomization: AppliedObject,
  cluster: string | undefined,
  sources: readonly AppliedObject[],
): Build {
  const { spec, metadata } = kustomization.object;
  const name = `Kustomization '${metadata?.name ?? ""}'`;
  const path = field(spec, "path") ?? "";
  const own = clusterOf(kustomization.object, cluster);
  const build = {
    type: "flux" as const,
    appliedBy: writtenAt(kustomization),
    ...(own !== undefined && { cluster: own }),
    namespaces: targetNamespace(kustomization, false),
  };
  const { file } = kustomization;
  const emptyBuild = (part: HiddenPart): Build => {
    return { ...build, directory: "", objects: [], files: new Map(), hidden: [inNamespace(part, spec)] };
  };
  if (typeof path !== "string" || (path !== "" && !isKnown(path))) {
    const reason = `${name} applies a path that is filled in later`;
    const texts = typeof path === "string" ? [directoryAt(path)] : [];
    return emptyBuild({ kind: "path", reason, file, names: [], texts });
  }
  const sourceRef = field(spec, "sourceRef");
  const { origin, ignore, url } = sourceOf(repository, kustomization, sourceRef, sources);
  const here = rootAt(repository, origin, path);
  const isElsewhere = here === undefined && origin !== "here" && !isBootstrapSource(sourceRef);
  const request = isElsewhere ? filesRequest(kustomization, sourceRef, sources) : undefined;
  const place = placeOf(kustomization, ["spec", "sourceRef", "name"]);
  const taken = request
    ? takeIn(repository, request, { place, by: name, path: directoryAt(path) })
    : undefined;
  const fetched = taken?.fetched;
  const directory = here ?? (fetched && directoryIn(fetched, directoryAt(path)));
  const elsewhere = taken && { elsewhere: [taken.elsewhere] };
  if (directory === undefined) {
    const reason = `${name} applies manifests that are not in this repository${taken?.why ?? ""}`;
    const names = [metadata?.name, field(spec, "sourceRef", "name"), url, path];
    const source = request ? { source: request } : {};
    return {
      ...emptyBuild({ kind: "remote", reason, file, names: names.filter(isText), ...source }),
      ...elsewhere,
    };
  }

  const holder = fetched?.repository ?? repository;
  const rendered = renderKustomization(holder, {
    directory,
    by: kustomization,
    fieldsAt: ["spec"],
    names: { namespace: "targetNamespace" },
    directoryAt: ["spec", "path"],
    change: (value) => changed(value, spec, (component) => isThere(holder, directory, component)),
    isExcluded: exclusions(holder, ignore, fetched?.root),
  });
  const work = totalWork(repository);
  let isCutOff = false;
  const finish = finisherOf(repository, spec, (more) => {
    work.done += more;
    isCutOff ||= work.done > MAX_TOTAL_WORK;
    return !isCutOff;
  });
  const objects = finish
    ? rendered.objects.map((one) => ({ ...one, object: finish(one) }))
    : rendered.objects;
  return {
    ...build,
    ...rendered,
    directory,
    objects,
    ...(elsewhere && { elsewhere: [...elsewhere.elsewhere, ...(rendered.elsewhere ?? [])] }),
    hidden: [
      ...rendered.hidden.map((part) => inNamespace(part, spec)),
      ...(hasChart(holder, directory, rendered.files)
        ? [chartHere(`${name} applies the templates of a chart`, file, directory)]
        : []),
      ...(isCutOff
        ? [
            {
              kind: "program" as const,
              reason: `${name} substitutes too much to be followed`,
              file,
              names: [],
            },
          ]
        : []),
    ],
  };
}

/** The templates of a chart that nothing renders. */
function chartHere(reason: string, file: string, directory: string): HiddenPart {
  const texts = [directory === "" ? "" : `${directory}/`];
  return { kind: "chart", reason, file, names: directory.split("/"), texts };
}

/** What goes into the namespace that a Kustomization sets for all. */
function inNamespace(part: HiddenPart, spec: unknown): HiddenPart {
  const namespace = field(spec, "targetNamespace");
  return typeof namespace === "string" && isKnown(namespace) ? { ...part, namespace } : part;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && isKnown(value);
}

/** Whether a Kustomization is the one with which Flux starts in a cluster. */
function isBootstrap({ metadata }: AnyObject): boolean {
  return metadata?.name === BOOTSTRAP && metadata.namespace === BOOTSTRAP;
}

/**
 * The cluster that a Kustomization applies to: the one it is in, or another that its `kubeConfig` reaches. A
 * bootstrap starts a cluster of its own.
 */
function clusterOf({ spec, metadata }: AnyObject, own: string | undefined): string | undefined {
  const path = field(spec, "path") ?? "";
  const from = isBootstrap({ metadata }) && typeof path === "string" ? fluxCluster(directoryAt(path)) : own;
  return clusterReached(spec, metadata?.namespace, from);
}

const REPLACED = {
  targetNamespace: "namespace",
  namePrefix: "namePrefix",
  nameSuffix: "nameSuffix",
} as const;

/**
 * The kustomization with what a Flux Kustomization writes into it: fluxcd/pkg
 * kustomize/kustomize_generator.go, GenerateManifest. A value there replaces one here, even if it is empty.
 */
function changed(value: Fields, spec: unknown, hasComponent: (path: unknown) => boolean): Fields {
  const replaced = Object.entries(REPLACED).flatMap(([key, inKustomization]) => {
    const set = field(spec, key);
    return set === undefined || set === null ? [] : [[inKustomization, set] as const];
  });
  const appended = Object.entries({
    patches: items(field(spec, "patches")),
    components: items(field(spec, "components")).filter(
      (component) => field(spec, "ignoreMissingComponents") !== true || hasComponent(component),
    ),
    patchesStrategicMerge: items(field(spec, "patchesStrategicMerge")).map(written),
    patchesJson6902: items(field(spec, "patchesJson6902")).map((entry) =>
      isMap(entry) ? { ...entry, patch: written(entry.patch) } : entry,
    ),
  }).flatMap(([key, added]) =>
    added.length === 0 ? [] : [[key, [...items(value[key]), ...added]] as const],
  );
  if (replaced.length + appended.length === 0) return value;
  return { ...value, ...Object.fromEntries(replaced), ...Object.fromEntries(appended) };
}

/** Older versions of Flux accept patches that are not strings. */
function written(patch: unknown): unknown {
  return typeof patch === "object" && patch !== null ? JSON.stringify(patch) : patch;
}

/** What is done to every object after the build: kustomize-controller, kustomization_controller.go, build, apply. */
function finisherOf(
  repository: Repository,
  spec: unknown,
  allows: (work: number) => boolean,
): ((object: AppliedObject) => AnyObject) | undefined {
  const substitute = substitution(field(spec, "postBuild"), allows);
  const fill = substitute && ((one: AppliedObject) => filledIn(repository, one, substitute));
  const label = commonLabels(spec);
  if (!label) return fill;
  return (one) => label(fill?.(one) ?? one.object);
}

/** Whether there are templates of a chart where every file is applied. */
function hasChart({ chartTemplates }: Repository, directory: string, files: Build["files"]): boolean {
  const isListed = [...files].some(
    ([file, use]) => use === "kustomization" && directoryOf(file) === directory,
  );
  if (isListed) return false;
  return chartTemplates.some((path) => directory === "" || path.startsWith(`${directory}/`));
}
