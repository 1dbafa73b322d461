import { decline } from "./builder.js";
import { DASH, FOLDED, HASH, isBreak, NEWLINE, NINE, PLUS, RETURN, TAB, ZERO } from "./characters.js";
import { FlowReader } from "./flow-reader.js";

/** Reads literal and folded texts. */
export class BlockScalarReader<Node, MapNode extends Node, ListNode extends Node> extends FlowReader<
  Node,
  MapNode,
  ListNode
> {
  /**
   * Reads the text that starts here, up to the start of the line after it.
   * @param parent the column of the collection that it is in
   * @param isOfMap whether that is a map: the text of an item may say nothing of its indentation here
   */
  protected blockScalar(parent: number, isOfMap: boolean): Node {
    this.count();
    const start = this.at;
    const isFolded = this.codeAt(this.at++) === FOLDED;
    const { chomp, given } = this.#header();
    if (given > 0 && !isOfMap) decline();
    this.#headerEnd();
    const { lines, blanks, end } = this.#lines(parent, given);
    const content = isFolded ? folded(lines) : lines.join("\n");
    const tail = chomp === DASH ? "" : chomp === PLUS ? "\n".repeat(1 + blanks) : "\n";
    const style = isFolded ? "BLOCK_FOLDED" : "BLOCK_LITERAL";
    const last = chomp === PLUS ? this.at : end;
    return this.builder.scalar(content + tail, style, start, Math.min(last, this.length));
  }

  /** What happens to the line breaks at the end, and by how much the text is indented if that is said, each 0 if not. */
  #header(): { chomp: number; given: number } {
    let [chomp, given] = [0, 0];
    for (let code = this.codeAt(this.at); ; code = this.codeAt(++this.at)) {
      if (chomp === 0 && (code === DASH || code === PLUS)) chomp = code;
      else if (given === 0 && code > ZERO && code <= NINE) given = code - ZERO;
      else return { chomp, given };
    }
  }

  /** Passes the rest of the first line. */
  #headerEnd(): void {
    const { at } = this;
    let code = this.skipSpaces();
    if (code === HASH && this.at > at) {
      this.comment();
      code = NEWLINE;
    }
    if (code === RETURN) code = this.codeAt(++this.at);
    if (code !== NEWLINE) decline();
    this.at++;
  }

  /** The lines up to the last one that is not blank, how many blank ones follow, and the offset after the last one. */
  #lines(parent: number, given: number): { lines: string[]; blanks: number; end: number } {
    const { text } = this;
    const lines: string[] = [];
    let count = 0;
    let end = this.at;
    let indent = given > 0 ? parent + given : -1;
    let blank = 0;
    let isBlank = false;
    while (this.at < this.length) {
      const line = this.at;
      const code = this.skipSpaces();
      const spaces = this.at - line;
      isBlank = isBreak(code);
      if (given > 0 && isBlank && spaces > indent) decline();
      if (indent < 0 && isBlank) blank = Math.max(blank, spaces);
      // Spaces above the text must not exceed its indentation.
      if (indent < 0 && !isBlank && spaces > parent && spaces >= blank) indent = spaces;
      if (!isBlank && (indent < 0 || spaces < indent)) {
        if (code === TAB) decline();
        this.at = line;
        break;
      }
      const next = text.indexOf("\n", this.at);
      const lineEnd = this.codeAt(next - 1) === RETURN ? next - 1 : next;
      this.at = next + 1;
      // In a line of spaces, those count that are not indentation.
      const isText = !isBlank || (indent >= 0 && spaces > indent);
      lines.push(isText ? text.slice(line + indent, lineEnd) : "");
      if (!isText) continue;
      count = lines.length;
      end = this.at;
    }
    // Spaces at the very end of the text are a line of their own, or not.
    if (count === 0 || (isBlank && this.at > this.length)) decline();
    const blanks = lines.length - count;
    lines.length = count;
    return { lines, blanks, end };
  }
}

/** Joins lines by spaces; blank ones stay, and so do breaks beside lines that are indented further. */
function folded(lines: readonly string[]): string {
  let text = "";
  let blanks = 0;
  let wasIndented: boolean | undefined;
  for (const line of lines) {
    if (line === "") {
      blanks++;
      continue;
    }
    const isIndented = line.startsWith(" ") || line.startsWith("\t");
    if (wasIndented === undefined) text = "\n".repeat(blanks);
    else if (isIndented || wasIndented) text += "\n".repeat(blanks + 1);
    else text += blanks === 0 ? " " : "\n".repeat(blanks);
    text += line;
    blanks = 0;
    wasIndented = isIndented;
  }
  return text;
}
