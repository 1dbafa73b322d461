import { HoverRequest, MarkupContent } from "vscode-languageserver-protocol/node";
import type { Layout } from "../layouts.js";
import { session, type SessionOptions } from "../session.js";

/**
 * What the server says at a place of a file, with the paths of links cut to those below the root.
 * @param marked the text around the place, with `|` at it
 */
export async function hoverAt(
  files: Layout,
  path: string,
  marked: string,
  options: SessionOptions = {},
): Promise<string | undefined> {
  const one = await session(files, options);
  await one.open(path, files[path] ?? "");
  const found = await one.client.sendRequest(HoverRequest.type, one.at(path, marked));
  if (!found) return undefined;
  if (!MarkupContent.is(found.contents)) throw new Error("a form of text that is no longer used");
  return found.contents.value.replaceAll(`${one.uri("")}/`, "").replaceAll(one.uri(""), "");
}
