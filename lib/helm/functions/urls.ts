import { Text } from "../values/text.js";
import { nameOfKind } from "../values/kinds.js";
import { dict, NIL, TemplateError, type Dict, type Func } from "../values/value.js";
import { fromBytes, toBytes } from "./bytes.js";
import { define, MAP, STRING } from "./signature.js";
import { unknownResult, whyAnyUnknown } from "./unknown.js";

const PARTS = ["scheme", "host", "path", "query", "opaque", "fragment", "userinfo"] as const;

/** sprig's functions on URLs: url.go. */
export const URLS: readonly Func[] = [
  define("urlParse", [STRING], (_, text) =>
    dict(Object.entries(parsed(text)).map(([key, part]) => [key, Text.plain(part)] as const)),
  ),
  define("urlJoin", [MAP], (_, map) => {
    const parts = dict(
      PARTS.flatMap((part) => (map.entries.has(part) ? [[part, map.entries.get(part) ?? NIL]] : [])),
    );
    const why = map.others?.why ?? whyAnyUnknown(parts);
    return why === undefined ? Text.plain(joined(map)) : unknownResult("urlJoin", [map], why);
  }),
];

/** net/url, parse, as far as it tells URLs from what is none. */
function parsed(text: string): Record<string, string> {
  const [before, fragment = ""] = cut(text, "#");
  const url = { scheme: "", host: "", hostname: "", path: "", query: "", opaque: "", userinfo: "" };
  // eslint-disable-next-line no-control-regex -- They are what no URL has.
  if (/[\0-\x1f\x7f]/.test(text)) throw notUrl(text);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(before)?.[1];
  if (before.startsWith(":")) throw notUrl(text);
  if (scheme !== undefined) url.scheme = scheme.toLowerCase();
  const [path, query = ""] = cut(before.slice(scheme === undefined ? 0 : scheme.length + 1), "?");
  url.query = query;
  let rest = path;
  if (!rest.startsWith("/")) {
    if (url.scheme !== "") return { ...url, opaque: rest, fragment: unescaped(fragment, text) };
    if (rest.split("/")[0]?.includes(":")) throw notUrl(text);
  }
  if (rest.startsWith("//") && (url.scheme !== "" || !rest.startsWith("///"))) {
    const [authority = "", after] = cut(rest.slice(2), "/");
    rest = after === undefined ? "" : `/${after}`;
    const at = authority.lastIndexOf("@");
    url.host = hostOf(authority.slice(at + 1), text);
    url.hostname = url.host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
    if (at >= 0) url.userinfo = userinfoOf(authority.slice(0, at), text);
  }
  return { ...url, path: unescaped(rest, text), fragment: unescaped(fragment, text) };
}

function cut(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function hostOf(host: string, url: string): string {
  if (/:[^:\]]*$/.test(host) && !/:\d*$/.test(host)) throw notUrl(url);
  if (host.lastIndexOf("[") > 0 || (host.startsWith("[") && !host.includes("]"))) throw notUrl(url);
  if (/[ "<>\\^`{|}]/.test(host.replace(/["<>]/g, "")) || /%[0-7]/.test(host.replace(/%25/g, "")))
    throw notUrl(url);
  return unescaped(host, url);
}

/** net/url, Userinfo.String: what was escaped is escaped anew. */
function userinfoOf(text: string, url: string): string {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text)) throw notUrl(url);
  const [user, password] = cut(text, ":");
  const parts = [user, ...(password === undefined ? [] : [password])];
  return parts.map((part) => escaped(unescaped(part, url), /[A-Za-z0-9\-._~$&+,;=]/)).join(":");
}

function unescaped(text: string, url: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw notUrl(url);
  if (!text.includes("%")) return text;
  return fromBytes(
    toBytes(text).replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  );
}

function escaped(text: string, kept: RegExp): string {
  return [...toBytes(text)]
    .map((byte) =>
      kept.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
}

function notUrl(url: string): TemplateError {
  return new TemplateError(`'urlParse' takes a URL, which '${url}' is not`);
}

/** net/url, URL.String. */
function joined(map: Dict): string {
  const [scheme, host, path, query, opaque, fragment, userinfo] = PARTS.map((part) => textOf(map, part));
  let url = scheme ? `${scheme}:` : "";
  if (opaque) url += opaque;
  else {
    if (scheme || host || userinfo) {
      if (host || path || userinfo) url += "//";
      if (userinfo) url += `${userinfoOf(userinfo, userinfo)}@`;
      url += escaped(host ?? "", /[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"]/);
    }
    const written = path === "*" ? "*" : escaped(path ?? "", /[A-Za-z0-9\-._~$&+,/:;=@]/);
    if (written !== "" && !written.startsWith("/") && host) url += "/";
    if (url === "" && written.split("/")[0]?.includes(":")) url += "./";
    url += written;
  }
  if (query) url += `?${query}`;
  return fragment ? `${url}#${escaped(fragment, /[A-Za-z0-9\-._~!$&'()*+,/:;=?@]/)}` : url;
}

function textOf(map: Dict, part: string): string {
  const value = map.entries.get(part);
  if (value === undefined) return "";
  if (value.type !== "string")
    throw new TemplateError(`'urlJoin' takes a string as '${part}', but gets ${nameOfKind(value)}`);
  return value.text;
}
