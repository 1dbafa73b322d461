import type { Scalar } from "./nodes.js";
import { type BrokenDocument, brokenAt, saysReadKind } from "./broken-document.js";
import { directiveComments, LineIndex } from "./comments.js";
import { configurationsIn, type WrittenConfiguration } from "./configurations.js";
import { customObjectIn } from "./custom-object.js";
import type { Decoded } from "./decode.js";
import { withoutSchemas } from "./crd-text.js";
import type { Edit, TextEdit } from "./edit.js";
import { isGenerated } from "./generated.js";
import { mayBeRead, saysKubernetes } from "./kind-filter.js";
import { withPlainLineEnds } from "./line-ends.js";
import { namelessKind } from "./nameless.js";
import { isProblem, parseDocument, type ParsedDocument, type ParseProblem } from "./parse.js";
import { extentOf, locate, type Path, type Target } from "./locate.js";
import { pathAt } from "./path-at.js";
import { isPolicyText, MAX_LINE, policyIn, splitLines } from "./policy-lines.js";
import { serviceAccountNamesIn } from "./service-account-names.js";
import { type DocumentText, splitDocuments } from "./split.js";
import { textEdit } from "./text-edit.js";
import { lineOf, lineRange, placesIn, type TextWithin, textWithin } from "./text-within.js";
import { isKnown } from "../kubernetes/objects.js";
import { field } from "../util/plain-values.js";
import { leading } from "../util/leading.js";
import { mayHoldCredentials, valueWithoutCredentials } from "../util/credentials.js";
import { type ManifestObject, unpack } from "./unpack.js";

/**
 * A file of manifests. It is split into documents immediately; a document is parsed only if it may be of
 * a kind that is read, and at most once.
 */
export class ManifestFile {
  readonly #text: string;
  readonly #malformedAt: number | undefined;
  /** Whether it is UTF-16. */
  readonly isUtf16: boolean;
  readonly #documents: DocumentText[];
  readonly #parsed = new Map<number, ParsedDocument | ParseProblem>();
  readonly #texts = new WeakMap<Scalar, ManifestFile>();
  readonly #isPolicies: boolean;
  #objects: readonly ManifestObject[] | undefined;
  #values: unknown[] | undefined;
  #configurations: readonly WrittenConfiguration[] | undefined;
  #broken: BrokenDocument[] = [];
  #withoutKind = 0;
  /** The documents of which nothing more is asked: they parse, or are reported. */
  readonly #settled = new Set<number>();

  /**
   * @param file the text of the file, without a byte order mark
   * @param known.objects the objects in it, if they are known and what does not parse: a document is then parsed only
   * for something else
   * @param known.configurations likewise
   * @param known.broken the documents of those kinds that do not parse
   * @param known.isPolicies whether it is a file of ABAC policies because something names it so, whatever it says
   * @param known.isLines whether it has lines of JSON: then it is a file of ABAC policies, or nothing is read in it
   */
  constructor(
    file: string | Decoded,
    known: {
      objects?: readonly ManifestObject[] | undefined;
      configurations?: readonly WrittenConfiguration[] | undefined;
      broken?: readonly BrokenDocument[] | undefined;
      isPolicies?: boolean | undefined;
      isLines?: boolean | undefined;
    } = {},
  ) {
    const { text, malformedAt, isUtf16 }: Decoded =
      typeof file === "string" ? { text: file, isUtf16: false } : file;
    this.#text = withPlainLineEnds(text);
    this.#malformedAt = malformedAt;
    this.isUtf16 = isUtf16;
    this.#isPolicies = known.isPolicies ?? isPolicyText(this.#text);
    if (this.#isPolicies) this.#documents = splitLines(this.#text);
    else this.#documents = known.isLines ? [] : splitDocuments(this.#text);
    this.#objects = known.objects;
    this.#configurations = known.configurations;
    this.#broken = [...(known.broken ?? [])];
  }

  /** Its text, with the line ends that YAML knows. */
  get text(): string {
    return this.#text;
  }

  /** The objects of kinds that are read, Lists unpacked, in the order of the file. */
  get objects(): readonly ManifestObject[] {
    return this.#objects ?? this.#readAll().objects;
  }

  /** What sets up clusters, in the order of the file: documents, and what is in their texts. */
  get configurations(): readonly WrittenConfiguration[] {
    return this.#configurations ?? this.#readAll().configurations;
  }

  /** The documents that do not parse, of the kinds that are read. */
  get broken(): readonly BrokenDocument[] {
    return this.objects && this.#broken;
  }

  /** How many documents are objects whose kind is filled in later. */
  get objectsWithoutKind(): number {
    return this.objects && this.#withoutKind;
  }

  /**
   * The first place that is invalid in the file's encoding, or undefined if there is none or the file holds no kind
   * that is read. kubectl turns it into U+FFFD, but refuses a NUL; kustomize, Flux and Argo CD refuse the whole file.
   */
  get malformed(): { offset: number; isNul: boolean } | undefined {
    const offset = this.#oddAt;
    if (offset === undefined) return undefined;
    const isMeant =
      this.objects.length + this.#broken.length > 0 || saysReadKind(this.#text.replaceAll("\0", ""));
    // If the same place keeps a document from being YAML, that is reported once.
    const isBroken = this.#broken.some(({ document }) => isIn(this.#slice(document), offset));
    return isMeant && !isBroken ? { offset, isNul: this.#text[offset] === "\0" } : undefined;
  }

  get #oddAt(): number | undefined {
    const nul = this.#text.indexOf("\0");
    return this.#malformedAt ?? (nul < 0 ? undefined : nul);
  }

  /**
   * The lines at which documents do not parse that say that they are objects of Kubernetes, of kinds that are not read:
   * what applies the file stops at them all the same. Only the schemas of a CustomResourceDefinition are taken for right.
   */
  get brokenOthers(): number[] {
    if (this.#isPolicies) return [];
    void this.objects;
    const others = this.#documents.filter(({ index, start, end }) => {
      return !this.#settled.has(index) && saysKubernetes(this.#text.slice(start, end));
    });
    // Found once, since it takes a look at all of the text.
    const odd = others.length === 0 ? undefined : this.#oddAt;
    const places = others.flatMap((document) => {
      const text = this.#text.slice(document.start, document.end);
      if (odd !== undefined && isIn(document, odd) && !this.malformed) return odd;
      // What parses is not kept: nothing else is asked of most of them.
      const result = this.#parsed.get(document.index) ?? parseDocument(text);
      if (!isProblem(result)) return [];
      this.#parsed.set(document.index, result);
      const { template, start } = brokenAt(this.#text, document, result);
      // What is missing at the end of a document is missing in its last line.
      return template ? [] : Math.min(start, document.start + text.trimEnd().length);
    });
    if (places.length === 0) return [];
    const lines = new LineIndex(this.#text);
    return places.map((place) => lines.at(place).line);
  }

  /** The documents that do not parse, of any kind. This parses them all. */
  get unparsed(): BrokenDocument[] {
    return this.#documents.flatMap((document) => {
      const result = this.#parse(document);
      return isProblem(result) ? brokenAt(this.#text, document, result) : [];
    });
  }

  /** Whether the file holds an object of an OpenShift API. */
  get mentionsOpenShift(): boolean {
    return /^apiVersion:[ \t]*["']?[a-z.]*\.openshift\.io\//m.test(this.#text);
  }

  /** Whether this is only a pointer to content in git LFS. */
  get isPointer(): boolean {
    return this.#text.startsWith("version https://git-lfs.github.com/spec/");
  }

  /** Whether it has comments for ESLint. */
  get hasDirectives(): boolean {
    return directiveComments(this.#text).length > 0;
  }

  /** Whether its first comments say that a program has written it. */
  get isGenerated(): boolean {
    return isGenerated(this.#text);
  }

  /** The values of `serviceAccountName` and the like, in any kind: any resource can run pods. */
  get serviceAccountNames(): string[] {
    return serviceAccountNamesIn(this.#text);
  }

  /** The objects of kinds that are not Kubernetes' own and are not read, as `group/Kind name`: operators act on them. */
  get customObjects(): string[] {
    void this.objects;
    const others = this.#documents.filter(({ index }) => !this.#settled.has(index));
    const found = others.flatMap(({ start, end }) => customObjectIn(this.#text.slice(start, end)) ?? []);
    return [...new Set(found)];
  }

  /** The kind of the first object without a name; undefined if all have one. */
  get namelessKind(): string | undefined {
    return namelessKind(this.objects, () => (this.#text.includes("generateName") ? this.values() : []));
  }

  /**
   * The plain value of each document, of any kind: null for an empty one, undefined for one that does not parse. What
   * opens a door in a URL is hidden, as in `objects`.
   */
  values(): unknown[] {
    return (this.#values ??= this.#readValues());
  }

  #readValues(): unknown[] {
    if (this.isPointer) return [undefined];
    return this.#documents.map((document) => {
      const result = this.#parse(document);
      return isProblem(result) ? undefined : this.#withoutCredentials(document, result.value);
    });
  }

  /** The document that an offset in the file is in, by its index. */
  documentAt(offset: number): number {
    return this.#lastWhere(({ start }) => start <= offset)?.index ?? this.#documents[0]?.index ?? 0;
  }

  /** The last document that a test holds for, which holds for all before it. */
  #lastWhere(test: (document: DocumentText) => boolean): DocumentText | undefined {
    return this.#documents[leading(this.#documents, test) - 1];
  }

  /**
   * The place of a path in a document, as offsets in the file. A path can go on inside of a text: with the number of a
   * document in it, or a line.
   * @param prefer "key" for the key of a map instead of its value, "item" for an alias that is an item of a list instead
   * of what it stands for
   */
  locate(document: number, path: Path, prefer?: "key" | "item"): Target {
    const slice = this.#slice(document);
    // No place in a line that Kubernetes does not read can matter.
    if (this.#isPolicies && slice.end - slice.start > MAX_LINE)
      return { start: slice.start, end: slice.start + 1 };
    const result = this.#parse(slice);
    if (isProblem(result)) return { start: slice.start + result.start, end: slice.start + result.end };
    const within = textWithin(result.nodes, path);
    const inside = within && this.#locateInText(within, this.#text.slice(slice.start, slice.end), prefer);
    const target = inside ?? locate(result.nodes, path, prefer);
    return { ...target, start: slice.start + target.start, end: slice.start + target.end };
  }

  /**
   * All that is written at a path of a document, with its key, as offsets in the file: from where it begins to where it ends.
   * Undefined where nothing is written right there, and in a document that does not parse.
   */
  extent(document: number, path: Path): { start: number; end: number } | undefined {
    const slice = this.#slice(document);
    if (this.#isPolicies && slice.end - slice.start > MAX_LINE) return undefined;
    const result = this.#parse(slice);
    const found = isProblem(result) ? undefined : extentOf(result.nodes, path);
    if (!found) return undefined;
    // A block ends where the next line begins, and so with the line ends before it.
    const text = this.#text.slice(slice.start + found.start, slice.start + found.end);
    const start = slice.start + found.start;
    return { start, end: start + text.trimEnd().length };
  }

  /**
   * The path to what is at an offset in the file, or before it where there is nothing; undefined in a document that does
   * not parse.
   */
  pathAt(offset: number): { document: number; path: Path } | undefined {
    const document = this.documentAt(offset);
    const slice = this.#slice(document);
    if (this.#isPolicies && slice.end - slice.start > MAX_LINE) return undefined;
    const result = this.#parse(slice);
    return isProblem(result) ? undefined : { document, path: pathAt(result.nodes, offset - slice.start) };
  }

  /** The place of a path in a text, as offsets in the document; undefined if it can only be guessed. */
  #locateInText(
    { scalar, inner }: TextWithin,
    source: string,
    prefer: "key" | "item" | undefined,
  ): Target | undefined {
    const places = placesIn(scalar, source);
    if (!places) return undefined;
    const [step = 0, ...rest] = inner;
    const line = lineOf(step);
    const { start, end } =
      line === undefined ? this.#fileOf(scalar).locate(Number(step), rest, prefer) : lineRange(scalar, line);
    return { start: places(start), end: places(end) };
  }

  /** A text in a document as a file; remembered, since each finding in it needs it. */
  #fileOf(scalar: Scalar<string>): ManifestFile {
    let file = this.#texts.get(scalar);
    if (!file) this.#texts.set(scalar, (file = new ManifestFile(scalar.value)));
    return file;
  }

  /** The text edit for an edit by path, or undefined if it cannot be made in place. */
  edit(document: number, edit: Edit): TextEdit | undefined {
    const slice = this.#slice(document);
    const result = this.#parse(slice);
    const locateKey = edit.type === "renameKey" ? "key" : undefined;
    const target = this.locate(document, edit.path, locateKey);
    return isProblem(result) ? undefined : textEdit(edit, { text: this.#text, slice, result, target });
  }

  #slice(document: number): DocumentText {
    // Of ABAC policies, lines that say nothing are left out.
    const one = this.#isPolicies
      ? this.#lastWhere(({ index }) => index <= document)
      : this.#documents[document];
    return one?.index === document ? one : { index: document, start: 0, end: 0 };
  }

  #parse(document: DocumentText): ParsedDocument | ParseProblem {
    let result = this.#parsed.get(document.index);
    if (!result) {
      result = parseDocument(this.#text.slice(document.start, document.end));
      this.#parsed.set(document.index, result);
    }
    return result;
  }

  /** Parses a document without the schemas of a CustomResourceDefinition, if no place in it is needed. */
  #parseToRead(document: DocumentText, text: string): ParsedDocument | ParseProblem {
    const short = this.#parsed.has(document.index) ? undefined : withoutSchemas(text);
    const result = short === undefined ? undefined : parseDocument(short);
    return result === undefined || isProblem(result) ? this.#parse(document) : result;
  }

  #readAll(): { objects: readonly ManifestObject[]; configurations: readonly WrittenConfiguration[] } {
    const objects: ManifestObject[] = [];
    const configurations: WrittenConfiguration[] = [];
    for (const document of this.#documents) {
      const { index } = document;
      if (this.#isPolicies) {
        const policy = policyIn(this.#text.slice(document.start, document.end));
        configurations.push({ ...policy, document: index, at: [] });
        continue;
      }
      const result = this.#read(document);
      if (!result) continue;
      const isUnquoted = (path: Path) => locate(result.nodes, path).scalar?.type === "PLAIN";
      const value = this.#withoutCredentials(document, result.value);
      for (const object of unpack(value, index, [], isUnquoted)) objects.push(object);
      if (isOfUnknownKind(value)) this.#withoutKind++;
      const length = document.end - document.start;
      for (const one of configurationsIn(result.value, index, length)) configurations.push(one);
    }
    this.#objects = objects;
    this.#configurations = configurations;
    return { objects, configurations };
  }

  #withoutCredentials({ start, end }: DocumentText, value: unknown): unknown {
    const mayHold = mayHoldCredentials(this.#text.slice(start, end));
    return mayHold ? valueWithoutCredentials(value) : value;
  }

  /** Parses a document if it may be of a kind that is read, and notes it if it does not parse although it is. */
  #read(document: DocumentText): ParsedDocument | undefined {
    const text = this.#text.slice(document.start, document.end);
    if (!mayBeRead(text)) return undefined;
    const result = this.#parseToRead(document, text);
    const isBroken = isProblem(result);
    if (isBroken && !saysReadKind(text)) return undefined;
    this.#settled.add(document.index);
    if (!isBroken) return result;
    this.#broken.push(brokenAt(this.#text, document, result));
    return undefined;
  }
}

/** Whether a value is an object of Kubernetes whose kind is filled in later, so that it may be of any. */
function isOfUnknownKind(value: unknown): boolean {
  const [apiVersion, kind] = [field(value, "apiVersion"), field(value, "kind")];
  return typeof apiVersion === "string" && typeof kind === "string" && kind !== "" && !isKnown(kind);
}

function isIn({ start, end }: DocumentText, offset: number): boolean {
  return offset >= start && offset < end;
}
