import { spawn } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import { interruption } from "./interruption.js";
import { isolated, SWITCHES } from "./isolation.js";
import type { Reached } from "./reached.js";

/** What bounds a run of git. */
export interface GitLimits {
  /** In milliseconds. */
  time: number;
  /** What may lie in the bare repository, in bytes. */
  bytes: number;
  /** How often its size is looked at, in milliseconds. */
  interval: number;
}

export const GIT_LIMITS: GitLimits = { time: 300_000, bytes: 512 * 2 ** 20, interval: 200 };
/** The most that git may print, in bytes, unless more is asked for. */
const MOST_OUTPUT = 2 ** 20;

export interface GitRun {
  /** The bare repository. */
  top: string;
  reached: Reached;
  limits: GitLimits;
  most?: number;
}

/**
 * Runs git in a bare repository.
 * @returns what it prints
 * @throws {FetchError} if it fails, takes too long, or brings more than it may
 */
export function runGit(
  args: readonly string[],
  { top, reached, limits, most = MOST_OUTPUT }: GitRun,
): Promise<Buffer> {
  const refuse = (why: string) => new FetchError(`'${reached.shown}' is not fetched: ${why}`);
  return new Promise((resolve, reject) => {
    const child = spawn("git", [...SWITCHES, ...reached.switches, ...args], {
      cwd: top,
      env: { ...isolated(process.env), ...reached.environment, GIT_DIR: top },
      stdio: ["ignore", "pipe", "pipe"],
      // Its own helpers end with it: git-remote-https holds the connection.
      detached: process.platform !== "win32",
    });
    let failure: FetchError | undefined;
    const stop = (why: string) => {
      failure ??= refuse(why);
      kill(child.pid);
    };
    const takeBack = interruption.first(() => kill(child.pid));
    const timer = setTimeout(
      () => stop(`git did not end within ${limits.time / 1000} seconds.`),
      limits.time,
    );
    const watch = setInterval(() => {
      if (sizeOf(top) > limits.bytes) stop(`it is larger than ${Math.floor(limits.bytes / 2 ** 20)} MB.`);
    }, limits.interval);
    const output = collect(child.stdout, most, () => stop("git prints more than is read."));
    const errors = collect(child.stderr, MOST_OUTPUT, () => stop("git prints more than is read."));
    child.on("error", ({ code }: NodeJS.ErrnoException) => {
      failure ??= refuse(code === "ENOENT" ? "the git program was not found." : "git could not run.");
      finish();
      reject(failure);
    });
    child.on("close", (status) => {
      finish();
      if (failure) reject(failure);
      else if (status === 0 && sizeOf(top) > limits.bytes)
        reject(refuse(`it is larger than ${Math.floor(limits.bytes / 2 ** 20)} MB.`));
      else if (status === 0) resolve(Buffer.concat(output));
      else reject(refuse(reasonIn(Buffer.concat(errors).toString("utf8"))));
    });
    const finish = () => {
      clearTimeout(timer);
      clearInterval(watch);
      takeBack();
    };
  });
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function collect(stream: NodeJS.ReadableStream, most: number, tooMuch: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > most) tooMuch();
    else chunks.push(chunk);
  });
  return chunks;
}

/** How much lies in a directory, in bytes. */
function sizeOf(directory: string): number {
  let size = 0;
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      size += entry.isDirectory() ? sizeOf(path) : (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0);
    }
  } catch {
    // What is moved meanwhile counts the next time.
  }
  return size;
}

/** What git says of its failure, as a sentence that begins with small letters. */
function reasonIn(errors: string): string {
  const lines = errors
    .trim()
    .split("\n")
    .map((line) => line.trim());
  if (
    lines.some((line) => /terminal prompts disabled|Authentication failed|could not read Username/.test(line))
  )
    return "it asks for a password, and the one that is known, if any, is not taken.";
  if (
    lines.some((line) =>
      /unable to update url base from redirection|redirect|returned error: 30\d/.test(line),
    )
  )
    return "it leads to another address, which is not followed: name that one.";
  if (lines.some((line) => /couldn't find remote ref|not our ref|no such remote ref/i.test(line)))
    return "it does not have what is asked for.";
  const found = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1) ?? "";
  const words = printable(found.replace(/^(?:fatal|error): /, "")).slice(0, 300);
  return words === "" ? "git does not say why." : `git says: ${words.replace(/\.$/, "")}.`;
}
