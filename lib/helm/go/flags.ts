/** What stands between `%` and a verb (`fmtFlags` of fmt/format.go). */
export interface Flags {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  width: number | undefined;
  precision: number | undefined;
  /** `%+v`: structs with the names of their fields. */
  plusV: boolean;
  /** `%#v`: as Go would write the value in a program. */
  sharpV: boolean;
}

export function noFlags(): Flags {
  return {
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    width: undefined,
    precision: undefined,
    plusV: false,
    sharpV: false,
  };
}

/** What is written before and after so many characters, so that they are as wide as asked for (`pad`). */
export function paddingOf(length: number, flags: Flags, isZeroAllowed = true): [string, string] {
  const missing = (flags.width ?? 0) - length;
  if (missing <= 0) return ["", ""];
  if (flags.minus) return ["", " ".repeat(missing)];
  return [(flags.zero && isZeroAllowed ? "0" : " ").repeat(missing), ""];
}

export function pad(text: string, flags: Flags, isZeroAllowed = true): string {
  const [before, after] = paddingOf(Array.from(text).length, flags, isZeroAllowed);
  return before + text + after;
}
