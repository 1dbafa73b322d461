import type { OciRequest } from "../../repository/sources/request.js";
import { ArchiveError } from "../../util/tar.js";
import { printable } from "../../util/phrases.js";
import { type Answer, FetchError } from "../answer.js";
import { unpackTarGz } from "../archives/unpack.js";
import type { FetchContext } from "../context.js";
import { chartIdentity, chartWords, isSameVersion, LARGEST_CHART } from "../helm/chart-archive.js";
import { requireLockedDigest } from "../locked-digest.js";
import { requireLockedVersion } from "../locked-version.js";
import { isFullVersion, pickChart, pickTag, type Picked, type Versioned } from "../versions/pick.js";
import { CHART_LAYER, type Layer, readManifest } from "./manifest.js";
import { DIGEST, ociRepository, TAG, tagOf } from "./reference.js";
import { Registry } from "./registry.js";

/** The most bytes of an archive of manifests, packed. */
const LARGEST_ARCHIVE = 50 * 1024 * 1024;
/** An index in an index is as far as it goes. */
const MOST_LEVELS = 2;

/** What names an artifact in its repository. */
interface Reference {
  /** A tag or a digest. */
  text: string;
  /** The version of a chart that it stands for. */
  version?: string;
  /** Whether a range has picked it: then it is locked as it is called. */
  isPicked?: boolean;
}

/**
 * Fetches a chart, or an archive of manifests, from an OCI registry. Where neither tag, version nor digest is given, the
 * newest version is meant, as Helm does.
 * @throws {FetchError}
 */
export async function fetchOci(request: OciRequest, context: FetchContext): Promise<Answer> {
  const repository = ociRepository(request.url, context.hosts);
  const registry = new Registry(repository, context);
  const reference = await referenceOf(request, registry, context);
  if (!TAG.test(reference.text) && !DIGEST.test(reference.text))
    throw new FetchError(`'${printable(reference.text)}' is neither a tag nor a digest of a registry.`);
  const where = `${repository.registry.host}/${repository.name}`;
  const layers = await layersOf(registry, reference.text, where);
  const [first] = layers;
  // Helm takes the last chart that there is, and Flux the first layer.
  const isChart = layers.map(({ mediaType }) => mediaType === CHART_LAYER);
  if (isChart.lastIndexOf(true) > 0)
    throw new FetchError(
      `'${printable(where)}' has a chart behind another layer, so that Helm and Flux would not take the same.`,
    );
  if (first && isChart[0]) return fetchChartLayer(first, reference, registry, context, where);
  if (!first || !/(?:tar\+gzip|\.tar\.gzip)$/.test(first.mediaType))
    throw new FetchError(
      `'${printable(where)}' is neither a chart nor an archive of manifests: its first layer is '${printable(first?.mediaType ?? "nothing")}'.`,
    );
  return {
    content: "tree",
    files: unpacked(await registry.blob(first.digest, LARGEST_ARCHIVE), where),
    name: printable(`${where} at ${reference.text}`),
    version: reference.version ?? (DIGEST.test(reference.text) ? undefined : reference.text),
  };
}

function unpacked(archive: Buffer, where: string): Map<string, Buffer> {
  try {
    return unpackTarGz(archive);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new FetchError(`The archive of '${printable(where)}' is not taken: ${printable(error.message)}.`);
  }
}

async function fetchChartLayer(
  { digest }: Layer,
  reference: Reference,
  registry: Registry,
  { locked }: FetchContext,
  where: string,
): Promise<Answer> {
  requireLockedDigest(locked, digest, `'${where}' at ${reference.version ?? reference.text}`);
  const bytes = await registry.blob(digest, LARGEST_CHART);
  const identity = chartIdentity(bytes, where);
  if (reference.version !== undefined && !isSameVersion(identity.version, reference.version))
    throw new FetchError(
      `'${printable(where)}' should be version ${printable(reference.version)} of a chart, and is version ${printable(identity.version)}.`,
    );
  return {
    content: "chart",
    bytes,
    name: chartWords(identity),
    version: lockedVersion(reference) ?? identity.version,
  };
}

/** What finds the same artifact again, where a tag need not be spelled as the version in the chart. */
function lockedVersion({ text, version, isPicked }: Reference): string | undefined {
  return version ?? (isPicked ? text : undefined);
}

/** Which artifact is meant; a digest wins over a range, and that over a tag: Flux, OCIRepositoryRef. */
async function referenceOf(
  request: OciRequest,
  registry: Registry,
  { locked }: FetchContext,
): Promise<Reference> {
  const { digest, semver, tag, version = "" } = request;
  if (digest !== undefined) return { text: digest };
  if (semver !== undefined) {
    // What the range has picked before was a tag.
    if (locked?.version !== undefined) {
      const text = requireLockedVersion(
        locked.version,
        pickTag([{ version: locked.version }], semver),
        semver,
      );
      return { text, isPicked: true };
    }
    const tags = (await registry.tags()).map((one) => ({ version: one }));
    return { text: picked(pickTag(tags, semver), request, semver).version, isPicked: true };
  }
  if (tag !== undefined) return { text: tag };
  if (isFullVersion(version)) return { text: tagOf(version), version };
  if (locked?.version !== undefined) {
    requireLockedVersion(locked.version, pickChart([{ version: locked.version }], version), version || "*");
    return { text: tagOf(locked.version), version: locked.version };
  }
  const versions = (await registry.tags())
    .map((one) => ({ version: one.replaceAll("_", "+"), tag: one }))
    .filter((one) => one.version === version || isFullVersion(one.version));
  const found = picked(pickChart(versions, version), request, version === "" ? "*" : version);
  return { text: found.tag, version: found.version };
}

function picked<Candidate extends Versioned>(
  answer: Picked<Candidate>,
  { url }: OciRequest,
  range: string,
): Candidate {
  if ("candidate" in answer) return answer.candidate;
  throw new FetchError(`'${printable(url)}' has no tag for '${printable(range)}': ${answer.why}.`);
}

async function layersOf(registry: Registry, reference: string, where: string): Promise<readonly Layer[]> {
  let next = reference;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const manifest = readManifest((await registry.manifest(next)).toString("utf8"));
    if (!manifest) break;
    if ("layers" in manifest) return manifest.layers;
    next = manifest.manifest;
  }
  throw new FetchError(
    `'${printable(`${where} at ${reference}`)}' has no manifest that leads to one artifact.`,
  );
}
