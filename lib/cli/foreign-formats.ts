import { didYouMean } from "../util/did-you-mean.js";

/** What people call our formats elsewhere. */
const FORMATS_MEANT: ReadonlyMap<string, string> = new Map([
  ...["text", "txt", "table", "pretty", "compact", "unix", "human"].map((word) => [word, "stylish"] as const),
  ...["codeclimate", "codequality", "code-quality"].map((word) => [word, "gitlab"] as const),
  ["md", "markdown"] as const,
  ...["htm", "web", "page"].map((word) => [word, "html"] as const),
  ...["xml", "checkstyle"].map((word) => [word, "junit"] as const),
  ["annotations", "github"] as const,
  ["yaml", "json"] as const,
]);

/**
 * What to say about a format that there is not, with the space before it.
 * @param formats those that there are
 */
export function foreignFormat(written: string, formats: readonly string[]): string {
  const format = formats.find((one) => written.startsWith(`${one}.`));
  if (format !== undefined) return ` Did you mean '${format}:${written}'?`;
  const meant = FORMATS_MEANT.get(written.toLowerCase());
  return meant === undefined ? didYouMean(written, formats) : ` Did you mean '${meant}'?`;
}
