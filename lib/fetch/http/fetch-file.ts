import { LOCK_FILE } from "../../repository/sources/locked.js";
import type { HttpRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { type Answer, FetchError } from "../answer.js";
import type { FetchContext } from "../context.js";
import { chartIdentity, chartWords, LARGEST_CHART } from "../helm/chart-archive.js";
import { urlOf } from "../hosts/entry.js";
import { requireAnswer } from "./require-answer.js";

/**
 * Fetches a file of manifests, or the archive of a chart, from an address.
 * @throws {FetchError}
 */
export async function fetchFile(request: HttpRequest, context: FetchContext): Promise<Answer> {
  const url = urlOf(request.url);
  if (!url) throw new FetchError(`'${printable(request.url)}' is not an address.`);
  const bytes = requireAnswer(
    await context.http.get(url, {
      most: LARGEST_CHART,
      authorization: context.credentials.forUrl(url),
      isArchive: isPacked(url),
      knownDigest: context.locked?.digest,
      digestBy: LOCK_FILE,
    }),
  );
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { content: "file", bytes, name: printable(url.href) };
  const identity = chartIdentity(bytes, url.href);
  return { content: "chart", bytes, name: chartWords(identity), version: identity.version };
}

function isPacked({ pathname }: URL): boolean {
  return /\.(?:tgz|tar\.gz)$/.test(pathname);
}
