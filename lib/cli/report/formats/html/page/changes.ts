import type { ChangeData, ChangeItem } from "../page-data.js";
import { searchField, status } from "./controls.js";
import { element } from "./dom.js";
import { fillLazily } from "./lazy-list.js";
import { counted, digits, searchFor } from "./words.js";

const MARKS: Readonly<Record<ChangeItem["mark"], readonly [sign: string, name: string]>> = {
  "+": ["+", "gained"],
  "-": ["−", "lost"],
  "~": ["±", "changed"],
  "?": ["?", "not known"],
};

/** What has changed, of one kind. */
export function changePart({ title, isUrgent, items, left }: ChangeData): Node[] {
  const list = element("ul", { class: "changes" });
  const holder = element("div", {}, list);
  const said = status();
  const draw = (search: string) => {
    const isFound = searchFor(search);
    const found = items.filter(({ words, details }) => isFound([words, ...details].join(" ")));
    said.textContent = `${digits(found.length)} of ${counted(items.length, "item")}.`;
    fillLazily(list, found, changeItem, 100);
  };
  draw("");
  return [
    element("h3", { class: isUrgent ? "urgent" : undefined }, title),
    // Few items need no search, and count themselves.
    ...(items.length > 10 ? [searchField(`Search in ${title}`, "name or words", draw), said] : []),
    holder,
    ...(left > 0 ? [element("p", { class: "note" }, `${counted(left, "more item")} had no room here.`)] : []),
  ];
}

function changeItem({ mark, words, details }: ChangeItem): Node {
  const [sign, name] = MARKS[mark];
  return element(
    "li",
    { class: name.replace(" ", "-") },
    element("span", { class: "mark", role: "img", "aria-label": name }, sign),
    " ",
    words,
    details.length > 0 && element("ul", {}, ...details.map((one) => element("li", { class: "muted" }, one))),
  );
}
