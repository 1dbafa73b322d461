import { isProblem, parseDocument } from "../../manifests/parse.js";
import { memoizeParts } from "../../util/memoize.js";
import { field, isMap, items } from "../../util/plain-values.js";
import type { AnyObject } from "../../kubernetes/objects.js";

/** Defaults are never nested deeper than this. */
const MAX_DEPTH = 10;
/** Texts that would grow longer are left as they are: variables made of variables can grow without end. */
const MAX_LENGTH = 20_000;

const SWITCH = "kustomize.toolkit.fluxcd.io/substitute";

/** The value of a variable; undefined if it is not known, so that the variable stays as it is written. */
type Variables = (name: string) => string | undefined;

/**
 * What a Flux Kustomization's `postBuild` makes of an object; undefined if it substitutes nothing: fluxcd/pkg
 * kustomize/kustomize_varsub.go, SubstituteVariables. Values from ConfigMaps and Secrets are not known.
 * @param allows whether there may be more work; if not, values that are YAML stay as they are written
 */
export function substitution(
  postBuild: unknown,
  allows: (work: number) => boolean = () => true,
): ((object: AnyObject) => AnyObject) | undefined {
  const given = field(postBuild, "substitute");
  const values = new Map<string, string>();
  for (const [name, value] of isMap(given) ? Object.entries(given) : []) {
    if (typeof value === "string") values.set(name, value.replaceAll("\n", ""));
  }
  const hasOthers = items(field(postBuild, "substituteFrom")).length > 0;
  const isAlways = field(postBuild, "substituteStrategy") === "Always";
  if (values.size === 0 && !hasOthers && !isAlways) return undefined;
  // A default applies to an empty value too, so a variable that `substituteFrom` may set must not be empty.
  const variables: Variables = (name) => values.get(name) ?? (hasOthers ? undefined : "");
  const fill = memoizeParts((text: string) => asYaml(text, expand(text, variables), allows));
  return (object) => (isExempt(object) ? object : (substituted(object, fill, variables) as AnyObject));
}

function isExempt({ metadata }: AnyObject): boolean {
  return metadata?.labels?.[SWITCH] === "disabled" || metadata?.annotations?.[SWITCH] === "disabled";
}

/** A value with the variables in its texts and keys replaced; the same value if there is nothing to do. */
function substituted(value: unknown, fill: (text: string) => unknown, variables: Variables): unknown {
  if (typeof value === "string") return value.includes("$") ? fill(value) : value;
  if (Array.isArray(value)) {
    const list = value.map((item) => substituted(item, fill, variables));
    return list.some((item, index) => item !== value[index]) ? list : value;
  }
  if (!isMap(value)) return value;
  let same = true;
  const entries = Object.entries(value).map(([key, item]) => {
    const filled = [
      key.includes("$") ? expand(key, variables) : key,
      substituted(item, fill, variables),
    ] as const;
    same &&= filled[0] === key && filled[1] === item;
    return filled;
  });
  return same ? value : Object.fromEntries(entries);
}

/** Texts that YAML writes without quotes, as far as they matter here. */
const PLAIN = /^[\w$./-](?:[^\s#:'"]|:(?=\S)|[^\S\n](?=[^\s#]))*$/u;
/** Where a text without quotes may mean something else: what begins with an indicator, and comments and keys in it. */
const SPECIAL = /^[\s"'[{&*!|>%@`?#-]|\s#|:(?:\s|$)|\s$/u;

/** The work of parsing one character of what is meant to take long. */
const PARSE = 250;

/** Variables are replaced in the text of a manifest: quotes in a value are no part of it, and a list there is a list. */
function asYaml(written: string, text: string, allows: (work: number) => boolean): unknown {
  if (text === written || !SPECIAL.test(text) || !PLAIN.test(written)) return text;
  if (!allows(PARSE * text.length)) return written;
  const parsed = parseDocument(text);
  // Flux refuses what does not parse.
  return isProblem(parsed) ? text : (parsed.value ?? "");
}

/**
 * A text with its variables replaced: `${VAR}`, and `${VAR:=default}`, `${VAR:-default}` or `${VAR=default}`,
 * where the default applies to an empty value too; `$$` is one `$`: fluxcd/pkg envsubst/parse/parse.go. What
 * is not known stays as it is written, as do other shell functions, and a variable that has neither value nor
 * default, which newer versions of Flux refuse.
 */
export function expand(text: string, variables: Variables): string {
  const result = expandUntil(text, 0, variables, 0);
  return result === undefined || result.text.length > MAX_LENGTH ? text : result.text;
}

interface Expanded {
  text: string;
  /** Where it ends: at a closing brace, or the end of the text. */
  end: number;
}

/** Expands a text to its end, or within a variable to the closing brace; undefined if it is malformed. */
function expandUntil(text: string, start: number, variables: Variables, depth: number): Expanded | undefined {
  if (depth > MAX_DEPTH) return undefined;
  let result = "";
  let at = start;
  while (at < text.length && !(depth > 0 && text[at] === "}")) {
    if (text.startsWith("$$", at) && depth === 0) {
      result += "$";
      at += 2;
    } else if (text.startsWith("${", at)) {
      const variable = expandVariable(text, at, variables, depth);
      if (!variable) return undefined;
      result += variable.text;
      at = variable.end;
    } else {
      result += text[at++];
    }
  }
  return depth > 0 && at >= text.length ? undefined : { text: result, end: at };
}

const NAME = /[\p{L}\p{Nd}_]+/uy;
const DEFAULT = /:?=|:-/y;

/** Expands one variable, starting at its `${`. */
function expandVariable(
  text: string,
  start: number,
  variables: Variables,
  depth: number,
): Expanded | undefined {
  NAME.lastIndex = start + 2;
  const name = NAME.exec(text)?.[0];
  const close = text.indexOf("}", start);
  if (close < 0) return undefined;
  const asWritten = { text: text.slice(start, close + 1), end: close + 1 };
  if (name === undefined) return asWritten;
  const after = start + 2 + name.length;
  const value = variables(name);
  if (after === close) return value ? { text: value, end: close + 1 } : asWritten;
  DEFAULT.lastIndex = after;
  const operator = DEFAULT.exec(text)?.[0];
  if (operator === undefined) return asWritten;
  const fallback = expandUntil(text, after + operator.length, variables, depth + 1);
  if (!fallback) return undefined;
  const end = fallback.end + 1;
  return { text: value === undefined ? text.slice(start, end) : value || fallback.text, end };
}
