/** Colors for readers who prefer light, and those who prefer dark, by the class of what has them. */
const COLORS = {
  back: ["#ffffff", "#0d1117"],
  bar: ["#f6f8fa", "#161b22"],
  text: ["#1f2328", "#f0f6fc"],
  dim: ["#656d76", "#9198a1"],
  red: ["#cf222e", "#ff7b72"],
  yellow: ["#9a6700", "#d29922"],
  key: ["#0550ae", "#79c0ff"],
  value: ["#0a3069", "#a5d6ff"],
  link: ["#0969da", "#4493f8"],
} as const;
const LINES = ["#d0d7de", "#3d444d"] as const;

const MONOSPACE = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
const SANS = "-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif";

/** How wide a character of the font for code is, and how far lines of it are apart, in pixels. */
export const CHARACTER = 7.2;
export const LINE = 17;

function theme(index: 0 | 1): string {
  const fills = Object.entries(COLORS).map(([name, colors]) => `.${name}{fill:${colors[index]}}`);
  const lines = `.frame,.rule{stroke:${LINES[index]}}.wave{stroke:${COLORS.red[index]}}`;
  return `${fills.join("")}${lines}`;
}

const STYLE = `.code{font-family:${MONOSPACE};font-size:12px}.prose{font-family:${SANS};font-size:13px}.bold{font-weight:600}.underline{text-decoration:underline}.frame{stroke-width:1}.rule{fill:none}.wave{fill:none}`;

/**
 * A picture of a size in pixels, in a frame.
 * @param more styles besides those of all pictures, for readers who prefer light, and for those who prefer dark
 */
export function picture(
  title: string,
  width: number,
  height: number,
  elements: readonly string[],
  more: readonly [light: string, dark: string] = ["", ""],
): string {
  const size = `width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}" role="img" xml:space="preserve">
<title>${escaped(title)}</title>
<style>${STYLE}${theme(0)}${more[0]}@media(prefers-color-scheme:dark){${theme(1)}${more[1]}}</style>
<rect class="back frame" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
${elements.join("\n")}
</svg>
`;
}

/** A text in the font for code. It has its width whatever fonts there are, so that columns stay columns. */
export function code(text: string, x: number, y: number, classes = "text"): string {
  const width = round([...text].length * CHARACTER);
  return `<text class="code ${classes}" x="${round(x)}" y="${round(y)}" textLength="${width}">${escaped(text)}</text>`;
}

/** A text in the font of a page. */
export function prose(text: string, x: number, y: number, classes = "text"): string {
  return `<text class="prose ${classes}" x="${round(x)}" y="${round(y)}">${escaped(text)}</text>`;
}

/** A text in lines of some width, which a function tells of a text. */
export function wrapped(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
