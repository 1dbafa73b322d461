import { printable, plural } from "../../../util/phrases.js";
import type { Finding, Report } from "./report.js";
import { STDIN } from "../../lint/stream.js";
import { uriOf } from "./sarif.js";

/** A comment on GitHub holds 65,536 characters, and whoever posts it may add some. */
export const MAX_COMMENT = 60_000;

/** Markdown for a job summary or a comment on a merge request: a table of the findings of each file. */
export function markdown(report: Report): string {
  const { files, rules, failures, looked, filesUrl, notes = [] } = report;
  const pages = new Map(rules.map(({ id, url }) => [id, url]));
  const findings = files.flatMap((file) => file.findings).filter(({ isCrash }) => !isCrash);
  const suppressed = files.reduce((sum, file) => sum + file.suppressed.length, 0);
  const head = [
    "## gitops-lint",
    "",
    looked
      ? `${summaryOf(findings)} in ${plural(looked.objects, "object")} of ${plural(looked.files, "file")}.`
      : "❌ The run failed.",
    ...(suppressed > 0 ? ["", `${plural(suppressed, "finding")} suppressed.`] : []),
    ...notes.flatMap((note) => ["", escaped(note)]),
    ...failures.flatMap(({ path, line, rule, message }) => {
      const place = path !== undefined && line !== undefined ? `${path}:${line}` : path;
      const isSaid = place !== undefined && message.startsWith(place);
      const where = [isSaid ? undefined : place, rule]
        .filter((part) => part !== undefined)
        .map((part) => escaped(part));
      return ["", `**Failed:** ${[...where, escaped(message)].join(": ")}`];
    }),
  ].join("\n");

  const start = head.slice(0, MAX_COMMENT);
  const tables = files.flatMap((file): Table[] => {
    const reported = file.findings.filter(({ isCrash }) => !isCrash);
    if (reported.length === 0) return [];
    const title = `### ${escaped(file.path)}\n\n| Line | | Finding | Rule |\n| ---: | :-- | :-- | :-- |`;
    return [{ findings: reported, text: `\n\n${title}`, shown: 0 }];
  });
  fill(tables, MAX_COMMENT - start.length, (finding) => row(finding, filesUrl, pages.get(finding.rule)));
  const filled = tables.filter((table) => table.shown > 0);
  const text = `${start}${filled.map((table) => table.text).join("")}`;
  const shown = filled.reduce((sum, table) => sum + table.shown, 0);
  const left = findings.length - shown;
  return left > 0 ? `${text}\n\nThere is no room here for ${plural(left, "more finding")}.` : text;
}

/** The findings of a file, and how many of them are shown. */
interface Table {
  findings: readonly Finding[];
  text: string;
  shown: number;
}

/**
 * Gives each table a row, then each a second one, as long as there is room: many findings in one file, which
 * may be there on purpose, must not crowd out those in all others.
 */
function fill(tables: readonly Table[], room: number, rowOf: (finding: Finding) => string): void {
  let left = room;
  let growing = tables;
  while (growing.length > 0) {
    growing = growing.filter((table) => {
      const finding = table.findings[table.shown];
      const line = finding && `\n${rowOf(finding)}`;
      const needed = (line?.length ?? 0) + (table.shown === 0 ? table.text.length : 0);
      if (line === undefined || needed > left) return false;
      left -= needed;
      table.text += line;
      table.shown += 1;
      return true;
    });
  }
}

function row(finding: Finding, filesUrl: string | undefined, page: string | undefined): string {
  const { path, line, column, level, message, rule } = finding;
  const place =
    filesUrl === undefined || path === STDIN
      ? `${line}:${column}`
      : `[${line}:${column}](${filesUrl}/${uriOf(path)}#L${line})`;
  const name = page === undefined ? escaped(rule) : `[${escaped(rule)}](${page})`;
  return `| ${place} | ${level} | ${escaped(message)} | ${name} |`;
}

function summaryOf(findings: readonly Finding[]): string {
  if (findings.length === 0) return "✅ Nothing found";
  const errors = findings.filter(({ level }) => level === "error").length;
  return `❌ ${plural(errors, "error")} and ${plural(findings.length - errors, "warning")}`;
}

/**
 * What GitHub and GitLab look for in text, whatever it is written with: `@name`, `#1`, `!1`, `GH-1`, emoji, addresses.
 * They look for none of it in code.
 */
const REFERENCE = /[@#!$~%&[]|:\/|:[\w+-]+:|\bwww\.|\bGH-\d/i;

/**
 * A text that means nothing in Markdown or HTML, alerts nobody, and refers to nothing: a word that could refer to
 * something is code, every other character that could begin something is an entity. Both are gone from what is copied
 * from the page. What would end the code or the cell of a table, and quotes, stand beside it.
 */
export function escaped(text: string): string {
  return printable(text)
    .split(/(\s+|[`|'])/)
    .map((part) => (REFERENCE.test(part) ? `\`${part}\`` : entities(part)))
    .join("");
}

function entities(text: string): string {
  return text.replace(/[!#$%&*<>@[\\\]^_`{|}~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
