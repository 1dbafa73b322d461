import type { Analysis } from "../../../analysis/analysis.js";
import type { Elsewhere } from "../../../builds/build.js";
import { pathInSource } from "../../../repository/sources/fetched.js";
import { compareRequests } from "../../../repository/sources/fields.js";
import { keyOf, type SourceRequest } from "../../../repository/sources/request.js";
import { printable } from "../../../util/phrases.js";

/** Something that lies elsewhere, and who needs it. */
export interface Wanted {
  key: string;
  request: SourceRequest;
  /** For the lock and for people: `apps/web.yaml HelmRelease 'web'`, each once, in order. */
  neededBy: readonly string[];
}

/** Everything that the builds of a repository take in from elsewhere, in the order of the lock. */
export function wantedOf(analysis: Analysis): Wanted[] {
  const found = new Map<string, { request: SourceRequest; by: Set<string> }>();
  for (const build of analysis.all) {
    for (const one of build.elsewhere ?? []) {
      const key = keyOf(one.request);
      const entry = found.get(key) ?? { request: one.request, by: new Set() };
      entry.by.add(needWords(analysis, one));
      found.set(key, entry);
    }
  }
  return [...found]
    .map(([key, { request, by }]) => ({ key, request, neededBy: [...by].sort() }))
    .sort((one, other) => compareRequests(one.request, other.request));
}

function needWords({ repository }: Analysis, { place: { file }, by }: Elsewhere): string {
  const source = repository.sourceAt(file);
  const path = source ? `${pathInSource(file)} of ${source.name}` : file;
  return printable(by === file || by === pathInSource(file) ? path : `${path} ${by}`).slice(0, 300);
}

/** What somebody may call a source: its chart, its repository, what needs it. */
export function namesOf({ request, neededBy }: Pick<Wanted, "request" | "neededBy">): string[] {
  const address = request.type === "helm" ? request.repository : request.url;
  const last = address.replace(/\/+$/, "").replace(/^.*\//, "");
  return [
    ...(request.type === "helm" ? [request.chart] : [last, last.replace(/\.git$/, "")]),
    address,
    ...neededBy.flatMap((one) => /'([^']+)'$/.exec(one)?.[1] ?? []),
  ];
}
