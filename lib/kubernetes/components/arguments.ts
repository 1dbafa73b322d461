import { isKnown } from "../objects.js";
import type { Flag } from "./component.js";
import { argumentFlag } from "./flags.js";

type Path = readonly (string | number)[];

/** A word of a command, and where it is written; undefined where it is no text. */
export interface Word {
  text: string | undefined;
  at: Path;
}

/** The flags of a command, and whether they are all of them. */
export interface Arguments {
  flags: Flag[];
  isWhole: boolean;
}

/**
 * The flags among the words that follow the name of a program: `--name=value`, `--name value` and `--name`. A word
 * without dashes is the value of the flag before it, since these programs take no arguments of another kind.
 * One dash is for flags of one letter, except in etcd, which takes any number (Go: package flag). pflag: flag.go,
 * FlagSet.parseArgs.
 * @param anyDashes whether one dash is as good as two
 */
export function readArguments(words: readonly Word[], { anyDashes }: { anyDashes: boolean }): Arguments {
  const flags: Flag[] = [];
  let isWhole = true;
  for (let index = 0; index < words.length; index++) {
    const { text, at } = words[index]!;
    if (text === "--") break;
    if (text === undefined || !isFlag(text, anyDashes) || !isKnown(nameOf(text))) {
      // What fills it in later can be any flag.
      isWhole = false;
      continue;
    }
    const next = words[index + 1];
    if (text.includes("=") || next?.text === undefined || next.text.startsWith("-")) {
      flags.push(argumentFlag(text, at));
      continue;
    }
    index++;
    // A word that is filled in later may become further flags.
    isWhole &&= isKnown(next.text);
    const { name } = argumentFlag(text, at);
    flags.push({ name, value: next.text, written: `${text} ${next.text}`, at: next.at });
  }
  return { flags, isWhole };
}

function isFlag(text: string, anyDashes: boolean): boolean {
  return text.startsWith("--") || (anyDashes ? /^-[^-]/.test(text) : /^-[A-Za-z](?:=|$)/.test(text));
}

function nameOf(text: string): string {
  return text.split("=", 1)[0] ?? "";
}

/** A character with which a line does more than name one program and its arguments. */
const SHELL_SYNTAX = /[;|&<>()`$*?#~!{}[\]]/;
/** A word behind which another command begins. */
const SEPARATOR = /(?:^[;|&({!]+|[;|&]|^(?:then|do|else))$/;

/**
 * The words of a line for a shell, from the name of a program on. Only plain words and quotes are understood:
 * anything else ends what is read, and leaves it open whether it is all.
 * @param isProgram whether a word names the program that is looked for
 */
export function shellWords(
  line: string,
  at: Path,
  isProgram: (word: string) => boolean,
): { words: Word[]; isWhole: boolean } {
  const joined = line.replaceAll(/\\\r?\n/g, " ").trim();
  const all = joined.replaceAll("\n", " ; ").match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  const first = all.findIndex((word, index) => {
    return isProgram(unquoted(word)) && isCommand(all[index - 1], all[index - 2]);
  });
  if (first < 0) return { words: [], isWhole: false };
  const last = all.findIndex((word, index) => index > first && isSyntax(word));
  const words = all.slice(first, last < 0 ? undefined : last).map((word) => ({ text: unquoted(word), at }));
  const isAlone = all.slice(0, first).every((word) => word === "exec") && last < 0;
  return { words, isWhole: isAlone };
}

/** Whether a word is in the place of a command, and not of an argument, by the two words before it. */
function isCommand(before: string | undefined, secondBefore: string | undefined): boolean {
  if (before === "exec") return isCommand(secondBefore, undefined);
  return before === undefined || SEPARATOR.test(before);
}

/** What is in single quotes means itself; all else may be more than a word. */
function isSyntax(word: string): boolean {
  return SHELL_SYNTAX.test(word.replaceAll(/'[^']*'/g, "")) || word === '"' || word === "'";
}

function unquoted(word: string): string {
  return word.replaceAll(
    /"([^"]*)"|'([^']*)'/g,
    (_, double?: string, single?: string) => double ?? single ?? "",
  );
}
