import { digestOf } from "../../../lib/fetch/http/node-client.js";

/** Puts an artifact with one layer into a registry: distribution, spec/api.md. */
export async function push(
  host: string,
  name: string,
  tag: string,
  { mediaType, layer, authorization }: { mediaType: string; layer: Buffer; authorization?: string },
): Promise<void> {
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  const base = `http://${host}/v2/${name}`;
  const config = Buffer.from("{}");
  for (const blob of [config, layer]) {
    const begun = await fetch(`${base}/blobs/uploads/`, { method: "POST", headers });
    const upload = new URL(begun.headers.get("location") ?? "", base);
    upload.searchParams.set("digest", digestOf(blob));
    const put = await fetch(upload, {
      method: "PUT",
      headers: { ...headers, "Content-Type": "application/octet-stream" },
      body: new Uint8Array(blob),
    });
    if (put.status !== 201) throw new Error(`blob: ${put.status} ${await put.text()}`);
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: {
      mediaType: "application/vnd.cncf.helm.config.v1+json",
      digest: digestOf(config),
      size: config.length,
    },
    layers: [{ mediaType, digest: digestOf(layer), size: layer.length }],
  };
  const answer = await fetch(`${base}/manifests/${tag}`, {
    method: "PUT",
    headers: { ...headers, "Content-Type": manifest.mediaType },
    body: JSON.stringify(manifest),
  });
  if (answer.status !== 201) throw new Error(`manifest: ${answer.status} ${await answer.text()}`);
}
