import { hash } from "node:crypto";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { Hosts } from "../hosts/hosts.js";
import { urlOf } from "../hosts/entry.js";
import type { Resolve } from "./addresses.js";
import type { GetOptions, HttpAnswer, HttpClient } from "./client.js";
import { exchange, type RawAnswer, RefusedAnswer } from "./exchange.js";
import { HTTP_LIMITS, type HttpLimits } from "./limits.js";
import { Turns } from "./turns.js";
import { whyUnreached } from "./why-unreached.js";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Those that may be gone a moment later. */
const PASSING = new Set([429, 500, 502, 503, 504]);
/** Those that callers judge. */
const ANSWERS = new Set([200, 401, 403, 404]);
/** What may stand in a header. */
const HEADER_VALUE = /^[\x20-\x7e]*$/;

export interface NodeHttpOptions {
  hosts: Hosts;
  /** The version of this program, which it names to servers. */
  version: string;
  limits?: Partial<HttpLimits>;
  resolve?: Resolve;
  ca?: string;
  /** What makes one request; for tests. */
  exchange?: typeof exchange;
  /** Waits so many milliseconds. */
  wait?: (time: number) => Promise<void>;
}

/** One step of a request that redirects lead on. */
interface Step extends GetOptions {
  url: URL;
  /** Whether somebody else than the repository names the address: an index, a redirect. */
  isForeign: boolean;
}

/** An HTTP client that reaches what is allowed, and nothing else. */
export class NodeHttpClient implements HttpClient {
  readonly #options: NodeHttpOptions;
  readonly #limits: HttpLimits;
  readonly #turns: Turns;

  constructor(options: NodeHttpOptions) {
    this.#options = options;
    this.#limits = { ...HTTP_LIMITS, ...options.limits };
    this.#turns = new Turns(this.#limits.atOnce);
  }

  async get(url: string | URL, options: GetOptions): Promise<HttpAnswer> {
    const first = typeof url === "string" ? urlOf(url) : url;
    if (!first) throw new FetchError(`'${printable(String(url))}' is not an address.`);
    return this.#turns.take(() => this.#follow(first, options));
  }

  async #follow(first: URL, options: GetOptions): Promise<HttpAnswer> {
    let step: Step = { ...options, url: first, isForeign: options.isNamedByIndex === true };
    for (let redirects = 0; ; redirects++) {
      const { url } = step;
      this.#admit(step);
      const answer = await this.#attempt(step);
      if (!REDIRECTS.has(answer.status)) return this.#judge(step, answer);
      const next = urlOf(answer.headers.location ?? "", url);
      if (!next || answer.headers.location === undefined)
        throw new FetchError(`'${shown(url)}' redirects to what is no address.`);
      if (redirects === this.#limits.redirects)
        throw new FetchError(`'${shown(first)}' redirects more than ${this.#limits.redirects} times.`);
      // Whoever redirects must not decide where credentials go.
      step = { ...step, url: next, isForeign: true, authorization: undefined };
    }
  }

  /** @throws {FetchError} if a step leads to where nothing may be fetched from */
  #admit({ url, isForeign, knownDigest, authorization }: Step): void {
    const { hosts } = this.#options;
    if (url.username !== "" || url.password !== "")
      throw new FetchError(
        `'${shown(url)}' has credentials in it, which are not used. Put them where the user's own are kept.`,
      );
    if (["https:", "http:"].includes(url.protocol) && hosts.allows(url)) return;
    const isContent = isForeign && knownDigest !== undefined && url.protocol === "https:" && url.port === "";
    if (!isContent) throw new FetchError(hosts.refusal(url));
    if (authorization)
      throw new FetchError(`'${shown(url)}' gets no credentials, since its host is not allowed.`);
  }

  /** Asks once more where the first attempt has failed by what may pass. */
  async #attempt(step: Step): Promise<RawAnswer> {
    const wait = this.#options.wait ?? waitFor;
    try {
      const answer = await this.#ask(step);
      if (!PASSING.has(answer.status)) return answer;
      const seconds = Number(answer.headers["retry-after"] ?? 1);
      await wait(Math.min(seconds >= 0 ? seconds * 1000 : 1000, this.#limits.retryAfter));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") throw this.#failure(step, error);
      await wait(Math.min(1000, this.#limits.retryAfter));
    }
    try {
      return await this.#ask(step);
    } catch (error) {
      throw this.#failure(step, error);
    }
  }

  #ask({ url, most, accept, authorization }: Step): Promise<RawAnswer> {
    const { hosts, version, resolve, ca, exchange: one = exchange } = this.#options;
    const headers: Record<string, string> = {
      "User-Agent": `gitops-lint/${version}`,
      Accept: accept ?? "*/*",
      "Accept-Encoding": "identity",
      ...(authorization && { Authorization: authorizationOf(authorization) }),
    };
    const wrong = Object.entries(headers).find(([, value]) => !HEADER_VALUE.test(value));
    if (wrong) throw new RefusedAnswer(`what would stand in '${wrong[0]}' has characters that no header has`);
    return one({
      url,
      headers,
      most,
      allowsPrivate: hosts.allowsPrivate(url),
      limits: this.#limits,
      resolve,
      ca,
    });
  }

  #failure({ url }: Step, error: unknown): FetchError {
    return error instanceof RefusedAnswer
      ? new FetchError(`'${shown(url)}' is not fetched: ${error.message}.`)
      : new FetchError(`'${shown(url)}' cannot be reached: ${whyUnreached(error, url)}.`);
  }

  #judge({ url, knownDigest, digestBy, isArchive }: Step, { status, headers, body }: RawAnswer): HttpAnswer {
    if (!ANSWERS.has(status)) throw new FetchError(`'${shown(url)}' answers with status ${status}.`);
    const encoding = headers["content-encoding"] ?? "identity";
    if (status === 200 && !isArchive && encoding !== "identity")
      throw new FetchError(
        `'${shown(url)}' answers packed as '${printable(encoding)}', which it was not asked for.`,
      );
    if (status === 200 && knownDigest !== undefined) requireDigest(body, knownDigest, shown(url), digestBy);
    return { status, headers, body, url };
  }
}

/**
 * @param what what it is, for a sentence
 * @param by who says what is wanted
 * @throws {FetchError} if a content is another one than is wanted
 */
export function requireDigest(content: Buffer, wanted: string, what: string, by = "what names it"): void {
  const found = digestOf(content);
  if (found === wanted) return;
  throw new FetchError(
    `'${what}' has another content than ${by} says: ${printable(wanted)} is wanted, and it has ${found}.`,
  );
}

/** `sha256:` and hexadecimal digits. */
export function digestOf(content: Buffer): string {
  return `sha256:${hash("sha256", content, "hex")}`;
}

function authorizationOf(authorization: NonNullable<GetOptions["authorization"]>): string {
  if ("token" in authorization) return `Bearer ${authorization.token}`;
  return `Basic ${Buffer.from(`${authorization.username}:${authorization.password}`).toString("base64")}`;
}

function shown(url: URL): string {
  return printable(url.href);
}

function waitFor(time: number): Promise<void> {
  return new Promise((done) => setTimeout(done, time));
}
