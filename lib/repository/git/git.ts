import { spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { dirname } from "node:path";

/** What git cannot do here, as one sentence for the user. */
export class GitError extends Error {}
/** Git prints more than is read at once. */
export class TooMuchOutput extends GitError {}

/**
 * What keeps git from running anything that a repository names: no file system monitor, no hooks, no pager, and no
 * discovery of a bare repository among the files. Filters, external diffs and textconv belong to commands that are
 * not used here. The user's own configuration still applies, for its `safe.directory`.
 */
const SWITCHES = [
  ...["--no-pager", "--literal-pathspecs"],
  ...["-c", "core.fsmonitor="],
  ...["-c", `core.hooksPath=${devNull}`],
  ...["-c", "safe.bareRepository=explicit"],
  ...["-c", "protocol.allow=never"],
];

/**
 * A partial clone would fetch what it lacks, using any program that its configuration names as a transport. Git
 * before 2.45 does not know GIT_NO_LAZY_FETCH; allowing no protocol stops it there.
 */
const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/** How long git may take for one answer, in seconds, unless GITOPS_LINT_GIT_TIMEOUT says otherwise. */
const TIMEOUT = 60;
/** The most, in bytes, that is read from git at once. */
const MAX_OUTPUT = 2 ** 30;

/**
 * The git program, for one working tree. Not a library: JavaScript libraries for git do not support linked
 * worktrees, split indexes, partial clones or SHA-256, and would have to be trusted as well.
 */
export class Git {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  /** How long git may take for one answer, in seconds. */
  readonly #timeout: number;

  /** @param top the absolute path of the directory with the `.git` */
  constructor(
    readonly top: string,
    { environment = process.env }: { environment?: Readonly<Record<string, string | undefined>> } = {},
  ) {
    this.#environment = environment;
    const given = Number(environment.GITOPS_LINT_GIT_TIMEOUT);
    this.#timeout = given > 0 ? given : TIMEOUT;
  }

  /**
   * What git prints.
   * @param most the most bytes that it may print
   * @throws {GitError} with git's own message, if it fails
   * @throws {TooMuchOutput} if it prints more
   */
  read(args: readonly string[], input?: string, most?: number): Buffer {
    const { status, stdout, stderr } = this.#run(args, input, most);
    if (status === 0) return stdout;
    const lines = stderr.toString().trim().split("\n");
    if (lines.some((line) => line.includes("promisor remote"))) {
      throw new GitError(
        "Git does not have the content of every file here, as in a clone with '--filter', and gitops-lint fetches nothing: clone without '--filter'.",
      );
    }
    const reason = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines[0] ?? "";
    throw new GitError(
      `git ${args[0]} failed: ${reason.replace(/^(?:fatal|error): /, "") || "it does not say why"}.`,
    );
  }

  /** What git prints, trimmed; undefined if it fails or prints nothing. */
  ask(...args: string[]): string | undefined {
    const { status, stdout } = this.#run(args);
    return (status === 0 && stdout.toString().trim()) || undefined;
  }

  #run(args: readonly string[], input = "", most = MAX_OUTPUT) {
    const result = spawnSync("git", ["-C", this.top, ...SWITCHES, ...args], {
      // Windows looks for programs in the working directory first, which may be untrusted.
      cwd: dirname(process.execPath),
      env: { ...this.#environment, ...ENVIRONMENT },
      input,
      maxBuffer: most,
      timeout: Math.ceil(this.#timeout * 1000),
      killSignal: "SIGKILL",
    });
    const { code } = (result.error ?? {}) as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new GitError("The git program was not found, and only git knows what has changed.");
    if (code === "ETIMEDOUT") {
      throw new GitError(
        `git ${args[0]} did not end within ${this.#timeout} seconds. If it only needs more, set GITOPS_LINT_GIT_TIMEOUT to more seconds.`,
      );
    }
    if (code === "ENOBUFS") throw new TooMuchOutput("The output of git is larger than 1 GB.");
    // When git fails, it stops reading its input, and says why.
    if (result.error && code !== "EPIPE") throw new GitError(`git could not run: ${result.error.message}.`);
    return result;
  }
}
