import { FUNCTIONS } from "../../../lib/helm/functions/index.js";
import { printValue } from "../../../lib/helm/go/print.js";
import { Text } from "../../../lib/helm/values/text.js";
import {
  bool,
  dict,
  float,
  int,
  LimitError,
  list,
  NIL,
  TemplateError,
  unknown,
  type CallContext,
  type Func,
  type Unknown,
  type Value,
} from "../../../lib/helm/values/value.js";

/** What a test gives a function: values by their names, and what is decided. */
export interface Given {
  values?: Readonly<Record<string, unknown>>;
  decide?: (unknown: Unknown) => boolean;
  work?: (steps: number) => void;
  functions?: ReadonlyMap<string, Func>;
}

/** What a call of functions gives, written as in a template: `trunc 3 "hello" | upper`, with `.name` for a value. */
export function call(expression: string, given: Given = {}): Value {
  return new Expression(expression, given).pipeline();
}

/** What a call prints. */
export function print(expression: string, given?: Given): string {
  return printValue(call(expression, given)).text;
}

/** The steps of work that a call counts. */
export function steps(expression: string, given: Given = {}): number {
  let count = 0;
  call(expression, { ...given, work: (more) => (count += more) });
  return count;
}

/** The steps of work of a function that is given a text, and something small besides; be it that it refuses that. */
export function stepsOf({ takes, call: run }: Func, index: number, text: string): number {
  let count = 0;
  const small: Partial<Record<string, Value>> = {
    int: int(1),
    uint32: int(1),
    float64: float(1),
    "map[string]interface {}": dict(),
  };
  const args = (takes?.parameters ?? []).map((type) => small[type] ?? Text.plain("a"));
  args[index] = Text.plain(text);
  const context: CallContext = {
    decide: () => true,
    work: (more) => (count += more),
    include: () => Text.empty,
    tpl: (template) => template,
  };
  try {
    run(args, context);
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof LimitError)) throw error;
  }
  return count;
}

/** What a call says it is, when it is refused. */
export function refusal(expression: string, given?: Given): string {
  try {
    return `no refusal, but ${print(expression, given)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A value of JSON as the values of a chart have it. */
export function valueOf(json: unknown): Value {
  if (json === null) return NIL;
  if (typeof json === "string") return Text.plain(json);
  if (typeof json === "boolean") return bool(json);
  if (typeof json === "number") return float(json);
  if (Array.isArray(json)) return list(json.map(valueOf));
  if (
    json instanceof Text ||
    (typeof json === "object" && "type" in json && typeof json.type === "string" && json.type in KINDS)
  ) {
    return json as Value;
  }
  return dict(Object.entries(json as object).map(([key, item]) => [key, valueOf(item)] as const));
}

const KINDS = { unknown: true, list: true, map: true, int: true, struct: true };

/** Something that is not known. */
export const open = (id: string) => unknown(id, `'${id}' is not known`);

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|`([^`]*)`|([()|])|(-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+))|(-?\d+)|\.(\w+)|(\w+))/y;

class Expression {
  #at = 0;
  readonly context: CallContext;

  constructor(
    readonly text: string,
    readonly given: Given,
  ) {
    this.context = {
      decide: given.decide ?? ((one) => fail(`${one.id} is decided`)),
      work: given.work ?? (() => undefined),
      include: (name) => Text.plain(`<${name}>`),
      tpl: (template) => template,
    };
  }

  pipeline(): Value {
    let value = this.command([]);
    for (;;) {
      const at = this.#at;
      if (this.next()?.[3] === "|") value = this.command([value]);
      else {
        this.#at = at;
        return value;
      }
    }
  }

  private command(last: readonly Value[]): Value {
    const first = this.next();
    const name = first?.[7];
    const func = name === undefined ? undefined : (this.given.functions ?? FUNCTIONS).get(name);
    if (!func) return this.operand(first);
    const args: Value[] = [];
    for (let arg = this.argument(); arg; arg = this.argument()) args.push(arg);
    return func.call([...args, ...last], this.context);
  }

  private argument(): Value | undefined {
    const at = this.#at;
    const token = this.next();
    if (!token || token[3] === "|" || token[3] === ")") {
      this.#at = at;
      return undefined;
    }
    return this.operand(token);
  }

  private operand(token: RegExpExecArray | undefined): Value {
    if (!token) return fail(`nothing at ${this.#at} of ${this.text}`);
    const [, quoted, raw, mark, decimal, whole, field, word] = token;
    if (quoted !== undefined) return Text.plain(JSON.parse(quoted) as string);
    if (raw !== undefined) return Text.plain(raw);
    if (decimal !== undefined) return float(Number(decimal));
    if (whole !== undefined) return int(BigInt(whole));
    if (field !== undefined) return valueOf(this.given.values?.[field] ?? null);
    if (mark === "(") {
      const value = this.pipeline();
      if (this.next()?.[3] !== ")") fail(`no parenthesis at ${this.#at} of ${this.text}`);
      return value;
    }
    if (word === "true" || word === "false") return bool(word === "true");
    if (word === "nil") return NIL;
    const func = word === undefined ? undefined : (this.given.functions ?? FUNCTIONS).get(word);
    return func ? func.call([], this.context) : fail(`'${word}' in ${this.text}`);
  }

  private next(): RegExpExecArray | undefined {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.text) ?? undefined;
    if (found) this.#at = TOKEN.lastIndex;
    return found;
  }
}

function fail(message: string): never {
  throw new Error(message);
}
