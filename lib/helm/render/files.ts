import { isUtf8 } from "node:buffer";
import { memoize } from "../../util/memoize.js";
import type { BinaryFile } from "../chart/chart.js";
import { fileGlob } from "../chart/glob.js";
import { checkItems } from "../functions/traced.js";
import { identityOf } from "../values/identity.js";
import { HAS_RESERVED, RESERVED, Text } from "../values/text.js";
import { CHARACTERS_A_STEP } from "../values/work.js";
import {
  type CallContext,
  type Dict,
  dict,
  type Func,
  int,
  list,
  type List,
  type Parameter,
  TemplateError,
  unknown,
  type Unknown,
  type Value,
} from "../values/value.js";

/** `.Files` of a chart, with its methods: helm, pkg/engine/files.go. */
export function filesObject(files: readonly BinaryFile[], toYaml: Func | undefined): Dict {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    type: "map",
    goType: "engine.files",
    entries: new Map(files.map((file) => [file.path, bytesOf(file)])),
    method: (name) => method(byPath, toYaml, name),
  };
}

type Files = ReadonlyMap<string, BinaryFile>;

function method(files: Files, toYaml: Func | undefined, name: string): Func | undefined {
  switch (name) {
    case "Get":
      return ofPath(name, (path, context) => textIn(files.get(path), context));
    case "GetBytes":
      return ofPath(name, (path) => {
        const file = files.get(path);
        return file ? bytesOf(file) : list([], "[]uint8");
      });
    case "Lines":
      return ofPath(name, (path, context) => {
        const file = files.get(path);
        return file ? linesOf(file, context) : list([], "[]string");
      });
    case "Glob":
      return ofPath(name, (pattern, { work }) => {
        work(files.size);
        const matches = fileGlob(pattern) ?? (() => true);
        return filesObject(
          [...files.values()].filter(({ path }) => matches(path, work)),
          toYaml,
        );
      });
    case "AsConfig":
      return asYaml(name, toYaml, (context) => tableOf(files, (file) => textIn(file, context)));
    case "AsSecrets":
      return asYaml(name, toYaml, (context) => tableOf(files, (file) => encoded(file, context)));
    default:
      return undefined;
  }
}

function ofPath(name: string, find: (path: string, context: CallContext) => Value): Func {
  const call = ([path]: readonly Value[], context: CallContext): Value => {
    if (path?.type === "string" && path.unknown === undefined) return find(path.text, context);
    if (path?.type === "string") return unknown(`file ${identityOf(path)}`, path.unknown ?? "");
    if (path?.type === "unknown") return unknown(`file ${path.id}`, path.why);
    throw new TemplateError(`'.Files.${name}' takes a text`);
  };
  const parameters: Parameter[] = ["string"];
  return { type: "func", name, takes: { parameters }, call };
}

function asYaml(name: string, toYaml: Func | undefined, table: (context: CallContext) => Dict): Func {
  const call = (_: readonly Value[], context: CallContext): Value =>
    toYaml?.call([table(context)], context) ?? Text.empty;
  return { type: "func", name, takes: { parameters: [] }, call };
}

function tableOf(files: Files, say: (file: BinaryFile) => Value): Dict {
  const names = [...files].map(([path, file]) => [path.slice(path.lastIndexOf("/") + 1), say(file)] as const);
  return dict(names, "map[string]string");
}

function contentOf(file: BinaryFile): Uint8Array {
  const bytes = file.read();
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark ? bytes.subarray(3) : bytes;
}

function encoded(file: BinaryFile, { work }: CallContext): Text {
  const bytes = contentOf(file);
  work(Math.floor(bytes.length / CHARACTERS_A_STEP));
  return Text.plain(Buffer.from(bytes).toString("base64"));
}

function textIn(file: BinaryFile | undefined, { work }: CallContext): Text | Unknown {
  if (!file) return Text.empty;
  const text = textOf(file);
  // It is read once, but counts each time, so that the work of a release does not hang on those before it.
  if (text.type === "string") work(Math.floor(text.text.length / CHARACTERS_READ_A_STEP));
  return text;
}

/** So many characters of a file that is read, and kept, are one step of work. */
const CHARACTERS_READ_A_STEP = 64;

/** What a file says; one that is not text is not followed further. */
const textOf = memoize((file: BinaryFile): Text | Unknown => {
  const bytes = contentOf(file);
  if (!isUtf8(bytes)) return unknown(`file ${file.file}`, `the file '${file.path}' is not text`);
  const text = Buffer.from(bytes).toString("utf8");
  if (RESERVED.test(text)) return unknown(`file ${file.file}`, `the file '${file.path}' ${HAS_RESERVED}`);
  return Text.plain(text, { file: file.file, start: 0, end: text.length });
});

function linesOf(file: BinaryFile, context: CallContext): Value {
  const found = textIn(file, context);
  if (found.type === "unknown") return found;
  if (found.text === "") throw new TemplateError(`the file '${file.path}' is empty, so it has no lines`);
  const lines = found.text.replace(/\n$/, "").split("\n");
  checkItems(lines.length, context);
  let start = 0;
  const items = lines.map((line) => {
    const place = { file: file.file, start, end: start + line.length };
    start = place.end + 1;
    return Text.plain(line, place);
  });
  return list(items, "[]string");
}

/** The bytes of a file, which are only read where something looks at them. */
function bytesOf(file: BinaryFile): List {
  return {
    type: "list",
    goType: "[]uint8",
    get items() {
      return itemsOf(file);
    },
    get text() {
      const found = textOf(file);
      return found.type === "unknown" ? Text.unknown(found.why, found.id) : found;
    },
  };
}

/** Those of the last file that was asked for. */
let last: { file: BinaryFile; items: Value[] } | undefined;

function itemsOf(file: BinaryFile): Value[] {
  if (last?.file !== file)
    last = { file, items: Array.from(contentOf(file), (byte) => BYTES[byte] as Value) };
  return last.items;
}

const BYTES: readonly Value[] = Array.from({ length: 256 }, (_, byte) => int(byte, "uint8"));
