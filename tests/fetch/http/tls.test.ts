import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { temporary } from "../../repository/temporary.js";
import { contextOf, redirect, serveFiles } from "../servers.js";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A certificate that no authority has signed, for a host, with its key. */
function certificate(host: string): { cert: string; key: string } {
  const directory = temporary();
  const [key = "", cert = ""] = ["key.pem", "cert.pem"].map((name) => join(directory, name));
  spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...["-subj", "/CN=it", "-addext", `subjectAltName=${host}`, "-keyout", key, "-out", cert],
  ]);
  return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
}

async function serveTls(host: string, location?: string): Promise<{ origin: string; ca: string }> {
  const { cert, key } = certificate(host);
  const server = createServer({ cert, key }, (_, response) => {
    if (location === undefined) response.end("here");
    else redirect(response, location);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: cert };
}

describe.skipIf(!hasOpenssl)("a certificate", () => {
  const get = async (origin: string, ca?: string) => {
    try {
      const { body } = await contextOf([origin], { ca }).http.get(origin, { most: 1000 });
      return body.toString("utf8");
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("must be signed by who is trusted, whatever the environment says", async () => {
    const { origin, ca } = await serveTls("IP:127.0.0.1");
    expect(await get(origin, ca)).toBe("here");
    const refused = `'${origin}/' cannot be reached: its certificate does not hold (DEPTH_ZERO_SELF_SIGNED_CERT).`;
    expect(await get(origin)).toBe(refused);
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    expect(await get(origin)).toBe(refused);
  });

  it("must be that of the host", async () => {
    const { origin, ca } = await serveTls("DNS:other.example");
    expect(await get(origin, ca)).toBe(
      `'${origin}/' cannot be reached: its certificate does not hold (ERR_TLS_CERT_ALTNAME_INVALID).`,
    );
  });

  it("is not needed where http is spoken, which https does not lead to", async () => {
    const plain = await serveFiles({ "/": "there" });
    const { origin, ca } = await serveTls("IP:127.0.0.1", `${plain.origin}/`);
    expect(await get(origin, ca)).toContain("its host is not allowed");
    const tls = plain.origin.replace("http:", "https:");
    expect(await get(tls)).toBe(`'${tls}/' cannot be reached: it does not speak TLS as it should.`);
    expect(plain.requests).toEqual([]);
  });
});
