import type { UnknownData } from "../page-data.js";
import { element } from "./dom.js";
import { closedPart, fillLazily } from "./lazy-list.js";
import type { PlaceLink } from "./place-link.js";
import { digits } from "./words.js";

/** What was not known, and what keeps it from being known. */
export function unknownSection({ sentences, groups, notRead }: UnknownData, place: PlaceLink): Node[] {
  return [
    ...sentences.map((sentence) => element("p", {}, sentence)),
    ...groups.map(({ why, questions }) =>
      closedPart(
        element(
          "span",
          { class: "head" },
          element("h3", {}, `Because ${why}`),
          element("span", { class: "count" }, digits(questions.length)),
        ),
        () => {
          const list = element("ul", {});
          const holder = element("div", {}, list);
          fillLazily(list, questions, (one) => element("li", {}, place(one.place), ` ${one.what}`), 100);
          return holder;
        },
      ),
    ),
    ...(notRead.length === 0 ? [] : [element("h3", {}, "What was not read"), listOf(notRead)]),
    ...(sentences.length + groups.length + notRead.length === 0
      ? [element("p", {}, "Every reference and every namespace could be judged.")]
      : []),
  ];
}

function listOf(texts: readonly string[]): Node {
  const list = element("ul", {});
  const holder = element("div", {}, list);
  fillLazily(list, texts, (text) => element("li", {}, text), 100);
  return holder;
}
