import type { GitRequest, HttpRequest } from "./request.js";

/** What an entry of a kustomization asks for, and which directory of it is meant. */
export interface RemoteEntry {
  request: GitRequest | HttpRequest;
  /** Below the root of a git repository, with `/`; the empty string is the root. */
  path: string;
}

const SCHEMES = ["ssh://", "https://", "http://", "file://"] as const;
const USER = /^[a-zA-Z][a-zA-Z0-9-]*@/;
/** How the addresses of files end that kustomize reads over HTTP. Anything else it takes for a repository in the end. */
const FILE = /\.(?:ya?ml|json)$/i;

/**
 * What an entry of `resources`, `components` or `bases` asks for that is not there: kustomize,
 * api/internal/git/repospec.go, NewRepoSpecFromURL, and api/internal/loader/fileloader.go for files. Undefined for
 * anything else, and for what has a password in it.
 */
export function remoteEntry(text: string): RemoteEntry | undefined {
  return fileAt(text) ?? gitAt(text);
}

/** A file of manifests at an address; undefined for anything else. */
export function fileAt(text: string): RemoteEntry | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isFile =
    FILE.test(url.pathname) && !text.includes("//", text.indexOf("//") + 2) && !/\.git\//.test(text);
  if (!isFile || url.username !== "" || url.password !== "") return undefined;
  url.hash = "";
  return { request: { type: "http", url: url.href }, path: "" };
}

/** A directory of a git repository, in any of kustomize's forms; undefined for anything else. */
export function gitAt(text: string): RemoteEntry | undefined {
  if (text.startsWith("/") || /[\p{Cc}\p{Cs}\\]/u.test(text)) return undefined;
  const [address = "", query = ""] = cut(text, "?");
  const host = hostOf(address.replace(/^git::/i, ""));
  const parts = host && splitPath(host.rest, host.scheme === "file://");
  if (!host || !parts) return undefined;
  const url = urlOf(host, parts.repository);
  const path = directoryOf(parts.path);
  if (url === undefined || path === undefined) return undefined;
  const ref = refOf(query);
  return { request: { type: "git", url, ...(ref !== "" && { ref }) }, path };
}

interface Host {
  /** Empty where the address is one of ssh as scp writes it. */
  scheme: string;
  /** With its `@`; empty if there is none. */
  user: string;
  /** With the `/` or `:` behind it. */
  host: string;
  rest: string;
}

/** Kustomize's extractHost. */
function hostOf(text: string): Host | undefined {
  const found = SCHEMES.find((one) => text.toLowerCase().startsWith(one)) ?? "";
  const behind = text.slice(found.length);
  if (found === "file://") return { scheme: found, user: "", host: "", rest: behind };
  const user = USER.exec(behind)?.[0] ?? "";
  const address = behind.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(address);
  const isScp = found === "" && (user !== "" || isGithub);
  if (found === "" && !isScp) return undefined;
  const slash = address.indexOf("/");
  const colon = isScp ? address.indexOf(":") : -1;
  const end = slash < 0 || (colon > 0 && colon < slash) ? (isScp ? colon : slash) : slash;
  if (end < 0) return undefined;
  const [host, rest] = [address.slice(0, end + 1), address.slice(end + 1)];
  if (!isGithub) return { scheme: found, user, host, rest };
  return found === "ssh://" || user !== ""
    ? { scheme: "", user, host: "github.com:", rest }
    : { scheme: "https://", user: "", host: "github.com/", rest };
}

/** Kustomize's parsePathParts: where the repository ends and the directory in it begins. */
function splitPath(rest: string, isLocal: boolean): { repository: string; path: string } | undefined {
  const marked = splitAtMark(rest) ?? splitByLength(rest, isLocal);
  return marked?.repository ? marked : undefined;
}

function splitAtMark(rest: string): { repository: string; path: string } | undefined {
  const azure = rest.indexOf("_git/");
  if (azure >= 0) {
    const name = azure + "_git/".length;
    const end = rest.indexOf("/", name);
    return end < 0
      ? { repository: rest, path: "" }
      : { repository: rest.slice(0, end), path: rest.slice(end + 1) };
  }
  const slashes = rest.indexOf("//");
  if (slashes >= 0) return { repository: rest.slice(0, slashes), path: rest.slice(slashes + 2) };
  const suffix = rest.indexOf(".git");
  if (suffix < 0) return undefined;
  const end = suffix + ".git".length;
  return { repository: rest.slice(0, end), path: rest.slice(end) };
}

/** Without a mark, an organisation and a repository, as on GitHub. */
function splitByLength(rest: string, isLocal: boolean): { repository: string; path: string } | undefined {
  if (isLocal) return { repository: rest, path: "" };
  const segments = rest.split("/");
  if (segments.length < 2) return undefined;
  return { repository: segments.slice(0, 2).join("/"), path: segments.slice(2).join("/") };
}

/** A repository as `GitRequest` writes it: without a user for the web, and not as scp does. */
function urlOf({ scheme, user, host, rest }: Host, repository: string): string | undefined {
  if (scheme === "file://") return `${scheme}${repository}`;
  const isWeb = scheme === "https://" || scheme === "http://";
  const authority = `${isWeb ? "" : user}${scheme === "" ? host.slice(0, -1) : host.replace(/\/$/, "")}`;
  const written = `${scheme || "ssh://"}${authority}/${repository}`;
  // What begins with a hyphen could be an option to ssh or git.
  if (host.length < 2 || host.startsWith("-") || rest.startsWith("-") || !URL.canParse(written))
    return undefined;
  const { username, password, hostname } = new URL(written);
  const isPlain = password === "" && hostname !== "" && username === (isWeb ? "" : user.slice(0, -1));
  return isPlain ? written : undefined;
}

/** A directory in a repository; undefined if it leads out of it. */
function directoryOf(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** Kustomize's parseQuery. Go refuses a query with a `;` or a wrong `%`, and takes what there is none for. */
function refOf(query: string): string {
  if (query.includes(";") || /%(?![0-9a-f]{2})/i.test(query)) return "";
  const values = new URLSearchParams(query);
  return values.get("ref") || (values.get("version") ?? "");
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
