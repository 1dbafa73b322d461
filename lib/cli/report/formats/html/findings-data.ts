import { characterWidth } from "../../../../util/display-width.js";
import { Excerpts, type ExcerptRow } from "../../excerpt/excerpts.js";
import type { Report, ReportedFile } from "../report.js";
import type { ExcerptLine, FindingData, FindingsData } from "./page-data.js";

/** Findings after so many have no excerpt. */
const MOST_EXCERPTS = 5000;
/** No more than that is spent on findings and excerpts, in bytes: browsers open larger pages slowly. */
const MOST_BYTES = 20_000_000;
/** No longer lines are shown. */
const COLUMNS = 140;

/** What a report found, with the lines of the manifests as far as there is room for them. */
export function findingsData({ files, rules }: Report, mostBytes = MOST_BYTES): FindingsData {
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const found = files.filter(({ findings }) => findings.some(({ isCrash }) => !isCrash));
  const all = found.flatMap((file, f) =>
    file.findings
      .filter(({ isCrash }) => !isCrash)
      .map((finding): { file: ReportedFile; finding: typeof finding; data: FindingData } => {
        const { line, column, level, message, object } = finding;
        const data = {
          f,
          r: ruleIndex.get(finding.rule) ?? -1,
          at: [line, column] as const,
          isError: level === "error",
          message,
          ...(object !== undefined && { object }),
        };
        return { file, finding, data };
      }),
  );
  let room = mostBytes - all.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0);
  let withoutRoom = 0;
  let last: { file: ReportedFile; excerpts: Excerpts } | undefined;
  const findings = all.map(({ file, finding, data }, index): FindingData => {
    if (index >= MOST_EXCERPTS || room <= 0) {
      withoutRoom += 1;
      return data;
    }
    if (last?.file !== file)
      last = { file, excerpts: new Excerpts({ filePath: file.path, source: file.text }) };
    const rows = last.excerpts.rows(finding, COLUMNS);
    if (rows.length === 0) return data;
    const excerpt = rows.map(linePartsOf);
    room -= Buffer.byteLength(JSON.stringify(excerpt));
    return { ...data, excerpt };
  });
  return {
    files: found.map(({ path }) => path),
    rules: rules.map(({ id, description, url }) => ({ id, description, ...(url !== undefined && { url }) })),
    findings,
    withoutRoom,
    suppressed: files.reduce((sum, { suppressed }) => sum + suppressed.length, 0),
  };
}

/** The parts of a line before the place, in it and after it. */
function linePartsOf({ line, text, from, to }: ExcerptRow): ExcerptLine {
  const [start, end] = [indexAt(text, from), indexAt(text, to)];
  return [line, text.slice(0, start), text.slice(start, end), text.slice(end)];
}

/** The index of what a terminal draws at a column. */
function indexAt(text: string, column: number): number {
  let [at, index] = [0, 0];
  for (const character of text) {
    const width = characterWidth(character);
    if (at + width > column) return index;
    at += width;
    index += character.length;
  }
  return index;
}
