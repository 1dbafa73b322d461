import { isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { field } from "../../util/plain-values.js";
import type { AppliedObject } from "../build.js";
import { type Origin, originOf } from "../controllers/sources.js";

/**
 * The name that `flux bootstrap` gives the GitRepository and the Kustomization it creates, and their
 * namespace.
 */
export const BOOTSTRAP = "flux-system";

/** Where the source of an object leads, and what the source leaves out. */
export interface JudgedSource {
  origin: Origin;
  ignore?: unknown;
  url?: unknown;
}

/**
 * Whether the source that an object names is this repository, and what the source leaves out.
 * @param sourceRef how it names the source
 * @param sources the GitRepositories of the repository
 */
export function sourceOf(
  repository: Repository,
  { object: { metadata }, file }: Pick<AppliedObject, "object" | "file">,
  sourceRef: unknown,
  sources: readonly AppliedObject[],
): JudgedSource {
  const kind = field(sourceRef, "kind");
  const name = field(sourceRef, "name");
  if (kind !== "GitRepository" || typeof name !== "string") return { origin: "elsewhere" };
  const namespace = field(sourceRef, "namespace") ?? metadata?.namespace;
  // Every cluster has one with the bootstrap's name, in the same file as its Kustomization.
  const called = sourcesNamed(sources, name);
  const [beside, elsewhere] = [true, false].map((is) => called.filter((one) => (one.file === file) === is));
  const inOrder = [...(beside ?? []), ...(elsewhere ?? [])];
  const there = inOrder.filter(({ object }) => object.metadata?.namespace === namespace);
  const found =
    there.length > 0 ? there : inOrder.filter(({ object }) => !isKnown(object.metadata?.namespace));
  const judged = found.map((source) => judgedSource(repository, source));
  const best =
    judged.find(({ origin }) => origin === "here") ?? judged.find(({ origin }) => origin === "unknown");
  if (name !== BOOTSTRAP || namespace !== BOOTSTRAP) return best ?? judged[0] ?? { origin: "unknown" };
  // Flux was bootstrapped from this repository. If the URL is another, this may be a copy, or contain one.
  const [first] = judged;
  return first && !best ? { ...first, origin: "unknown" } : { ...best, origin: "here" };
}

/** The sources with a name. */
function sourcesNamed(sources: readonly AppliedObject[], name: string): readonly AppliedObject[] {
  return byName(sources).get(name) ?? [];
}

const byName = memoize((sources: readonly AppliedObject[]) =>
  groupBy(sources, ({ object }) => object.metadata?.name),
);

/** Where a GitRepository leads, and what it leaves out. */
const judgedSource = memoizePairs((repository: Repository, { object }: AppliedObject): JudgedSource => {
  const url = field(object.spec, "url");
  const revision = field(object.spec, "ref", "branch") ?? field(object.spec, "ref", "name");
  return { origin: originOf(repository, url, revision), ignore: field(object.spec, "ignore"), url };
});
