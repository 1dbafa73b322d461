import { NO_NAME, NO_NAMESPACE } from "../../../builds/helm/render-chart.js";
import type { Manifest } from "../../../builds/helm/release-manifests.js";
import { NOT_KNOWN } from "../../../helm/values/text.js";
import { UNKNOWN } from "../../../kubernetes/objects.js";
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from "../../../manifests/nodes.js";
import { isMap as isObject } from "../../../util/plain-values.js";
import { printable } from "../../../util/phrases.js";
import { HIDDEN, hiddenIn, textAt, withoutHidden } from "./hidden-values.js";
import { scalarText, stringText } from "./scalar-text.js";

/** Where a part of a document comes from, if that is worth a comment. */
type PlaceAt = (start: number, end: number) => string | undefined;

/** Stands for what is not known; the linter takes it for what is filled in later. */
const NOT_KNOWN_SHOWN = "<not known>";
/** What is not known because nobody has named it. */
const NAMED: readonly (readonly [mark: string, why: string])[] = [
  [NO_NAMESPACE, "the namespace of the release"],
  [NO_NAME, "the name of the release"],
];
const MARKS = new RegExp(`[${NOT_KNOWN}${NO_NAMESPACE}${NO_NAME}]`);
const ALL_MARKS = new RegExp(MARKS, "g");

/**
 * The lines of a rendered document, in block style, without secrets and without the comments of the template, in which
 * there could be some. Behind what is not known is why.
 */
export function manifestLines(manifest: Manifest, placeAt: PlaceAt = () => undefined): string[] {
  const printer = new Printer(manifest, placeAt);
  printer.node(manifest.parsed.nodes.contents, TOP);
  return printer.lines;
}

interface At {
  /** What is before the value on its line: its key, or the mark of an item. */
  lead: string;
  /** The indentation of what is below. */
  indent: string;
  /** What is sure of the value; undefined if all of it is. */
  sure: unknown;
  isHidden: boolean;
  isSecretList: boolean;
}

const TOP: At = { lead: "", indent: "", sure: undefined, isHidden: false, isSecretList: false };

class Printer {
  readonly lines: string[] = [];
  readonly #manifest: Manifest;
  readonly #placeAt: PlaceAt;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();

  constructor(manifest: Manifest, placeAt: PlaceAt) {
    this.#manifest = manifest;
    this.#placeAt = placeAt;
  }

  node(written: unknown, at: At): void {
    const node = isAlias(written) ? this.#anchors.get(written.source) : written;
    const where = at === TOP ? { ...TOP, sure: this.#manifest.sure } : at;
    if (!isMap(node) && !isSeq(node)) {
      if (isScalar(node)) this.#scalar(node, where);
      else this.#line(where, "null");
      return;
    }
    if (this.#open.has(node)) {
      this.#line(where, stringText(NOT_KNOWN_SHOWN));
      return;
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    if (node.items.length === 0)
      this.#line(where, isMap(node) ? "{}" : "[]", notKnown(this.#doubtOf(where.sure)));
    else if (isMap(node)) this.#map(node, where);
    else this.#items(node.items, where);
    this.#open.delete(node);
  }

  #map(map: YAMLMap, at: At): void {
    const leads = this.#leads(at);
    const isHidden = hiddenIn(map, at.isSecretList);
    const isSecrets = textAt(map, "kind") === "SecretList";
    const entries = lastOfEach(map.items);
    for (const [name, { key, value }] of entries) {
      if (isUnknownLine(key, value)) {
        this.lines.push(`${leads()}# not known: ${this.#why(key)}`);
        continue;
      }
      this.node(value, {
        lead: `${leads()}${this.#keyText(key, name)}:`,
        indent: `${at.indent}  `,
        sure: isObject(at.sure) && Object.hasOwn(at.sure, name) ? at.sure[name] : undefined,
        isHidden: at.isHidden || isHidden(name, value),
        isSecretList: isSecrets && name === "items",
      });
    }
    if (isObject(at.sure) && Object.keys(at.sure).length > entries.size) this.#more(at);
  }

  #items(items: readonly unknown[], at: At): void {
    const leads = this.#leads(at);
    items.forEach((item, index) => {
      const sure: unknown = Array.isArray(at.sure) ? at.sure[index] : undefined;
      this.node(item, { ...at, lead: `${leads()}-`, indent: `${at.indent}  `, sure });
    });
    if (Array.isArray(at.sure) && at.sure.length > items.length) this.#more(at);
  }

  /** What each child begins its line with: the first one shares that of a list's item. */
  #leads({ lead, indent }: At): () => string {
    const isShared = lead === "" || lead.endsWith("-");
    if (!isShared) this.lines.push(lead);
    let first = isShared && lead !== "" ? `${lead} ` : indent;
    return () => {
      const current = first;
      first = indent;
      return current;
    };
  }

  #more({ indent }: At): void {
    this.lines.push(`${indent}# There may be more, which is not known: ${printable(this.#manifest.doubt)}`);
  }

  #scalar(node: Scalar, at: At): void {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (at.isHidden && node.value !== null && !isUnknown(node.value)) {
      this.#line(at, JSON.stringify(HIDDEN), this.#placeOf(node));
      return;
    }
    const isMarked = holdsMark(node.value);
    const doubt = isMarked ? this.#why(node) : this.#doubtOf(at.sure);
    const shown = doubt !== undefined && !isMarked ? NOT_KNOWN_SHOWN : shownText(node.value);
    const { head, lines } = scalarText(this.#manifest.text, node, shown);
    const notes = [this.#placeOf(node), notKnown(doubt)];
    this.#line(at, head, notes.filter((one) => one !== undefined).join(", ") || undefined);
    for (const line of lines) this.lines.push(line === "" ? "" : `${at.indent}${line}`);
  }

  #line({ lead }: At, text: string, note?: string): void {
    const before = lead === "" || text === "" ? lead : `${lead} `;
    this.lines.push(`${before}${text}${note === undefined ? "" : ` # ${printable(note)}`}`);
  }

  #keyText(key: unknown, name: string): string {
    const plain = withoutMarks(name);
    // What begins with colons could be a command of GitHub's to whoever prints it there.
    return isScalar(key) && plain === name && name !== "" && !name.startsWith("::")
      ? scalarText(this.#manifest.text, key).head
      : stringText(plain);
  }

  #placeOf({ range }: Scalar): string | undefined {
    return range ? this.#placeAt(range[0], range[1]) : undefined;
  }

  /** Why a scalar with a mark for it is not known. */
  #why(node: unknown): string {
    const { document, doubt } = this.#manifest;
    const { value, range } = isScalar(node) ? node : {};
    const named = NAMED.find(([mark]) => String(value).includes(mark))?.[1];
    const [start = 0, end = 0] = range ?? [];
    return named ?? printable(document.unknownAt(start, end) ?? doubt);
  }

  /** Why something is not known that is otherwise in other cases. */
  #doubtOf(sure: unknown): string | undefined {
    const isOpen = typeof sure === "string" ? sure.includes(UNKNOWN) : isBlurred(sure);
    return isOpen ? printable(this.#manifest.doubt) : undefined;
  }
}

/** The entries of a map by their keys, of which the last of several counts. */
function lastOfEach(items: readonly Pair[]): Map<string, Pair> {
  return new Map(items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : "", pair]));
}

/** Whether an entry stands for some of which nothing is known. */
function isUnknownLine(key: unknown, value: unknown): boolean {
  return isScalar(key) && isUnknown(key.value) && isScalar(value) && isUnknown(value.value);
}

function notKnown(why: string | undefined): string | undefined {
  return why === undefined ? undefined : `not known: ${why}`;
}

function isBlurred(sure: unknown): boolean {
  if (Array.isArray(sure)) return sure.length > 0 && sure.every((one) => one === UNKNOWN);
  return isObject(sure) && Object.hasOwn(sure, UNKNOWN);
}

function holdsMark(value: unknown): boolean {
  return typeof value === "string" && MARKS.test(value);
}

/** Whether all of a value is not known. */
function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value.replace(ALL_MARKS, "") === "";
}

function withoutMarks(text: string): string {
  return text.replace(ALL_MARKS, NOT_KNOWN_SHOWN);
}

/** What a text is shown as; undefined if as it is written. */
function shownText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const shown = withoutHidden(withoutMarks(value));
  return shown === value ? undefined : shown;
}
