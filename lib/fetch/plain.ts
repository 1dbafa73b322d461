import { parse } from "yaml";
import { isMap } from "../util/plain-values.js";

/** A value as a map; empty if it is none. */
export function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

/** What a text of JSON says; undefined if it is none. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a text of YAML says; undefined if it is none. */
export function fromYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
}
