import { spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { dirname } from "node:path";

/** What git cannot do here, as one sentence for the user. */
export class GitError extends Error {}

/**
 * What keeps git from running anything that a repository names: no file system monitor, no hook, no pager, and no
 * discovery of a bare repository that lies among the files. Filters, external diffs and textconv belong to
 * commands that are not used here. Configuration of the user's own stays, for its `safe.directory`.
 */
const SWITCHES = [
  ...["--no-pager", "--literal-pathspecs"],
  ...["-c", "core.fsmonitor="],
  ...["-c", `core.hooksPath=${devNull}`],
  ...["-c", "safe.bareRepository=explicit"],
  ...["-c", "protocol.allow=never"],
];

/**
 * A partial clone would fetch what it lacks, by whatever program its configuration names as a transport. Git
 * before 2.45 knows no GIT_NO_LAZY_FETCH; allowing no protocol stops those.
 */
const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/** More, in bytes, is not read from git at once. */
const MAX_OUTPUT = 2 ** 30;

/**
 * The program git, asked about one working tree. The program and not a library: a library of git in JavaScript
 * knows no linked worktrees, split indexes, partial clones or SHA-256, and would have to be trusted as well.
 */
export class Git {
  /** @param top the directory with the `.git`, absolute */
  constructor(readonly top: string) {}

  /**
   * What git prints.
   * @throws {GitError} where it fails, with its own words
   */
  read(args: readonly string[], input?: string): Buffer {
    const { status, stdout, stderr } = this.#run(args, input);
    if (status === 0) return stdout;
    const lines = stderr.toString().trim().split("\n");
    if (lines.some((line) => line.includes("promisor remote"))) {
      throw new GitError(
        "Git does not have the content of every file here, as in a clone with '--filter', and gitops-lint fetches nothing: clone without '--filter'.",
      );
    }
    const words = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines[0] ?? "";
    throw new GitError(
      `git ${args[0]} fails: ${words.replace(/^(?:fatal|error): /, "") || "it says nothing"}.`,
    );
  }

  /** One word that git prints; nothing where it fails or prints none. */
  ask(...args: string[]): string | undefined {
    const { status, stdout } = this.#run(args);
    return (status === 0 && stdout.toString().trim()) || undefined;
  }

  #run(args: readonly string[], input = "") {
    const result = spawnSync("git", ["-C", this.top, ...SWITCHES, ...args], {
      // Windows looks for programs in the working directory first, which may be a stranger's.
      cwd: dirname(process.execPath),
      env: { ...process.env, ...ENVIRONMENT },
      input,
      maxBuffer: MAX_OUTPUT,
    });
    const { code } = (result.error ?? {}) as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new GitError("The program git is not there, and only it knows what has changed.");
    if (code === "ENOBUFS") throw new GitError("What git has to say is more than 1 GB.");
    // Git stops reading its input where it fails, and says why.
    if (result.error && code !== "EPIPE") throw new GitError(`git does not run: ${result.error.message}.`);
    return result;
  }
}
