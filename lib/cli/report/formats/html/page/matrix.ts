import type { NetworkData, Reach } from "../page-data.js";
import { button, searchField, status } from "./controls.js";
import { element } from "./dom.js";
import { detailOf, isolationPart } from "./matrix-details.js";
import { bodyOf, headOf, nextCell, signOf } from "./matrix-table.js";
import { WINDOW, windowOf } from "./matrix-window.js";
import { digits } from "./words.js";

const LEGEND: readonly (readonly [Reach, string])[] = [
  ["all", "everything is allowed"],
  ["some", "something is allowed"],
  ["none", "nothing is allowed"],
  ["unknown", "not known"],
];

/** Which namespaces of a cluster may reach which, by its network policies. */
export function matrixPart(data: NetworkData): Node[] {
  const view = { from: "", to: "", page: [0, 0] as [number, number] };
  const table = element("table", {
    class: "matrix",
    role: "grid",
    "aria-label": "Which namespaces may reach which",
  });
  const detail = element("div", { class: "detail", "aria-live": "polite" }, HINT);
  const said = status();
  const pages = element("div", { class: "controls" });
  const draw = () => {
    const shown = windowOf(data, view);
    said.textContent = `${rangeWords("Rows", view.page[0], shown.allRows)} ${rangeWords("Columns", view.page[1], shown.allColumns)}`;
    table.replaceChildren(headOf(data, shown), bodyOf(data, shown));
    const cell = table.querySelector<HTMLElement>("td");
    if (cell) cell.tabIndex = 0;
    pages.replaceChildren(
      ...pageButtons("rows", view.page[0], shown.allRows, (page) => change({ page: [page, view.page[1]] })),
      ...pageButtons("columns", view.page[1], shown.allColumns, (page) =>
        change({ page: [view.page[0], page] }),
      ),
    );
  };
  const change = (part: Partial<typeof view>) => {
    Object.assign(view, part);
    draw();
  };
  const show = (cell: HTMLElement) => {
    table.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    cell.setAttribute("aria-selected", "true");
    detail.replaceChildren(...detailOf(data, Number(cell.dataset.row), Number(cell.dataset.column)));
  };
  table.addEventListener("click", ({ target }) => {
    const cell = target instanceof HTMLElement ? target.closest("td") : undefined;
    if (cell) moveTo(table, cell, show);
  });
  table.addEventListener("keydown", (event) => {
    const next = nextCell(event);
    if (!next) return;
    event.preventDefault();
    moveTo(table, next, show);
  });
  draw();
  return [
    element(
      "div",
      { class: "controls", role: "search", "aria-label": "Namespaces" },
      searchField("From", "namespace", (from) => change({ from, page: [0, view.page[1]] })),
      searchField("To", "namespace", (to) => change({ to, page: [view.page[0], 0] })),
    ),
    said,
    element(
      "ul",
      { class: "legend" },
      ...LEGEND.map(([reach, words]) => element("li", {}, signOf(reach), ` ${words}`)),
    ),
    pages,
    element("div", { class: "scroll" }, table),
    detail,
    ...data.notes.map((note) => element("p", { class: "note" }, note)),
    isolationPart(data),
  ];
}

const HINT = "Choose a cell, with the arrow keys or by a click, to see which connections it stands for.";

function rangeWords(what: string, page: number, count: number): string {
  if (count === 0) return `${what}: none.`;
  const last = Math.min(count, (page + 1) * WINDOW);
  return `${what} ${digits(page * WINDOW + 1)} to ${digits(last)} of ${digits(count)}.`;
}

function pageButtons(what: string, page: number, count: number, go: (page: number) => void): Node[] {
  return [
    ...(page > 0 ? [button(`Previous ${what}`, `Previous ${what}`, () => go(page - 1))] : []),
    ...((page + 1) * WINDOW < count ? [button(`Next ${what}`, `Next ${what}`, () => go(page + 1))] : []),
  ];
}

/** Only the cell where the focus was last is in the order of the tab key. */
function moveTo(table: HTMLElement, cell: HTMLElement, show: (cell: HTMLElement) => void): void {
  const before = table.querySelector<HTMLElement>("td[tabindex='0']");
  if (before) before.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
  show(cell);
}
