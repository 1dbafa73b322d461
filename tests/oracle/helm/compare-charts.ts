import { parse } from "yaml";
import { NOT_KNOWN } from "../../../lib/helm/values/text.js";
import type { Value } from "../../../lib/helm/values/value.js";
import { readYaml } from "../../../lib/helm/yaml/read.js";
import { isMap } from "../../../lib/util/plain-values.js";
import type { Answer } from "./helm.js";
import type { Outcome, Written, WrittenFile } from "./ours.js";

/** How what we make of a chart compares with what Helm makes of it. */
export type Comparison =
  | { verdict: "equal"; objects: number }
  | { verdict: "refused alike"; why: string }
  | { verdict: "different"; lines: readonly string[] };

/** The events that Helm knows, apart from which it leaves a hook out; one of them has two names. */
const EVENTS: ReadonlyMap<string, string> = new Map([
  ["pre-install", "pre-install"],
  ["post-install", "post-install"],
  ["pre-delete", "pre-delete"],
  ["post-delete", "post-delete"],
  ["pre-upgrade", "pre-upgrade"],
  ["post-upgrade", "post-upgrade"],
  ["pre-rollback", "pre-rollback"],
  ["post-rollback", "post-rollback"],
  ["test", "test"],
  ["test-success", "test"],
]);

export function compareChart(ours: Outcome<readonly WrittenFile[]>, theirs: Answer): Comparison {
  if (theirs.error !== undefined) {
    const why = theirs.error.slice(0, 300);
    // Whoever reads the documents sees that one is not YAML.
    const isRefused = !("made" in ours) || ours.made.some(({ worlds }) => worlds.every(isRefusedYaml));
    return isRefused
      ? { verdict: "refused alike", why }
      : { verdict: "different", lines: [`Helm alone refuses it: ${why}`] };
  }
  if (!("made" in ours)) {
    return {
      verdict: "different",
      lines: ["refused" in ours ? `we refuse it: ${ours.refused}` : ours.excess],
    };
  }
  const wanted = documentsOf(theirs);
  const lines: string[] = [];
  const templates = new Set([...wanted.keys(), ...ours.made.map(({ template }) => template)]);
  for (const template of templates) {
    const worlds = ours.made.find((file) => file.template === template)?.worlds ?? [[]];
    const differences = worlds.map((world) => compareDocuments(world, wanted.get(template) ?? []));
    const least = differences.reduce((best, one) => (one.length < best.length ? one : best));
    for (const line of least) lines.push(`${template}: ${line}`);
  }
  if (lines.length > 0) return { verdict: "different", lines };
  return { verdict: "equal", objects: [...wanted.values()].reduce((sum, { length }) => sum + length, 0) };
}

/** Whether Helm refuses a document, which must be a map to it. */
function isRefusedYaml(world: readonly Written[]): boolean {
  return world.some(({ text }) => {
    const value = asHelmReads(text);
    return value === BROKEN || (value.type !== "map" && value.type !== "nil");
  });
}

/** Helm's documents by the template that writes them. */
function documentsOf({ manifest = "", hooks = [] }: Answer): Map<string, Written[]> {
  const found = new Map<string, Written[]>();
  const add = (template: string, document: Written) => {
    const all = found.get(template);
    if (all) all.push(document);
    else found.set(template, [document]);
  };
  let template = "";
  for (const part of manifest.split(/^---[^\S\n]*\n/m)) {
    const [, name, text] = /^# Source: (.*)\n([^]*)$/.exec(part) ?? [];
    // A file in `crds/` may have several documents, and say what another chart has rendered them from.
    const isOwn = name !== undefined && (template === "" || chartOf(name) === chartOf(template));
    if (isOwn) template = name;
    add(template, { text: (isOwn ? (text ?? "") : part).trim() });
  }
  for (const { path, events, manifest: text } of hooks) add(path, { text: text.trim(), events });
  return found;
}

/** The chart of a template: the first of its folders. */
function chartOf(template: string): string | undefined {
  return template.split("/")[0];
}

function compareDocuments(ours: readonly Written[], theirs: readonly Written[]): string[] {
  const rest = ours.filter(({ events }) => events?.every((event) => EVENTS.has(event)) ?? true);
  const unmatched = theirs.filter((wanted) => {
    const index = rest.findIndex((mine) => mine.text.trim() === wanted.text && isSameHook(mine, wanted));
    if (index < 0) return valueOf(wanted.text) !== null;
    rest.splice(index, 1);
    return false;
  });
  const lines: string[] = [];
  const mine = rest.map((document) => ({ document, value: valueOf(document.text) }));
  const left = mine.filter(({ value }) => value !== null);
  for (const wanted of unmatched) {
    const value = valueOf(wanted.text);
    const index = left.findIndex((one) => isSame(one.value, value) && isSameHook(one.document, wanted));
    if (index >= 0) {
      left.splice(index, 1);
      continue;
    }
    const alike = left.findIndex((one) => isSame(keyOf(one.value), keyOf(value)));
    const [other] = alike < 0 ? [] : left.splice(alike, 1);
    lines.push(other ? difference(other.value, value, "") : `missing: ${show(keyOf(value))}`);
  }
  for (const { value } of left) lines.push(`too much: ${show(keyOf(value))}`);
  return lines;
}

function isSameHook(ours: Written, theirs: Written): boolean {
  // When a hook is applied is not known if its text is not read.
  if (ours.events?.length === 0 && theirs.events) return true;
  const events = (document: Written) =>
    document.events?.map((event) => EVENTS.get(event) ?? event).join(" ") ?? "none";
  return events(ours) === events(theirs);
}

const BROKEN = "what is not YAML";

function asHelmReads(text: string): Value | typeof BROKEN {
  try {
    return readYaml(text);
  } catch {
    return BROKEN;
  }
}

/** What a document says; null if it says nothing, and its text if it is not YAML for others than Helm. */
function valueOf(text: string): unknown {
  try {
    return (
      (parse(text, { version: "1.1", merge: true, uniqueKeys: false, logLevel: "error" }) as unknown) ?? null
    );
  } catch {
    const value = asHelmReads(text);
    return value === BROKEN ? text : plainOf(value);
  }
}

/** A value without its places. */
function plainOf(value: Value): unknown {
  switch (value.type) {
    case "map":
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plainOf(item)]));
    case "list":
      return value.items.map(plainOf);
    case "string":
      return value.text;
    case "bool":
    case "float64":
      return value.value;
    default:
      return null;
  }
}

function keyOf(value: unknown): unknown {
  if (!isMap(value)) return value;
  const { apiVersion, kind, metadata } = value;
  return [apiVersion, kind, isMap(metadata) ? metadata.name : undefined];
}

/** Whether two values are the same, where what we do not know stands for anything. */
function isSame(ours: unknown, theirs: unknown): boolean {
  if (typeof ours === "string" && ours.includes(NOT_KNOWN)) {
    // Several lines that are not known may be those of a map.
    if (ours.replaceAll(NOT_KNOWN, "").trim() === "") return true;
    return isMap(theirs) || Array.isArray(theirs) ? false : isLike(ours, String(theirs));
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.length === theirs.length && ours.every((item, index) => isSame(item, theirs[index]));
  }
  if (isMap(ours) && isMap(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...keys].every((key) => isSame(ours[key], theirs[key]));
  }
  return Object.is(ours, theirs);
}

/** An error that a function gives as a value, quoted or not. */
const ERROR = new RegExp(`'?error: ${NOT_KNOWN}'?`, "g");

/** Whether a text is like a pattern in which what is not known stands for anything. */
export function isLike(pattern: string, text: string): boolean {
  // Of an error in a value, all is made up but that it says something.
  const [start = "", ...parts] = pattern.replaceAll(ERROR, NOT_KNOWN).split(NOT_KNOWN);
  if (!text.startsWith(start)) return false;
  const end = parts.pop();
  if (end === undefined) return text === start;
  let at = start.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length >= at + end.length && text.endsWith(end);
}

/** The first place in which two values differ. */
function difference(ours: unknown, theirs: unknown, path: string): string {
  if (isMap(ours) && isMap(theirs)) {
    const keys = [...Object.keys(ours), ...Object.keys(theirs)];
    const key = keys.find((one) => !isSame(ours[one], theirs[one]));
    if (key !== undefined) return difference(ours[key], theirs[key], `${path}.${key}`);
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const index = theirs.findIndex((item, at) => !isSame(ours[at], item));
    if (index >= 0) return difference(ours[index], theirs[index], `${path}[${index}]`);
  }
  return `${path} is ${show(ours)}, not ${show(theirs)}`;
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 300) ?? "nothing";
}
