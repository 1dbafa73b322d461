import type { Span, Text } from "./text.js";

// The values of templates, as Go has them. They are never changed, except for maps by `set`, `unset` and the like, and
// variables by assignment.

/** Go's nil. */
export interface Nil {
  type: "nil";
}

/** A scalar that the values say remembers where. */
export interface Bool {
  type: "bool";
  value: boolean;
  from?: Span | undefined;
}

/** An integer of any of Go's types; templates write `int`, most functions return `int64`. */
export interface Int {
  type: "int";
  goType: "int" | "int64" | "uint64" | "int32" | "uint8" | "time.Duration" | "time.Month" | "rune";
  value: bigint;
  from?: Span | undefined;
}

/** A number of `values.yaml` is one, whatever it looks like: it is read as JSON. */
export interface Float {
  type: "float64";
  value: number;
  from?: Span | undefined;
}

export interface List {
  type: "list";
  /** What Go calls it: most are `[]interface {}`. */
  goType: "[]interface {}" | "[][]interface {}" | "[]string" | "[]int" | "[]uint8" | "chartutil.VersionSet";
  items: readonly Value[];
  /** What the bytes of a `[]uint8` say; its items may then be made when they are asked for. */
  text?: Text;
  /** Whether its order is not known, as of `keys`. */
  isUnordered?: true;
  /** Whether there may be more items, for which one stands, which is this. */
  others?: Unknown;
  /** A method, as `.Capabilities.APIVersions` has one. */
  method?: (name: string) => Func | undefined;
  /** Whether it is Go's nil slice, which is empty like any other, but `null` in JSON. */
  isNil?: true;
  from?: Span | undefined;
}

/** A map from strings. Functions such as `set` change it in place, as in Go. */
export interface Dict {
  type: "map";
  goType: "map[string]interface {}" | "map[string]string" | "chartutil.Values" | "engine.files";
  entries: Map<string, Value>;
  /** Whether it is Go's nil map, which is empty, cannot be written into, and is `null` in JSON. */
  isNil?: true;
  /** Whether there may be more keys than those, such as what a Secret gives; each is this then. */
  others?: Unknown | undefined;
  /** A method, which goes before the key of its name: those of `.Files` and `.Values`. */
  method?: (name: string) => Func | undefined;
  /** Where the values have it. */
  from?: Span | undefined;
  /** Where each key is written, where that is known. */
  keys?: ReadonlyMap<string, Span>;
}

/** What is not a value of JSON: a struct or something with methods, such as `.Files`, `.Capabilities` and `.Chart`. */
export interface Struct {
  type: "struct";
  goType: string;
  /** A field or method without arguments; undefined if there is none, which Go refuses. */
  field: (name: string) => Value | undefined;
  /** A method with arguments. */
  method?: (name: string) => Func | undefined;
  /** As `print` shows it. */
  text: () => Text;
}

/** What cannot be known before the chart is installed. Whatever is made of it is not known either. */
export interface Unknown {
  type: "unknown";
  /** The same for what is sure to have the same value, so that two conditions on it are decided alike. */
  id: string;
  /** Why, as a clause: `the Secret 'x' is not in the repository`. */
  why: string;
  /** What Go calls its type, where the function that gives it has only results of that one. */
  goType?: Parameter;
}

/** What Go calls the type of a parameter. */
export type Parameter =
  | "interface {}"
  | "string"
  | "bool"
  | "int"
  | "int64"
  | "uint32"
  | "float64"
  | "[]interface {}"
  | "[]string"
  | "[]uint8"
  | "map[string]interface {}"
  | "map[string]string"
  | "time.Time";

/** What a function of Go takes, by which its calls are checked, and literals become what is asked for. */
export interface Signature {
  parameters: readonly Parameter[];
  /** What each of the arguments after those is, where Go's function takes any number of them. */
  rest?: Parameter;
}

/** A function with Go's arguments. It throws a `TemplateError` where Go's returns an error. */
export interface Func {
  type: "func";
  name: string;
  /** If it is there, the function is called with nothing else, except for unknown values. */
  takes?: Signature;
  call: (args: readonly Value[], context: CallContext) => Value;
}

export type Value = Nil | Bool | Int | Float | Text | List | Dict | Struct | Unknown | Func;

/** What functions ask of the evaluation that calls them. */
export interface CallContext {
  /**
   * Whether something holds that is not known. Each answer is tried in turn, in renderings of their own: the same answer
   * is given for the same id within one.
   */
  decide: (unknown: Unknown) => boolean;
  /** Counts work, so that a template that never ends is stopped. It throws a `LimitError`. */
  work: (steps: number) => void;
  /** Executes a named template: `include`. */
  include: (name: string, data: Value) => Text;
  /** Executes a text as a template: `tpl`. */
  tpl: (template: Text, data: Value) => Text;
}

/** What Go or Helm says of a template that it refuses, or of an action that fails. */
export class TemplateError extends Error {
  /** Where the template is refused. */
  readonly at: Span | undefined;

  constructor(message: string, at?: Span) {
    super(message);
    this.at = at;
  }
}

/** What a chart itself refuses, by `fail` or `required`, in its own words. */
export class RefusalError extends TemplateError {}

/** A template does too much to be followed. Nothing is known of what it makes. */
export class LimitError extends Error {}

export const NIL: Nil = { type: "nil" };
export const bool = (value: boolean, from?: Span): Bool => ({ type: "bool", value, from });
export const int = (value: bigint | number, goType: Int["goType"] = "int"): Int => ({
  type: "int",
  goType,
  value: BigInt(value),
});
export const float = (value: number, from?: Span): Float => ({ type: "float64", value, from });
export const list = (items: readonly Value[], goType: List["goType"] = "[]interface {}"): List => ({
  type: "list",
  goType,
  items,
});
export const nilList = (goType: List["goType"] = "[]interface {}"): List => ({
  ...list([], goType),
  isNil: true,
});
export const dict = (
  entries: Iterable<readonly [string, Value]> = [],
  goType: Dict["goType"] = "map[string]interface {}",
): Dict => ({ type: "map", goType, entries: new Map(entries) });
export const nilDict = (): Dict => ({ ...dict(), isNil: true });
export const unknown = (id: string, why: string): Unknown => ({ type: "unknown", id, why });
