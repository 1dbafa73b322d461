import { isKnown, UNKNOWN } from "../objects.js";
import { isMap } from "../../util/plain-values.js";
import type { Component, Flag } from "./component.js";

type Path = readonly (string | number)[];

/** The name of a flag as the components look it up. Kubernetes: component-base, cli/flag, WordSepNormalizeFunc. */
export function flagName(written: string): string {
  return written.replaceAll("_", "-");
}

/**
 * The text that a value becomes on a command line: lists and maps are joined by commas.
 * What holds anything else becomes UNKNOWN.
 */
export function flagText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(flagText).join(",");
  if (isMap(value)) {
    return Object.entries(value)
      .map(([key, item]) => `${key}=${flagText(item)}`)
      .join(",");
  }
  return UNKNOWN;
}

/**
 * A flag that is written as a field.
 * @param options.key what the field is called, if not like the flag
 * @param options.value what the flag comes to, if that is not what is written
 */
export function fieldFlag(
  name: string,
  written: unknown,
  options: { at: Path; key?: string; value?: string },
): Flag {
  const { at, key = name, value } = options;
  const text = flagText(written);
  return { name: flagName(name), value: value ?? text, written: `${key}: ${text}`, at };
}

/** A flag as an argument of a command: `--name=value`, and `--name` for a switch. */
export function argumentFlag(written: string, at: Path): Flag {
  const [, name = "", value = "true"] = /^-*([^=]*)(?:=([^]*))?$/.exec(written) ?? [];
  return { name: flagName(name), value, written, at };
}

/** The flag that counts: the last one of its name. */
export function lastFlag({ flags }: Component, name: string): Flag | undefined {
  return flags.findLast((flag) => flag.name === name);
}

/** An item of a flag that takes a list. */
export interface ListItem {
  text: string;
  flag: Flag;
}

/** What a flag that takes a list is set to. */
export interface FlagList {
  items: readonly ListItem[];
  /** Whether every item is known, so that what is not among them is not there. */
  isKnown: boolean;
}

/**
 * The items of a flag that takes a list: those of all its occurrences together; undefined if it is not written.
 * Kubernetes: pflag, string_slice.go, stringSliceValue.Set, which appends from the second time on.
 */
export function listOf({ flags }: Component, name: string): FlagList | undefined {
  const own = flags.filter((flag) => flag.name === name);
  if (own.length === 0) return undefined;
  const items = own.flatMap((flag) =>
    flag.value
      .split(",")
      .map((text) => ({ text: text.trim(), flag }))
      .filter(({ text }) => text !== ""),
  );
  return { items, isKnown: items.every(({ text }) => isKnown(text)) };
}

/** Whether a switch is on: undefined where its value is not known. Go: strconv.ParseBool. */
export function isOn(value: string): boolean | undefined {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(value)) return true;
  return /^(?:0|f|F|false|FALSE|False)$/.test(value) ? false : undefined;
}
