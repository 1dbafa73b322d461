import type { NetworkData, Reach } from "../page-data.js";
import { element } from "./dom.js";
import { type MatrixWindow, reachAt, reachWords } from "./matrix-window.js";

const SIGNS: Readonly<Record<Reach, string>> = { all: "●", some: "◐", none: "○", unknown: "?" };

/** The namespaces above the columns that are in sight. */
export function headOf({ names }: NetworkData, { columns }: MatrixWindow): Node {
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("th", { scope: "col" }, "from ↓ to →"),
      ...columns.map((column) =>
        element("th", { scope: "col", class: "upright" }, element("span", {}, names[column] ?? "")),
      ),
    ),
  );
}

/** The rows that are in sight. */
export function bodyOf(data: NetworkData, { rows, columns }: MatrixWindow): Node {
  return element(
    "tbody",
    {},
    ...rows.map((row) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, data.names[row] ?? ""),
        ...columns.map((column) => {
          const reach = reachAt(data, row, column);
          const isOutside = row === column && row === data.names.length - 1;
          return element(
            "td",
            {
              class: isOutside ? undefined : reach,
              tabindex: -1,
              "data-row": row,
              "data-column": column,
              "aria-selected": "false",
              "aria-label": reachWords(data, row, column, reach),
            },
            isOutside ? "" : SIGNS[reach],
          );
        }),
      ),
    ),
  );
}

/** The sign of what may be reached. */
export function signOf(reach: Reach): Node {
  return element("span", { class: `sign ${reach}`, "aria-hidden": "true" }, SIGNS[reach]);
}

/** The cell that a key leads to. */
export function nextCell({ key, target, ctrlKey }: KeyboardEvent): HTMLElement | undefined {
  const cell = target instanceof HTMLElement ? target.closest("td") : null;
  const row = cell?.parentElement;
  if (!cell || !row) return undefined;
  const cells = [...row.querySelectorAll("td")];
  const at = cells.indexOf(cell);
  const inRow = (other: Element | null) => other?.querySelectorAll("td")[at];
  switch (key) {
    case "ArrowRight":
      return cells[at + 1];
    case "ArrowLeft":
      return cells[at - 1];
    case "ArrowDown":
      return inRow(row.nextElementSibling);
    case "ArrowUp":
      return inRow(row.previousElementSibling);
    case "Home":
      return ctrlKey ? (row.parentElement?.querySelector("td") ?? undefined) : cells[0];
    case "End":
      return ctrlKey ? [...(row.parentElement?.querySelectorAll("td") ?? [])].at(-1) : cells.at(-1);
    case "Enter":
    case " ":
      return cell;
    default:
      return undefined;
  }
}
