import { re2 } from "../../util/libraries.js";
import { memoizeParts } from "../../util/memoize.js";
import { Text } from "../values/text.js";
import { bool, list, nilList, TemplateError, type CallContext, type Func } from "../values/value.js";
import { alias, define, INT, STRING, TRACED } from "./signature.js";
import { checkLength, Cutter, replaceMatches } from "./traced.js";
import { unknownResult } from "./unknown.js";

/** A match, with where each of its groups matches, the whole first. */
interface Match {
  start: number;
  end: number;
  groups: readonly ({ start: number; end: number } | undefined)[];
}

/** No expression of a template is longer. */
const LONGEST_EXPRESSION = 10_000;
/** Each character is looked at by so much of the expression. */
const EXPRESSION_A_STEP = 8;
/** What it takes to find and keep a match. */
const STEPS_OF_MATCH = 4;

const FUNCTIONS: readonly Func[] = [
  define("regexMatch", [STRING, STRING], (context, expression, text) =>
    bool(compiled(expression, text, context).matcher(text).find()),
  ),
  define("regexFind", [STRING, TRACED], (context, expression, text) =>
    onKnown("regexFind", expression, text, context, () => {
      const [match] = matchesOf(expression, text.text, 1, context);
      return match ? text.slice(match.start, match.end) : Text.empty;
    }),
  ),
  define("regexFindAll", [STRING, TRACED, INT], (context, expression, text, count) =>
    onKnown("regexFindAll", expression, text, context, () => {
      const cutter = new Cutter(text);
      const matches = matchesOf(expression, text.text, count, context);
      if (matches.length === 0) return nilList("[]string");
      return list(
        matches.map(({ start, end }) => cutter.cut(start, end)),
        "[]string",
      );
    }),
  ),
  define("regexReplaceAll", [STRING, TRACED, TRACED], (context, expression, text, replacement) =>
    onKnown("regexReplaceAll", expression, text, context, () => {
      const matches = matchesOf(expression, text.text, -1, context);
      const parts = templateOf(replacement);
      // Each match looks for its groups among the pieces of the text.
      context.work((matches.length * text.pieces.length) >> 4);
      checkLength(text.text.length + matches.length * replacement.text.length, context);
      return replaceMatches(text, matches, (index) => expanded(parts, matches[index], text, expression));
    }),
  ),
  define("regexReplaceAllLiteral", [STRING, TRACED, TRACED], (context, expression, text, replacement) =>
    onKnown("regexReplaceAllLiteral", expression, text, context, () => {
      const matches = matchesOf(expression, text.text, -1, context);
      checkLength(text.text.length + matches.length * replacement.text.length, context);
      return replaceMatches(text, matches, () => replacement);
    }),
  ),
  define("regexSplit", [STRING, TRACED, INT], (context, expression, text, count) =>
    onKnown("regexSplit", expression, text, context, () => {
      const parts = split(expression, text, count, context);
      return count === 0 ? nilList("[]string") : list(parts, "[]string");
    }),
  ),
];

/** sprig's regular expressions, which are Go's: regex.go. */
export const REGEX: readonly Func[] = [
  ...FUNCTIONS.flatMap((one) => [one, alias(`mustR${one.name.slice(1)}`, one)]).map((one) =>
    one.name === "regexMatch" ? lenient(one) : one,
  ),
  define("regexQuoteMeta", [STRING], (_, text) => Text.plain(text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&"))),
];

/** sprig's `regexMatch` alone takes what is no regular expression for one that matches nothing. */
function lenient(func: Func): Func {
  return {
    ...func,
    call: (args, context) => {
      try {
        return func.call(args, context);
      } catch (error) {
        if (error instanceof BadExpressionError) return bool(false);
        throw error;
      }
    },
  };
}

class BadExpressionError extends TemplateError {}

const compile = memoizeParts((expression: string) => {
  const { RE2JS } = re2();
  try {
    return RE2JS.compile(expression);
  } catch {
    return undefined;
  }
});

function compiled(expression: string, text: string, context: CallContext) {
  if (expression.length > LONGEST_EXPRESSION) {
    throw new BadExpressionError("a regular expression is too long to be followed");
  }
  context.work(Math.ceil(looksOf(expression, text) / EXPRESSION_A_STEP));
  const found = compile(expression);
  if (!found) throw new BadExpressionError(`'${expression}' is not a regular expression`);
  return found;
}

/** How often a character is looked at by a part of an expression, at most. */
function looksOf(expression: string, text: string): number {
  const [start = ""] = /^[^\\.^$)\]}*+?{|([]*/.exec(expression) ?? [];
  // Without repetitions and choices, only where its first characters stand is the rest of it tried.
  if (start.length < 2 || /[*+?{|([]/.test(expression)) return expression.length * (text.length + 1);
  const tried = text.split(start).length - 1;
  return text.length + 1 + tried * expression.length;
}

/** The matches as Go finds them: an empty one does not follow another match at once. */
function matchesOf(expression: string, text: string, count: number, context: CallContext): Match[] {
  const matcher = compiled(expression, text, context).matcher(text);
  const found: Match[] = [];
  let before = -1;
  while ((count < 0 || found.length < count) && matcher.find()) {
    context.work(STEPS_OF_MATCH + matcher.groupCount());
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end && start === before) continue;
    before = end;
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) =>
      matcher.start(group) < 0 ? undefined : { start: matcher.start(group), end: matcher.end(group) },
    );
    found.push({ start, end, groups });
  }
  return found;
}

/** What a replacement says: text, or the name or number of a group. */
type Part = { text: Text } | { group: string };

/** Go's `Expand`: `$name` takes the longest name there is, `${name}` says where it ends, `$$` is a dollar. */
function templateOf(replacement: Text): Part[] {
  const parts: Part[] = [];
  const cutter = new Cutter(replacement);
  let at = 0;
  for (const match of replacement.text.matchAll(/\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu)) {
    const [all, dollar, name, braced] = match;
    parts.push({ text: cutter.cut(at, match.index) });
    const group = name ?? braced;
    if (dollar !== undefined || group === undefined) parts.push({ text: Text.plain("$") });
    else parts.push({ group });
    at = match.index + all.length;
  }
  parts.push({ text: cutter.cut(at, Infinity) });
  return parts;
}

function expanded(parts: readonly Part[], match: Match | undefined, text: Text, expression: string): Text {
  return Text.join(
    parts.map((part) => {
      if ("text" in part) return part.text;
      const number = /^\d+$/.test(part.group) ? Number(part.group) : groupNumber(expression, part.group);
      const group = match?.groups[number];
      return group ? text.slice(group.start, group.end) : Text.empty;
    }),
  );
}

function groupNumber(expression: string, name: string): number {
  const groups = compile(expression)?.namedGroups() ?? {};
  return Object.hasOwn(groups, name) ? Number(groups[name]) : -1;
}

/** Go's `Regexp.Split`. */
function split(expression: string, text: Text, count: number, context: CallContext): Text[] {
  const all = text.text;
  const matches = matchesOf(expression, all, count, context);
  if (count === 0) return [];
  if (expression !== "" && all === "") return [Text.empty];
  const cutter = new Cutter(text);
  const parts: Text[] = [];
  let [start, end] = [0, 0];
  for (const match of matches) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(cutter.cut(start, end));
    start = match.end;
  }
  if (end !== all.length) parts.push(cutter.cut(start, Infinity));
  return parts;
}

function onKnown<Result>(
  name: string,
  expression: string,
  text: Text,
  context: CallContext,
  answer: () => Result,
) {
  if (text.unknown === undefined) return answer();
  // What is no expression is refused whatever the text is.
  compiled(expression, "", context);
  return unknownResult(name, [Text.plain(expression), text], text.unknown);
}
