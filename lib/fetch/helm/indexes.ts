import type { FetchContext } from "../context.js";
import type { Login } from "../credentials/credentials.js";
import type { HttpClient } from "../http/client.js";
import { requireAnswer } from "../http/require-answer.js";

/** The most bytes of an index. The largest public ones have some 25 MB. */
const LARGEST_INDEX = 64 * 1024 * 1024;
/** How many indexes are kept, for the other charts of their repositories. */
const KEPT = 4;

const indexes = new WeakMap<HttpClient, Map<string, Promise<string>>>();

/**
 * The index of a Helm repository. Those that were asked for last are kept as long as the client is there, since many charts
 * come from few repositories.
 */
export function indexText(url: URL, login: Login | undefined, { http }: FetchContext): Promise<string> {
  const kept = indexes.get(http) ?? new Map<string, Promise<string>>();
  indexes.set(http, kept);
  const text = kept.get(url.href) ?? fetchIndex(url, login, http);
  kept.delete(url.href);
  kept.set(url.href, text);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return text;
}

async function fetchIndex(url: URL, login: Login | undefined, http: HttpClient): Promise<string> {
  const answer = await http.get(url, { most: LARGEST_INDEX, authorization: login });
  return requireAnswer(answer).toString("utf8");
}
