import type { Applied } from "../../../analysis/analysis.js";
import { isNamespaced } from "../../../kubernetes/kinds.js";
import { type AnyObject, isKnown } from "../../../kubernetes/objects.js";
import { groupBy } from "../../../util/group-by.js";
import { bounded, code, item, type Line, line, said, type Words } from "../../text/markup.js";
import { buildWords, whatApplies } from "./build-words.js";

/** The most ways in which builds name an object that are told. */
const MOST_NAMES = 8;

/** What builds call an object, and where they put it, if any of them changes what is written. */
export function namesLines(written: AnyObject, applied: readonly Applied[]): Line[] {
  const { name, namespace } = written.metadata ?? {};
  const isSame = applied.every(({ object: { object } }) => {
    return object.metadata?.name === name && (object.metadata?.namespace ?? "") === (namespace ?? "");
  });
  if (isSame) return [];
  const groups = [
    ...groupBy(applied, ({ object: { object } }) =>
      JSON.stringify([object.metadata?.name, object.metadata?.namespace]),
    ).values(),
  ];
  const lines = groups.map((same): Line => {
    const [first] = same as [Applied];
    return item(said`${fullName(first)} in what ${whatApplies(same)}`);
  });
  return [line(["Becomes:"]), ...bounded(lines, MOST_NAMES, "more names")];
}

/** A name as a build has it, with the namespace of what is in one. */
function fullName({ object: { kind, object } }: Applied): Words {
  const { name, namespace } = object.metadata ?? {};
  const own: Words = isKnown(name) ? [code(name)] : ["a name that is filled in later"];
  if (!isNamespaced(kind)) return own;
  if (namespace === undefined) return own;
  return isKnown(namespace)
    ? said`${own} in namespace ${code(namespace)}`
    : said`${own} in a namespace that is filled in later`;
}

/** Which builds apply an object; that none does, if so. */
export function appliedLines(applied: readonly Applied[]): Line[] {
  if (applied.length === 0) return [line(["Nothing in this repository applies it."])];
  const builds = [
    ...new Map(applied.map(({ build }) => [build.directory + String(build.appliedBy?.file), build])).values(),
  ];
  const [only] = builds;
  // That a directory of plain manifests is applied is no news.
  if (builds.length === 1 && only?.type === "plain" && !only.isUnreached) return [];
  const shown = builds
    .slice(0, 4)
    .map((build, index): Words => (index === 0 ? buildWords(build) : [", ", ...buildWords(build)]));
  const more = builds.length - shown.length;
  const isUnreached = builds.every((build) => build.isUnreached);
  return [
    line(
      said`${isUnreached ? "Would be applied from" : "Applied from"} ${shown.flat()}${more > 0 ? ` and ${more} more` : ""}${isUnreached ? ", which neither Flux nor Argo CD reaches" : ""}.`,
    ),
  ];
}
