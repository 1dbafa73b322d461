import type { NetworkData } from "../page-data.js";
import { element } from "./dom.js";
import { closedPart, fillLazily } from "./lazy-list.js";
import { reachAt, reachWords } from "./matrix-window.js";

/** The connections that a cell stands for. */
export function detailOf(data: NetworkData, row: number, column: number): Node[] {
  const reach = reachAt(data, row, column);
  const sentence = reachWords(data, row, column, reach);
  const named = (data.details[`${row},${column}`] ?? []).flatMap((index) => data.connections[index] ?? []);
  return [
    element("p", {}, element("strong", {}, `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`)),
    ...(named.length === 0
      ? []
      : [
          element(
            "ul",
            {},
            ...named.map(({ from, to, ports, through }) =>
              element(
                "li",
                {},
                `${from} → ${to}: ${ports}`,
                through !== "" && element("span", { class: "muted" }, ` by ${through}`),
              ),
            ),
          ),
        ]),
  ];
}

/** What isolates each namespace, which is closed at first. */
export function isolationPart({ isolation }: NetworkData): Node {
  return closedPart(
    element("span", { class: "head" }, element("h4", {}, "What isolates each namespace")),
    () => {
      const body = element("tbody", {});
      const table = element(
        "table",
        { class: "plain" },
        element("caption", {}, "What policies make of a pod that only policies for all pods select"),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["namespace", "ingress", "egress"].map((one) => element("th", { scope: "col" }, one)),
          ),
        ),
        body,
      );
      const holder = element("div", {}, table);
      fillLazily(
        body,
        isolation,
        ({ namespace, ingress, egress }) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, namespace),
            element("td", {}, ingress),
            element("td", {}, egress),
          ),
        200,
      );
      return holder;
    },
  );
}
