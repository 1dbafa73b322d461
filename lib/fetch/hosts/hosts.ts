import type { SourceRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import { requestUrl } from "./request-url.js";
import { entryFor, type HostEntry, isAllowedBy, parseEntry, urlOf } from "./entry.js";
import { HOST_SETS, setWith } from "./sets.js";

/** What `gitops-lint fetch` may reach: only what the user has allowed. */
export class Hosts {
  readonly #entries: readonly HostEntry[];

  private constructor(entries: readonly HostEntry[]) {
    this.#entries = entries;
  }

  /**
   * @param allowed entries of `fetch.allow` and `--allow`: hosts, and names of sets
   * @throws {FetchError} for an entry that is neither
   */
  static of(allowed: readonly string[]): Hosts {
    return new Hosts(allowed.flatMap((text) => entriesOf(text)));
  }

  /** Whether nothing is allowed. */
  get areNone(): boolean {
    return this.#entries.length === 0;
  }

  /** Whether an address of http, https or ssh may be reached. */
  allows(url: string | URL): boolean {
    const parsed = typeof url === "string" ? urlOf(url) : url;
    return parsed !== undefined && this.#entries.some((entry) => isAllowedBy(parsed, entry));
  }

  /** Whether host and port were allowed by name: then the address may be a private one. */
  allowsPrivate(url: URL): boolean {
    return this.#entries.some(
      (entry) => entry.port !== undefined && !entry.isWildcard && isAllowedBy(url, entry),
    );
  }

  /** Why an address is not reached, and what to type to reach it: a sentence. */
  refusal(url: string | URL): string {
    const parsed = typeof url === "string" ? urlOf(url) : url;
    const shown = printable(String(url));
    if (!parsed || parsed.hostname === "") return `'${shown}' is not an address of a host.`;
    if (!["https:", "http:", "ssh:"].includes(parsed.protocol)) {
      return `'${shown}' is not fetched: only https, ssh, and http where it is allowed, are.`;
    }
    return `'${shown}' is not fetched, since its host is not allowed. To allow it, use --allow ${quoted(entryFor(parsed))}.`;
  }

  /** The entries that are missing to fetch what is asked for, each once, sorted: what to put behind `--allow`. */
  needed(requests: Iterable<SourceRequest>): string[] {
    const missing = new Set<string>();
    for (const request of requests) {
      const url = requestUrl(request, this);
      if (!url || !["https:", "http:", "ssh:"].includes(url.protocol) || this.allows(url)) continue;
      missing.add(missingEntry(url, request));
    }
    return [...missing].sort();
  }
}

/** The line that lists the hosts that are needed, and the words to type: two lines or more, each ended. */
export function neededWords(needed: readonly string[]): string {
  const flags = needed.map((entry) => `--allow ${quoted(entry)}`).join(" ");
  return `The repository names sources on hosts that are not allowed:\n${needed.map((entry) => `  ${printable(entry)}${aboutOf(entry)}\n`).join("")}To fetch from them, run gitops-lint fetch ${flags}, or list them in fetch.allow of your own configuration.\n`;
}

function aboutOf(entry: string): string {
  const { about, hosts } = HOST_SETS[entry] ?? {};
  return about === undefined ? "" : ` (${about}: ${hosts?.join(", ")})`;
}

/** An entry to type: a host of a repository can hold what a shell would take for something else. */
export function quoted(entry: string): string {
  return /^[\w.:/*[\]-]+$/.test(entry) && !/[*[\]]/.test(entry)
    ? entry
    : `'${printable(entry).replaceAll("'", "")}'`;
}

/** A set where one host of it is useless without the others, as with registries; else the host alone. */
function missingEntry(url: URL, request: SourceRequest): string {
  const entry = entryFor(url);
  const [name] = (request.type === "oci" && setWith(entry)) || [];
  return name ?? entry;
}

function entriesOf(text: string): HostEntry[] {
  if (Object.hasOwn(HOST_SETS, text)) {
    return (HOST_SETS[text]?.hosts ?? []).flatMap((host) => parseEntry(host) ?? []);
  }
  // A word without a point is more likely the name of a set, mistyped, than a host of one's own without a port.
  const entry = /^[\w-]+$/.test(text) && text !== "localhost" ? undefined : parseEntry(text);
  if (entry) return [entry];
  throw new FetchError(
    `'${printable(text)}' is not a host that can be allowed. Write a host such as charts.example.org, *.example.org, example.org:8443 or ssh://git.example.org, or one of the sets: ${Object.keys(HOST_SETS).join(", ")}.`,
  );
}
