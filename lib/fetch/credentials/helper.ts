import { spawn } from "node:child_process";
import { dirname } from "node:path";
import type { Login } from "./credentials.js";

/** How long a program may take, in milliseconds: some ask a service in turn. */
const HELPER_TIME = 30_000;
/** The most characters of an answer. */
const MOST = 100_000;

/**
 * Asks a credential helper of Docker, a program `docker-credential-NAME` of the user: docker, docker-credential-helpers,
 * client/client.go. It runs without a shell, outside of the repository. Undefined if it knows nothing, or fails.
 * @param name of letters, digits, `_`, `.` and `-`
 * @param server what it is asked for, as Docker would: a host, or `https://index.docker.io/v1/`
 */
export function askHelper(name: string, server: string, time = HELPER_TIME): Promise<Login | undefined> {
  return new Promise((done) => {
    const helper = spawn(`docker-credential-${name}`, ["get"], {
      // Nothing that others have put there, as in a directory for all, is found by an entry "." of the path.
      cwd: dirname(process.execPath),
      stdio: ["pipe", "pipe", "ignore"],
      shell: false,
      timeout: time,
      killSignal: "SIGKILL",
    });
    let answer = "";
    helper.stdout.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
      if (answer.length > MOST) helper.kill("SIGKILL");
    });
    helper.stdin.on("error", () => undefined).end(`${server}\n`);
    helper.on("error", () => done(undefined));
    helper.on("close", (code) => done(code === 0 ? loginIn(answer) : undefined));
  });
}

function loginIn(answer: string): Login | undefined {
  try {
    const { Username: username, Secret: password } = JSON.parse(answer) as Record<string, unknown>;
    // A token that has to be exchanged first, which is not done here.
    if (username === "<token>") return undefined;
    return typeof username === "string" && typeof password === "string" ? { username, password } : undefined;
  } catch {
    return undefined;
  }
}
