import type { Manifest, ReleaseManifests } from "../../../builds/helm/release-manifests.js";
import type { Hook } from "../../../helm/render/hooks.js";
import { printable } from "../../../util/phrases.js";
import { manifestLines } from "./manifest-lines.js";
import type { Places } from "./places.js";

/**
 * What a release renders, as documents of YAML with comments for what is not known.
 * @param about what to say of the release first
 * @param places what places are called, if they are to be shown
 */
export function releaseLines(
  { manifests, unshown, missing }: ReleaseManifests,
  about: readonly string[],
  places: Places | undefined,
): string[] {
  const notes = [
    ...about,
    ...missing.map((name) => `Not here: the chart '${name}', without which Helm refuses this one.`),
    ...unshown.map(({ template, why }) => `Not shown: ${template}, because ${why}`),
    ...(manifests.length === 0 ? ["No objects are rendered."] : []),
  ];
  return [...notes.map(comment), ...manifests.flatMap((manifest) => documentLines(manifest, places))];
}

function documentLines(manifest: Manifest, places: Places | undefined): string[] {
  const { document, text, template, hook, isPerhaps, doubt } = manifest;
  const place = places?.beginning(document);
  const notes = [
    `Source: ${template}`,
    ...(place === undefined ? [] : [place]),
    ...(hook ? [hookNote(hook)] : []),
    ...(isPerhaps ? [`Perhaps not rendered, which is not known: ${doubt}`] : []),
  ];
  const placeAt =
    places &&
    ((start: number, end: number) =>
      places.elsewhere(document, [start, end], /["']/.test(text.charAt(start))));
  return ["---", ...notes.map(comment), ...manifestLines(manifest, placeAt)];
}

const APPLIED: Readonly<Record<Hook["applied"], string>> = {
  "with the release": "is applied with the release",
  "on deletion": "is applied when the release is deleted",
  never: "is not applied when the release is installed or upgraded",
  unknown: "may be applied with the release",
};

function hookNote({ events, applied }: Hook): string {
  return `A hook${events.length > 0 ? ` (${events.join(", ")})` : ""}, which ${APPLIED[applied]}.`;
}

function comment(text: string): string {
  return `# ${printable(text)}`;
}
