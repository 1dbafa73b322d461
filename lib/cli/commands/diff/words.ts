import { printable } from "../../../util/phrases.js";

/** A name from a manifest, which every format shows so that it stays a name. */
export interface Name {
  name: string;
}

/** Words in which names of manifests can stand anywhere. */
export interface Foreign {
  foreign: string;
}

/** A sentence, or a part of one: words of ours as text, and what comes from manifests. */
export type Words = readonly (string | Name | Foreign)[];

/** A sentence as a template: what is filled in is a name unless it says what it is. */
export function said(
  strings: TemplateStringsArray,
  ...values: readonly (string | Name | Foreign | Words)[]
): Words {
  const words: (string | Name | Foreign)[] = [];
  for (const [index, text] of strings.entries()) {
    if (text !== "") words.push(text);
    const value = values[index];
    if (value === undefined) continue;
    if (typeof value === "string") words.push({ name: value });
    else if (isWords(value)) for (const one of value) words.push(one);
    else words.push(value);
  }
  return words;
}

/** Words of ours. */
export function ours(text: string): Words {
  return [text];
}

/** Names with commas, the last with `and`; those beyond a number are only counted. */
export function listed(names: readonly string[], most = Infinity): Words {
  const shown = names.length > most ? names.slice(0, most) : names;
  const more = names.length - shown.length;
  return shown
    .flatMap((name, index): Words => {
      const isLast = index === names.length - 1;
      return [...(index === 0 ? [] : [isLast ? " and " : ", "]), { name }];
    })
    .concat(more > 0 ? [` and ${more} more`] : []);
}

/** Several parts as one, with something between them. */
export function joined(parts: readonly Words[], between: string): Words {
  return parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]));
}

/** Words as plain text on one line. */
export function plain(words: Words): string {
  return words
    .map((one) => (typeof one === "string" ? one : printable("name" in one ? one.name : one.foreign)))
    .join("");
}

function isWords(value: Name | Foreign | Words): value is Words {
  return Array.isArray(value);
}
