import { existsSync } from "node:fs";

/** Dashes and quotes as word processors write them. */
const DASHES = /^[\u2010-\u2015\u2212]+-?|^-[\u2010-\u2015\u2212]+/;
const QUOTES = /^[«»‹›“”„‘’‚"']\s*(.+?)\s*[«»‹›“”‘’"']$/s;

/** What to say about a path that is not there, and which holds characters that nobody types on purpose. */
export function otherCharacters(word: string): string | undefined {
  if (DASHES.test(word))
    return `It begins with a dash that is no hyphen. Did you mean '${word.replace(DASHES, word.replace(DASHES, "").length > 1 ? "--" : "-")}'?`;
  const [, quoted] = QUOTES.exec(word) ?? [];
  return quoted !== undefined && existsSync(quoted)
    ? `Did you mean '${quoted}', without the quotes?`
    : undefined;
}
