import type { Place } from "../../../builds/build.js";

/** What is said of an object. */
export interface Note {
  title: string;
  /** What it speaks of. */
  places: readonly Place[];
}
