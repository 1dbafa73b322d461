import { LineIndex } from "../../manifests/comments.js";
import { locate, type Path } from "../../manifests/locate.js";
import { isProblem, type ParsedDocument, parseDocument } from "../../manifests/parse.js";
import { splitDocuments } from "../../manifests/split.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { printable } from "../../util/phrases.js";
import { ConfigError } from "../configuration/config-file.js";
import { compareRequests, REQUEST_FIELDS } from "./fields.js";
import { LOCK_FILE, type Lock, type LockedSource } from "./locked.js";
import { keyOf, type SourceRequest } from "./request.js";

/** The largest lock that is read, in characters: 5,000 entries of a kilobyte. */
export const MAX_LOCK = 5_000_000;
/** The most entries that a lock may have. */
export const MOST_ENTRIES = 5_000;
const FORMAT = 1;
const TOP = ["version", "sources"] as const;
const ENTRY = ["name", "request", "version", "commit", "digest", "content", "neededBy"] as const;
const CONTENTS = ["chart", "tree", "file"] as const;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const TYPES = ["helm", "oci", "git", "http"] as const satisfies readonly SourceRequest["type"][];

/**
 * Reads the text of a lock.
 * @throws {ConfigError} for the first mistake, with its line
 */
export function parseLock(text: string): Lock {
  if (text.length > MAX_LOCK)
    throw mistake(`${LOCK_FILE} is larger than 5 MB. Write it again with 'gitops-lint fetch'.`);
  const lines = new LineIndex(text);
  const [first, second] = splitDocuments(text);
  if (second) {
    const { line } = lines.at(second.start);
    throw mistake(`${LOCK_FILE}:${line}:1: The file may hold only one document.`, line);
  }
  const document = parseDocument(text.slice(0, first?.end));
  if (isProblem(document)) {
    const { line, column } = lines.at(document.start);
    const merge = /^<{7} /m.test(text) ? " It has two versions: keep one, and run 'gitops-lint fetch'." : "";
    throw mistake(`${LOCK_FILE}:${line}:${column + 1}: ${document.message}.${merge}`, line);
  }
  return new Reader(document, lines).read();
}

function mistake(message: string, line?: number): ConfigError {
  return new ConfigError(message, { file: LOCK_FILE, ...(line !== undefined && { line }) });
}

class Reader {
  constructor(
    readonly document: ParsedDocument,
    readonly lines: LineIndex,
  ) {}

  read(): Lock {
    const top = this.#map(this.document.value ?? {}, [], TOP);
    if (top.version !== FORMAT)
      this.#fail(["version"], `'version' must be ${FORMAT}; a newer gitops-lint may read this file`);
    const sources = top.sources ?? [];
    if (!Array.isArray(sources)) return this.#fail(["sources"], "'sources' must be a list");
    if (sources.length > MOST_ENTRIES)
      return this.#fail(["sources", MOST_ENTRIES], `The file may hold at most ${MOST_ENTRIES} sources`);
    const lock = new Map<string, LockedSource>();
    sources.forEach((value: unknown, index) => {
      const source = this.#source(value, ["sources", index]);
      const key = keyOf(source.request);
      if (lock.has(key)) this.#fail(["sources", index, "request"], "Another source has the same request");
      lock.set(key, source);
    });
    return lock;
  }

  #source(value: unknown, path: Path): LockedSource {
    const entry = this.#map(value, path, ENTRY);
    const at = (key: string) => [...path, key];
    const content = CONTENTS.find((one) => one === entry.content);
    if (!content) return this.#fail(at("content"), `'content' must be one of ${CONTENTS.join(", ")}`);
    return {
      name: this.#text(entry.name, at("name")),
      request: this.#request(entry.request, at("request")),
      ...(entry.version !== undefined && { version: this.#text(entry.version, at("version")) }),
      ...(entry.commit !== undefined && {
        commit: this.#text(entry.commit, at("commit"), COMMIT, "the full id of a commit"),
      }),
      digest: this.#text(entry.digest, at("digest"), DIGEST, "'sha256:' and 64 hexadecimal digits"),
      content,
      neededBy: this.#texts(entry.neededBy, at("neededBy")),
    };
  }

  #request(value: unknown, path: Path): SourceRequest {
    const { type: given } = this.#map(value, path);
    const type = TYPES.find((one) => one === given);
    if (!type) return this.#fail([...path, "type"], `'type' must be one of ${TYPES.join(", ")}`);
    const { required, optional } = REQUEST_FIELDS[type];
    const fields = this.#map(value, path, ["type", ...required, ...optional]);
    const texts = [...required, ...optional].flatMap((name): [string, string][] => {
      const field = fields[name];
      if (field === undefined && optional.includes(name)) return [];
      return [[name, this.#text(field, [...path, name])]];
    });
    // The fields of each type are those of its interface: fields.ts.
    return { type, ...Object.fromEntries(texts) } as unknown as SourceRequest;
  }

  #texts(value: unknown, path: Path): string[] {
    if (!Array.isArray(value)) return this.#fail(path, `'${path.at(-1)}' must be a list of strings`);
    return value.map((item: unknown, index) => this.#text(item, [...path, index]));
  }

  #text(value: unknown, path: Path, pattern = /^/, form = "a string"): string {
    const name = typeof path.at(-1) === "number" ? path.at(-2) : path.at(-1);
    if (typeof value !== "string" || value === "" || !pattern.test(value))
      return this.#fail(path, `'${name}' must be ${form}`);
    if (!isPlainText(value)) return this.#fail(path, `'${name}' has control characters`);
    return value;
  }

  #map(value: unknown, path: Path, allowed?: readonly string[]): Record<string, unknown> {
    const last = path.at(-1);
    const name = last === undefined ? "The file" : typeof last === "number" ? "A source" : `'${last}'`;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return this.#fail(path, `${name} must be a map`);
    for (const key of allowed ? Object.keys(value) : []) {
      if (allowed?.includes(key)) continue;
      const hint = didYouMean(key, allowed ?? []);
      this.#fail(
        [...path, key],
        `Unknown key '${printable(key.slice(0, 100))}'; use one of ${allowed?.join(", ")}`,
        hint,
      );
    }
    return value as Record<string, unknown>;
  }

  #fail(path: Path, message: string, hint = ""): never {
    const { line, column } = this.lines.at(locate(this.document.nodes, path, "key").start);
    throw mistake(`${LOCK_FILE}:${line}:${column + 1}: ${message}.${hint}`, line);
  }
}

/** Whether a text can be shown to people as it is: no control characters, no halves of characters. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

const HEAD = `# What this repository names and that lies elsewhere, as 'gitops-lint fetch' has found it: commit this file.
# What is read is what has these digests; 'gitops-lint fetch --update' looks for newer versions.
`;

/**
 * The text of a lock, in an order that does not depend on versions: a diff of it shows what has changed.
 * @param sources whose texts have no control characters
 */
export function printLock(sources: Iterable<LockedSource>): string {
  const sorted = [...sources].sort((one, other) => compareRequests(one.request, other.request));
  const entries = sorted.flatMap(({ name, request, version, commit, digest, content, neededBy }) => [
    `  - name: ${scalar(name)}`,
    "    request:",
    ...fieldsOf(request).map(([key, value]) => `      ${key}: ${scalar(value)}`),
    ...(version === undefined ? [] : [`    version: ${scalar(version)}`]),
    ...(commit === undefined ? [] : [`    commit: ${scalar(commit)}`]),
    `    digest: ${scalar(digest)}`,
    `    content: ${content}`,
    ...(neededBy.length === 0 ? ["    neededBy: []"] : ["    neededBy:"]),
    ...neededBy.map((one) => `      - ${scalar(one)}`),
  ]);
  const list = entries.length === 0 ? ["sources: []"] : ["sources:", ...entries];
  return `${HEAD}${[`version: ${FORMAT}`, ...list].join("\n")}\n`;
}

function fieldsOf(request: SourceRequest): [string, string][] {
  const { required, optional } = REQUEST_FIELDS[request.type];
  const given = request as unknown as Readonly<Record<string, string | undefined>>;
  return ["type", ...required, ...optional].flatMap((name): [string, string][] => {
    const value = given[name];
    return value === undefined || value === "" ? [] : [[name, value]];
  });
}

/** A text that means itself without quotes in every version of YAML. */
const PLAIN = /^[A-Za-z][\w./@+'():-]*(?: [\w./@+'(-][\w./@+'():-]*)*$/;
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;

function scalar(text: string): string {
  const isPlain = PLAIN.test(text) && !WORDS.test(text) && !/:(?: |$)/.test(text);
  return isPlain ? text : JSON.stringify(text);
}
