import { formatFloat } from "../../go/float.js";
import { NOT_KNOWN, Text } from "../../values/text.js";
import type { Dict, List, Value } from "../../values/value.js";
import { checkDepth } from "../../values/work.js";
import { jsonNumber, NotJsonError } from "./json-write.js";
import { scalarText, type ScalarPlace } from "./yaml-scalar-write.js";
import { byYamlOrder } from "./yaml-order.js";
import { resolveScalar } from "./yaml-scalars.js";

/** How the two of Helm's functions differ that write YAML. */
export interface YamlStyle {
  /** Whether the items of a list in a map are indented under its key. */
  areItemsIndented: boolean;
  /** Whether long lines are broken. */
  isWrapped: boolean;
  /** Whether numbers are written as JSON and read again first, which makes integers of those that are whole. */
  isThroughJson: boolean;
}

/** `toYaml`: sigs.k8s.io/yaml with goyaml.v2. */
export const YAML: YamlStyle = { areItemsIndented: false, isWrapped: true, isThroughJson: true };
/** `toYamlPretty`: goyaml.v3. */
export const PRETTY_YAML: YamlStyle = { areItemsIndented: true, isWrapped: false, isThroughJson: false };

/** A longer key stands on a line of its own, after `?`: emitterc.go, yaml_emitter_check_simple_key. */
const LONGEST_KEY = 128;

/**
 * A value in YAML, as sigs.k8s.io/yaml writes it: as JSON first, which goyaml.v2 then reads and writes. Its scalars and
 * keys keep their places. It ends with a line break.
 */
export function writeYaml(value: Value, style: YamlStyle): Text {
  const writer = new Writer(style);
  writer.node(value, { indent: -1, column: -1, isInMap: false, isRoot: true }, 0);
  return writer.done();
}

/** Where a node is written. */
interface Place {
  /** That of the map or list it lies in; -1 at the root. */
  indent: number;
  /** The characters before it on its line, and before the space there; at the root there is none. */
  column: number;
  isInMap: boolean;
  isRoot: boolean;
}

class Writer {
  readonly #parts: Text[] = [];
  /** What was written last, as far as it comes from nowhere: it becomes one piece. */
  #plain = "";

  constructor(readonly style: YamlStyle) {}

  done(): Text {
    this.#flush();
    return Text.join(this.#parts);
  }

  /** A node, whose first line has been begun, with the space or line break before it, and the line break behind it. */
  node(value: Value, place: Place, depth: number): void {
    checkDepth(depth);
    if (value.type === "list" && value.goType !== "[]uint8") {
      if (value.items.length === 0) this.scalar(this.empty(value, "[]"), place);
      else this.list(value.items, place, depth);
    } else if (value.type === "map") {
      if (value.entries.size === 0 && !value.others) this.scalar(this.empty(value, "{}"), place);
      else this.map(value, place, depth);
    } else {
      this.scalar(this.scalarOf(value, this.placeOf(place.indent, place.column)), place);
    }
  }

  /** What is nil is nothing where it is written as JSON first. */
  private empty({ isNil }: List | Dict, written: string): Text {
    return Text.plain(isNil && this.style.isThroughJson ? "null" : written);
  }

  private scalar(text: Text, { isRoot }: Place): void {
    const isEnded = text.text.endsWith("\n");
    this.add(isRoot ? "" : " ");
    this.put(text);
    if (!isEnded) this.add("\n");
  }

  private list(items: readonly Value[], place: Place, depth: number): void {
    const isCompact = place.isInMap && !this.style.areItemsIndented;
    const indent = place.isRoot ? 0 : isCompact ? place.indent : place.indent + 2;
    if (place.isInMap) this.add("\n");
    items.forEach((item, index) => {
      // The first item of a list in a list stands on the same line.
      if (index > 0 || place.isInMap) this.add(" ".repeat(indent));
      else if (!place.isRoot) this.add(" ");
      this.add("-");
      this.node(item, { indent, column: indent + 1, isInMap: false, isRoot: false }, depth + 1);
    });
  }

  private map({ entries, keys, others }: Extract<Value, { type: "map" }>, place: Place, depth: number): void {
    const indent = place.isRoot ? 0 : place.indent + 2;
    if (place.isInMap) this.add("\n");
    const sorted = [...entries].sort(([one], [other]) => byYamlOrder(one, other));
    sorted.forEach(([key, value], index) => {
      if (index > 0 || place.isInMap) this.add(" ".repeat(indent));
      else if (!place.isRoot) this.add(" ");
      this.member(Text.plain(key, keys?.get(key)), value, indent, depth);
    });
    if (others) {
      if (sorted.length > 0 || place.isInMap) this.add(" ".repeat(indent));
      this.put(Text.unknown(others.why, others.id));
      this.add("\n");
    }
  }

  private member(key: Text, value: Value, indent: number, depth: number): void {
    const isSimple = Buffer.byteLength(key.text) <= LONGEST_KEY && !/[\n\r\u0085\u2028\u2029]/.test(key.text);
    if (isSimple) {
      const written = scalarText(key, { ...this.placeOf(indent, indent), isKey: true });
      this.put(written);
      this.add(":");
      const column = indent + written.text.length + 1;
      this.node(value, { indent, column, isInMap: true, isRoot: false }, depth + 1);
    } else {
      this.add("?");
      const place: Place = { indent, column: indent + 1, isInMap: true, isRoot: false };
      this.scalar(scalarText(key, this.placeOf(indent, indent + 1)), place);
      this.add(`${" ".repeat(indent)}:`);
      this.node(value, { indent, column: indent + 1, isInMap: false, isRoot: false }, depth + 1);
    }
  }

  private scalarOf(value: Value, place: ScalarPlace): Text {
    switch (value.type) {
      case "nil":
        return Text.plain("null");
      case "unknown":
        return Text.unknown(value.why, value.id);
      case "bool":
      case "int":
        return Text.plain(String(value.value), value.from);
      case "float64":
        return Text.plain(
          this.style.isThroughJson ? throughJson(value.value) : formatFloat(value.value, "g"),
          value.from,
        );
      case "string":
        return value.text === NOT_KNOWN ? value : scalarText(value, place);
      case "struct":
        return scalarText(value.text(), place);
      case "list":
        return Text.plain(Buffer.from(value.text?.text ?? "").toString("base64"));
      default:
        throw new NotJsonError("a function");
    }
  }

  private placeOf(indent: number, column: number): ScalarPlace {
    return { indent: Math.max(indent, 0) + 2, column, isKey: false, isWrapped: this.style.isWrapped };
  }

  private put(text: Text): void {
    if (text.isPlain) this.add(text.text);
    else {
      this.#flush();
      this.#parts.push(text);
    }
  }

  private add(text: string): void {
    this.#plain += text;
  }

  #flush(): void {
    if (this.#plain !== "") this.#parts.push(Text.plain(this.#plain));
    this.#plain = "";
  }
}

/** A number that JSON writes and goyaml.v2 reads: a whole one becomes an integer if it fits one. */
function throughJson(value: number): string {
  const json = jsonNumber(value);
  const scalar = resolveScalar(json);
  return scalar.type === "int" ? String(scalar.value) : formatFloat(value, "g");
}
