import type { PathData, PathsData } from "../page-data.js";
import { searchField, status } from "./controls.js";
import { element } from "./dom.js";
import { fillLazily } from "./lazy-list.js";
import type { PlaceLink } from "./place-link.js";
import { counted, digits, searchFor } from "./words.js";

/** How some come to more than they hold, step by step. */
export function pathsPart(data: PathsData, place: PlaceLink): Node[] {
  const notes = data.notes.map((note) => element("p", { class: "note" }, note));
  if (data.paths.length === 0)
    return [element("p", {}, "Nobody who is bound here is seen to come to cluster-admin."), ...notes];
  const list = element("ol", { class: "paths" });
  const said = status();
  const draw = (search: string) => {
    const isFound = searchFor(search);
    const found = data.paths.filter((path) => isFound(textOf(path)));
    said.textContent = `${digits(found.length)} of ${counted(data.paths.length, "path")}.`;
    fillLazily(list, found, (path) => pathItem(path, place), 50);
  };
  const holder = element("div", {}, list);
  draw("");
  return [
    element(
      "div",
      { class: "controls", role: "search", "aria-label": "Paths" },
      searchField("Search paths", "subject or step", draw),
    ),
    said,
    holder,
    ...notes,
  ];
}

function textOf({ from, to, steps }: PathData): string {
  return [from, to, ...steps.map(({ words }) => words)].join(" ");
}

function pathItem({ from, to, steps }: PathData, place: PlaceLink): Node {
  return element(
    "li",
    {},
    element("h4", {}, `${from} → ${to}`),
    element(
      "ol",
      { class: "steps" },
      ...steps.map(({ words, needs, isSure, places }) =>
        element(
          "li",
          {},
          words,
          needs !== undefined && element("span", { class: "muted" }, `, ${needs}`),
          !isSure && element("span", { class: "muted" }, " (not sure)"),
          ...places.flatMap((one) => [" ", place(one)]),
        ),
      ),
    ),
  );
}
