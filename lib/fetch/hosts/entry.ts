/** One entry of `fetch.allow`: a host, with all that is asked of an address to be allowed by it. */
export interface HostEntry {
  scheme: "https" | "http" | "ssh";
  /** In lower case, as `URL` spells it; behind a wildcard what comes after its point. */
  host: string;
  /** Whether every host below `host` is meant, and not itself. */
  isWildcard: boolean;
  /** A number if it was written: only then a private address may be reached. */
  port?: number;
}

const DEFAULT_PORTS = { https: 443, http: 80, ssh: 22 };

/** The port of an address; that of its scheme if it names none. */
export function portOf(url: URL): number | undefined {
  if (url.port !== "") return Number(url.port);
  const scheme = url.protocol.slice(0, -1);
  return scheme in DEFAULT_PORTS ? DEFAULT_PORTS[scheme as HostEntry["scheme"]] : undefined;
}

/**
 * Reads `charts.example.org`, `*.example.org`, `example.org:8443`, `http://127.0.0.1:8080` or `ssh://git.example.org`;
 * undefined if it is nothing of this kind.
 */
export function parseEntry(text: string): HostEntry | undefined {
  const [, scheme = "https", host = "", port] =
    /^(?:(https|http|ssh):\/\/)?((?:\*\.)?[^\s/:?#@\\*]+|\[[\da-fA-F:.]+\])(?::(\d{1,5}))?\/?$/.exec(text) ??
    [];
  if (host === "") return undefined;
  const isWildcard = host.startsWith("*.");
  const plain = hostOf(isWildcard ? host.slice(2) : host);
  if (plain === undefined) return undefined;
  // A whole top-level domain belongs to everybody.
  if (isWildcard && (!plain.includes(".") || isAddress(plain))) return undefined;
  const number = port === undefined ? undefined : Number(port);
  if (number !== undefined && (number === 0 || number > 65_535)) return undefined;
  return { scheme: scheme as HostEntry["scheme"], host: plain, isWildcard, port: number };
}

/** Whether an entry allows an address. */
export function isAllowedBy(url: URL, { scheme, host, isWildcard, port }: HostEntry): boolean {
  if (url.protocol !== `${scheme}:`) return false;
  if (portOf(url) !== (port ?? DEFAULT_PORTS[scheme])) return false;
  // Hosts of other schemes than those of the web are left as they are written.
  const name = url.hostname.toLowerCase();
  return isWildcard ? name.endsWith(`.${host}`) && name.length > host.length + 1 : name === host;
}

/** The entry that would allow exactly an address: what to type for it. */
export function entryFor(url: URL): string {
  const scheme = url.protocol === "http:" ? "http://" : url.protocol === "ssh:" ? "ssh://" : "";
  return `${scheme}${url.host.toLowerCase()}`;
}

/** A host as `URL` spells it: `0x7f.1` is 127.0.0.1. */
function hostOf(host: string): string | undefined {
  const { hostname = "" } = urlOf(`https://${host}/`) ?? {};
  return hostname === "" ? undefined : hostname;
}

function isAddress(host: string): boolean {
  return host.startsWith("[") || /^[\d.]+$/.test(host);
}

/** Longer texts are no addresses that anybody has written. */
const LONGEST = 4000;

/** A text as an address; undefined if it is none. */
export function urlOf(text: string, base?: URL): URL | undefined {
  if (text.length > LONGEST) return undefined;
  return URL.canParse(text, base?.href) ? new URL(text, base?.href) : undefined;
}
