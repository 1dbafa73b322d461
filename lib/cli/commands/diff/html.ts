import { version } from "../../package.js";
import { page } from "../../report/formats/html/page.js";
import type { ChangeData } from "../../report/formats/html/page-data.js";
import type { Section } from "./sections.js";
import { plain } from "./words.js";

/** A section shows so many of its items: there can be very many, and each browser has to hold the page. */
const MOST_ITEMS = 5_000;

/**
 * What has changed, as a page for people to look at.
 * @param sentences what changes, in short, and what else there is to know
 */
export function changeAsHtml(sentences: readonly string[], sections: readonly Section[]): string {
  return page({
    version,
    title: "Change of access",
    sentences,
    failures: [],
    changes: sections.map(changeData),
  });
}

function changeData({ title, isUrgent, count, item }: Section): ChangeData {
  const shown = Math.min(count, MOST_ITEMS);
  return {
    title,
    isUrgent,
    left: count - shown,
    items: Array.from({ length: shown }, (_, index) => {
      const { mark, words, details } = item(index);
      return { mark, words: plain(words), details: details.map(plain) };
    }),
  };
}
