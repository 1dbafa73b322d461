import {
  isLiteralSecret,
  namesSecretFlag,
  withoutSecretsInText,
} from "../../kubernetes/kubeconfig/secret-texts.js";
import { LineIndex } from "../../manifests/comments.js";
import { isMap, isScalar, type Node, type Pair, walk, type YAMLMap } from "../../manifests/nodes.js";
import { isProblem, parseDocument } from "../../manifests/parse.js";
import { type DocumentText, splitDocuments } from "../../manifests/split.js";

/** What each kind keeps secret, whatever it is called in there. */
const SECRET_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Secret", new Set(["data", "stringData"])],
  ["Config", new Set(["users"])],
]);
/** Kustomizations and patches need not say what they are. */
const SECRET_ANYWHERE: ReadonlySet<string> = new Set(["env", "secretGenerator", "stringData"]);
/** A manifest in a text, such as a patch or what kubectl notes in an annotation. */
const SECRET_WITHIN = /\bstringData\b|\bkind\W{1,5}(?:Secret|Config)\b/;

/** A manifest of which lines are printed as they are, to tell whether there are secrets in them. */
export class SecretLines {
  /** The lines at which its documents begin, from 0. */
  readonly documents: readonly number[];
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #documents: readonly DocumentText[];

  constructor(text: string) {
    this.#text = text;
    this.#lines = new LineIndex(text);
    this.#documents = splitDocuments(text);
    this.documents = this.#documents.map(({ start }) => this.#lineAt(start));
  }

  /** @param shown the lines that are printed: from, to (exclusive), from 0 */
  areIn(shown: readonly (readonly [from: number, to: number])[]): boolean {
    // How many lines are printed before each one.
    const before = new Uint32Array(this.#lineAt(this.#text.length) + 2);
    for (const [from, to] of shown) before.fill(1, from + 1, to + 1);
    for (let line = 1; line < before.length; line++)
      before[line] = (before[line] ?? 0) + (before[line - 1] ?? 0);
    const isShown = (from: number, to: number) => (before[to + 1] ?? 0) > (before[from] ?? 0);
    return this.#documents.some(({ start, end }) => {
      const [first, last] = [this.#lineAt(start), this.#lineAt(Math.max(start, end - 1))];
      if (!isShown(first, last)) return false;
      const parsed = parseDocument(this.#text.slice(start, end));
      // What does not parse could be anything, but for the mark that begins it.
      if (isProblem(parsed)) return isShown(this.#isMark(first) ? first + 1 : first, last);
      return secretNodes(parsed.nodes.contents).some((node) => {
        const [from = 0, to = 0] = node.range ?? [];
        return isShown(this.#lineAt(start + from), this.#lineAt(start + Math.max(from, to - 1)));
      });
    });
  }

  #isMark(line: number): boolean {
    const start = this.#lines.offset({ line: line + 1, column: 0 });
    return /^---[ \t]*\r?(?:\n|$)/.test(this.#text.slice(start, start + 100));
  }

  #lineAt(offset: number): number {
    return this.#lines.at(offset).line - 1;
  }
}

function secretNodes(contents: Node | null): Node[] {
  const found: Node[] = [];
  walk(contents, (node) => {
    if (isMap(node)) for (const value of secretValues(node)) found.push(value);
    else if (isScalar(node) && typeof node.value === "string" && isSecretText(node.value)) found.push(node);
    return true;
  });
  return found;
}

function isSecretText(text: string): boolean {
  return withoutSecretsInText(text) !== text || SECRET_WITHIN.test(text);
}

/** The values of a map that are secret, by their names or by what the map is. */
function secretValues(map: YAMLMap): Node[] {
  const textAt = (name: string): string => {
    const value = map.items.find(({ key }) => isScalar(key) && key.value === name)?.value;
    return isScalar(value) ? String(value.value) : "";
  };
  const fields = SECRET_FIELDS.get(textAt("kind"));
  const isVariable = namesSecretFlag(textAt("name"));
  const isSecret = ({ key, value }: Pair): boolean => {
    const name = isScalar(key) ? String(key.value) : "";
    if (fields?.has(name) || SECRET_ANYWHERE.has(name)) return true;
    if (!isScalar(value)) return false;
    return (namesSecretFlag(name) || (isVariable && name === "value")) && isLiteralSecret(value.value);
  };
  return map.items.filter(isSecret).map(({ value }) => value as Node);
}
