import { CHARACTER, code, LINE, picture, prose, wrapped } from "./drawing.js";

/** A diagnostic as an editor gets it: lines and columns from 1, the end after the last one. */
export interface Diagnostic {
  line: number;
  column: number;
  endColumn: number;
  message: string;
  ruleId: string;
}

const WIDTH = 760;
const BAR = 30;
const NUMBERS = 52;
/** So many lines are shown above and below the one with the finding. */
const AROUND = 7;
const BOX = 620;

/** An editor with a file, one of its findings underlined, and its message as it shows below the mouse. */
export function editorPicture(title: string, path: string, text: string, found: Diagnostic): string {
  const all = text.split("\n");
  const first = Math.max(1, found.line - AROUND);
  const lines = all.slice(first - 1, found.line + AROUND);
  const yOf = (line: number) => BAR + 8 + LINE * (line - first + 0.8);
  const message = wrapped(`${found.message}`, BOX - 24, (one) => one.length * CHARACTER);
  const source = `eslint(${found.ruleId})`;
  const at = yOf(found.line) - message.length * LINE - 2 * LINE - 16;
  const column = (number: number) => NUMBERS + (number - 1) * CHARACTER;
  const elements = [
    `<path class="bar" d="M1 7a6 6 0 0 1 6 -6H${WIDTH - 7}a6 6 0 0 1 6 6V${BAR}H1z"/>`,
    prose(path, 16, 20),
    ...lines.flatMap((line, index) => [
      code(String(first + index).padStart(3), 12, yOf(first + index), "dim"),
      ...coloured(line, NUMBERS, yOf(first + index)),
    ]),
    wave(column(found.column), column(found.endColumn), yOf(found.line) + 4),
    `<rect class="bar frame" x="${NUMBERS + 40}" y="${at}" width="${BOX}" height="${message.length * LINE + LINE + 14}" rx="3"/>`,
    ...message.map((line, index) => code(line, NUMBERS + 52, at + LINE * (index + 1) + 2)),
    code(source, NUMBERS + 52, at + LINE * (message.length + 1) + 2, "dim"),
  ];
  return picture(title, WIDTH, Math.ceil(yOf(first + lines.length - 1) + 14), elements);
}

/** A line of YAML, with its key in a color of its own. */
function coloured(line: string, x: number, y: number): string[] {
  const [, indent = "", key = "", rest = ""] = /^( *(?:- )?)([\w.-]+:)?(.*)$/.exec(line) ?? [];
  const dash = indent.trimEnd();
  return [
    ...(dash === "" ? [] : [code(dash.trim(), x + (dash.length - 1) * CHARACTER, y)]),
    ...(key === "" ? [] : [code(key, x + indent.length * CHARACTER, y, "key")]),
    ...(rest.trim() === ""
      ? []
      : [
          code(
            rest.trim(),
            x + (indent.length + key.length + rest.length - rest.trimStart().length) * CHARACTER,
            y,
            "value",
          ),
        ]),
  ];
}

function wave(from: number, to: number, y: number): string {
  const steps = Math.round((to - from) / 4);
  const path = Array.from({ length: steps }, (_, index) => (index % 2 === 0 ? "l4 -3" : "l4 3")).join("");
  return `<path class="wave" d="M${from} ${y}${path}"/>`;
}
