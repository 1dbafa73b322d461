import type { PageData } from "../page-data.js";
import { accessPart } from "./access.js";
import { changePart } from "./changes.js";
import { element } from "./dom.js";
import { findingsSection } from "./findings.js";
import { matrixPart } from "./matrix.js";
import { pathsPart } from "./paths.js";
import { placeLinks } from "./place-link.js";
import { whilePrinting } from "./print.js";
import { unknownSection } from "./unknown.js";
import { counted, digits } from "./words.js";

interface Section {
  id: string;
  title: string;
  count?: string | undefined;
  content: readonly Node[];
}

const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}") as PageData;
document.body.append(...pageOf(data));
whilePrinting();

function pageOf({ title, sentences, failures, version, ...parts }: PageData): Node[] {
  const sections = sectionsOf(parts);
  const [first, ...others] = sentences;
  return [
    element("a", { class: "skip", href: "#report" }, "Skip to the report"),
    element(
      "header",
      {},
      element("h1", {}, title),
      first !== undefined && element("p", { class: "lead" }, first),
      ...failures.map((failure) =>
        element("p", { class: "failure" }, element("strong", {}, "Failed: "), failure),
      ),
      others.length > 0 && element("ul", {}, ...others.map((sentence) => element("li", {}, sentence))),
    ),
    // A page of one part needs no list of parts.
    ...(sections.length > 1 ? [navigation(sections)] : []),
    element(
      "main",
      { id: "report", tabindex: -1 },
      ...sections.map(({ id, title, content }) =>
        element(
          "section",
          { id, "aria-labelledby": `${id}-title` },
          element("h2", { id: `${id}-title` }, title),
          ...content,
        ),
      ),
    ),
    element("footer", {}, `gitops-lint ${version}`),
  ];
}

function navigation(sections: readonly Section[]): Node {
  const item = ({ id, title, count }: Section) =>
    element(
      "li",
      {},
      element(
        "a",
        { href: `#${id}` },
        title,
        count !== undefined && element("span", { class: "count" }, count),
      ),
    );
  return element("nav", { "aria-label": "Parts of the report" }, element("ul", {}, ...sections.map(item)));
}

function sectionsOf(parts: Omit<PageData, "title" | "sentences" | "failures" | "version">): Section[] {
  const { filesUrl, changes, findings, networks = [], access = [], paths = [], unknown } = parts;
  const place = placeLinks(filesUrl);
  const bindings = access.reduce((sum, one) => sum + one.bindings.length, 0);
  const ways = paths.reduce((sum, one) => sum + one.paths.length, 0);
  const questions = unknown?.groups.reduce((sum, one) => sum + one.questions.length, 0) ?? 0;
  return [
    ...(changes
      ? [
          {
            id: "changes",
            title: "What changes",
            content: changes.length > 0 ? changes.flatMap(changePart) : [element("p", {}, "Nothing.")],
          },
        ]
      : []),
    ...(findings
      ? [
          {
            id: "findings",
            title: "Findings",
            count: digits(findings.findings.length),
            content: findingsSection(findings, place),
          },
        ]
      : []),
    ...(access.length === 0
      ? []
      : [
          {
            id: "access",
            title: "Who is bound to what",
            count: counted(bindings, "binding"),
            content: titled(access, (one) => accessPart(one, place)),
          },
        ]),
    ...(paths.length === 0
      ? []
      : [
          {
            id: "paths",
            title: "Paths to more rights",
            count: digits(ways),
            content: titled(paths, (one) => pathsPart(one, place)),
          },
        ]),
    ...(networks.length === 0
      ? []
      : [{ id: "network", title: "Who may reach whom", content: titled(networks, matrixPart) }]),
    ...(unknown
      ? [
          {
            id: "unknown",
            title: "What was not known",
            ...(questions > 0 && { count: digits(questions) }),
            content: unknownSection(unknown, place),
          },
        ]
      : []),
  ];
}

/** What is there once for each repository or cluster, with its name above it where there are several. */
function titled<Part extends { title?: string }>(
  parts: readonly Part[],
  make: (part: Part) => Node[],
): Node[] {
  return parts.flatMap((part) => [
    ...(part.title === undefined ? [] : [element("h3", {}, part.title)]),
    ...make(part),
  ]);
}
