/** The quote that is open at the end of the beginning of a line; undefined if none is. */
export function openQuoteIn(line: string): "'" | '"' | undefined {
  let open: "'" | '"' | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (open !== undefined) {
      const isEscape = open === '"' ? character === "\\" : character === "'" && line[at + 1] === "'";
      if (isEscape) at++;
      else if (character === open) open = undefined;
    } else if (character === "#" && isSpace(line[at - 1])) return undefined;
    else if ((character === '"' || character === "'") && isBegin(line[at - 1])) open = character;
  }
  return open;
}

function isSpace(before: string | undefined): boolean {
  return before === undefined || before === " " || before === "\t";
}

/** Whether a quote opens a text behind this; elsewhere, it is a character of a word. */
function isBegin(before: string | undefined): boolean {
  return isSpace(before) || "[{,:".includes(before ?? "");
}
