import { HIDING, isReadKind } from "./kind-filter.js";
import type { Configuration } from "../kubernetes/configuration/configuration.js";
import type { DocumentText } from "./split.js";

const API_GROUP = "abac.authorization.kubernetes.io";
/** A policy that names its API, on a line of its own, or on several, which Kubernetes refuses. */
const POLICY_LINE = /^[ \t]*(?:\{[^\n]*)?"apiVersion"[ \t]*:[ \t]*"abac\.authorization\.kubernetes\.io/m;
/** The first character of a line that is neither empty nor a comment. One expression for all lines has too many steps. */
const FIRST_CHARACTER = /(?<![^\n])[ \t]*([^ \t\r\n#])/;
/** bufio.Scanner, with which Kubernetes reads the file, gives up at a line of this many bytes: MaxScanTokenSize. */
export const MAX_LINE = 64 * 1024;

/** Whether a text is a file of ABAC policies, one on each line, judged by what it says. */
export function isPolicyText(text: string): boolean {
  return (
    text.includes(API_GROUP) &&
    FIRST_CHARACTER.exec(text)?.[1] === "{" &&
    POLICY_LINE.test(text) &&
    !mayBeManifest(text.replace(COMMENT_LINE, ""))
  );
}

const COMMENT_LINE = /^[ \t]*#.*$/gm;
/** A mention of a kind, with the word behind it. */
const MENTION = /\bkind\b(?!-)["']?\s*:?\s*["']?([A-Za-z0-9]*)/g;

/**
 * Whether a text may hold an object of another kind: then it is read as a manifest, since a policy in one of its
 * annotations must not hide it. The answer is yes in doubt.
 */
function mayBeManifest(text: string): boolean {
  if (HIDING.test(text)) return true;
  return [...text.matchAll(MENTION)].some(
    ([, kind = ""]) => kind === "" || (kind !== "Policy" && isReadKind(kind)),
  );
}

/** The lines of a file of ABAC policies that say something, each a document with its number among all lines. */
export function splitLines(text: string): DocumentText[] {
  const lines: DocumentText[] = [];
  for (let start = 0, index = 0; start <= text.length; index++) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? text.length : next;
    if (!isSkipped(text.slice(start, end))) lines.push({ index, start, end });
    start = end + 1;
  }
  return lines;
}

/** Whether Kubernetes skips a line: abac.go, NewFromFile. */
function isSkipped(line: string): boolean {
  const trimmed = line.trim();
  return trimmed === "" || trimmed.startsWith("#");
}

/** A line of a file of ABAC policies that says something. */
export function policyIn(line: string): Configuration {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return {
    format: "AbacPolicy",
    value: { line: text.slice(0, MAX_LINE + 1), length: Buffer.byteLength(text) },
  };
}
