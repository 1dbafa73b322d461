import type { Side } from "../../../analysis/change/access-change.js";
import type { Step } from "../../../analysis/access/answers.js";
import type { Place } from "../../../builds/build.js";
import type { BuildSet } from "../../../builds/build-set.js";
import { Lines } from "../../report/lines.js";
import { joined, said, type Words } from "./words.js";

/** A place as people and programs are told of it. */
export interface FileLine {
  file: string;
  line: number;
  side: Side;
}

/** The two states of a repository, in which places have their lines. */
export class Sides {
  readonly #lines: Record<Side, Lines>;

  constructor(before: BuildSet, after: BuildSet) {
    this.#lines = { before: new Lines(before), after: new Lines(after) };
  }

  /** Where a place is. */
  at(place: Place, side: Side): FileLine {
    return { file: place.file, line: this.#lines[side].of(place), side };
  }

  /** `FILE:LINE`. */
  placeWords(place: Place, side: Side): Words {
    return [{ name: this.#lines[side].words(place) }];
  }

  /** A binding, a role or a policy, and where it is. */
  stepWords({ kind, name, namespace, place }: Step, side: Side): Words {
    const full = namespace === undefined ? name : `${namespace}/${name ?? ""}`;
    const what: Words = full === undefined ? [kind] : said`${[kind]} ${full}`;
    return place ? said`${what} (${this.placeWords(place, side)})` : said`${what} (of every cluster)`;
  }

  /** The way from a binding to a rule. */
  chainWords(steps: readonly Step[], side: Side): Words {
    return joined(
      steps.map((step) => this.stepWords(step, side)),
      " > ",
    );
  }
}
