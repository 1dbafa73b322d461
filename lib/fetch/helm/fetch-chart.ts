import { LOCK_FILE } from "../../repository/sources/locked.js";
import type { HelmRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { type Answer, FetchError } from "../answer.js";
import type { FetchContext } from "../context.js";
import { urlOf } from "../hosts/entry.js";
import { requireAnswer } from "../http/require-answer.js";
import { requireLockedDigest } from "../locked-digest.js";
import { requireLockedVersion } from "../locked-version.js";
import { pickChart } from "../versions/pick.js";
import { chartIdentity, chartWords, isSameVersion, LARGEST_CHART } from "./chart-archive.js";
import { type ChartEntry, chartEntries } from "./index-file.js";
import { indexText } from "./indexes.js";

/**
 * Fetches a chart of a Helm repository: its version from the index, and its archive, which must be the chart that was
 * asked for.
 * @throws {FetchError}
 */
export async function fetchHelm(request: HelmRequest, context: FetchContext): Promise<Answer> {
  const { chart } = request;
  const repository = urlOf(request.repository);
  if (!repository)
    throw new FetchError(`'${printable(request.repository)}' is not the address of a Helm repository.`);
  const index = below(repository, "index.yaml");
  const login = context.credentials.forUrl(repository);
  const text = await indexText(index, login, context);
  const entry = pick(chartEntries(text, chart, index.href), request, context);
  const url = archiveUrl(repository, entry.url);
  if (!url)
    throw new FetchError(`'${printable(index.href)}' has an address for '${printable(chart)}' that is none.`);
  const what = `version ${entry.version} of the chart '${chart}'`;
  if (entry.digest !== undefined) requireLockedDigest(context.locked, entry.digest, what);
  const answer = await context.http.get(url, {
    most: LARGEST_CHART,
    // The login is for the repository: no index decides where it goes.
    authorization: url.origin === repository.origin ? login : undefined,
    knownDigest: context.locked?.digest ?? entry.digest,
    digestBy: context.locked ? LOCK_FILE : "the index",
    isNamedByIndex: true,
    isArchive: true,
  });
  const bytes = requireAnswer(answer);
  const identity = chartIdentity(bytes, url.href);
  if (identity.name !== chart || !isSameVersion(identity.version, entry.version)) {
    throw new FetchError(
      `'${printable(url.href)}' should be version ${printable(entry.version)} of '${printable(chart)}', and is version ${printable(identity.version)} of '${printable(identity.name)}'.`,
    );
  }
  return { content: "chart", bytes, name: chartWords(identity), version: entry.version };
}

function pick(entries: readonly ChartEntry[], request: HelmRequest, { locked }: FetchContext): ChartEntry {
  const { chart, repository, version = "" } = request;
  if (locked?.version !== undefined) {
    requireLockedVersion(locked.version, pickChart([{ version: locked.version }], version), version || "*");
    const same = entries.find((entry) => entry.version === locked.version);
    if (same) return same;
    throw new FetchError(
      `'${printable(repository)}' has no version ${printable(locked.version)} of '${printable(chart)}' any more, which ${LOCK_FILE} names. Use --update to look for another one.`,
    );
  }
  const picked = pickChart(entries, version);
  if ("candidate" in picked) return picked.candidate;
  throw new FetchError(
    `'${printable(repository)}' has no version of '${printable(chart)}' for '${printable(version === "" ? "*" : version)}': ${picked.why}.`,
  );
}

/** An address below another, whose query is kept: helm, pkg/repo/chartrepo.go, DownloadIndexFile. */
function below(base: URL, name: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, "")}/${name}`;
  url.hash = "";
  return url;
}

/** Where an archive is: helm, pkg/repo/chartrepo.go, ResolveReferenceURL. */
function archiveUrl(repository: URL, reference: string): URL | undefined {
  const url = urlOf(reference, below(repository, ""));
  if (url && urlOf(reference) === undefined && url.search === "") url.search = repository.search;
  return url;
}
