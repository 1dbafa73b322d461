import type { KindName } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { argoBuilds } from "../argocd/argocd.js";
import { type AppliedObject, type Build, writtenAt } from "../build.js";
import { fluxBuild } from "../flux/flux.js";

/** The kinds that apply a directory of a repository. */
const CONTROLLED: ReadonlySet<KindName> = new Set([
  "FluxKustomization",
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

/** A Flux Kustomization, Application or ApplicationSet in a cluster, and what it applies. */
interface Node {
  object: AppliedObject;
  cluster: string | undefined;
  depth: number;
  builds: Build[];
  /** The nodes among the objects that it applies. */
  children: Node[];
}

/**
 * What Flux and Argo CD apply from a repository.
 * @param seeds the builds to search for their objects; what these apply is searched as well
 */
export function resolveControllers(repository: Repository, seeds: readonly Build[]): Build[] {
  const sources = seeds.flatMap(({ objects }) => objects.filter(({ kind }) => kind === "GitRepository"));
  const found = new Map<string, Node>();
  const waiting: Node[] = [];
  let size = 0;

  const nodeOf = (object: AppliedObject, cluster: string | undefined, depth: number): Node => {
    // An object that is included twice, or applies itself, is one node.
    const key = JSON.stringify([cluster, object.object]);
    let node = found.get(key);
    if (!node) {
      node = { object, cluster, depth, builds: [], children: [] };
      found.set(key, node);
      waiting.push(node);
    }
    return node;
  };

  const starts = seeds
    .flatMap(({ objects }) => objects.filter(isControlled))
    .map((one) => nodeOf(one, undefined, 0));
  for (let next = 0; next < waiting.length; next++) {
    const node = waiting[next] as Node;
    if (next >= MAX_BUILDS || size >= MAX_SIZE) {
      node.builds = [unresolved(node.object, "Flux and Argo CD apply too much here to resolve it all")];
      continue;
    }
    if (node.depth > MAX_DEPTH) {
      const reason = "Flux and Argo CD apply what applies more, too many levels deep to resolve it all";
      node.builds = [unresolved(node.object, reason)];
      continue;
    }
    node.builds = isFlux(node.object)
      ? [fluxBuild(repository, node.object, node.cluster, sources)]
      : argoBuilds(repository, node.object, node.cluster);
    for (const build of node.builds) {
      size += BUILD + build.objects.length + build.files.size;
      for (const one of build.objects) {
        // A bootstrap applies itself; that is nothing new.
        if (!isControlled(one) || placeKey(one) === placeKey(node.object)) continue;
        node.children.push(nodeOf(one, build.cluster, node.depth + 1));
      }
    }
  }
  return reachedFrom(tops(starts)).flatMap(({ builds }) => builds);
}

function isFlux({ kind }: AppliedObject): boolean {
  return kind === "FluxKustomization";
}

function unresolved(object: AppliedObject, reason: string): Build {
  const { file } = object;
  return {
    type: isFlux(object) ? "flux" : "argocd",
    directory: "",
    objects: [],
    files: new Map(),
    hidden: [{ kind: "program", reason, file, names: [] }],
    appliedBy: writtenAt(object),
  };
}

function isControlled({ kind }: AppliedObject): boolean {
  return CONTROLLED.has(kind);
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
