import { print } from "../../../lib/helm/go/print.js";
import { Budget, LIMITS, type Limits } from "../../../lib/helm/template/budget.js";
import { execute } from "../../../lib/helm/template/evaluate.js";
import { parseTemplate } from "../../../lib/helm/template/parse.js";
import { TemplateSet } from "../../../lib/helm/template/template-set.js";
import { Text } from "../../../lib/helm/values/text.js";
import {
  bool,
  dict,
  float,
  int,
  list,
  NIL,
  TemplateError,
  type Func,
  type Parameter,
  type Unknown,
  type Value,
} from "../../../lib/helm/values/value.js";

/** A value of JSON as the values of a chart have it: numbers are floats. */
export function valueOf(json: unknown): Value {
  if (json === null || json === undefined) return NIL;
  if (typeof json === "boolean") return bool(json);
  if (typeof json === "number") return float(json);
  if (typeof json === "bigint") return int(json);
  if (typeof json === "string") return Text.plain(json);
  if (Array.isArray(json)) return list(json.map(valueOf));
  if (typeof json === "object" && "type" in json) return json as Value;
  return dict(Object.entries(json).map(([key, value]) => [key, valueOf(value)] as const));
}

function define(name: string, parameters: readonly Parameter[], call: Func["call"], rest?: Parameter): Func {
  return { type: "func", name, takes: { parameters, ...(rest && { rest }) }, call };
}

/** Functions with the types that those of Helm have. */
export const FUNCTIONS: ReadonlyMap<string, Func> = new Map(
  [
    define("list", [], (values) => list(values), "interface {}"),
    define(
      "dict",
      [],
      (values) => {
        if (values.length % 2 !== 0) throw new TemplateError("'dict' takes pairs of keys and values");
        const pairs = values.flatMap((value, index) =>
          index % 2 === 0 ? [[print([value]).text, values[index + 1] ?? NIL] as const] : [],
        );
        return dict(pairs);
      },
      "interface {}",
    ),
    define("nothing", [], () => NIL),
    define("strs", [], (values) => list(values, "[]string"), "string"),
    define("int", ["int"], ([value = NIL]) => value),
    define("int64", ["int64"], ([value = NIL]) => value),
    define("float", ["float64"], ([value = NIL]) => value),
    define("upper", ["string"], ([value = NIL]) =>
      value.type === "string" ? Text.plain(value.text.toUpperCase()) : value,
    ),
    define("keysOf", ["map[string]interface {}"], ([value = NIL]) =>
      int(value.type === "map" ? value.entries.size : 0),
    ),
    define("include", ["string", "interface {}"], ([name = NIL, data = NIL], context) =>
      name.type === "string" ? context.include(name.text, data) : name,
    ),
    define("tpl", ["string", "interface {}"], ([text = NIL, data = NIL], context) =>
      text.type === "string" ? context.tpl(text, data) : text,
    ),
  ].map((func) => [func.name, func]),
);

export interface Options {
  data?: unknown;
  decide?: (unknown: Unknown) => boolean;
  limits?: Partial<Limits>;
  /** More files, by their names. */
  files?: Readonly<Record<string, string>>;
}

/** What a file `main` writes. */
export function run(text: string, { data = {}, decide = refuse, limits, files = {} }: Options = {}): Text {
  const set = new TemplateSet();
  for (const [file, its] of Object.entries(files)) set.add(parseTemplate({ file, text: its }, FUNCTIONS));
  set.add(parseTemplate({ file: "main", text }, FUNCTIONS));
  const budget = new Budget({ ...LIMITS, ...limits });
  return execute(set, "main", valueOf(data), { functions: FUNCTIONS, decide, budget });
}

/** How a file `main` is refused, and what of it the error points at. */
export function refusal(text: string, options: Options = {}): { message: string; at: string | undefined } {
  try {
    run(text, options);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { message: error.message, at: error.at && text.slice(error.at.start, error.at.end) };
  }
  throw new Error(`it is not refused: ${text}`);
}

function refuse({ id }: Unknown): never {
  throw new Error(`${id} is to be decided`);
}

/** Values of every kind that templates meet. */
export const DATA = {
  a: 1,
  s: "str",
  n: null,
  m: { x: { y: "deep" }, k: [1, 2] },
  l: ["p", "q", null],
  e: [],
  em: {},
  t: true,
  f: false,
  big: 1e6,
  i: 3n,
  neg: -1n,
  i64: int(9, "int64"),
  u: int(9, "uint8"),
  strs: list([Text.plain("b"), Text.plain("a")], "[]string"),
  uni: "日本é",
  z: 0,
  "b\u{1F600}": 1,
  "\uFFEE": 2,
};
