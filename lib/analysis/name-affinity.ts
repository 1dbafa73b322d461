import { memoize } from "../util/memoize.js";
import type { KindName } from "../kubernetes/objects.js";
import { WORKLOADS } from "../kubernetes/kinds.js";
import type { Build } from "../builds/build.js";

/** Words that are in names and paths everywhere, and so distinguish nothing. */
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
 * Whether an object that a build refers to may come with what another, open build installs from outside this
 * repository: whether its name has a word of that build's directory or of what it installs, other than those
 * of workloads in its own build. A ClusterRole `argocd-server` is likely to come with the remote base of
 * `apps/argocd`; `team-a-reader` is not, and `web-reader` next to a Deployment `web` belongs to that.
 */
export function mayBring(other: Build, name: string, build: Build): boolean {
  if (other.open === undefined) return false;
  return wordsOf(name).some((word) => installed(other).has(word) && !run(build).has(word));
}

/** Kinds whose objects install what is named like them. */
const INSTALLERS: ReadonlySet<KindName> = new Set([
  "Subscription",
  "HelmRelease",
  "Application",
  "ApplicationSet",
] satisfies KindName[]);

/** The words of what an open build installs. What is remote is in quotes in the reason. */
const installed = perBuild((build) => [
  build.directory,
  ...(build.open?.match(/'[^']*'/g) ?? []),
  ...namesOf(build, INSTALLERS),
]);

/** The words of what a build runs itself. */
const run = perBuild((build) => namesOf(build, WORKLOADS));

function namesOf({ objects }: Build, kinds: ReadonlySet<KindName>): string[] {
  return objects.filter(({ kind }) => kinds.has(kind)).map(({ object }) => object.metadata?.name ?? "");
}

/** The words of some texts of a build, split only once. */
function perBuild(texts: (build: Build) => string[]): (build: Build) => ReadonlySet<string> {
  return memoize((build) => new Set(texts(build).flatMap(wordsOf)));
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter(
    (word) => word.length >= SHORTEST_WORD && !COMMON_WORDS.has(word) && !/^v?\d+$/.test(word),
  );
}
