import type { Elsewhere } from "../../builds/build.js";
import { keyOf, type SourceRequest } from "../../repository/sources/request.js";
import { groupBy } from "../../util/group-by.js";
import type { Analysis } from "../analysis.js";

/** Something from elsewhere of which another version is applied. */
export interface SourceChange {
  /** What brings it in: `HelmRelease 'mailer'`. */
  by: string;
  /** Where it is named now. */
  place: Elsewhere["place"];
  /** What it is called; undefined on a side where it was not fetched. */
  before: string | undefined;
  after: string | undefined;
}

/** The charts and bases from elsewhere that are other ones than before, for the same object or kustomization. */
export function sourceChanges(before: Analysis, after: Analysis): SourceChange[] {
  const earlier = groupBy(takenIn(before), placeKeyOf);
  const seen = new Set<string>();
  return takenIn(after).flatMap((one): SourceChange[] => {
    const key = placeKeyOf(one);
    const [first, ...others] = earlier.get(key) ?? [];
    if (!first || others.length > 0 || seen.has(key)) return [];
    seen.add(key);
    const [was, is] = [nameOf(before, first), nameOf(after, one)];
    const isSame = was === is && (was !== undefined || keyOf(first.request) === keyOf(one.request));
    return isSame ? [] : [{ by: one.by, place: one.place, before: was, after: is }];
  });
}

/** What a repository takes in, each once. */
function takenIn({ all }: Analysis): readonly Elsewhere[] {
  const found = all.flatMap(({ elsewhere = [] }) => elsewhere);
  return [...new Map(found.map((one) => [JSON.stringify([one.by, one.place, one.request]), one])).values()];
}

/** The same for what is asked for in the same place, in whatever version. */
function placeKeyOf({ by, place, request }: Elsewhere): string {
  return JSON.stringify([by, place.file, whatOf(request)]);
}

function whatOf(request: SourceRequest): readonly string[] {
  return request.type === "helm" ? [request.repository, request.chart] : [request.url];
}

function nameOf({ repository }: Analysis, { directory }: Elsewhere): string | undefined {
  return directory === undefined ? undefined : repository.sourceAt(`${directory}/`)?.name;
}
