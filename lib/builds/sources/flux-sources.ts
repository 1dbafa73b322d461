import { isKnown } from "../../kubernetes/objects.js";
import type { SourceRequest } from "../../repository/sources/request.js";
import { keyOf } from "../../repository/sources/request.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { field } from "../../util/plain-values.js";
import type { AppliedObject, Build } from "../build.js";
import { chartRequest, fluxRequest } from "./requests.js";

/** The kinds of Flux that say where something comes from. */
const SOURCES = [
  "GitRepository",
  "HelmRepository",
  "OCIRepository",
] as const satisfies AppliedObject["kind"][];

/** The sources of Flux among what builds apply. */
export function fluxSources(builds: readonly Build[]): readonly AppliedObject[] {
  const kinds: readonly AppliedObject["kind"][] = SOURCES;
  return builds.flatMap(({ objects }) => objects.filter(({ kind }) => kinds.includes(kind)));
}

/**
 * The sources that an object of Flux refers to, the likeliest first: those of its own file, then those of other files;
 * those whose namespace is not known only if no other is there.
 * @param by the object that refers to them
 * @param sourceRef how it names them
 */
export function sourcesMeant(
  { object: { metadata }, file }: Pick<AppliedObject, "object" | "file">,
  sourceRef: unknown,
  sources: readonly AppliedObject[],
): readonly AppliedObject[] {
  const [kind, name] = [field(sourceRef, "kind"), field(sourceRef, "name")];
  if (typeof name !== "string") return [];
  const namespace = field(sourceRef, "namespace") ?? metadata?.namespace;
  // Every cluster has one with the bootstrap's name, in the same file as its Kustomization.
  const called = (byName(sources).get(name) ?? []).filter((one) => one.kind === kind);
  const [beside, elsewhere] = [true, false].map((is) => called.filter((one) => (one.file === file) === is));
  const inOrder = [...(beside ?? []), ...(elsewhere ?? [])];
  const there = inOrder.filter(({ object }) => object.metadata?.namespace === namespace);
  return there.length > 0 ? there : inOrder.filter(({ object }) => !isKnown(object.metadata?.namespace));
}

const byName = memoize((sources: readonly AppliedObject[]) =>
  groupBy(sources, ({ object }) => object.metadata?.name),
);

/** What is asked of sources, if all of them ask for the same, or those of the same file do. */
function requestOf(
  meant: readonly AppliedObject[],
  file: string,
  ask: (source: AppliedObject) => SourceRequest | undefined,
): SourceRequest | undefined {
  const beside = meant.filter((one) => one.file === file);
  const requests = (beside.length > 0 ? beside : meant).map(ask);
  const [first] = requests;
  return first && requests.every((one) => one && keyOf(one) === keyOf(first)) ? first : undefined;
}

/** What a `sourceRef` leads to as a whole: a GitRepository or an OCIRepository. */
export function filesRequest(
  by: Pick<AppliedObject, "object" | "file">,
  sourceRef: unknown,
  sources: readonly AppliedObject[],
): SourceRequest | undefined {
  const meant = sourcesMeant(by, sourceRef, sources);
  return requestOf(meant, by.file, ({ kind, object }) => fluxRequest(kind, object.spec));
}

/** A chart of the HelmRepository that a `sourceRef` names. */
export function chartOfRepository(
  by: Pick<AppliedObject, "object" | "file">,
  spec: unknown,
  sources: readonly AppliedObject[],
): SourceRequest | undefined {
  const meant = sourcesMeant(by, field(spec, "sourceRef"), sources);
  return requestOf(meant, by.file, ({ object }) =>
    chartRequest(field(object.spec, "url"), field(spec, "chart"), field(spec, "version")),
  );
}
