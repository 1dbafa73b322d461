import { Text } from "../../values/text.js";
import { isNil } from "../../values/kinds.js";
import type { Dict, List, Value } from "../../values/value.js";
import { formatFloat } from "../../go/float.js";
import { sortedEntries } from "../../go/print.js";
import { mapCharacters } from "../traced.js";
import { checkDepth } from "../../values/work.js";

/** What TOML cannot say. */
export class NotTomlError extends Error {}

/** A value in TOML, its strings with their places: BurntSushi/toml, encode.go. */
export function writeToml(value: Value): Text {
  const parts: Text[] = [];
  const writer = new Writer(parts);
  if (value.type === "map") writer.members([], value);
  else if (isTableArray(value)) throw new NotTomlError();
  else parts.push(element(value, 0));
  return Text.join(parts);
}

class Writer {
  constructor(readonly parts: Text[]) {}

  /** What a table has: first what stands on a line of its own, then the tables in it. */
  members(path: readonly string[], table: Dict): void {
    checkDepth(path.length);
    for (const [key, value] of inOrder(table)) {
      if (isTable(value)) this.tables([...path, key], value);
      else this.line(path, key, value);
    }
  }

  private line(path: readonly string[], key: string, value: Value): void {
    this.add(`${"  ".repeat(path.length)}${keyOf(key)} = `);
    this.parts.push(element(value, path.length));
    this.add("\n");
  }

  private tables(path: readonly string[], value: Value): void {
    const name = path.map(keyOf).join(".");
    const indent = "  ".repeat(path.length - 1);
    if (value.type === "map") {
      if (path.length === 1 && this.parts.length > 0) this.add("\n");
      this.add(`${indent}[${name}]\n`);
      this.members(path, value);
    } else if (value.type === "list") {
      for (const item of value.items) {
        if (this.parts.length > 0) this.add("\n");
        this.add(`${indent}[[${name}]]\n`);
        if (item.type === "map") this.members(path, item);
      }
    }
  }

  private add(text: string): void {
    this.parts.push(Text.plain(text));
  }
}

/** What a table has, tables and lists of them behind all else; nothing is written of what is nil. */
function inOrder(table: Dict): [string, Value][] {
  const all = sortedEntries(table).filter(([, value]) => !isNil(value));
  return [...all.filter(([, value]) => !isTable(value)), ...all.filter(([, value]) => isTable(value))];
}

function isTable(value: Value): boolean {
  return value.type === "map" || isTableArray(value);
}

function isTableArray(value: Value): value is List {
  if (value.type !== "list" || value.items.length === 0) return false;
  if (value.items.some(isNil)) throw new NotTomlError();
  return value.items.every((item) => item.type === "map");
}

function element(value: Value, depth: number): Text {
  checkDepth(depth);
  switch (value.type) {
    case "string":
      return Text.join([Text.plain('"'), mapCharacters(value, /["\\\p{Cc}]/u, escaped), Text.plain('"')]);
    case "bool":
    case "int":
      return Text.plain(String(value.value), value.from);
    case "float64":
      return Text.plain(floatText(value.value), value.from);
    case "list":
      return Text.join([
        Text.plain("["),
        Text.join(
          value.items.map((item) => {
            if (isNil(item)) throw new NotTomlError();
            return element(item, depth + 1);
          }),
          ", ",
        ),
        Text.plain("]"),
      ]);
    case "map": {
      const members = inOrder(value).map(([key, item]) =>
        Text.join([Text.plain(`${keyOf(key)} = `), element(item, depth + 1)]),
      );
      return Text.join([Text.plain("{"), Text.join(members, ", "), Text.plain("}")]);
    }
    default:
      throw new NotTomlError();
  }
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const text = formatFloat(value, "f");
  return text.includes(".") ? text : `${text}.0`;
}

function keyOf(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : `"${key.replace(/["\\\p{Cc}]/gu, escaped)}"`;
}

const SHORT: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x80) return character;
  return SHORT[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
}
