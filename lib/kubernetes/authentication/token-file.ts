/** A line of a file of static tokens: whom a token makes one. The token itself is left out. */
export interface TokenLine {
  user: string;
  groups: readonly string[];
  /** The number of its line, from 1. */
  line: number;
}

/**
 * Reads a file of static tokens: a token, a user, an id and groups, separated by commas.
 * Kubernetes: apiserver, pkg/authentication/token/tokenfile/tokenfile.go, NewCSV, with Go's encoding/csv.
 * @returns undefined if the API server does not start with it
 */
export function readTokenFile(text: string): TokenLine[] | undefined {
  const found: TokenLine[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let record = (lines[index] ?? "").replace(/\r$/, "");
    if (record === "") continue;
    // A quoted field can have line ends.
    let isOpen = hasOddQuotes(record);
    while (isOpen && index + 1 < lines.length) {
      const next = lines[++index] ?? "";
      record += `\n${next}`;
      isOpen = hasOddQuotes(next) !== isOpen;
    }
    const fields = fieldsIn(record);
    if (!fields || fields.length < 3) return undefined;
    const [token, user = "", , groups] = fields;
    if (token !== "") found.push({ user, groups: groups === undefined ? [] : groups.split(","), line });
  }
  return found;
}

function hasOddQuotes(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

/** The fields of a record; undefined if a quote is where none may be. */
function fieldsIn(record: string): string[] | undefined {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = field.exec(record);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "") return fields;
  }
}
