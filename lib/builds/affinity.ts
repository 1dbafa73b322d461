import type { KindName } from "../kubernetes/objects.js";
import type { Build } from "./build.js";

/** Words that stand in names and paths of everything and tell nothing apart. */
const COMMON_WORDS = new Set(
  [
    "access admin admins aggregate api application applications apps base basic binding build builds cluster clusters common",
    "component components config configuration controller core create default deploy deployment developer download dev",
    "edit editor env environments example examples file full github githubusercontent group head heads https infra install",
    "instance instances io kube kubernetes kustomization kustomize leader main manage manager manifest manifests master",
    "metrics namespace namespaces operator operators overlay overlays policy production proxy raw read reader readers",
    "refs release releases resources role roles server service services stable staging subscription system tenant tenants",
    "test upstream user users version view viewer watch workload workloads write writer yaml",
  ].flatMap((line) => line.split(" ")),
);
const SHORTEST_WORD = 4;

/**
 * Whether an object of that name may come with what an open build installs and this repository does not
 * hold: whether it goes by a word of the build's directory or of what it installs. A ClusterRole
 * `argocd-server` is likely to come with the remote base of `apps/argocd`; `team-a-reader` is not.
 */
export function mayBring(build: Build, name: string): boolean {
  return build.open !== undefined && wordsOf(name).some((word) => wordsOfBuild(build).has(word));
}

/** Kinds whose objects install what goes by their own name. */
const INSTALLERS: ReadonlySet<KindName> = new Set([
  "Subscription",
  "HelmRelease",
  "Application",
  "ApplicationSet",
] satisfies KindName[]);

const known = new WeakMap<Build, ReadonlySet<string>>();

function wordsOfBuild(build: Build): ReadonlySet<string> {
  let words = known.get(build);
  if (!words) {
    const installers = build.objects.filter(({ kind }) => INSTALLERS.has(kind));
    const names = installers.map(({ object }) => object.metadata?.name ?? "");
    // What is remote stands in quotes in the reason.
    const quoted = build.open?.match(/'[^']*'/g) ?? [];
    words = new Set([build.directory, ...names, ...quoted].flatMap(wordsOf));
    known.set(build, words);
  }
  return words;
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter(
    (word) => word.length >= SHORTEST_WORD && !COMMON_WORDS.has(word) && !/^v?\d+$/.test(word),
  );
}
