import { Text } from "../values/text.js";
import { bool, type Func } from "../values/value.js";
import { alias, define, STRING } from "./signature.js";

const PATHS_OF_GO = [
  define("base", [STRING], (_, path) => Text.plain(base(path))),
  define("dir", [STRING], (_, path) => Text.plain(clean(path.slice(0, path.lastIndexOf("/") + 1)))),
  define("clean", [STRING], (_, path) => Text.plain(clean(path))),
  define("ext", [STRING], (_, path) => Text.plain(extension(path))),
  define("isAbs", [STRING], (_, path) => bool(path.startsWith("/"))),
];

/** sprig's functions on paths, which are Go's: path/path.go. Charts are taken to be rendered on a system with `/`. */
export const PATHS: readonly Func[] = PATHS_OF_GO.flatMap((one) => [
  one,
  alias(`os${one.name.charAt(0).toUpperCase()}${one.name.slice(1)}`, one),
]);

/** `path.Base`. */
function base(path: string): string {
  if (path === "") return ".";
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  const found = path.slice(path.lastIndexOf("/", end - 1) + 1, end);
  return end === 0 ? "/" : found;
}

/** `path.Ext`. */
function extension(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot);
}

/** `path.Clean`: without `.`, `..` and doubled slashes as far as that goes. */
export function clean(path: string): string {
  const isRooted = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isRooted) kept.push(part);
  }
  return (isRooted ? "/" : "") + kept.join("/") || ".";
}
