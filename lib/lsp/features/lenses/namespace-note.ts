import type { Analysis, Applied } from "../../../analysis/analysis.js";
import type { AppliedNamespace } from "../../../analysis/namespaces.js";
import type { Place } from "../../../builds/build.js";
import { writtenAt } from "../../../builds/build.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { series } from "../../../util/phrases.js";
import { inBuilds } from "./in-builds.js";
import type { Note } from "./note.js";

const DIRECTIONS = ["Ingress", "Egress"] as const;

/** In which directions the pods of a namespace are isolated. */
export function namespaceNote(analysis: Analysis, all: readonly Applied[]): Note | undefined {
  const places = new Map<string, Place>();
  const said = all.flatMap((applied) => {
    const name = applied.object.object.metadata?.name;
    const namespaces = isKnown(name) ? analysis.namespaces(name) : [];
    for (const { isolation } of namespaces) {
      for (const direction of DIRECTIONS) {
        const { policy } = isolation(direction);
        if (policy) places.set(JSON.stringify(writtenAt(policy)), writtenAt(policy));
      }
    }
    const words = [...new Set(namespaces.map(wordsFor))];
    return words.length === 0 ? [] : [{ applied, words: words.join(", elsewhere ") }];
  });
  return said.length === 0 ? undefined : { title: inBuilds(said), places: [...places.values()] };
}

function wordsFor({ isolation }: AppliedNamespace): string {
  const states = DIRECTIONS.map((direction) => {
    return { word: direction.toLowerCase(), state: isolation(direction).state };
  });
  const of = (...wanted: string[]) =>
    states.filter(({ state }) => wanted.includes(state)).map(({ word }) => word);
  const [isolated, unknown, open] = [of("denied"), of("unknown"), of("open", "cancelled")];
  if (open.length === states.length) return "not isolated";
  const parts = [
    ...(isolated.length > 0 ? [`isolated: ${series(isolated)}`] : []),
    ...(open.length > 0 ? [`open: ${series(open)}`] : []),
    ...(unknown.length > 0 ? [`not known: ${series(unknown)}`] : []),
  ];
  return parts.join(", ");
}
