import { LineIndex } from "../../../manifests/comments.js";
import {
  isProblem,
  parseDocument,
  type ParsedDocument,
  type ParseProblem,
} from "../../../manifests/parse.js";
import { pathAt } from "../../../manifests/path-at.js";
import { type DocumentText, splitDocuments } from "../../../manifests/split.js";
import { leading } from "../../../util/leading.js";
import { digest } from "../../../util/digest.js";
import { isMap } from "../../../util/plain-values.js";

/** What a finding is about, without line numbers, so that it stays the same when lines move. */
export interface Place {
  /** The object, such as `Role shop/reader`; undefined outside of objects. */
  object?: string;
  /** The path into the object, and the value there. List items are named by what they are, not by their index. */
  steps: readonly unknown[];
}

/** The text of a file, to say what its findings are about. */
export class Places {
  readonly lines: LineIndex;
  readonly #documents: readonly DocumentText[];
  /** The document of the last finding: they come in the order of the text, and all trees of a file take much memory. */
  #last: { document: DocumentText; parsed: ParsedDocument | ParseProblem } | undefined;
  readonly #items = new WeakMap<object, Map<string, unknown>>();

  constructor(readonly text: string) {
    this.lines = new LineIndex(text);
    this.#documents = splitDocuments(text);
  }

  /** @param line as ESLint counts, from 1, as is `column` */
  at(line: number, column: number): Place {
    const offset = this.lines.offset({ line, column: column - 1 });
    const document = this.#documentAt(offset);
    if (this.#last?.document !== document) {
      this.#last = { document, parsed: parseDocument(this.text.slice(document.start, document.end)) };
    }
    const { parsed } = this.#last;
    if (isProblem(parsed)) return { steps: [this.#lineAt(line)] };

    let value: unknown = parsed.value;
    let object = nameOf(value);
    let steps: unknown[] = [];
    const path = pathAt(parsed.nodes, offset - document.start);
    for (const [index, step] of path.entries()) {
      const isItem = Array.isArray(value);
      value = isItem || isMap(value) ? (value as Record<string | number, unknown>)[step] : undefined;
      steps.push(isItem ? this.#identity(value, path[index + 1]) : step);
      // An item of a List is an object of its own.
      const inner = isItem ? nameOf(value) : undefined;
      if (inner !== undefined) [object, steps] = [inner, []];
    }
    if (typeof value !== "object") steps.push(value);
    return { ...(object !== undefined && { object }), steps };
  }

  #documentAt(offset: number): DocumentText {
    const count = leading(this.#documents, ({ start }) => start <= offset);
    return this.#documents[Math.max(0, count - 1)] ?? { index: 0, start: 0, end: this.text.length };
  }

  #lineAt(line: number): string {
    const start = this.lines.offset({ line, column: 0 });
    const end = this.text.indexOf("\n", start);
    return this.text.slice(start, end < 0 ? undefined : end).trim();
  }

  /**
   * What distinguishes an item of a list from the others: its name, else everything in it but what the
   * finding is in.
   */
  #identity(item: unknown, next: string | number | undefined): unknown {
    if (!isMap(item)) return Array.isArray(item) ? null : item;
    const { metadata } = item;
    const name = item.name ?? (isMap(metadata) ? metadata.name : undefined);
    if (typeof name === "string" && next !== "name") return name;
    const identities = this.#items.get(item) ?? new Map<string, unknown>();
    this.#items.set(item, identities);
    const key = String(next);
    if (!identities.has(key)) identities.set(key, shortened(JSON.stringify({ ...item, [key]: undefined })));
    return identities.get(key);
  }
}

/** A longer text, in characters, is told from others by its digest: each finding in it would repeat the text. */
const LONG = 10_000;

function shortened(text: string): string {
  return text.length > LONG ? digest(text) : text;
}

function nameOf(value: unknown): string | undefined {
  if (!isMap(value) || typeof value.kind !== "string" || typeof value.apiVersion !== "string")
    return undefined;
  const { name, namespace } = isMap(value.metadata) ? value.metadata : {};
  if (typeof name !== "string") return value.kind;
  return `${value.kind} ${typeof namespace === "string" ? `${namespace}/` : ""}${name}`;
}
