import type { Login } from "../credentials/credentials.js";

/** What to ask an address for, and how. */
export interface GetOptions {
  /** The most bytes of the answer; a longer one is refused while it is read. */
  most: number;
  /** The media types that are taken; any if left out. */
  accept?: string;
  /** For the host of the address; it is not sent along a redirect. */
  authorization?: Login | { token: string };
  /**
   * `sha256:` and hexadecimal digits, known before the request. An answer with another digest is refused. With it, a
   * redirect may lead to a host that is not allowed: over https, to a public address, without credentials.
   */
  knownDigest?: string;
  /** Who says so, for a sentence: `the index`, `.gitops-lint.lock`. */
  digestBy?: string;
  /** Whether an index of an allowed host has named the address: then it is treated like a redirect. */
  isNamedByIndex?: boolean;
  /** Whether what is fetched is taken as it is, whatever `Content-Encoding` says of it. Otherwise encodings are refused. */
  isArchive?: boolean;
}

export interface HttpAnswer {
  /** 200, or 401, 403 and 404, which callers judge; all others are refused. */
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  /** Where it came from after all redirects. */
  url: URL;
}

/** The one thing that opens connections. */
export interface HttpClient {
  /** @throws {FetchError} whenever there is no answer that can be used */
  get(url: string | URL, options: GetOptions): Promise<HttpAnswer>;
}
