import { mayBeTyped } from "../plain-scalar.js";

export const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];
export const [DOUBLE_QUOTE, HASH, SINGLE_QUOTE, PLUS, COMMA, DASH, COLON, BACKSLASH] = [
  34, 35, 39, 43, 44, 45, 58, 92,
];
export const [ZERO, NINE] = [48, 57];
export const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP, LITERAL, FOLDED, DOT] = [
  91, 93, 123, 125, 124, 62, 46,
];

/** What is never read here: control characters and line ends that only some parsers know. */
export const ODD = /[^\t\n\r\x20-\x7e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffc]|\r(?!\n)/;

/** Flags of the characters of ASCII. */
const CHARACTERS = new Uint8Array(128);
const [STARTS_PLAIN, STARTS_TYPED, IN_WORD, ENDS_FLOW] = [1, 2, 4, 8];

for (let code = 0; code < CHARACTERS.length; code++) {
  const char = String.fromCharCode(code);
  let flags = 0;
  if (code > SPACE && !"-?:,[]{}#&*!|>'\"%@`".includes(char)) flags |= STARTS_PLAIN;
  if (mayBeTyped.test(char)) flags |= STARTS_TYPED;
  if (/[\w./-]/.test(char)) flags |= IN_WORD;
  if (",[]{}".includes(char)) flags |= ENDS_FLOW;
  CHARACTERS[code] = flags;
}

function has(code: number, flag: number): boolean {
  return code < 128 && ((CHARACTERS[code] as number) & flag) !== 0;
}

/** Whether a scalar without quotes can start with a character wherever it is. */
export function startsPlain(code: number): boolean {
  return code >= 128 || has(code, STARTS_PLAIN);
}

/** Whether a scalar without quotes that starts with a character can be anything but a text. */
export function startsTyped(code: number): boolean {
  return has(code, STARTS_TYPED);
}

export function isInWord(code: number): boolean {
  return has(code, IN_WORD);
}

/** Whether a character ends a scalar without quotes in a flow collection. */
export function endsInFlow(code: number): boolean {
  return has(code, ENDS_FLOW);
}

/** Whether it is white space, except tabs: around these nothing is read here. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === RETURN;
}

/** Whether it is of a line break. */
export function isBreak(code: number): boolean {
  return code === NEWLINE || code === RETURN;
}
