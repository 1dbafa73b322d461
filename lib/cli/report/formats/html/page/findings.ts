import type { ExcerptLine, FindingData, FindingsData } from "../page-data.js";
import { choiceField, searchField, status } from "./controls.js";
import { type Child, element, linkTo } from "./dom.js";
import { type FindingsFilter, type FindingsGroup, GROUPINGS, groupsOf } from "./findings-groups.js";
import { closedPart, fillLazily } from "./lazy-list.js";
import type { PlaceLink } from "./place-link.js";
import { counted, digits } from "./words.js";

const GROUPS_AT_A_TIME = 60;
const FINDINGS_AT_A_TIME = 50;
/** So few findings need not be opened. */
const FEW = 20;

/** The findings, which can be searched and grouped. */
export function findingsSection(data: FindingsData, place: PlaceLink): Node[] {
  const filter: FindingsFilter = { search: "", severity: "all", grouping: "rule" };
  const list = element("div", { class: "groups" });
  const said = status();
  const draw = () => {
    const groups = groupsOf(data, filter);
    const count = groups.reduce((sum, { findings }) => sum + findings.length, 0);
    said.textContent =
      count === data.findings.length
        ? `${counted(count, "finding")}.`
        : `${digits(count)} of ${counted(data.findings.length, "finding")}.`;
    fillLazily(list, groups, (group) => groupPart(group, data, place, count <= FEW), GROUPS_AT_A_TIME);
  };
  const change = (part: Partial<FindingsFilter>) => {
    Object.assign(filter, part);
    draw();
  };
  const controls = element(
    "div",
    { class: "controls", role: "search", "aria-label": "Findings" },
    searchField("Search findings", "rule, file, object or words", (search) => change({ search })),
    choiceField("Group by", GROUPINGS, (grouping) => change({ grouping })),
    choiceField("Severity", ["all", "error", "warning"] as const, (severity) => change({ severity })),
  );
  const holder = element("div", {}, list);
  draw();
  return [...notes(data), controls, said, holder];
}

function notes({ withoutRoom, suppressed }: FindingsData): Node[] {
  return [
    ...(withoutRoom > 0
      ? [
          `There is no room for all excerpts: ${counted(withoutRoom, "finding")} ${withoutRoom === 1 ? "has" : "have"} none.`,
        ]
      : []),
    ...(suppressed > 0
      ? [
          `${counted(suppressed, "more finding")} ${suppressed === 1 ? "is" : "are"} switched off or accepted.`,
        ]
      : []),
  ].map((sentence) => element("p", { class: "note" }, sentence));
}

function groupPart(group: FindingsGroup, data: FindingsData, place: PlaceLink, isOpen: boolean): Node {
  const { title, findings, errors, rule } = group;
  const head = element(
    "span",
    { class: "head" },
    element("h3", {}, title),
    element("span", { class: "count" }, digits(findings.length)),
    errors > 0 && errors < findings.length && element("span", { class: "muted" }, counted(errors, "error")),
  );
  const part = closedPart(head, () => {
    const about = rule === undefined ? undefined : data.rules[rule];
    const list = element("ol", { class: "findings" });
    const body = element("div", {});
    if (about)
      body.append(
        element(
          "p",
          { class: "muted" },
          ...withCode(`${about.description}. `),
          about.url !== undefined && linkTo(about.url, "About this rule"),
        ),
      );
    body.append(list);
    fillLazily(
      list,
      findings,
      (finding) => findingItem(finding, data, place, rule === undefined),
      FINDINGS_AT_A_TIME,
    );
    return body;
  });
  part.open = isOpen;
  return part;
}

/** A text in which what is between backticks is code. */
function withCode(text: string): Child[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
}

function findingItem(finding: FindingData, data: FindingsData, place: PlaceLink, withRule: boolean): Node {
  const { f, r, at, isError, message, object, excerpt } = finding;
  const level = isError ? "error" : "warning";
  return element(
    "li",
    { class: `finding ${level}` },
    element(
      "p",
      { class: "where" },
      place({ file: data.files[f] ?? "", line: at[0] }, `:${at[1]}`),
      " ",
      element("span", { class: `level ${level}` }, level),
      object !== undefined && element("span", { class: "muted" }, ` ${object}`),
      withRule && element("span", { class: "rule" }, ` ${data.rules[r]?.id ?? ""}`),
    ),
    element("p", {}, message),
    excerpt && excerptOf(excerpt),
  );
}

function excerptOf(lines: readonly ExcerptLine[]): Node {
  const width = String(lines.at(-1)?.[0] ?? "").length;
  return element(
    "pre",
    { tabindex: 0, role: "group", "aria-label": "Excerpt of the manifest" },
    ...lines.map(([line, before, marked, after]) =>
      element(
        "span",
        { class: "line" },
        element("span", { class: "number" }, `${String(line).padStart(width)} `),
        before,
        element("mark", {}, marked),
        `${after}\n`,
      ),
    ),
  );
}
