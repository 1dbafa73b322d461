import { digest } from "../../util/digest.js";
import { identityOf } from "../values/identity.js";
import { unknown, type CallContext, type Parameter, type Unknown, type Value } from "../values/value.js";
import { checkDepth, countNodes } from "../values/work.js";

/** Longer ids are shortened to a digest, so that they do not grow with each call. */
const LONGEST_ID = 160;

/** Why something in a value is not known, the value itself included; undefined if all of it is known. */
export function whyAnyUnknown(value: Value, depth = 0): string | undefined {
  checkDepth(depth);
  switch (value.type) {
    case "unknown":
      return value.why;
    case "string":
      return value.unknown;
    case "list":
      return value.text ? value.text.unknown : firstWhy(value.items, depth);
    case "map":
      return value.others?.why ?? firstWhy(value.entries.values(), depth);
    default:
      return undefined;
  }
}

function firstWhy(values: Iterable<Value>, depth: number): string | undefined {
  for (const value of values) {
    const why = whyAnyUnknown(value, depth + 1);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** The same as `unknownResult`, with the work that it is to go through all arguments. */
export function countedUnknown(
  name: string,
  args: readonly Value[],
  why: string,
  context: Pick<CallContext, "work">,
): Unknown {
  for (const arg of args) countNodes(arg, context);
  return unknownResult(name, args, why);
}

/** What sprig's functions give that do not give values of any type, by what Go calls it: functions.go. */
const NAMES_BY_RESULT: Readonly<Partial<Record<Parameter, string>>> = {
  string: `
    abbrev abbrevboth adler32sum ago b32dec b32enc b64dec b64enc base camelcase cat clean date dateInZone decryptAES dir
    duration durationRound ext htmlDate htmlDateInZone indent initials join kebabcase lower nindent nospace plural quote
    regexFind regexQuoteMeta regexReplaceAll regexReplaceAllLiteral repeat replace snakecase squote substr swapcase title
    toString trim trimAll trimPrefix trimSuffix trunc unixEpoch untitle upper urlJoin wrap wrapWith
  `,
  bool: "contains has hasKey hasPrefix hasSuffix isAbs regexMatch semverCompare",
  int: "atoi int",
  int64: "add add1 div int64 max min mod mul sub toDecimal",
  float64: "add1f addf ceil divf float64 floor maxf minf mulf round subf",
  "map[string]string": "split splitn",
  "[]string": "splitList",
};

const RESULTS: ReadonlyMap<string, Parameter> = new Map(
  Object.entries(NAMES_BY_RESULT).flatMap(([result, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, result as Parameter] as const),
  ),
);

/** The result of a function of which too little is known. The same call has the same id. */
export function unknownResult(name: string, args: readonly Value[], why: string): Unknown {
  const id = `${name}(${args.map(identityOf).join(",")})`;
  const result = unknown(id.length > LONGEST_ID ? `#${digest(id)}` : id, why);
  const goType = RESULTS.get(name);
  return goType ? { ...result, goType } : result;
}
