import { styleText } from "node:util";

/** How words stand out at a terminal. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  underline(text: string): string;
}

type Format = "bold" | "dim" | "red" | "yellow" | "underline";

const paintWith = (paint: (format: Format, text: string) => string): Paint => ({
  bold: (text) => paint("bold", text),
  dim: (text) => paint("dim", text),
  red: (text) => paint("red", text),
  yellow: (text) => paint("yellow", text),
  underline: (text) => paint("underline", text),
});

/** Changes nothing: for files, pipes, and whoever wants no colors. */
export const PLAIN: Paint = paintWith((_, text) => text);
/** The colors of a terminal. */
export const COLORS: Paint = paintWith((format, text) => styleText(format, text, { validateStream: false }));
