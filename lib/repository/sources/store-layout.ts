import { hash } from "node:crypto";
import { join } from "node:path";
import type { ResolvedSource } from "./locked.js";
import { keyOf } from "./request.js";
import type { StoredFile } from "./stored.js";

/**
 * How a store lies on disk, for whoever reads and whoever writes it:
 * - `content/ab/abcd…`: what was fetched, by the SHA-256 of its bytes; a tree as a list of its files;
 * - `answers/12/1234…/abcd…-5678…`: an empty file for each answer to a request, by the digest of its content and that of
 *   what the lock says of it, so that several processes can add some at once.
 */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The directories of a store; in `git`, repositories lie as long as they are fetched. */
export const PARTS = ["content", "answers", "git"] as const;

/** Where a content lies; undefined for what is no digest, or where there is no store. */
export function contentPlace(directory: string, digest: string): string | undefined {
  if (directory === "" || !DIGEST.test(digest)) return undefined;
  const hex = hexOf(digest);
  return join(directory, "content", hex.slice(0, 2), hex);
}

/** The file that says that a source is the answer to its request; undefined for what has no digest. */
export function answerPlace(directory: string, source: ResolvedSource): string | undefined {
  const { request, digest, name, version, commit, content } = source;
  if (directory === "" || !DIGEST.test(digest)) return undefined;
  const hex = hash("sha256", keyOf(request));
  // A lock that calls a chart a file, or version 1 version 2, would mislead whoever reads it, or what is judged.
  const about = hash("sha256", JSON.stringify([content, name, version ?? "", commit ?? ""]));
  return join(directory, "answers", hex.slice(0, 2), hex, `${hexOf(digest)}-${about}`);
}

const CONTENT_FILE = /^[0-9a-f]{64}(?:\.\d+\.[0-9a-f-]{36}\.tmp)?$/;
const ANSWER_FILE = /^([0-9a-f]{64})-[0-9a-f]{64}(?:\.\d+\.[0-9a-f-]{36}\.tmp)?$/;

/** Whether a file of `content` has a name that a store gives. */
export function isContentFile(name: string): boolean {
  return CONTENT_FILE.test(name);
}

/** The digits of the digest that a file of `answers` is about; undefined for a name that no store gives. */
export function answeredDigits(name: string): string | undefined {
  return ANSWER_FILE.exec(name)?.[1];
}

function hexOf(digest: string): string {
  return digest.slice("sha256:".length);
}

const TREE_MARK = '{"tree":1,"files":[';
const MOST_FILES = 100_000;

/** The list of the files of a tree, the same for the same files. */
export function treeList(files: ReadonlyMap<string, StoredFile>): Buffer {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = sorted.map(([path, { digest, size }]) => JSON.stringify([path, digest, size]));
  return Buffer.from(`${TREE_MARK}\n${lines.join(",\n")}\n]}\n`);
}

/** The files of a tree; undefined for what is no list of them, or has paths that lead out. */
export function parseTree(list: Buffer): ReadonlyMap<string, StoredFile> | undefined {
  if (list.toString("latin1", 0, TREE_MARK.length) !== TREE_MARK) return undefined;
  const files = new Map<string, StoredFile>();
  try {
    const { files: listed } = JSON.parse(list.toString("utf8")) as { files: unknown[] };
    if (listed.length > MOST_FILES) return undefined;
    for (const one of listed) {
      const [path, digest, size] = one as [unknown, unknown, unknown];
      if (typeof path !== "string" || typeof digest !== "string" || typeof size !== "number")
        return undefined;
      if (!isPathInTree(path) || !DIGEST.test(digest)) return undefined;
      files.set(path, { digest, size });
    }
  } catch {
    return undefined;
  }
  return files;
}

/** Whether a path is one of a file in a tree: relative, with `/`, and without ways out and control characters. */
export function isPathInTree(path: string): boolean {
  if (path.length > 4096 || /[\p{Cc}\p{Cs}\\]/u.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
