import type { IncomingMessage, ServerResponse } from "node:http";
import { digestOf } from "../../../lib/fetch/http/node-client.js";
import { answer, type Handler } from "../servers.js";

export const CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
export const FLUX_LAYER = "application/vnd.cncf.flux.content.v1.tar+gzip";

/** What a registry of a test answers, by path: its manifests, layers and tags. */
export class Contents {
  readonly files: Record<string, string | Buffer> = {};
  readonly #tags = new Map<string, string[]>();

  /** Puts an artifact with one layer at tags of a repository, and returns the digests of its manifest and its layer. */
  put(
    name: string,
    tags: readonly string[],
    mediaType: string,
    layer: Buffer,
  ): { manifest: string; layer: string } {
    const digest = digestOf(layer);
    this.files[`/v2/${name}/blobs/${digest}`] = layer;
    const manifest = this.putManifest(name, tags, {
      schemaVersion: 2,
      config: { mediaType: "application/vnd.cncf.helm.config.v1+json" },
      layers: [{ mediaType, digest, size: layer.length }],
    });
    return { manifest, layer: digest };
  }

  putManifest(name: string, tags: readonly string[], content: unknown): string {
    const text = JSON.stringify(content);
    const digest = digestOf(Buffer.from(text));
    for (const reference of [digest, ...tags]) this.files[`/v2/${name}/manifests/${reference}`] = text;
    const all = [...(this.#tags.get(name) ?? []), ...tags];
    this.#tags.set(name, all);
    this.files[`/v2/${name}/tags/list?n=1000`] = JSON.stringify({ name, tags: all });
    return digest;
  }
}

/** Answers to everybody. */
export function openRegistry({ files }: Contents): Handler {
  return (path, response) => answer(response, files, path);
}

/** Answers to who has a token, or a login, and asks all others for one. */
export function closedRegistry({ files }: Contents, wanted: string, challenge: string): Handler {
  return (path, response, request) => {
    if (request.headers.authorization === wanted) answer(response, files, path);
    else refuse(response, challenge);
  };
}

export function refuse(response: ServerResponse, challenge: string): void {
  response.writeHead(401, { "WWW-Authenticate": challenge }).end();
}

/** Gives a token to everybody. */
export function tokens(
  token: unknown,
): (path: string, response: ServerResponse, request: IncomingMessage) => void {
  return (_, response) => response.end(JSON.stringify({ token }));
}
