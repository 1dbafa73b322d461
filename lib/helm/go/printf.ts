import { goTypeOf } from "../values/kinds.js";
import { Text } from "../values/text.js";
import type { Value } from "../values/value.js";
import { noFlags, type Flags } from "./flags.js";
import { format, printValue } from "./print.js";

/** The widest and most precise that Go writes. */
const WIDEST = 1_000_000;

const FLAG_NAMES: Readonly<Record<string, "minus" | "plus" | "sharp" | "space" | "zero">> = {
  "-": "minus",
  "+": "plus",
  "#": "sharp",
  " ": "space",
  "0": "zero",
};

/**
 * What Go's `fmt.Sprintf` writes (`doPrintf` of fmt/print.go): what is wrong with a format or its arguments is written
 * too.
 * @param work is told how much is written
 */
export function printf(formatText: Text, values: readonly Value[], work: (steps: number) => void): Text {
  return new FormatReader(formatText, values, work).read();
}

class FormatReader {
  readonly #format: string;
  #at = 0;
  #argument = 0;
  #isReordered = false;
  #isGoodIndex = true;
  #flags: Flags = noFlags();
  readonly #parts: Text[] = [];

  constructor(
    private readonly formatText: Text,
    private readonly values: readonly Value[],
    private readonly work: (steps: number) => void,
  ) {
    this.#format = formatText.text;
  }

  read(): Text {
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf("%", this.#at);
      const end = percent === -1 ? this.#format.length : percent;
      this.work(this.formatText.pieces.length >> 4);
      if (end > this.#at) this.#write(this.formatText.slice(this.#at, end));
      this.#at = end + 1;
      if (percent !== -1) this.#directive();
    }
    if (!this.#isReordered && this.#argument < this.values.length) this.#writeExtra();
    return Text.join(this.#parts);
  }

  /** What stands between `%` and its verb, and what the verb writes. */
  #directive(): void {
    this.#flags = noFlags();
    this.#isGoodIndex = true;
    this.#readFlags();
    let isAfterIndex = this.#readIndex();
    isAfterIndex = this.#readWidth(isAfterIndex);
    isAfterIndex = this.#readPrecision(isAfterIndex);
    if (!isAfterIndex) this.#readIndex();
    const code = this.#format.codePointAt(this.#at);
    if (code === undefined) return this.#writePlain("%!(NOVERB)");
    const verb = String.fromCodePoint(code);
    this.#at += verb.length;
    this.#writeVerb(verb);
  }

  #readFlags(): void {
    for (;;) {
      const name = FLAG_NAMES[this.#format[this.#at] ?? ""];
      if (!name) return;
      this.#flags[name] = true;
      this.#at++;
    }
  }

  /** `[2]`: the argument of that number is next (`argNumber`). */
  #readIndex(): boolean {
    if (this.#format[this.#at] !== "[") return false;
    this.#isReordered = true;
    const end = this.#format.indexOf("]", this.#at);
    const digits = end === -1 ? "" : this.#format.slice(this.#at + 1, end);
    const isNumber = /^\d+$/.test(digits) && Number(digits) <= WIDEST;
    this.#at = end === -1 ? this.#at + 1 : end + 1;
    const index = Number(digits) - 1;
    if (isNumber && index >= 0 && index < this.values.length) {
      this.#argument = index;
      return true;
    }
    this.#isGoodIndex = false;
    return isNumber;
  }

  #readWidth(isAfterIndex: boolean): boolean {
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const width = this.#takeInteger();
      if (width === undefined) this.#writePlain("%!(BADWIDTH)");
      else if (width < 0) {
        this.#flags.minus = true;
        this.#flags.zero = false;
      }
      this.#flags.width = width === undefined ? undefined : Math.abs(width);
      return false;
    }
    this.#flags.width = this.#readDigits();
    if (isAfterIndex && this.#flags.width !== undefined) this.#isGoodIndex = false;
    return isAfterIndex;
  }

  #readPrecision(isAfterIndex: boolean): boolean {
    // A point that nothing follows is a verb.
    if (this.#format[this.#at] !== "." || this.#at + 1 >= this.#format.length) return isAfterIndex;
    this.#at++;
    if (isAfterIndex) this.#isGoodIndex = false;
    const isIndexed = this.#readIndex();
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const precision = this.#takeInteger();
      this.#flags.precision = precision !== undefined && precision >= 0 ? precision : undefined;
      if (this.#flags.precision === undefined) this.#writePlain("%!(BADPREC)");
      return false;
    }
    this.#flags.precision = this.#readDigits() ?? 0;
    return isIndexed;
  }

  /** A number in the format; one that is too large makes the rest of the format nothing (`parsenum`). */
  #readDigits(): number | undefined {
    const start = this.#at;
    let value = 0;
    while (/[0-9]/.test(this.#format[this.#at] ?? "")) {
      if (value > WIDEST) {
        this.#at = this.#format.length;
        return undefined;
      }
      value = value * 10 + Number(this.#format[this.#at]);
      this.#at++;
    }
    return this.#at > start ? value : undefined;
  }

  /** The next argument as a width or precision; undefined if it is none (`intFromArg`). */
  #takeInteger(): number | undefined {
    const value = this.values[this.#argument];
    if (!value) return undefined;
    this.#argument++;
    if (value.type !== "int") return undefined;
    const number = Number(value.value);
    return Math.abs(number) > WIDEST ? undefined : number;
  }

  #writeVerb(verb: string): void {
    const value = this.values[this.#argument];
    if (verb === "%") return this.#writePlain("%");
    if (!this.#isGoodIndex) return this.#writePlain(`%!${verb}(BADINDEX)`);
    if (!value) return this.#writePlain(`%!${verb}(MISSING)`);
    if (verb === "v" || verb === "w") {
      const { sharp, plus } = this.#flags;
      Object.assign(this.#flags, { sharpV: sharp, sharp: false, plusV: plus, plus: false });
    }
    this.work((this.#flags.width ?? 0) + (this.#flags.precision ?? 0));
    this.#argument++;
    this.#write(format(value, verb, this.#flags, this.work));
  }

  #writeExtra(): void {
    const extra = this.values
      .slice(this.#argument)
      .map((value) =>
        value.type === "nil"
          ? Text.plain("<nil>")
          : Text.join([Text.plain(`${goTypeOf(value)}=`), printValue(value, this.work)]),
      );
    this.#write(Text.join([Text.plain("%!(EXTRA "), Text.join(extra, ", "), Text.plain(")")]));
  }

  #writePlain(text: string): void {
    this.#write(Text.plain(text));
  }

  #write(text: Text): void {
    this.work(1 + (text.text.length >> 4));
    this.#parts.push(text);
  }
}
