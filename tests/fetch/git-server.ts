import { execFileSync, spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { put, temporary } from "../repository/temporary.js";
import { serve, type Served } from "./servers.js";

/** A repository of git that a test writes, with an environment that has nothing of the user's. */
export class WrittenRepository {
  readonly top = temporary();

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
  }

  git(...args: string[]): string {
    return execFileSync("git", ["-C", this.top, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: this.top,
        GIT_CONFIG_NOSYSTEM: "1",
        ...Object.fromEntries(
          ["AUTHOR", "COMMITTER"].flatMap((who) => [
            [`GIT_${who}_NAME`, "Ada"],
            [`GIT_${who}_EMAIL`, "ada@example.org"],
            [`GIT_${who}_DATE`, "2026-01-01T00:00:00Z"],
          ]),
        ),
      },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  }

  /** Commits files, with perhaps a tag for them. @returns the id of the commit */
  commit(files: Readonly<Record<string, string>>, tag?: string): string {
    for (const [path, text] of Object.entries(files)) put(this.top, path, text);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "-m", "Change.");
    if (tag !== undefined) this.git("tag", "-a", tag, "-m", tag);
    return this.git("rev-parse", "HEAD");
  }
}

/** Serves repositories below a directory, as git's own server does: `ORIGIN/PATH/.git`. */
export function serveGit(
  directory: string,
  before?: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<Served> {
  const backend = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");
  return serve((path, response, request) => {
    if (before?.(request, response)) return;
    const { pathname, search } = new URL(path, "http://127.0.0.1");
    const child = spawn(backend, [], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: directory,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "safe.directory",
        GIT_CONFIG_VALUE_0: "*",
        PATH_INFO: decodeURIComponent(pathname),
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? "",
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        REMOTE_ADDR: "127.0.0.1",
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    request.pipe(child.stdin);
    child.stdin.on("error", () => undefined);
    answerOf(child.stdout, response);
  });
}

/** The answer of a CGI program: headers, an empty line, the body. */
function answerOf(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  let isBody = false;
  output.on("data", (chunk: Buffer) => {
    if (isBody) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    isBody = true;
    for (const line of head.toString("latin1", 0, end).split("\r\n")) {
      const [name = "", value = ""] = line.split(": ");
      if (name === "Status") response.statusCode = Number.parseInt(value);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
  });
  output.on("end", () => response.end());
}
