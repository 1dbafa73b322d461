import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { Login } from "../credentials/credentials.js";
import { isInRepository } from "../user-files.js";

/** How long a helper may take, in milliseconds. */
const HELPER_TIME = 30_000;

/**
 * What the user's own credential helpers know: git asks them, with the user's own configuration.
 * @param root of the repository that is linted, absolute
 * @throws {FetchError} if a part of that configuration is in the repository, as where that is somebody's home: it can name
 *   any program
 */
export function fromHelper(url: URL, root: string): Login | undefined {
  const foreign = configurationFiles().find((path) => isInRepository(path, root));
  if (foreign !== undefined)
    throw new FetchError(
      `No credential helper is run for '${printable(url.href)}': ${printable(foreign)}, which names them, lies in the repository that is linted. Set HOME to another directory.`,
    );
  const result = git(["credential", "fill"], `protocol=${url.protocol.slice(0, -1)}\nhost=${url.host}\n\n`);
  const field = (name: string) =>
    result.stdout
      .split("\n")
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const [username, password] = [field("username"), field("password")];
  return result.status === 0 && username !== undefined && password !== undefined
    ? { username, password }
    : undefined;
}

/** The files out of which git takes its configuration, those that others include among them. */
function configurationFiles(): string[] {
  const { stdout } = git(["config", "--list", "--show-origin", "--null"]);
  // Each setting is a text for where it is from, and another for what it is.
  const origins = stdout.split("\0").filter((_, index) => index % 2 === 0);
  return [...new Set(origins)].flatMap((origin) =>
    (/^file:([^]+)$/.exec(origin) ?? []).slice(1).map((path) => resolve(ELSEWHERE, path)),
  );
}

function git(args: readonly string[], input = ""): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync("git", args, {
    input,
    cwd: ELSEWHERE,
    env: {
      ...process.env,
      GIT_TERMINAL_PROMPT: "0",
      GIT_ASKPASS: "",
      SSH_ASKPASS: "",
      GIT_DIR: NO_REPOSITORY,
    },
    timeout: HELPER_TIME,
    killSignal: "SIGKILL",
    maxBuffer: 2 ** 20,
    encoding: "utf8",
  });
  // There is none where git is not there.
  return { status, stdout: (stdout as string | null) ?? "" };
}

/** Nothing that a repository has brought is there. */
const ELSEWHERE = dirname(process.execPath);
/** The root of the disk is no repository, so git reads only what the user has said. */
const NO_REPOSITORY = "/";
