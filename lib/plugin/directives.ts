import type { LineColumn } from "../manifests/comments.js";
import { groupBy } from "../util/group-by.js";
import { leading } from "../util/leading.js";
import { pluginKit } from "../util/libraries.js";
import { isCommandLineRun } from "./process.js";

let parser: InstanceType<ReturnType<typeof pluginKit>["ConfigCommentParser"]> | undefined;

/** The names in a comment. ESLint's parser is loaded for the first one, since most files have none. */
function namesIn(list: string): string[] {
  parser ??= new (pluginKit().ConfigCommentParser)();
  return Object.keys(parser.parseListConfig(list));
}

/** What ESLint asks a source code for comments that disable rules, in any language. */
interface Commented {
  getDisableDirectives?(): { directives: readonly { type: string; node: object; value: string }[] };
  getLoc?(node: object): { start: LineColumn; end: LineColumn };
}

const heedingOf = new WeakMap<object, () => boolean>();

/** Notes how to learn whether ESLint heeds the comments of a file. */
export function noteHeeding(sourceCode: object, isHeeding: () => boolean): void {
  heedingOf.set(sourceCode, isHeeding);
}

/**
 * Whether comments in a file may change how it is linted. In other languages than ours, a configuration that forbids it
 * does not show; only the command line does.
 */
export function heedsComments(sourceCode: object): boolean {
  return (
    heedingOf.get(sourceCode)?.() ?? !(isCommandLineRun() && process.argv.includes("--no-inline-config"))
  );
}

/** Whether comments in a file disable any rule. */
export function hasDisabling(sourceCode: Commented): boolean {
  return heedsComments(sourceCode) && (sourceCode.getDisableDirectives?.().directives.length ?? 0) > 0;
}

/** A comment that disables a rule, or enables it again. */
export interface Directive {
  type: string;
  at: LineColumn;
}

/**
 * Tells which comments of a file disable a rule at a place, as ESLint will once all findings are known:
 * lib/linter/apply-disable-directives.js.
 * @param id the name of the rule, with the prefix that it has in the configuration
 */
export function disabledPlaces(
  sourceCode: Commented,
  id: string,
): (place: LineColumn) => readonly Directive[] {
  const directives = heedsComments(sourceCode) ? directivesFor(sourceCode, id) : [];
  const blocks = directives
    .filter(({ type }) => type === "disable" || type === "enable")
    .sort((a, b) => compare(a.at, b.at));
  const lines = groupBy(
    directives.filter(({ type }) => type === "disable-line" || type === "disable-next-line"),
    ({ type, at: { line } }) => (type === "disable-line" ? line : line + 1),
  );
  return (place) => {
    const before = lastBefore(blocks, place);
    return [...(lines.get(place.line) ?? []), ...(before?.type === "disable" ? [before] : [])];
  };
}

/** The last of some comments, which are sorted, that is not behind a place. */
function lastBefore(sorted: readonly Directive[], place: LineColumn): Directive | undefined {
  return sorted[leading(sorted, (one) => compare(one.at, place) <= 0) - 1];
}

function directivesFor(sourceCode: Commented, id: string): Directive[] {
  const { directives = [] } = sourceCode.getDisableDirectives?.() ?? {};
  return directives.flatMap(({ type, node, value }): Directive[] => {
    const rules = namesIn(value);
    const loc = sourceCode.getLoc?.(node);
    if (!loc || (rules.length > 0 && !rules.includes(id))) return [];
    return [{ type, at: type === "disable-next-line" ? loc.end : loc.start }];
  });
}

function compare(a: LineColumn, b: LineColumn): number {
  return a.line - b.line || a.column - b.column;
}
