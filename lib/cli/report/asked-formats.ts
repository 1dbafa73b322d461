import { type Format, parseFormat, withFile } from "../args.js";

/** What prints something that is no report, so that no report is missing when it fails. */
const INSTEAD =
  /^--(?:print-builds|unknowns|explain-silence|list-rules|controls|explain|help|version)(?:=|$)|^-[hv]$/;

/**
 * The reports that a command line asks for, even if it cannot be understood as a whole: whoever reads them must learn of
 * that too. None if it is not reports that it asks for, or if the mistake is in what it says of them.
 * @param argv the arguments after the program's name
 */
export function askedFormats(argv: readonly string[]): Format[] {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  if (words.some((word) => INSTEAD.test(word))) return [];
  try {
    const formats = valuesOf(words, "format", "f").map(parseFormat);
    return withFile(formats, valuesOf(words, "output-file", "o").at(-1));
  } catch {
    return [];
  }
}

/** The values of an option: `--name VALUE`, `--name=VALUE`, `-n VALUE` or `-nVALUE`. */
function valuesOf(words: readonly string[], name: string, letter: string): string[] {
  return words.flatMap((word, index) => {
    if (word === `--${name}` || word === `-${letter}`) return words.slice(index + 1, index + 2);
    if (word.startsWith(`--${name}=`)) return [word.slice(name.length + 3)];
    return word.startsWith(`-${letter}`) && word.length > 2 ? [word.slice(2)] : [];
  });
}
