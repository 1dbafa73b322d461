import { holdsInOrder } from "../../text/in-order.js";

/**
 * Tells how well a text fits a query whose characters it holds in their order, whatever their case, as the protocol asks
 * of symbols; lower is better, undefined if it does not fit. Spaces in the query are passed over.
 * @returns a function of texts in lower case
 */
export function fitting(query: string): (text: string) => number | undefined {
  const wanted = query.toLowerCase().trim();
  if (wanted === "") return () => EVERYTHING;
  const characters = [...wanted.replace(/\s/g, "")];
  return (text) => {
    const name = text.slice(text.indexOf(" ") + 1);
    if (name === wanted || text === wanted) return EXACT;
    if (name.startsWith(wanted)) return BEGINS;
    if (text.includes(wanted)) return HOLDS;
    return holdsInOrder(text, characters) ? SCATTERED : undefined;
  };
}

const EXACT = 0;
const BEGINS = 1;
const HOLDS = 2;
const SCATTERED = 3;
const EVERYTHING = 4;
