import type { Analysis } from "../../../../analysis/analysis.js";
import { clustersOf } from "../../../../analysis/clusters.js";
import type { EscalationStep } from "../../../../analysis/escalation/escalation.js";
import { escalations } from "../../../../analysis/escalation/escalations.js";
import { nodeWords } from "../../../../analysis/escalation/nodes.js";
import { NOT_COUNTED } from "../../paths-note.js";
import { printable } from "../../../../util/phrases.js";
import type { PathsData, PlaceData } from "./page-data.js";
import type { Placer } from "./placer.js";

/** So many of the places that a step follows from are named. */
const MOST_PLACES = 4;

/** By which steps those whom a repository binds come to cluster-admin, for each cluster. */
export function pathsData(analysis: Analysis, place: Placer, title: string | undefined): PathsData[] {
  const all = clustersOf(analysis);
  return (all.length === 0 ? [undefined] : all).map((cluster) => {
    const { paths, stopped } = escalations(analysis, cluster === undefined ? {} : { cluster }).paths();
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
      notes: [...stopped, NOT_COUNTED],
    };
  });
}

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
