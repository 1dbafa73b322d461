import type { Linter, Rule } from "eslint";
import type { LineColumn } from "../manifests/comments.js";
import { notListedIn } from "./room.js";
import type { Origin, VendoredMode } from "../repository/vendored.js";

/** A finding as it is handed to ESLint. */
export type Report = Rule.ReportDescriptor & { loc: { start: LineColumn; end: LineColumn } };

/** Where a configuration of ESLint has what the command line asks for. */
export const COMMAND_SETTINGS = "gitops-lint";
export interface CommandSettings {
  vendored?: VendoredMode | undefined;
  /** Whether a file has room for only so many findings. */
  isBounded?: boolean;
}

/** What follows every message of a rule on something dangerous. It is empty but for the one finding of many. */
export const REST = "{{restOfFile}}";
export const NO_REST = { restOfFile: "" };

const SAYS_REST = / This file is (?:generated|vendored), so (\d+) more like this (?:is|are) not listed/;

/** How the findings of a file that nobody edits by hand are reported. */
interface Vendored {
  origin: Origin;
  mode: Exclude<VendoredMode, "all">;
  isDisabled: (place: LineColumn) => boolean;
  /** How many there are besides, which no comment disables. */
  cut: number;
}

/**
 * The findings of a rule on something dangerous in a generated or vendored file that are reported: one in all. Those that
 * comments suppress are not findings any more, and must not stand for others; they are reported, so that ESLint knows
 * what the comments are for.
 */
export function vendoredReports(
  reports: readonly Report[],
  { origin, mode, isDisabled, cut }: Vendored,
): Report[] {
  const disabled = reports.filter(({ loc }) => isDisabled(loc.start));
  const [first, ...others] = reports.filter(({ loc }) => !isDisabled(loc.start)).sort(byPlace);
  if (!first || mode === "none") return disabled;
  return [...disabled, { ...first, data: { ...first.data, restOfFile: rest(others.length + cut, origin) } }];
}

/** How many more findings one stands for. */
export function restIn(finding: Pick<Linter.LintMessage, "messageId" | "message">): number {
  return notListedIn(finding) > 0 ? notListedIn(finding) - 1 : restOfVendored(finding.message);
}

/** How many more findings the message of one in a generated or vendored file stands for. */
export function restOfVendored(message: string): number {
  return Number(SAYS_REST.exec(message)?.[1] ?? 0);
}

function rest(count: number, origin: Origin): string {
  if (count === 0) return "";
  const [are, them] = count === 1 ? ["is", "it"] : ["are", "them"];
  const lists = `'--vendored all' or the setting 'vendored' lists ${them}.`;
  return ` This file is ${origin}, so ${count} more like this ${are} not listed; ${lists}`;
}

function byPlace({ loc: { start: a } }: Report, { loc: { start: b } }: Report): number {
  return a.line - b.line || a.column - b.column;
}
