import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import { restOfVendored } from "../../plugin/vendored-reports.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Repository } from "../../repository/repository.js";
import { originOf } from "../../repository/vendored.js";
import { plural } from "../../util/phrases.js";
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

/** What the summary says about findings in generated and vendored files that are not listed. */
export function vendoredNotes(
  { vendored, untrusted }: Arguments,
  results: readonly ESLint.LintResult[],
): string[] {
  if (vendored === "none" && untrusted)
    return [
      "Generated and vendored files were searched for what is dangerous only where they have changed, as '--vendored none' says.",
    ];
  if (vendored === "none")
    return [
      "Generated and vendored files were not searched for what is dangerous, as '--vendored none' says.",
    ];
  const rests = results.flatMap(({ messages }) => {
    const count = messages.reduce((sum, { message }) => sum + restOfVendored(message), 0);
    return count > 0 ? [count] : [];
  });
  if (rests.length === 0) return [];
  const count = rests.reduce((sum, rest) => sum + rest, 0);
  const more = count === 1 ? "1 more finding" : `${count} more findings`;
  const where = plural(rests.length, "generated or vendored file");
  return [`${more} in ${where} ${count === 1 ? "is" : "are"} not listed; '--vendored all' lists all.`];
}
