import { wrapped } from "../../util/display-width.js";
import { widest } from "../../util/widest.js";

/** The narrowest last column of a table that is worth reading, in characters. */
const NARROWEST = 24;
const INDENT = "    ";

/**
 * The text of a page of ours in Markdown, as a terminal can show it: paragraphs of a width, code indented, tables in columns,
 * links with their addresses, and nothing of what is generated around it. It knows what the pages have: headings,
 * paragraphs, lists, fenced code, tables, links, code and bold text.
 * @param width in characters
 * @param url the address of the page, which its links start from
 */
export function markdownAsText(page: string, width: number, url: string): string {
  const lines = page.replace(/<!--[^]*?-->/g, "").split("\n");
  const blocks: string[] = [];
  for (let at = 0; at < lines.length;) {
    const [block, next] = blockAt(lines, at, { width, url });
    if (block !== "") blocks.push(block);
    at = next;
  }
  return blocks.join("\n\n");
}

interface Page {
  width: number;
  url: string;
}

/** The block that begins in a line, and the line behind it. */
function blockAt(lines: readonly string[], at: number, page: Page): [block: string, next: number] {
  const line = lines[at] ?? "";
  const upTo = (isIn: (line: string, index: number) => boolean, from = at): number => {
    let next = from;
    while (next < lines.length && isIn(lines[next] ?? "", next)) next++;
    return next;
  };
  const fence = /^ *(`{3,})/.exec(line)?.[1];
  if (fence !== undefined) {
    const end = upTo((one) => !one.trim().startsWith(fence), at + 1);
    return [
      lines
        .slice(at + 1, end)
        .map((one) => `${INDENT}${one}`.trimEnd())
        .join("\n"),
      end + 1,
    ];
  }
  const heading = /^#+ (.*)$/.exec(line)?.[1];
  if (heading !== undefined) return [underlined(inline(heading, page.url), line.startsWith("# ")), at + 1];
  if (line.startsWith("|")) {
    const end = upTo((one) => one.startsWith("|"));
    return [table(lines.slice(at, end), page), end];
  }
  if (ITEM.test(line)) {
    const end = upTo((one, index) => ITEM.test(one) || (index > at && /^ +\S/.test(one)));
    return [list(lines.slice(at, end), page), end];
  }
  const end = upTo((one) => one.trim() !== "" && !/^ *```|^#+ |^\|/.test(one) && !ITEM.test(one));
  return [inLines(inline(lines.slice(at, end).join(" "), page.url), page.width), Math.max(end, at + 1)];
}

const ITEM = /^ *(?:[-*]|\d+\.) /;

function underlined(title: string, isFirst: boolean): string {
  return `${title}\n${(isFirst ? "=" : "-").repeat(title.length)}`;
}

/** The items of a list, each hanging behind its mark. */
function list(lines: readonly string[], { width, url }: Page): string {
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line);
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return items
    .map((item) => {
      const [mark = ""] = ITEM.exec(item) ?? [];
      const text = inLines(inline(item.slice(mark.length), url), width - mark.length);
      return `${mark}${text.replaceAll("\n", `\n${" ".repeat(mark.length)}`)}`;
    })
    .join("\n");
}

/** A table in columns, of which the last is wrapped; where that is too narrow, each row as a list of its cells. */
function table(lines: readonly string[], { width, url }: Page): string {
  const [head = [], , ...rows] = lines.map((line) => cellsOf(line).map((cell) => inline(cell, url)));
  const all = [head, ...rows];
  const widths = head.slice(0, -1).map((_, column) => widest(all.map((row) => row[column] ?? "")));
  const left = width - widths.reduce((sum, one) => sum + one + 2, 0);
  if (left < NARROWEST) return rows.map((row) => asList(head, row, width)).join("\n\n");
  const shown = ([...row]: string[]): string => {
    const start = widths.map((one, column) => `${(row[column] ?? "").padEnd(one)}  `).join("");
    const text = inLines(row[head.length - 1] ?? "", left);
    return `${start}${text.replaceAll("\n", `\n${" ".repeat(start.length)}`)}`.trimEnd();
  };
  const rule = [...widths, Math.min(left, widest(all.map((row) => row[head.length - 1] ?? "")))];
  return [shown(head), rule.map((one) => "-".repeat(one)).join("  "), ...rows.map(shown)].join("\n");
}

function asList(head: readonly string[], row: readonly string[], width: number): string {
  return row
    .flatMap((cell, column) => {
      if (cell === "") return [];
      const text = inLines(`${head[column] ?? ""}: ${cell}`.replace(/^: /, ""), width - INDENT.length);
      return [column === 0 ? text : `${INDENT}${text.replaceAll("\n", `\n${INDENT}`)}`];
    })
    .join("\n");
}

function cellsOf(line: string): string[] {
  const cells = line.trim().replace(/^\||\|$/g, "");
  return cells.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** Code stays as it is; a link is its text and its address, unless it leads to another part of the page. */
function inline(text: string, url: string): string {
  return text.replace(
    /(`+)(?!`)[^]*?[^`]\1(?!`)|!?\[((?:`[^`]*`|[^[\]`])*)\]\(([^)\s]+)\)|\*\*((?:`[^`]*`|[^*`])+)\*\*|<(https?:[^>\s]+)>|\\([^a-z0-9\s])/gi,
    (whole, _fence, words?: string, link?: string, bold?: string, address?: string, escaped?: string) => {
      if (words !== undefined && link !== undefined) {
        if (link.startsWith("#")) return words;
        const { href } = new URL(link, url);
        return words === href ? href : `${words} (${href})`;
      }
      return bold ?? address ?? escaped ?? whole;
    },
  );
}

/** A text in lines of a width, whatever its lines were. */
function inLines(text: string, width: number): string {
  return wrapped(text.split(/\s+/).join(" "), width).join("\n");
}
