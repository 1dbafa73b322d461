/** A place in a file of a chart, or in what gives a release its values, as offsets in its text. */
export interface Span {
  /** The file, as whoever loaded the chart calls it. */
  file: string;
  start: number;
  end: number;
}

/**
 * Where a piece of text comes from: written literally, so that each character has its own place, or made by an action,
 * whose place is all of `{{ … }}`.
 */
export interface Origin extends Span {
  isAction: boolean;
}

/** A piece of a text whose characters all come from the same place. */
export interface Piece {
  text: string;
  /** Undefined until an action writes it. */
  origin?: Origin;
  /** Where the values have it, if it is what a value says, as it is written there. */
  value?: Span;
  /** The actions that brought it, such as those with `include`, the innermost first. */
  through?: readonly Span[];
  /** Why it is not known what stands here. Its text is then `NOT_KNOWN`. */
  unknown?: string;
  /** The `id` of the unknown value that stands here, where that is known. */
  id?: string;
  /** Whether a value stands here that says nothing. Its text is then empty. */
  isGap?: true;
}

/** Stands in a text for what is not known. It is in no text that is followed: `RESERVED`. */
export const NOT_KNOWN = "\uE0F0";

/**
 * What stands for what is not known: here, and where a release has no name or namespace that is known. A chart that has
 * one of these itself is not followed, and a text that is computed is not known where it would get one.
 */
export const RESERVED = /[\uE0F0-\uE0F2]/;
/** One of them as JSON, YAML and Go write it otherwise. */
export const RESERVED_ESCAPE = /\\(?:u|U0000)[eE]0[fF][0-2]/;
/** Why a text with one of them is not followed, behind the name of the text. */
export const HAS_RESERVED =
  "has a character between U+E0F0 and U+E0F2, which stand here for what is not known";

/** A text with what is known of where each piece of it comes from. It is never changed. */
export class Text {
  readonly type = "string";
  #text: string | undefined;
  /** Where each piece ends, if a text of many pieces was cut. */
  #ends: Int32Array | undefined;

  private constructor(readonly pieces: readonly Piece[]) {}

  static readonly empty = new Text([]);

  static of(...pieces: readonly Piece[]): Text {
    return Text.from(pieces);
  }

  /** As `of`, for pieces that may be many. */
  static from(pieces: readonly Piece[]): Text {
    return new Text(pieces.filter(({ text, isGap }) => text !== "" || isGap));
  }

  /** A text without an origin, or that a value in the values says. */
  static plain(text: string, value?: Span): Text {
    if (text === "") return value ? new Text([{ text, value, isGap: true }]) : Text.empty;
    return new Text([{ text, ...(value && { value }) }]);
  }

  static unknown(why: string, id?: string): Text {
    return new Text([{ text: NOT_KNOWN, unknown: why, ...(id !== undefined && { id }) }]);
  }

  static join(texts: readonly Text[], separator = ""): Text {
    const pieces: Piece[] = [];
    texts.forEach((one, index) => {
      if (index > 0 && separator !== "") pieces.push({ text: separator });
      for (const piece of one.pieces) pieces.push(piece);
    });
    return new Text(pieces);
  }

  /** Its characters; those that are not known as `NOT_KNOWN`. */
  get text(): string {
    if (this.#text === undefined) {
      let text = "";
      for (const piece of this.pieces) text += piece.text;
      this.#text = text;
    }
    return this.#text;
  }

  /** Whether nothing is known of it but its characters, and all of these are. */
  get isPlain(): boolean {
    const [piece, ...others] = this.pieces;
    return others.length === 0 && (piece === undefined || Object.keys(piece).length === 1);
  }

  /** Why a part of it is not known; undefined if all of it is. */
  get unknown(): string | undefined {
    return this.pieces.find(({ unknown }) => unknown !== undefined)?.unknown;
  }

  /** A part of it, by offsets in its characters. */
  slice(start: number, end = Infinity): Text {
    const pieces: Piece[] = [];
    let index = this.#indexAt(start);
    let at = index === 0 ? 0 : (this.#ends?.[index - 1] ?? 0);
    for (let piece = this.pieces[index]; piece && at <= end; piece = this.pieces[++index]) {
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, piece.text.length);
      if (from < to) pieces.push(part(piece, from, to));
      else if (piece.isGap && isIn(at, start, end)) pieces.push(piece);
      at += piece.text.length;
    }
    return new Text(pieces);
  }

  /** The first piece that does not end before an offset. Whoever reads a text cuts it into as many parts as it has pieces. */
  #indexAt(offset: number): number {
    if (this.pieces.length < MANY_PIECES || offset <= 0) return 0;
    const ends = (this.#ends ??= endsOf(this.pieces));
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Parts of it, by offsets that ascend: as `slice` of each, in one go. */
  slices(ranges: readonly (readonly [start: number, end: number])[]): Text[] {
    let index = 0;
    let at = 0;
    return ranges.map(([start, end]) => {
      const pieces: Piece[] = [];
      for (let piece = this.pieces[index]; piece && at <= end; piece = this.pieces[index]) {
        const from = Math.max(start - at, 0);
        const to = Math.min(end - at, piece.text.length);
        if (from < to) pieces.push(part(piece, from, to));
        else if (piece.isGap && isIn(at, start, end)) pieces.push(piece);
        if (at + piece.text.length > end) break;
        at += piece.text.length;
        index++;
      }
      return new Text(pieces);
    });
  }

  /** The pieces, each changed; what becomes empty is left out. */
  map(change: (piece: Piece) => Piece): Text {
    return Text.from(this.pieces.map(change));
  }
}

/** So many are looked for rather than gone through. */
const MANY_PIECES = 16;

function endsOf(pieces: readonly Piece[]): Int32Array {
  let end = 0;
  return Int32Array.from(pieces, ({ text }) => (end += text.length));
}

/** Whether what is empty is in a part of a text: of two parts beside each other it is in the first. */
function isIn(at: number, start: number, end: number): boolean {
  return (at > start || start <= 0) && at <= end;
}

/** A part of a piece, by offsets in its characters. */
export function part(piece: Piece, from: number, to: number): Piece {
  if (from === 0 && to === piece.text.length) return piece;
  const { origin, value } = piece;
  const text = piece.text.slice(from, to);
  const isLiteral = origin && !origin.isAction;
  // What is as long as its text is written as it is, without quotation marks.
  const isPlain = value && value.end - value.start === piece.text.length;
  return {
    ...piece,
    text,
    ...(isLiteral && { origin: within(origin, from, to) }),
    ...(isPlain && { value: within(value, from, to) }),
  };
}

function within<Place extends Span>(place: Place, from: number, to: number): Place {
  return { ...place, start: place.start + from, end: place.start + to };
}
