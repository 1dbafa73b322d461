import { fromJson, mapOf } from "../plain.js";
import { DIGEST } from "./reference.js";

const IMAGE = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";
const DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";
const DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

/** What is taken for a manifest. */
export const MANIFEST_TYPES = [IMAGE, INDEX, DOCKER_IMAGE, DOCKER_LIST].join(", ");
/** The layer that is a chart: helm, pkg/registry/constants.go. */
export const CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

export interface Layer {
  mediaType: string;
  digest: string;
}

/** What a manifest leads to. */
export type Manifest =
  | { layers: readonly Layer[] }
  /** The digest of the one that is meant: an index with a single one, or that of the most usual platform. */
  | { manifest: string };

/** Reads a manifest; undefined if it is none, or one of several that cannot be told apart. */
export function readManifest(text: string): Manifest | undefined {
  const manifest = mapOf(fromJson(text));
  const { layers, manifests } = manifest;
  if (hasOtherSpelling(manifest, ["layers", "manifests"])) return undefined;
  if (Array.isArray(layers)) {
    const read = layers.flatMap(layerOf);
    // One that is not understood might be the one that others take.
    return read.length === layers.length ? { layers: read } : undefined;
  }
  if (!Array.isArray(manifests)) return undefined;
  const all = (manifests as unknown[]).map(mapOf);
  const chosen =
    all.length === 1
      ? all[0]
      : all.find(
          ({ platform }) => mapOf(platform).os === "linux" && mapOf(platform).architecture === "amd64",
        );
  return typeof chosen?.digest === "string" && DIGEST.test(chosen.digest)
    ? { manifest: chosen.digest }
    : undefined;
}

/** Go takes names in any spelling: encoding/json. So Helm would read another manifest than is read here. */
function hasOtherSpelling(map: Record<string, unknown>, names: readonly string[]): boolean {
  const others = names.map((name) => name.toLowerCase());
  return Object.keys(map).some((key) => !names.includes(key) && others.includes(key.toLowerCase()));
}

function layerOf(value: unknown): Layer[] {
  const layer = mapOf(value);
  const { mediaType, digest } = layer;
  if (hasOtherSpelling(layer, ["mediaType", "digest"])) return [];
  return typeof mediaType === "string" && typeof digest === "string" && DIGEST.test(digest)
    ? [{ mediaType, digest }]
    : [];
}
