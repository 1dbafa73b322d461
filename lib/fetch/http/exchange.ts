import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import {
  literalAddress,
  isPublicAddress,
  PrivateAddressError,
  publicLookup,
  type Resolve,
} from "./addresses.js";
import type { HttpLimits } from "./limits.js";

/** One request, and where its answer may come from. */
export interface Exchange {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** The most bytes of the body. */
  most: number;
  /** Whether the address may be one that is not public. */
  allowsPrivate: boolean;
  limits: HttpLimits;
  /** What asks for the addresses of names; the system if left out. */
  resolve?: Resolve;
  /** Certificates of authorities in place of those that Node knows; for tests. */
  ca?: string;
}

export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  /** Of an answer with status 200; otherwise it is not read. */
  body: Buffer;
}

/** Why an answer is not read to its end, as a clause, where the server is not to be asked again. */
export class RefusedAnswer extends Error {}

/** Something that takes longer than it may. */
export class TimeLimitError extends Error {
  readonly code = "ETIMEDOUT";
}

/**
 * One request of GET and its answer, without redirects, cookies, proxies, or a connection that is used again.
 * @throws {RefusedAnswer | PrivateAddressError | TimeLimitError | NodeJS.ErrnoException}
 */
export async function exchange({
  url,
  headers,
  most,
  allowsPrivate,
  limits,
  resolve,
  ca,
}: Exchange): Promise<RawAnswer> {
  const literal = literalAddress(url.hostname);
  if (literal !== undefined && !allowsPrivate && !isPublicAddress(literal))
    throw new PrivateAddressError(literal);
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    method: "GET",
    headers,
    agent: false,
    insecureHTTPParser: false,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca }),
    ...(!allowsPrivate && { lookup: publicLookup(resolve) }),
  });
  return new Promise((done, fail) => {
    const timers: NodeJS.Timeout[] = [];
    const stop = (error?: Error) => {
      timers.forEach(clearTimeout);
      // Nothing more is wanted of the connection, whatever the server still sends.
      request.destroy();
      if (error) fail(error);
    };
    const late = (what: string) => stop(new TimeLimitError(what));
    const connecting = setTimeout(() => late("no connection stands in time"), limits.connect);
    timers.push(
      connecting,
      setTimeout(() => late("the answer takes too long"), limits.whole),
    );
    request.setTimeout(limits.idle, () => late("it has fallen silent"));
    request.on("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
    });
    request.on("error", stop);
    request.on("response", (response) => {
      read(response, most).then((answer) => {
        stop();
        done(answer);
      }, stop);
    });
    request.end();
  });
}

async function read(response: IncomingMessage, most: number): Promise<RawAnswer> {
  const { statusCode: status = 0 } = response;
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  if (status !== 200) return { status, headers, body: Buffer.alloc(0) };
  if (Number(headers["content-length"] ?? 0) > most) throw tooLong(most);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw tooLong(most);
    chunks.push(chunk);
  }
  if (!response.complete) throw Object.assign(new Error("the answer is cut off"), { code: "ECONNRESET" });
  return { status, headers, body: Buffer.concat(chunks, length) };
}

function tooLong(most: number): RefusedAnswer {
  return new RefusedAnswer(`it answers more than ${sizeWords(most)}, which is the most that is taken`);
}

function sizeWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`;
}
