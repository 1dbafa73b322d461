/** A key that names a ServiceAccount, and its value in any style: on the next line, in a block, with a tag or anchor. */
const NAMED =
  /\bserviceAccount(?:Name)?["']?\s*:\s*(?:#.*\s+)?(?:[&!]\S*\s+)*(?:[|>][-+\d]*[ \t]*\r?\n\s*)?(?:\*(\S+)|["']?([a-z0-9][a-z0-9.-]*))/g;
const ANCHORED = /&([^\s,[\]{}]+)\s+["']?([a-z0-9][a-z0-9.-]*)/g;

/** The values of `serviceAccountName` and the like in a text, whatever its kinds: any resource can run pods. */
export function serviceAccountNamesIn(text: string): string[] {
  const found = [...text.matchAll(NAMED)];
  const aliases = new Set(found.flatMap(([, alias]) => alias ?? []));
  const anchored = aliases.size === 0 ? [] : [...text.matchAll(ANCHORED)];
  const names = [
    ...found.flatMap(([, , name]) => name ?? []),
    ...anchored.flatMap(([, anchor = "", name = ""]) => (aliases.has(anchor) ? name : [])),
  ];
  return [...new Set(names)];
}
