/**
 * How well a text fits a query whose characters it holds in their order, whatever their case, as the protocol asks of
 * symbols; lower is better. Undefined if it does not fit. Spaces in the query are passed over.
 */
export function fit(query: string, text: string): number | undefined {
  const [wanted, given] = [query.toLowerCase().trim(), text.toLowerCase()];
  if (wanted === "") return EVERYTHING;
  const name = given.slice(given.indexOf(" ") + 1);
  if (name === wanted || given === wanted) return EXACT;
  if (name.startsWith(wanted)) return BEGINS;
  if (given.includes(wanted)) return HOLDS;
  let at = 0;
  for (const character of wanted.replace(/\s/g, "")) {
    const found = given.indexOf(character, at);
    if (found < 0) return undefined;
    at = found + character.length;
  }
  return SCATTERED;
}

const EXACT = 0;
const BEGINS = 1;
const HOLDS = 2;
const SCATTERED = 3;
const EVERYTHING = 4;
