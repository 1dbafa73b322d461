import type { Analysis } from "../../../../analysis/analysis.js";
import { clustersOf } from "../../../../analysis/clusters.js";
import type { EscalationStep } from "../../../../analysis/escalation/escalation.js";
import { escalations } from "../../../../analysis/escalation/escalations.js";
import { nodeWords } from "../../../../analysis/escalation/nodes.js";
import { BINDING_KINDS } from "../../../../kubernetes/objects.js";
import { NOT_COUNTED } from "../../../commands/paths/answer.js";
import { printable } from "../../../../util/phrases.js";
import type { PathsData, PlaceData } from "./page-data.js";
import type { Placer } from "./placer.js";

/** With more bindings, the search takes longer than a report may: `gitops-lint paths` is asked for it. */
const MOST_BINDINGS = 300;
/** So many of the places that a step follows from are named. */
const MOST_PLACES = 4;

/** By which steps those whom a repository binds come to cluster-admin, for each cluster. */
export function pathsData(analysis: Analysis, place: Placer, title: string | undefined): PathsData[] {
  const all = clustersOf(analysis);
  const isTooMuch = analysis.ofKind(...BINDING_KINDS).length > MOST_BINDINGS;
  return (all.length === 0 ? [undefined] : all).map((cluster) => {
    const { paths, stopped } = isTooMuch
      ? { paths: [], stopped: [TOO_MUCH] }
      : escalations(analysis, cluster === undefined ? {} : { cluster }).paths();
    const parts = [title, cluster !== undefined && all.length > 1 ? `cluster ${cluster}` : undefined];
    const words = parts.filter((part) => part !== undefined).join(", ");
    return {
      ...(words !== "" && { title: words }),
      paths: paths.map(({ from, steps }) => ({
        from: nodeWords(from),
        to: "cluster-admin",
        steps: steps.map((step) => ({
          words: printable(step.words),
          ...(step.needs !== undefined && { needs: printable(step.needs) }),
          isSure: step.isSure,
          places: placesOf(step, place),
        })),
      })),
      isSearched: !isTooMuch,
      notes: [...stopped, ...(isTooMuch ? [] : [NOT_COUNTED])],
    };
  });
}

const TOO_MUCH = `Not looked for: there are more than ${MOST_BINDINGS} bindings. 'gitops-lint paths' takes the time.`;

/** Where a step follows from, each place once. */
function placesOf({ through }: EscalationStep, place: Placer): PlaceData[] {
  const places = new Map<string, PlaceData>();
  for (const { place: one } of through.flat()) {
    if (places.size === MOST_PLACES) break;
    if (!one) continue;
    const data = place(one);
    places.set(JSON.stringify(data), data);
  }
  return [...places.values()];
}
