import { digest } from "../../util/digest.js";
import type { Text } from "./text.js";
import { LimitError, unknown, type Unknown, type Value } from "./value.js";

/** An identity longer than this is kept as its digest. */
const LONGEST = 160;

/** As many values as are looked at for one identity: lists can be in themselves many times. */
const MOST = 100_000;

/** A string that is the same for values that are sure to be the same. Those that are not known count by their ids. */
export function identityOf(value: Value): string {
  return new Identifier().identityOf(value);
}

class Identifier {
  #left = MOST;

  identityOf(value: Value): string {
    if (--this.#left < 0) throw new LimitError("a value is larger than is followed");
    switch (value.type) {
      case "unknown":
        return value.id;
      case "string":
        return shortened(identityOfText(value));
      case "list":
        return shortened(`[${value.items.map((item) => this.identityOf(item)).join(",")}]`);
      case "map":
        return shortened(this.#ofMap(value.entries, value.others));
      case "struct":
        return `${value.goType}{${shortened(value.text().text)}}`;
      case "func":
        return `func ${value.name}`;
      case "nil":
        return "nil";
      default:
        return `${value.type} ${value.value}`;
    }
  }

  #ofMap(entries: ReadonlyMap<string, Value>, others: Unknown | undefined): string {
    const parts = [...entries].map(([key, value]) => `${JSON.stringify(key)}:${this.identityOf(value)}`);
    return `{${parts.sort().join(",")}${others ? `,...${others.id}` : ""}}`;
  }
}

/**
 * What a function gives whose arguments are not all known: an unknown that is the same for the same arguments. Undefined
 * if all of them are known; lists and maps are, whatever is in them.
 */
export function unknownOf(name: string, args: readonly Value[]): Unknown | undefined {
  const why = args.map(whyUnknown).find((one) => one !== undefined);
  return why === undefined
    ? undefined
    : unknown(shortened(`${name}(${args.map(identityOf).join(",")})`), why);
}

/** Why a value is not known, or not wholly if it is a text; undefined if it is. */
export function whyUnknown(value: Value): string | undefined {
  return value.type === "unknown" ? value.why : value.type === "string" ? value.unknown : undefined;
}

function identityOfText(text: Text): string {
  if (text.unknown === undefined) return JSON.stringify(text.text);
  const parts = text.pieces.map((piece) =>
    piece.unknown === undefined ? JSON.stringify(piece.text) : (piece.id ?? `(${piece.unknown})`),
  );
  return parts.join("+");
}

function shortened(identity: string): string {
  return identity.length > LONGEST ? `#${digest(identity)}` : identity;
}
