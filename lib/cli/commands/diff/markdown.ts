import { escaped, MAX_COMMENT } from "../../report/formats/markdown.js";
import { code, shortened } from "../../../util/markdown-code.js";
import { counted, digits } from "../../report/counted.js";
import type { Item, Mark } from "./item.js";
import type { Section } from "./sections.js";
import type { Words } from "./words.js";

/** The first line of a report, by which a comment is found again to be updated in place. */
export const MARKER = "<!-- gitops-lint diff -->";
/** A longer sentence from elsewhere, in characters, is cut. */
const MAX_SENTENCE = 1_000;
/** What is below an item that is longer, in characters, is left out. */
const MAX_ITEM = 6_000;
/** More items of a section are folded. */
const MOST_OPEN = 10;

/** A section and what of it is shown. */
interface Part {
  section: Section;
  shown: string[];
}

/**
 * What has changed, for a comment on a pull request or the summary of a job. Names are code, so that none of them is a
 * link, a picture or a mention of somebody.
 * @param sentences what changes, in short, and what else there is to know
 */
export function changeAsMarkdown(sentences: readonly string[], sections: readonly Section[]): string {
  const head = [
    `${MARKER}\n## Access`,
    ...sentences.map((one) => escaped(shortened(one, MAX_SENTENCE))),
  ].join("\n\n");
  const parts = sections.map((section): Part => ({ section, shown: [] }));
  const frames = parts.reduce((sum, part) => sum + asMarkdown(part).length + 2, 0);
  const isUrgent = ({ section }: Part) => section.isUrgent;
  const room = fill(parts.filter(isUrgent), MAX_COMMENT - head.length - frames);
  fill(
    parts.filter((part) => !isUrgent(part)),
    room,
  );
  const left = parts.reduce((sum, { section, shown }) => sum + section.count - shown.length, 0);
  const cut =
    left > 0 ? [`There is no room here for ${counted(left, "more item")}; the command prints them all.`] : [];
  return [head, ...parts.filter(({ shown }) => shown.length > 0).map(asMarkdown), ...cut].join("\n\n");
}

/**
 * Gives each section an item, then each a second one, as long as there is room: many items of one kind must not crowd out
 * those of all others.
 * @returns the room that is left, in characters
 */
function fill(parts: readonly Part[], room: number): number {
  let left = room;
  let growing = parts;
  while (growing.length > 0) {
    growing = growing.filter(({ section, shown }) => {
      if (shown.length === section.count) return false;
      const text = itemAsMarkdown(section.item(shown.length));
      if (text.length + 1 > left) return false;
      left -= text.length + 1;
      shown.push(text);
      return true;
    });
  }
  return left;
}

/** A section, folded unless a reader must not miss it or it is short. */
function asMarkdown({ section: { title, isUrgent, count }, shown }: Part): string {
  const heading = `${title} (${digits(count)})`;
  return isUrgent || count <= MOST_OPEN
    ? `### ${heading}\n\n${shown.join("\n")}`
    : `<details><summary>${heading}</summary>\n\n${shown.join("\n")}\n\n</details>`;
}

const MARKS: Readonly<Record<Mark, string>> = { "+": "**+** ", "-": "**−** ", "~": "", "?": "" };

function itemAsMarkdown({ mark, words, details }: Item): string {
  const first = `- ${MARKS[mark]}${asText(words)}`;
  const whole = [first, ...details.map((one) => `  - ${asText(one)}`)].join("\n");
  return whole.length <= MAX_ITEM ? whole : `${first}\n  - The rest of this is too long to be shown here.`;
}

function asText(words: Words): string {
  return words
    .map((one) => {
      if (typeof one === "string") return one;
      return "name" in one ? code(one.name) : escaped(shortened(one.foreign, MAX_SENTENCE));
    })
    .join("");
}
