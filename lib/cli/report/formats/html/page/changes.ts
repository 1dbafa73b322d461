import type { ChangeData, ChangeRow } from "../page-data.js";
import { element } from "./dom.js";
import { fillLazily } from "./lazy-list.js";

const SIGNS: Readonly<Record<ChangeRow["change"], string>> = {
  gained: "+ gained",
  lost: "− lost",
  changed: "± changed",
};

/** What a change gives and takes away, one table for each kind. */
export function changePart({ columns, rows }: ChangeData): Node[] {
  const body = element("tbody", {});
  const table = element(
    "table",
    { class: "plain" },
    element(
      "thead",
      {},
      element("tr", {}, ...["", ...columns].map((one) => element("th", { scope: "col" }, one))),
    ),
    body,
  );
  const holder = element("div", { class: "scroll" }, table);
  fillLazily(body, rows, rowOf, 200);
  return [holder];
}

function rowOf({ change, isDangerous, cells }: ChangeRow): Node {
  return element(
    "tr",
    { class: change },
    element("th", { scope: "row" }, `${isDangerous ? "⚠ " : ""}${SIGNS[change]}`),
    ...cells.map((cell) => element("td", {}, cell)),
  );
}
