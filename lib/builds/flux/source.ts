import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";
import { field } from "../../util/plain-values.js";
import type { AppliedObject } from "../build.js";
import { type Origin, originOf } from "../controllers/sources.js";
import { sourcesMeant } from "../sources/flux-sources.js";

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
  const name = field(sourceRef, "name");
  if (field(sourceRef, "kind") !== "GitRepository" || typeof name !== "string")
    return { origin: "elsewhere" };
  const namespace = field(sourceRef, "namespace") ?? metadata?.namespace;
  const found = sourcesMeant({ object: { metadata }, file }, sourceRef, sources);
  const judged = found.map((source) => judgedSource(repository, source));
  const best =
    judged.find(({ origin }) => origin === "here") ?? judged.find(({ origin }) => origin === "unknown");
  if (name !== BOOTSTRAP || namespace !== BOOTSTRAP) return best ?? judged[0] ?? { origin: "unknown" };
  // Flux was bootstrapped from this repository. If the URL is another, this may be a copy, or contain one.
  const [first] = judged;
  return first && !best ? { ...first, origin: "unknown" } : { ...best, origin: "here" };
}

/** Whether a reference is to the source that Flux was bootstrapped from: this repository, or one that it is a copy of. */
export function isBootstrapSource(sourceRef: unknown): boolean {
  return field(sourceRef, "name") === BOOTSTRAP;
}

/** Where a GitRepository leads, and what it leaves out. */
const judgedSource = memoizePairs((repository: Repository, { object }: AppliedObject): JudgedSource => {
  const url = field(object.spec, "url");
  const revision = field(object.spec, "ref", "branch") ?? field(object.spec, "ref", "name");
  return { origin: originOf(repository, url, revision), ignore: field(object.spec, "ignore"), url };
});
