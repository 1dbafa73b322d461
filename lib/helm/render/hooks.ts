import { NOT_KNOWN, type Text } from "../values/text.js";
import type { Value } from "../values/value.js";
import { readYaml, YamlError } from "../yaml/read.js";

/** What Helm does with an object that is a hook: helm, pkg/releaseutil/manifest_sorter.go, sort. */
export interface Hook {
  /** When it is applied, as written: `pre-install`. Empty if that is not known. */
  events: readonly string[];
  /**
   * Whether it is applied when the release is installed or upgraded, only when it is deleted, in neither case (tests,
   * rollbacks, and what Helm does not know), or that is not known.
   */
  applied: "with the release" | "on deletion" | "never" | "unknown";
}

const WITH_RELEASE = new Set(["pre-install", "post-install", "pre-upgrade", "post-upgrade"]);
const ON_DELETION = new Set(["pre-delete", "post-delete"]);
const OTHERS = new Set(["pre-rollback", "post-rollback", "test", "test-success"]);
const ANNOTATION = "helm.sh/hook";

/** What makes a rendered document a hook, if something does. */
export function hookOf(document: Text): Hook | undefined {
  const { text } = document;
  if (!text.includes(ANNOTATION)) return undefined;
  const value = annotationOf(text);
  if (value === undefined) return undefined;
  if (value.includes(NOT_KNOWN)) return { events: [], applied: "unknown" };
  const events = value.split(",").map((event) => event.trim().toLowerCase());
  return { events, applied: appliedOf(events) };
}

function appliedOf(events: readonly string[]): Hook["applied"] {
  const isEvent = (event: string) => WITH_RELEASE.has(event) || ON_DELETION.has(event) || OTHERS.has(event);
  // Helm leaves out what has an event that it does not know.
  if (!events.every(isEvent)) return "never";
  if (events.some((event) => WITH_RELEASE.has(event))) return "with the release";
  return events.some((event) => ON_DELETION.has(event)) ? "on deletion" : "never";
}

/** Stands for an annotation in a text that is not read here. */
const UNREADABLE = NOT_KNOWN;

const LINE_NOT_KNOWN = new RegExp(`^[ \\t]*${NOT_KNOWN}[ \\t]*$`, "gm");

function annotationOf(text: string): string | undefined {
  // What is not known can be several lines, which then are no YAML.
  let value: Value | undefined = read(text) ?? read(text.replace(LINE_NOT_KNOWN, ""));
  // What is not YAML is told by those who read the documents; Helm may read what is not read here.
  if (value === undefined) return UNREADABLE;
  for (const key of ["metadata", "annotations", ANNOTATION]) {
    value = value?.type === "map" ? value.entries.get(key) : undefined;
  }
  if (value?.type === "string") return value.text;
  return value?.type === "bool" || value?.type === "float64" ? String(value.value) : undefined;
}

/** What a text says; undefined if it is not YAML. */
function read(text: string): Value | undefined {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}
