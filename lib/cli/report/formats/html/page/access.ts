import type { AccessData, BindingData } from "../page-data.js";
import { searchField, status, tickField } from "./controls.js";
import { element } from "./dom.js";
import { GraphView } from "./graph.js";
import {
  type AccessFilter,
  bindingLabel,
  bindingsFor,
  type GraphNode,
  layOut,
  roleLabel,
} from "./graph-layout.js";
import { closedPart, fillLazily } from "./lazy-list.js";
import type { PlaceLink } from "./place-link.js";
import { counted, digits } from "./words.js";

/** With more bindings, the dangerous ones are shown first. */
const MANY = 200;
const ROWS_AT_A_TIME = 100;

/** Who is bound to which role: a graph and the same as a table. */
export function accessPart(data: AccessData, place: PlaceLink): Node[] {
  const hasDanger = data.bindings.some(({ level }) => level !== "none");
  const filter: AccessFilter = { search: "", isDangerousOnly: hasDanger && data.bindings.length > MANY };
  const detail = element("div", { class: "detail", "aria-live": "polite" }, HINT);
  const said = status();
  const view = new GraphView(data, (node) => detail.replaceChildren(...detailOf(data, node, place)));
  const table = element("div", {});
  const draw = () => {
    const shown = bindingsFor(data, filter);
    said.textContent = `${digits(shown.length)} of ${counted(data.bindings.length, "binding")}.`;
    view.show(layOut(data, shown));
    detail.replaceChildren(HINT);
    const { open } = table.querySelector("details") ?? {};
    const part = closedPart(
      element("span", { class: "head" }, element("h4", {}, "The same as a table")),
      () => tableOf(data, shown, place),
    );
    part.open = open === true;
    table.replaceChildren(part);
  };
  draw();
  return [
    element(
      "div",
      { class: "controls", role: "search", "aria-label": "Bindings" },
      searchField("Search subjects, bindings and roles", "name or what it can do", (search) => {
        filter.search = search;
        draw();
      }),
      tickField("Dangerous ones only", filter.isDangerousOnly, (isTicked) => {
        filter.isDangerousOnly = isTicked;
        draw();
      }),
    ),
    said,
    element(
      "ul",
      { class: "legend" },
      element("li", {}, element("span", { class: "line-sign cluster" }), " dangerous in the whole cluster"),
      element("li", {}, element("span", { class: "line-sign namespace" }), " dangerous in a namespace"),
      element("li", {}, element("span", { class: "line-sign none" }), " other"),
    ),
    view.element,
    detail,
    table,
  ];
}

const HINT = "Choose a subject, a binding or a role, with the keyboard or by a click, to see what it gives.";

function detailOf(data: AccessData, { column, index, label }: GraphNode, place: PlaceLink): Node[] {
  const bindings = data.bindings.filter((binding, number) => {
    if (column === "binding") return number === index;
    return column === "role" ? binding.role === index : binding.subjects.includes(index);
  });
  const list = element("ul", {});
  const holder = element("div", {}, list);
  fillLazily(list, bindings, (binding) => bindingItem(data, binding, place), 30);
  return [element("p", {}, element("strong", {}, `${column} ${label}`)), holder];
}

function bindingItem(data: AccessData, binding: BindingData, place: PlaceLink): Node {
  const { kind, cluster, can, unknown, subjects } = binding;
  const role = data.roles[binding.role];
  const named = subjects.slice(0, 20).map((subject) => data.subjects[subject]?.name ?? "?");
  const more = subjects.length - named.length;
  const list = element("ul", {});
  for (const one of can) list.append(element("li", { class: binding.level }, `can ${one}`));
  if (unknown !== undefined)
    list.append(element("li", { class: "muted" }, `What it gives is not known: ${unknown}.`));
  return element(
    "li",
    {},
    `${kind} ${bindingLabel(binding)}`,
    cluster !== undefined && ` in cluster ${cluster}`,
    " (",
    place(binding.place),
    `) gives ${roleLabel(data, binding.role)}`,
    ...(role?.places ?? []).slice(0, 3).flatMap((one) => [" (", place(one), ")"]),
    ` to ${named.join(", ") || "nobody"}${more > 0 ? ` and ${digits(more)} more` : ""}`,
    list,
  );
}

function tableOf(data: AccessData, shown: readonly number[], place: PlaceLink): Node {
  const body = element("tbody", {});
  const heads = ["subjects", "binding", "role", "dangerous, since it can"];
  const table = element(
    "table",
    { class: "plain" },
    element("caption", {}, "Bindings, the most dangerous first"),
    element("thead", {}, element("tr", {}, ...heads.map((one) => element("th", { scope: "col" }, one)))),
    body,
  );
  const holder = element("div", { class: "scroll" }, table);
  const rows = shown.flatMap((index) => data.bindings[index] ?? []);
  fillLazily(body, rows, (binding) => bindingRow(data, binding, place), ROWS_AT_A_TIME);
  return holder;
}

function bindingRow(data: AccessData, binding: BindingData, place: PlaceLink): Node {
  const names = binding.subjects.slice(0, 10).map((subject) => data.subjects[subject]?.name ?? "?");
  const more = binding.subjects.length - names.length;
  return element(
    "tr",
    {},
    element("td", {}, names.join(", "), more > 0 && ` and ${digits(more)} more`),
    element(
      "td",
      {},
      `${binding.kind} ${bindingLabel(binding)} `,
      binding.cluster !== undefined && `in cluster ${binding.cluster} `,
      place(binding.place),
    ),
    element("td", {}, roleLabel(data, binding.role)),
    element(
      "td",
      { class: binding.level },
      binding.can.join("; ") || (binding.unknown === undefined ? "" : "not known"),
    ),
  );
}
