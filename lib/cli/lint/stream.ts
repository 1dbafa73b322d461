import { relative, resolve, sep } from "node:path";
import { MAX_SIZE } from "../../repository/disk/file-tree.js";
import { reason } from "../../repository/disk/walk.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import type { Input, Output } from "../output.js";
import { isDirectory } from "../places.js";

/** How standard input is called where it has no name. */
export const STDIN = "<stdin>";
/**
 * Where it is then: in a directory of its own, so that no kustomization lists it or leaves it out. What is declared here
 * and in the repository is reported in the first file of both, which it is by this name.
 */
export const NAMELESS = { directory: `!${STDIN}`, path: `!${STDIN}/${STDIN}` } as const;

/** What comes from standard input, as a file of a repository. */
export interface Stream {
  /** The root of the repository, an absolute path. */
  root: string;
  /** Its path below the root. */
  path: string;
  content: Buffer;
  /** The path that is shown: absolute, or `<stdin>` if it has no name. */
  shown: string;
}

/** What cannot be done with what comes from standard input, and why. */
const REFUSED: readonly [isGiven: (args: Arguments) => boolean, option: string, why: string][] = [
  [({ staged }) => staged, "--staged", "It has no earlier state to compare with."],
  [
    ({ changedSince }) => changedSince !== undefined,
    "--changed-since",
    "It has no earlier state to compare with.",
  ],
  [({ fix }) => fix, "--fix", "Use '--fix-dry-run', which prints the change."],
  [({ suppressAll }) => suppressAll, "--suppress-all", "What is accepted is counted by file."],
  [({ suppressRule }) => suppressRule.length > 0, "--suppress-rule", "What is accepted is counted by file."],
  [
    ({ pruneSuppressions }) => pruneSuppressions,
    "--prune-suppressions",
    "What is accepted is counted by file.",
  ],
  [({ printBuilds }) => printBuilds, "--print-builds", "It is about the files of a repository."],
  [({ unknowns }) => unknowns, "--unknowns", "It is about the files of a repository."],
];

/**
 * Whether `-` asks for standard input.
 * @throws {UsageError} for options that make no sense with it, or without it
 */
export function isStream(args: Arguments): boolean {
  const { paths, stdinFilename } = args;
  if (!paths.includes("-")) {
    if (stdinFilename === undefined) return false;
    throw new UsageError(
      "'--stdin-filename' names what comes from standard input, which is not read. Add '-' as the path.",
    );
  }
  const other = paths.find((path) => path !== "-");
  if (other !== undefined)
    throw new UsageError(
      `'-' is linted alone, beside all that is in the repository. Leave out '${other}', or lint it in a run of its own.`,
    );
  for (const [isGiven, option, why] of REFUSED)
    if (isGiven(args)) throw new UsageError(`'${option}' cannot be used with standard input. ${why}`);
  if (stdinFilename !== undefined && isDirectory(resolve(stdinFilename)))
    throw new UsageError(`'--stdin-filename' needs the name of a file; '${stdinFilename}' is a directory.`);
  return true;
}

/**
 * Reads standard input to its end, or until it is too large for a manifest.
 * @param rootFor the root of the repository that a path is in
 * @throws {UsageError} if it cannot be read
 */
export async function readStream(
  { stdinFilename, root: given = "." }: Arguments,
  output: Output,
  rootFor: (path: string) => string,
): Promise<Stream> {
  const named = stdinFilename === undefined ? undefined : resolve(stdinFilename);
  const root = rootFor(named ?? resolve(given, STDIN));
  const content = await contentOf(output.in, output);
  return {
    root,
    path: named === undefined ? NAMELESS.path : relative(root, named).split(sep).join("/"),
    content,
    shown: named ?? STDIN,
  };
}

async function contentOf(input: Input, output: Output): Promise<Buffer> {
  if (input.isTTY)
    output.err(
      "gitops-lint: '-' waits for manifests from standard input, as in 'helm template . | gitops-lint -'. End them with Ctrl+D.",
    );
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of input) {
      parts.push(part);
      size += part.length;
      // What is larger than any manifest is refused, as a file of that size is.
      if (size > MAX_SIZE) break;
    }
  } catch (error) {
    throw new UsageError(`Standard input cannot be read: ${reason(error)}.`);
  }
  if (size === 0)
    output.err(
      "gitops-lint: Standard input is empty, so nothing was looked at. If the program before the pipe failed, 'set -o pipefail' makes the pipe fail, too.",
    );
  return Buffer.concat(parts);
}

/** A text without a file is edited by somebody, whatever it says or is called. */
export function asStream(args: Arguments): Arguments {
  return { ...args, vendored: "all" };
}
