import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { FetchContext } from "../../lib/fetch/context.js";
import type { Credentials } from "../../lib/fetch/credentials/credentials.js";
import { Hosts } from "../../lib/fetch/hosts/hosts.js";
import { NodeHttpClient, type NodeHttpOptions } from "../../lib/fetch/http/node-client.js";

/** A server on loopback, and what it was asked. */
export interface Served {
  /** `http://127.0.0.1:PORT`, which is also the entry that allows it. */
  origin: string;
  /** `127.0.0.1:PORT` */
  host: string;
  /** The paths of all requests, with what they had to log in: `/a`, `/b Basic dTpw`. */
  requests: string[];
  headers: IncomingMessage["headers"][];
}

export type Handler = (path: string, response: ServerResponse, request: IncomingMessage) => void;

/** Serves until the test is over. */
export async function serve(handler: Handler): Promise<Served> {
  const requests: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    requests.push([request.url, authorization].filter(Boolean).join(" "));
    headers.push(request.headers);
    handler(request.url ?? "", response, request);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((done) => server.close(() => done()));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin: `http://${host}`, host, requests, headers };
}

/** Serves contents by their paths; all else is not there. */
export function serveFiles(files: Readonly<Record<string, string | Buffer>>): Promise<Served> {
  return serve((path, response) => answer(response, files, path));
}

export function answer(
  response: ServerResponse,
  files: Readonly<Record<string, string | Buffer>>,
  path: string,
): void {
  if (!Object.hasOwn(files, path)) response.writeHead(404).end("no");
  else response.writeHead(200).end(files[path]);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location }).end();
}

/** A context that may reach some hosts, and logs in as given. */
export function contextOf(
  allow: readonly string[],
  options: Partial<NodeHttpOptions> & { credentials?: Partial<Credentials> } = {},
): FetchContext {
  const hosts = Hosts.of(allow);
  const { credentials, ...http } = options;
  return {
    hosts,
    http: new NodeHttpClient({ hosts, version: "1.2.3", wait: () => Promise.resolve(), ...http }),
    credentials: { forUrl: () => undefined, forRegistry: () => Promise.resolve(undefined), ...credentials },
  };
}
