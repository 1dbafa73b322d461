import type { Target } from "../manifests/locate.js";
import type { Directive } from "./directives.js";
import type { Room } from "./room.js";

/** Where a finding is: the offsets of its ends. */
type Place = Pick<Target, "start" | "end">;

/** The room that a report has for one file: what comments disable does not take it from the rest. */
export interface Rooms {
  open: Room;
  disabled: Room;
  /** Whether comments in the file can disable anything, and it matters. */
  haveComments: boolean;
}

/** Findings that are listed, and those beyond. */
export class Tally {
  #listed = 0;
  /** How many found no room. */
  cut = 0;
  /** The place of the first of those. */
  first: (() => Place) | undefined;

  constructor(readonly room: Room) {}

  take(locate: () => Place): boolean {
    if (this.room.take(this.#listed)) {
      this.#listed++;
      return true;
    }
    this.cut++;
    this.first ??= locate;
    return false;
  }
}

/** Decides which findings of one rule in a file are listed: the first for which there is room. */
export class Listing {
  readonly open: Tally;
  readonly disabled: Tally;
  /** Comments that have a finding to disable: ESLint reports those that have none. */
  readonly #used = new Set<Directive>();

  /** @param commentsAt finds the comments that disable a finding */
  constructor(
    readonly rooms: Rooms,
    readonly commentsAt: (place: Place) => readonly Directive[],
  ) {
    this.open = new Tally(rooms.open);
    this.disabled = new Tally(rooms.disabled);
  }

  /** Whether there is room for a finding. */
  take(locate: () => Place): boolean {
    const comments = this.rooms.haveComments ? this.commentsAt(locate()) : [];
    if (comments.length === 0) return this.open.take(locate);
    const isNeeded = comments.some((comment) => !this.#used.has(comment));
    for (const comment of comments) this.#used.add(comment);
    return isNeeded || this.disabled.take(locate);
  }
}
