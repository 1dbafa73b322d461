import type { AnyObject, KindName } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { argoBuilds } from "../argocd/argocd.js";
import { field } from "../../util/plain-values.js";
import { type AppliedObject, type Build, writtenAt } from "../build.js";
import { fluxBuild } from "../flux/flux.js";
import { helmReleaseBuild } from "../flux/helm-release.js";
import { helmChartBuild } from "../k3s/helm-chart.js";
import { fluxSources } from "../sources/flux-sources.js";

/** The kinds that apply a directory of a repository, or a chart in it. */
const CONTROLLED: ReadonlySet<KindName> = new Set([
  "FluxKustomization",
  "HelmRelease",
  "HelmChart",
  "Application",
  "ApplicationSet",
] satisfies KindName[]);

/** Applications of Applications, and Kustomizations of Kustomizations, are a few levels deep. */
const MAX_DEPTH = 20;
/** Limits on builds, and on the files and objects in them, since each can be named any number of times. */
const MAX_BUILDS = 5000;
const MAX_SIZE = 300_000;
/** What a build counts beside what is in it. */
const BUILD = 20;

/** A Flux Kustomization, HelmRelease, Application or ApplicationSet in a cluster, and what it applies. */
interface Node {
  object: AppliedObject;
  /** The build that it is in. */
  within: Build;
  cluster: string | undefined;
  depth: number;
  builds: Build[];
  /** The nodes among the objects that it applies. */
  children: Node[];
}

/** What Flux and Argo CD apply from a repository. */
export interface Controlled {
  builds: Build[];
  /** The objects of which is known what they install: HelmReleases of charts that are here or were fetched. */
  rendered: ReadonlySet<AnyObject>;
}

/**
 * What Flux and Argo CD apply from a repository.
 * @param seeds the builds to search for their objects; what these apply is searched as well
 */
export function resolveControllers(repository: Repository, seeds: readonly Build[]): Controlled {
  const sources = fluxSources(seeds);
  const isControlled = controlledIn(repository);
  const found = new Map<string, Node>();
  const waiting: Node[] = [];
  const putOff = new Set<Node>();
  const releases: { object: AnyObject; node: Node }[] = [];
  let size = 0;

  const nodeOf = (object: AppliedObject, within: Build, cluster: string | undefined, depth: number): Node => {
    // An object that is included twice, or applies itself, is one node.
    const key = JSON.stringify([cluster, object.object, contextOf(object, within)]);
    let node = found.get(key);
    if (!node) {
      node = { object, within, cluster, depth, builds: [], children: [] };
      found.set(key, node);
      // Flux and Argo CD apply most of them in turn, with changes: to render those without these would be in vain.
      if (depth === 0 && isRelease(object)) putOff.add(node);
      else waiting.push(node);
    }
    if (isRelease(object)) releases.push({ object: object.object, node });
    return node;
  };

  const starts = seeds.flatMap((build) =>
    build.objects.filter(isControlled).map((one) => nodeOf(one, build, undefined, 0)),
  );
  let next = 0;
  const resolveWaiting = () => {
    for (; next < waiting.length; next++) {
      const node = waiting[next] as Node;
      if (next >= MAX_BUILDS || size >= MAX_SIZE) {
        node.builds = unresolved(node.object, "Flux and Argo CD apply too much here to resolve it all");
        continue;
      }
      if (node.depth > MAX_DEPTH) {
        const reason = "Flux and Argo CD apply what applies more, too many levels deep to resolve it all";
        node.builds = unresolved(node.object, reason);
        continue;
      }
      node.builds = buildsOf(repository, node, sources);
      for (const build of node.builds) {
        size += BUILD + build.objects.length + build.files.size;
        for (const one of build.objects) {
          // A bootstrap applies itself; that is nothing new.
          if (!isControlled(one) || placeKey(one) === placeKey(node.object)) continue;
          node.children.push(nodeOf(one, build, build.cluster, node.depth + 1));
        }
      }
    }
  };
  let reached: readonly Node[];
  do {
    resolveWaiting();
    reached = reachedFrom(tops(starts));
    for (const node of reached) if (putOff.delete(node)) waiting.push(node);
  } while (next < waiting.length);
  const rendered = releases.filter(({ node }) => node.builds.length > 0);
  const places = new Set(rendered.map(({ node }) => placeKey(node.object)));
  const otherwise = releases.filter(({ node }) => putOff.has(node) && places.has(placeKey(node.object)));
  return {
    builds: reached.flatMap(({ builds }) => builds),
    rendered: new Set([...rendered, ...otherwise].map(({ object }) => object)),
  };
}

function buildsOf(
  repository: Repository,
  { object, within, cluster }: Node,
  sources: readonly AppliedObject[],
): Build[] {
  if (isFlux(object)) return [fluxBuild(repository, object, cluster, sources)];
  if (object.kind === "HelmChart") {
    const build = helmChartBuild(repository, object, cluster, within.objects);
    return build ? [build] : [];
  }
  if (object.kind !== "HelmRelease") return argoBuilds(repository, object, cluster);
  const build = helmReleaseBuild(repository, object, { cluster, within, sources });
  return build ? [build] : [];
}

/** What else than an object itself decides what it applies: the ConfigMaps beside a HelmRelease. */
function contextOf({ kind, object }: AppliedObject, { directory, appliedBy }: Build): unknown {
  const takesValues = kind === "HelmRelease" && field(object.spec, "valuesFrom") !== undefined;
  return takesValues ? [directory, appliedBy] : undefined;
}

/** Whether an object installs a chart. */
function isRelease({ kind }: AppliedObject): boolean {
  return kind === "HelmRelease" || kind === "HelmChart";
}

function isFlux({ kind }: AppliedObject): boolean {
  return kind === "FluxKustomization";
}

function unresolved(object: AppliedObject, reason: string): Build[] {
  const { file, kind } = object;
  // It stays hidden what a HelmRelease installs.
  if (kind === "HelmRelease" || kind === "HelmChart") return [];
  return [
    {
      type: isFlux(object) ? "flux" : "argocd",
      directory: "",
      objects: [],
      files: new Map(),
      hidden: [{ kind: "program", reason, file, names: [] }],
      appliedBy: writtenAt(object),
    },
  ];
}

/** The kinds that apply something of a repository: without a chart in it, or a fetched one, no HelmRelease does. */
function controlledIn({ chartFiles, fetchedSources }: Repository): (object: AppliedObject) => boolean {
  const isLocked = fetchedSources !== undefined;
  const hasCharts = isLocked || chartFiles.size > 0;
  return ({ kind }) =>
    CONTROLLED.has(kind) && (hasCharts || kind !== "HelmRelease") && (isLocked || kind !== "HelmChart");
}

/**
 * The nodes at which everything starts: those that no other node applies, and the first of several that apply
 * each other. A node that another applies counts as applied there: in that cluster, with that namespace.
 */
function tops(starts: readonly Node[]): Node[] {
  const applied = new Set<string>();
  for (const node of reachedFrom(starts)) {
    for (const child of node.children) applied.add(placeKey(child.object));
  }
  const found = starts.filter(({ object }) => !applied.has(placeKey(object)));
  // What several of them reach is walked through once.
  const seen = new Set<Node>();
  const reached = new Set<string>();
  const reach = (start: Node) => {
    const waiting = [start];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      reached.add(placeKey(node.object));
      for (const child of node.children) waiting.push(child);
    }
  };
  for (const node of found) reach(node);
  for (const node of starts) {
    if (reached.has(placeKey(node.object))) continue;
    found.push(node);
    reach(node);
  }
  return found;
}

/** Nodes and all that they apply, directly or not, each once. */
function reachedFrom(nodes: readonly Node[]): Node[] {
  const reached = new Set(nodes);
  // Iterating over a set covers what is added on the way.
  for (const node of reached) for (const child of node.children) reached.add(child);
  return [...reached];
}

function placeKey({ file, document, at }: AppliedObject): string {
  return [file, document, ...at].join("\n");
}
