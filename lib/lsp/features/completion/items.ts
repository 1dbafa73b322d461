import { type CompletionItem, type CompletionList, InsertTextFormat } from "vscode-languageserver";
import { printable } from "../../../util/phrases.js";
import type { Spot } from "../../cursor/incomplete.js";
import { holdsInOrder } from "../../text/in-order.js";
import { type About, type Offer, once } from "./offer.js";
import { writtenValue } from "./written-value.js";

/** Nobody reads a longer list; the rest comes with the next letter. */
const MOST = 200;
/** Nobody writes a longer name. */
const LONGEST = 300;

/** What the client can show. */
export interface Abilities {
  snippets: boolean;
  markdown: boolean;
}

/** What is kept in an item until it is asked about. */
export interface ItemData {
  uri: string;
  about: About;
}

/** The part of a spot that tells how a value is written there. */
type Place = Pick<Spot, "typed" | "range" | "quote" | "isInFlow">;

/** Offers as a list for the client: the whole one if it is short, else those that fit to what is typed. */
export function itemsOf(
  offers: readonly Offer[],
  place: Place,
  uri: string,
  { snippets }: Abilities,
): CompletionList {
  const all = once(offers).filter(
    ({ value, isSnippet }) => value.length <= LONGEST && (snippets || !isSnippet),
  );
  const fitting = all.length > MOST ? all.filter(({ value }) => fits(value, place.typed)) : all;
  const sorted = fitting
    .map((offer, index) => ({ offer, index }))
    .sort((a, b) => (a.offer.rank ?? 0) - (b.offer.rank ?? 0) || a.index - b.index)
    .slice(0, MOST);
  const items = sorted.map(({ offer }, index) => itemOf(offer, index, place, uri));
  return { isIncomplete: all.length > items.length, items };
}

function itemOf(offer: Offer, index: number, place: Place, uri: string): CompletionItem {
  const { value, label = value, kind, detail, about, text, isSnippet } = offer;
  const data: ItemData | undefined = about && { uri, about };
  return {
    label: printable(label),
    kind,
    sortText: String(index).padStart(3, "0"),
    // Editors compare this with what is in the range, which may begin with a path.
    filterText: value === "" ? label : value,
    textEdit: { range: place.range, newText: text ?? writtenValue(value, place) },
    ...(detail !== undefined && { detail: printable(detail) }),
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(data && { data }),
  };
}

/** Whether the letters that are typed are in a value, in their order, whatever their case: editors take it likewise. */
function fits(value: string, typed: string): boolean {
  return holdsInOrder(value.toLowerCase(), typed.toLowerCase());
}
