import { spawnSync } from "node:child_process";
import { createSign, randomUUID, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { join } from "node:path";
import { temporary } from "../../repository/temporary.js";
import { serve, type Served } from "../../fetch/servers.js";

const SERVICE = "it";
const ISSUER = "tests";

export interface TokenServer extends Served {
  /** The `auth` of the configuration of a registry that takes its tokens. */
  auth: string;
  /** The certificate that signs them. */
  certificate: string;
  /** Has it answer in place of a registry, too, as where both are one host. */
  standBefore: (host: string) => void;
  /** A token for what may be done with a repository. */
  token: (name: string, ...actions: readonly string[]) => string;
}

/** Gives tokens to who logs in, as distribution, spec/auth/jwt.md has them. */
export async function serveTokens(login: string): Promise<TokenServer> {
  const directory = temporary();
  const [key = "", cert = ""] = ["key.pem", "cert.pem"].map((name) => join(directory, name));
  spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tests"],
    ...["-keyout", key, "-out", cert],
  ]);
  const certificate = readFileSync(cert, "utf8");
  const x5c = [new X509Certificate(certificate).raw.toString("base64")];
  const token = (name: string, ...actions: readonly string[]) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: ISSUER, aud: SERVICE, sub: "u", jti: randomUUID() },
      ...{ iat: now - 60, nbf: now - 60, exp: now + 300 },
      access: [{ type: "repository", name, actions }],
    };
    const parts = [{ typ: "JWT", alg: "RS256", x5c }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    const signature = createSign("RSA-SHA256").update(parts.join(".")).sign(readFileSync(key, "utf8"));
    return [...parts, signature.toString("base64url")].join(".");
  };
  let registry = "";
  const served = await serve((path, response, { headers }) => {
    const url = new URL(path, "http://it");
    if (url.pathname.startsWith("/v2/")) return void pass(`http://${registry}${path}`, headers, response);
    const [, name = "", actions = ""] = (url.searchParams.get("scope") ?? "").split(":");
    if (headers.authorization !== login) response.writeHead(401).end();
    else response.end(JSON.stringify({ token: token(name, ...actions.split(",")) }));
  });
  const auth = `  token: { realm: "${served.origin}/token", service: ${SERVICE}, issuer: ${ISSUER}, rootcertbundle: DIRECTORY/cert.pem }\n`;
  const standBefore = (host: string) => (registry = host);
  return { ...served, auth, certificate, token, standBefore };
}

/** Passes a question on to the registry, and its answer back. */
async function pass(
  url: string,
  { authorization = "", accept = "*/*" }: IncomingHttpHeaders,
  response: ServerResponse,
): Promise<void> {
  const answer = await fetch(url, { headers: { authorization, accept } });
  const challenge = answer.headers.get("www-authenticate");
  response.writeHead(answer.status, challenge === null ? {} : { "WWW-Authenticate": challenge });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
