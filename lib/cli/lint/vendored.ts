import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import { restOfVendored } from "../../plugin/vendored-reports.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Repository } from "../../repository/repository.js";
import { originOf } from "../../repository/vendored.js";
import type { Arguments } from "../args.js";
import type { Trust } from "./trust.js";

/**
 * Returns whether `--vendored none` leaves out the findings of a rule, with its prefix, in a file.
 * @param trust tells the files that can be generated or vendored, if not all can
 */
export function leftOut(
  repository: Repository,
  settings: Settings,
  { vendored, inlineConfig }: Arguments,
  trust?: Pick<Trust, "heeds">,
): (path: string, rule: string) => boolean {
  const { files } = repository;
  if (vendored !== "none") return () => false;
  return (path, rule) => {
    if (trust && !trust.heeds(repository, path)) return false;
    const isDangerous = rules[rule.replace(/^gitops\//, "")]?.meta.docs.consequence === "danger";
    const saysGenerated = inlineConfig && files.get(path)?.generated === true;
    return isDangerous && originOf({ path, files, settings, saysGenerated }) !== undefined;
  };
}

/** What the summary says about what was not searched in generated and vendored files. */
export function vendoredNotes({ vendored, untrusted }: Arguments): string[] {
  if (vendored !== "none") return [];
  const where = untrusted
    ? "searched for what is dangerous only where they have changed"
    : "not searched for what is dangerous";
  return [`Generated and vendored files were ${where}, as '--vendored none' says.`];
}

/** How many findings in generated and vendored files are not listed, and in how many files. */
export function unlistedOf(
  { vendored }: Arguments,
  results: readonly ESLint.LintResult[],
): { findings: number; files: number } | undefined {
  if (vendored === "none") return undefined;
  const rests = results
    .map(({ messages }) => messages.reduce((sum, { message }) => sum + restOfVendored(message), 0))
    .filter((count) => count > 0);
  if (rests.length === 0) return undefined;
  return { findings: rests.reduce((sum, rest) => sum + rest, 0), files: rests.length };
}
