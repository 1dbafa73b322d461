import type { Place } from "../build.js";
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
 * What is not seen of a release because of its values: nothing if Helm or what runs it refuses them.
 * @param by what installs it, as a message calls it
 */
export function partOf({ message, place, isOurs }: RefusedValues, by: string, release: string): HiddenPart {
  return {
    kind: isOurs ? "chart" : "impossible",
    reason: `${by} ${message}`,
    file: place.file,
    names: isOurs ? [release] : [],
  };
}
