import type { Build, Place } from "../build.js";
import type { HiddenPart } from "../hidden-part.js";

/** Why a release is not installed, or not followed, because of the values that it is given. */
export class RefusedValues extends Error {
  /**
   * @param message words that follow what installs it: `takes values from 'x.yaml', which is not there`
   * @param place what asks for them
   * @param isOurs whether it is only not followed here
   */
  constructor(
    message: string,
    readonly place: Place,
    readonly isOurs = false,
  ) {
    super(message);
  }
}

/**
 * What a release applies whose values are refused: nothing if it is Helm that refuses them, or what runs Helm.
 * @param by what installs it, as a message calls it
 * @param release its name, if that is known
 * @param directory that of the chart
 */
export function refusedBuild(
  { message, place, isOurs }: RefusedValues,
  by: string,
  release: string | undefined,
  directory: string,
): Pick<Build, "objects" | "files" | "hidden" | "refused" | "doubtful"> {
  const refused = { message: `${by} ${message}`, place };
  const part: HiddenPart = {
    kind: isOurs ? "chart" : "impossible",
    reason: `${by} ${message}`,
    file: place.file,
    names: isOurs && release !== undefined ? [release] : [],
  };
  return {
    objects: [],
    files: new Map(),
    hidden: [part],
    ...(!isOurs && { refused, doubtful: [{ directory, by: { words: by, place }, refusal: () => refused }] }),
  };
}
