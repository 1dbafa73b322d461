// The parts of a parsed template (text/template/parse/node.go), with their places in its text.

export interface Place {
  start: number;
  end: number;
}

export interface TextNode extends Place {
  type: "text";
}

/** `{{ pipeline }}`: what its pipeline gives is written, unless it declares a variable. */
export interface ActionNode extends Place {
  type: "action";
  pipe: Pipe;
}

/** `if` and `with`, whose place is its first action. */
export interface IfNode extends Place {
  type: "if" | "with";
  pipe: Pipe;
  then: readonly Node[];
  otherwise: readonly Node[] | undefined;
}

export interface RangeNode extends Place {
  type: "range";
  pipe: Pipe;
  then: readonly Node[];
  otherwise: readonly Node[] | undefined;
}

/** `template`, and `block`, which defines one as well. */
export interface TemplateNode extends Place {
  type: "template";
  name: string;
  pipe: Pipe | undefined;
}

export interface JumpNode extends Place {
  type: "break" | "continue";
}

export type Node = TextNode | ActionNode | IfNode | RangeNode | TemplateNode | JumpNode;

export interface Pipe extends Place {
  type: "pipe";
  /** The variables that get what it gives, with their dollars. */
  variables: readonly string[];
  /** Whether those are there already. */
  isAssignment: boolean;
  commands: readonly Command[];
}

/** A function, method or value with its arguments; the first operand says which. */
export interface Command extends Place {
  first: Operand;
  rest: readonly Operand[];
}

export interface Identifier extends Place {
  type: "identifier";
  name: string;
}

/** `.a.b` */
export interface Field extends Place {
  type: "field";
  names: readonly string[];
}

/** `$x.a.b` */
export interface Variable extends Place {
  type: "variable";
  name: string;
  names: readonly string[];
}

/** `(pipeline).a.b`, and fields of what a function gives. */
export interface Chain extends Place {
  type: "chain";
  of: Operand;
  names: readonly string[];
}

export interface Dot extends Place {
  type: "dot" | "nil";
}

export interface BoolLiteral extends Place {
  type: "bool";
  value: boolean;
}

export interface StringLiteral extends Place {
  type: "string";
  value: string;
}

/** A number, which counts as an integer and as a float where it can be both, as Go's constants do. */
export interface NumberLiteral extends Place {
  type: "number";
  /** As a signed integer of 64 bits. */
  int: bigint | undefined;
  float: number | undefined;
  /** Whether it is written so that it is a float where nothing else is asked for. */
  isFloat: boolean;
}

export type Operand =
  Identifier | Field | Variable | Chain | Dot | BoolLiteral | StringLiteral | NumberLiteral | Pipe;

/** What Go takes for white space. */
const BLANK = /^[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]*$/;

/** Whether a template writes nothing but white space (`IsEmptyTree` of text/template/parse/parse.go). */
export function isEmpty(nodes: readonly Node[], text: string): boolean {
  return nodes.every((node) => node.type === "text" && BLANK.test(text.slice(node.start, node.end)));
}
