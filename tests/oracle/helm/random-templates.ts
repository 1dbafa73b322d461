import fc from "fast-check";
import { type Kind, type Signature, SIGNATURES } from "./random-functions.js";

/** A template that chance has made, with the values that it is rendered with. */
export interface RandomTemplate {
  template: string;
  /** The text of a values file. */
  values: string;
}

/** Templates over all that text/template, sprig and Helm have; some of them are broken. */
export const templates: fc.Arbitrary<RandomTemplate> = fc
  .array(fc.nat(0xffff), { minLength: 30, maxLength: 600, size: "max" })
  .map((numbers) => {
    const choices = new Choices(numbers);
    const values = JSON.stringify(valuesOf(choices));
    return { template: new Writer(choices).template(), values };
  });

/** Chance as a list of numbers: a shorter list makes a smaller template, which is how one shrinks. */
class Choices {
  #at = 0;
  constructor(readonly numbers: readonly number[]) {}

  get isSpent(): boolean {
    return this.#at >= this.numbers.length;
  }

  /** A number from 0 to below another; 0 once chance is spent. */
  below(count: number): number {
    return (this.numbers[this.#at++] ?? 0) % count;
  }

  /** Whether something happens that happens once in so many times; never once chance is spent. */
  isOneIn(count: number): boolean {
    return this.below(count) === count - 1;
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("There is nothing to choose from.");
    return item;
  }
}

const KEYS = ["a", "b", "c", "image", "some-key", "_0"];
const STRINGS = [
  "x",
  "",
  "some text",
  "Hello World",
  "a/b/c.txt",
  "1.2.3",
  "true",
  "null",
  "12",
  "0x1F",
  "1e3",
  "ünï © 漢字",
  " padded ",
  "two\nlines\n",
  "a: b",
  "- x",
  'it\'s "quoted"',
  "{{ .Values.s }}",
  "aGVsbG8=",
  "camelCase words_and-dashes",
  "<a href='x'>&amp;</a>",
  "tab\there",
  "#no comment",
  "yes",
  "~",
  "2001-01-01",
  "é\u0301",
];
const NUMBERS = [
  "0",
  "1",
  "2",
  "-1",
  "3",
  "7",
  "10",
  "100",
  "4294967296",
  "-9007199254740993",
  "0x10",
  "0b11",
  "1_000",
  "'a'",
];
const FLOATS = ["1.5", "0.1", "-2.25", "1e6", "1e21", "3.0", "1e-7", "123456789.125", "0x1p4"];
const JSON_FLOATS = [0, 1, -1, 1.5, 2, 3, 1e6, 1e21, 0.1, 12345678, 8080, 1e-7, 65535, -0.5];

const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  key: KEYS.map((key) => JSON.stringify(key)),
  json: [
    '`{"a":1,"b":[1,2.5,null,true,"x"]}`',
    '`[1,"a",{"b":null}]`',
    '`"x"`',
    "`1`",
    "`{`",
    '`{"a":1e3,"a":2}`',
  ],
  // What says that it is none in words of Go's is not among them, since these words are not known.
  object: [
    '`{"a":1,"b":[1,2.5,null,true,"x"]}`',
    '`{"a":1e3,"a":2}`',
    "`{}`",
    '`{"b":{"c":-0.0,"d":12345678901}}`',
  ],
  array: ['`[1,"a",{"b":null}]`', "`[]`", '"[\\"\\\\u00e9\\"]"'],
  yaml: [
    "`a: 1`",
    "`{a: [1, 2], b: ~}`",
    '"a: yes\\nb: 012\\nc: 0o14\\nd: 1_000\\n"',
    '"a: &x {b: 1}\\nc: *x\\n"',
    '"a: |\\n  x\\n   y\\n\\nb: >-\\n  x\\n  y\\n"',
    "`a: 2001-01-01`",
    "``",
  ],
  type: [
    '"string"',
    '"int"',
    '"int64"',
    '"float64"',
    '"bool"',
    '"[]interface {}"',
    '"map[string]interface {}"',
    '"[]string"',
  ],
  kind: ['"string"', '"int"', '"float64"', '"bool"', '"slice"', '"map"', '"invalid"', '"int64"'],
  version: ['"1.2.3"', '"v1.2"', '"1.28.4-gke.100"', '"2.0.0-rc.1+build"', '"x"', '"1"', '"01.2.3"'],
  constraint: [
    '">=1.2.0"',
    '"^1.2"',
    '"~1.2.0"',
    '">=1.19-0"',
    '"<2 || >3"',
    '"1.2.x"',
    '"1.2 - 2.0"',
    '"!=1.2.3"',
    '">1, <2"',
    '"*"',
    '"^0.0.3"',
    '"bad"',
    '"=>1.2"',
    '"~>1"',
  ],
  regex: [
    '"[a-z]+"',
    '"^x"',
    '"(.)(.)"',
    '"\\\\s+"',
    '"a|b"',
    '"("',
    '"[^[:alpha:]]"',
    '"(?i)H(?P<n>.)"',
    '"\\\\p{L}"',
    '""',
    '"x*"',
  ],
  replacement: ['"$1"', '"${2}-$1"', '"<$0>"', '"$n"', '"$1x"', '"$$"', '""'],
  url: [
    '"https://user:pw@example.com:80/a/b?c=d#e"',
    '"a/b"',
    '"http://[::1]/x"',
    '"mailto:a@b"',
    '"%zz"',
    '"//host/p"',
    '""',
  ],
  format: [
    '"%s"',
    '"%d"',
    '"%v"',
    '"%q"',
    '"%s-%s"',
    '"%5d|%-5d"',
    '"%05.2f"',
    '"%t"',
    '"%T"',
    '"%x"',
    '"%+v"',
    '"%#v"',
    '"%e"',
    '"%g"',
    '"%c"',
    '"%U"',
    '"%%"',
    '"%z"',
    '"%!"',
    '"%*d"',
    '"%[2]v %[1]v"',
    '"%6.2v"',
    '"%o"',
    '"%b"',
    '"%X"',
    '"% d"',
    '"%.3s"',
    '"%-8q|"',
  ],
  template: ['"one"', '"one"', '"one"', '"missing"'],
  text: [
    '"{{ .Values.s }}"',
    '"plain"',
    '"{{ len .Values.l }}{{ if .Values.b }}y{{ end }}"',
    '"{{ .x"',
    '"{{ include \\"one\\" .Values.m }}"',
  ],
  root: ["$"],
  small: ["1", "0", "2", "3", "5", "-1", "12"],
};

const KINDS: readonly Kind[] = ["string", "int", "int64", "float", "bool", "list", "strings", "map", "any"];
const BY_RESULT = new Map<Kind, readonly Signature[]>(
  KINDS.map((kind) => [
    kind,
    kind === "any" ? SIGNATURES : SIGNATURES.filter(({ result }) => result === kind),
  ]),
);

/** What can be broken in a template: what stands there, and what is put in its place. */
const BREAKS: readonly (readonly [RegExp, string])[] = [
  [/\}\}/, "}"],
  [/\{\{ end \}\}/, ""],
  [/\{\{ if/, "{{ iff"],
  [/\(/, ""],
  [/\)/, ""],
  [/ \| /, " | | "],
  [/"/, ""],
  [/\$/, "$nowhere"],
  [/\.Values/, ".Valuess"],
  [/\{\{/, "{{- - "],
  [/ \}\}/, " $ }}"],
  [/\{\{ else \}\}/, "{{ else }}{{ else }}"],
  [/ /, " \n\t "],
  [/\{\{ /, "{{ break }}{{ "],
  [/\.Values\.m/, ".Values.m.nothing.at.all"],
  [/ := /, " = "],
];

function valuesOf(choices: Choices): Record<string, unknown> {
  const scalar = () =>
    choices.of<() => unknown>([
      () => choices.of(STRINGS),
      () => choices.of(JSON_FLOATS),
      () => choices.below(2) === 1,
      () => null,
    ])();
  const some = (depth: number): unknown => {
    const kind = depth === 0 ? 0 : choices.below(4);
    if (kind < 2) return scalar();
    if (kind === 2) return Array.from({ length: choices.below(4) }, () => some(depth - 1));
    return mapOf(depth - 1);
  };
  const mapOf = (depth: number) =>
    Object.fromEntries(Array.from({ length: choices.below(4) }, () => [choices.of(KEYS), some(depth)]));
  return {
    s: choices.of(STRINGS),
    t: choices.of(STRINGS),
    n: choices.of(JSON_FLOATS),
    b: choices.below(2) === 1,
    l: Array.from({ length: choices.below(5) }, () => some(1)),
    k: Array.from({ length: choices.below(4) }, () => choices.of(STRINGS)),
    m: mapOf(2),
    z: null,
  };
}

interface Variable {
  name: string;
  kind: Kind;
}

/** Writes a template by chance. */
class Writer {
  readonly #choices: Choices;
  #variables: Variable[] = [];
  #count = 0;
  #loops = 0;
  /** Whether the dot is the top, which holds addresses of memory that are not written twice alike. */
  #isTop = true;
  /** Whether the second definition can be used, which it is not by itself. */
  #isTwoDefined = false;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  template(): string {
    this.#isTwoDefined = true;
    const body = this.#body(3);
    this.#isTwoDefined = false;
    const text = [
      `{{ define "one" }}[{{ . }}]{{ end }}`,
      `{{- define "two" -}} ${this.#body(1)} {{- end -}}`,
      body,
    ].join("\n");
    return this.#choices.isOneIn(8) ? this.#broken(text) : text;
  }

  #broken(text: string): string {
    const [place, instead] = this.#choices.of(BREAKS);
    const all = [...text.matchAll(new RegExp(place, "g"))];
    if (all.length === 0) return text;
    const { index, 0: there } = this.#choices.of(all);
    return text.slice(0, index) + instead + text.slice(index + there.length);
  }

  #body(depth: number): string {
    const earlier = this.#variables;
    let text = "";
    const count = 1 + this.#choices.below(4);
    for (let index = 0; index < count; index++) text += this.#node(depth);
    this.#variables = earlier;
    return text;
  }

  #node(depth: number): string {
    if (this.#choices.isSpent) return "x";
    const simple = [
      () => this.#choices.of(["x", " ", "\n", "\n  a: ", "text\n", "\t{ }\n", "é\n"]),
      () => this.#action(this.#pipeline("any", 2)),
      () => this.#action(this.#pipeline("string", 3)),
      () => this.#action(this.#pipeline(this.#choices.of(KINDS), 3)),
      () => this.#declaration(),
      () => this.#assignment(),
      () => this.#choices.of(["{{/* a comment */}}", "{{- /* a\ncomment */ -}}"]),
      () => (this.#loops > 0 ? this.#action(this.#choices.of(["break", "continue"])) : "y"),
    ];
    if (depth === 0) return this.#choices.of(simple)();
    return this.#choices.of([
      ...simple,
      () => this.#if(depth - 1),
      () => this.#with(depth - 1),
      () => this.#range(depth - 1),
      () => this.#template(depth - 1),
    ])();
  }

  #action(content: string): string {
    const open = this.#choices.of(["{{ ", "{{- ", "{{"]);
    const close = this.#choices.of([" }}", " -}}", "}}"]);
    return `${open}${content}${close}`;
  }

  #declaration(): string {
    const kind = this.#choices.of(KINDS);
    const text = this.#pipeline(kind, 2);
    const name = `$v${this.#count++}`;
    this.#variables = [...this.#variables, { name, kind }];
    return this.#action(`${name} := ${text}`);
  }

  #assignment(): string {
    if (this.#variables.length === 0) return this.#declaration();
    const { name, kind } = this.#choices.of(this.#variables);
    return this.#action(`${name} = ${this.#pipeline(kind, 2)}`);
  }

  #if(depth: number): string {
    const parts = [
      this.#action(`if ${this.#pipeline(this.#choices.of(["bool", "any"]), 2)}`),
      this.#body(depth),
    ];
    if (this.#choices.isOneIn(3))
      parts.push(this.#action(`else if ${this.#pipeline("any", 1)}`), this.#body(depth));
    if (this.#choices.isOneIn(2)) parts.push("{{ else }}", this.#body(depth));
    return [...parts, "{{ end }}"].join("");
  }

  #with(depth: number): string {
    const earlier = this.#variables;
    const kind = this.#choices.of<Kind>(["map", "any", "string", "list"]);
    const value = this.#pipeline(kind, 2);
    const name = this.#choices.isOneIn(3) ? `$v${this.#count++}` : undefined;
    if (name !== undefined) this.#variables = [...this.#variables, { name, kind }];
    const parts = [
      this.#action(`with ${name === undefined ? "" : `${name} := `}${value}`),
      this.#inside(depth),
    ];
    if (this.#choices.isOneIn(4))
      parts.push(this.#action(`else with ${this.#pipeline("any", 1)}`), this.#inside(depth));
    if (this.#choices.isOneIn(3)) parts.push("{{ else }}", this.#body(depth));
    this.#variables = earlier;
    return [...parts, "{{ end }}"].join("");
  }

  #range(depth: number): string {
    const earlier = this.#variables;
    const value = this.#pipeline(this.#choices.of<Kind>(["list", "map", "strings", "list", "any"]), 2);
    const names = Array.from({ length: this.#choices.below(3) }, () => `$v${this.#count++}`);
    for (const name of names) this.#variables = [...this.#variables, { name, kind: "any" }];
    this.#loops++;
    const declared = names.length === 0 ? "" : `${names.join(", ")} := `;
    const parts = [this.#action(`range ${declared}${value}`), this.#inside(depth)];
    this.#loops--;
    if (this.#choices.isOneIn(4)) parts.push("{{ else }}", this.#body(depth));
    this.#variables = earlier;
    return [...parts, "{{ end }}"].join("");
  }

  #template(depth: number): string {
    if (this.#choices.isOneIn(3)) return this.#block(depth);
    if (this.#isTwoDefined && this.#choices.isOneIn(2)) return this.#action('template "two" $');
    return this.#action(`template "one" ${this.#operand("any", 1)}`);
  }

  #block(depth: number): string {
    const earlier = { loops: this.#loops, variables: this.#variables, isTop: this.#isTop };
    // The variables and loops around it are not those of a block.
    this.#loops = 0;
    this.#variables = [];
    this.#isTop = true;
    const text = `{{ block "b${this.#count++}" $ }}${this.#body(depth)}{{ end }}`;
    this.#loops = earlier.loops;
    this.#variables = earlier.variables;
    this.#isTop = earlier.isTop;
    return text;
  }

  /** What stands in `with` or `range`, which have a dot of their own. */
  #inside(depth: number): string {
    const earlier = this.#isTop;
    this.#isTop = false;
    const text = this.#body(depth);
    this.#isTop = earlier;
    return text;
  }

  /** An expression that may go through pipes. */
  #pipeline(kind: Kind, depth: number): string {
    if (depth > 0 && this.#choices.isOneIn(3)) {
      const signature = this.#signature(kind);
      const last = signature?.arguments.at(-1)?.replace("...", "");
      if (signature && last !== undefined && !last.startsWith("(") && !last.startsWith('"')) {
        const rest = signature.arguments.slice(0, -1).flatMap((one) => this.#arguments(one, depth - 1));
        return `${this.#argument(last, depth - 1)} | ${[signature.name, ...rest].join(" ")}`;
      }
    }
    return this.#expression(kind, depth);
  }

  #expression(kind: Kind, depth: number): string {
    const signature = depth > 0 && !this.#choices.isOneIn(4) ? this.#signature(kind) : undefined;
    if (!signature) return this.#leaf(kind);
    return [signature.name, ...signature.arguments.flatMap((one) => this.#arguments(one, depth - 1))].join(
      " ",
    );
  }

  #signature(kind: Kind): Signature | undefined {
    return this.#choices.of(BY_RESULT.get(kind) ?? SIGNATURES);
  }

  #arguments(kind: string, depth: number): string[] {
    if (!kind.startsWith("...")) return [this.#argument(kind, depth)];
    return Array.from({ length: this.#choices.below(4) }, () => this.#argument(kind.slice(3), depth));
  }

  #argument(kind: string, depth: number): string {
    if (this.#choices.isOneIn(25)) return this.#operand(this.#choices.of(KINDS), depth);
    if (kind.startsWith('"')) return kind.slice(1, -1);
    if (kind.startsWith("(")) {
      const [name = "", inner = ""] = kind.slice(1, -1).split("@");
      return `(${name} ${this.#argument(inner, depth)})`;
    }
    if (kind === "number") return this.#operand(this.#choices.of<Kind>(["int", "int64", "float"]), depth);
    const special = SPECIAL[kind];
    if (special) return this.#choices.of(special);
    return this.#operand(KINDS.find((one) => one === kind) ?? "any", depth);
  }

  /** An expression that can be an argument. */
  #operand(kind: Kind, depth: number): string {
    const text = this.#expression(kind, depth);
    return /^[^\s()|]+$|^"[^"]*"$|^`[^`]*`$/.test(text) && SIGNATURES.every(({ name }) => name !== text)
      ? text
      : `(${text})`;
  }

  #leaf(kind: Kind): string {
    const known = this.#variables.filter((one) => one.kind === kind || kind === "any");
    if (known.length > 0 && this.#choices.isOneIn(2)) return this.#choices.of(known).name;
    switch (kind) {
      case "string":
        return this.#choices.of([
          ".Values.s",
          "$.Values.t",
          ...STRINGS.map((text) => JSON.stringify(text)),
          "`raw`",
          "$.Release.Name",
          "$.Template.Name",
        ]);
      case "int":
        return this.#choices.of([...NUMBERS, "(int $.Values.n)"]);
      case "int64":
        return this.#choices.of(["(int64 1)", "(int64 $.Values.n)", "(int64 -3)"]);
      case "float":
        return this.#choices.of([...FLOATS, "$.Values.n"]);
      case "bool":
        return this.#choices.of(["true", "false", "$.Values.b"]);
      case "list":
        return this.#choices.of(["$.Values.l", "$.Values.k", '(list 1 "a" nil)', "(list)", "(list 3 1 2)"]);
      case "strings":
        return this.#choices.of(["$.Values.k", '(list "b" "a" "c")', '(splitList "/" "a/b/c")']);
      case "map":
        return this.#choices.of(["$.Values.m", '(dict "a" 1 "b" "x")', "(dict)", '(dict "a" (dict "b" 2))']);
      case "any":
        return this.#any();
    }
  }

  #any(): string {
    return this.#choices.of([
      this.#isTop ? "$.Values.m" : ".",
      "$.Values.z",
      "$.Values.m.a",
      "$.Values.m.a.b",
      "$.Values.missing",
      "nil",
      "$.Release",
      "$.Chart.Version",
      "$.Capabilities.KubeVersion.Minor",
      "$.Capabilities.APIVersions",
      '($.Capabilities.APIVersions.Has "v1")',
      '($.Files.Get "a.txt")',
      "$.Values.s",
      "$.Values.n",
      "$.Values.l",
      "$.Values.m",
      "1",
      '"x"',
      "true",
    ]);
  }
}
