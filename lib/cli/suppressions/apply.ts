import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { ESLint, Linter } from "eslint";
import { printable } from "../../util/phrases.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { withMessages } from "../lint/lint-repository.js";
import type { RootResult } from "../lint/outcome.js";
import { fileFor, ownValue, parseSuppressions, pathOf, suppressionsText, writeText } from "./file.js";
import { type Acceptance, besides, entriesOf, knownText, parseKnown, setEntry } from "./fingerprints-file.js";
import type { Gone } from "./gone.js";
import { Findings, match } from "./match.js";
import { readText, trustedText } from "./read.js";

interface Suppressed {
  results: ESLint.LintResult[];
  /** Findings that are accepted and no longer there. */
  gone: Gone[];
  /** Whether a staged file differs from the one on the disk. */
  isUnstaged: boolean;
  /** What was ignored, or where it was read, for the summary. */
  notes: string[];
}

/** Accepts findings in every root, each by the files in it. */
export function suppressAll(done: readonly RootResult[], args: Arguments): Suppressed {
  if (args.suppressionsLocation !== undefined && done.length > 1)
    throw new UsageError("--suppressions-location is for one repository; name it with --root.");
  const all = done.map((one) => suppress(one, args));
  return {
    results: all.flatMap(({ results }) => results),
    gone: all.flatMap(({ gone }) => gone),
    isUnstaged: all.some(({ isUnstaged }) => isUnstaged),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/**
 * Accepts findings that were there before. How many errors of a rule there are in a file is kept in the file and the
 * format of ESLint's own bulk suppressions, which ESLint's classes offer only from version 10.1 on, and only for reading:
 * writing the file is part of its command, services/suppressions-service.js. Which ones, and warnings, are in a file
 * beside it.
 * @throws {UsageError} if the files cannot be used
 */
function suppress(result: RootResult, args: Arguments): Suppressed {
  const { root, results } = result;
  const file = fileFor(root, args);
  const isAdding = args.suppressAll || args.suppressRule.length > 0;
  const isWriting = isAdding || args.pruneSuppressions;
  const read = readAll(file, result, args);
  const { now } = read;
  // In this run it is the user who accepts findings, who is trusted.
  const { accepted, isOwn, note } = isAdding
    ? { accepted: now, isOwn: false, note: undefined }
    : trusted(file, result, read, args);
  // The number alone would let a change replace an accepted finding by another one.
  const mayBeAccepted = isOwn ? undefined : result.standing;
  if (!isWriting && accepted === now && !read.isThere && args.suppressionsLocation !== undefined) {
    throw new UsageError(
      read.isUnstaged
        ? `The file '${file}' is not staged, so it would not be in the commit. Stage it with 'git add'.`
        : `There is no file '${file}'; --suppress-all or --suppress-rule creates it.`,
    );
  }
  if (isAdding) add(result, now, args);
  if (args.pruneSuppressions) prune(result, now);
  if (isWriting) for (const one of textsOf(file, read)) writeText(one.file, one.text);
  // What a change has pruned is still in its base.
  const isMeant = accepted === now || args.changedSince !== undefined;
  return {
    results: results.map((one) => withoutAccepted(one, pathOf(root, one.filePath), accepted, mayBeAccepted)),
    gone: isMeant ? goneIn(result, now, args) : [],
    isUnstaged: read.isUnstaged,
    notes: [...(note === undefined ? [] : [note]), ...(isAdding ? [toCommit(file, now)] : [])],
  };
}

/** What the two files are to say; the one beside ESLint's only if it is there or there is something to say. */
function textsOf(file: string, { now, isBeside }: ReadAll): { file: string; text: string }[] {
  const counts = { file, text: suppressionsText(now.counts) };
  const isKnown = isBeside || Object.keys(now.known).length > 0;
  return isKnown ? [counts, { file: besides(file), text: knownText(now.known) }] : [counts];
}

/**
 * The files that accept findings of some rules as well, as `--suppress-rule` would write them. Nothing is written.
 * @param args the rules, as `suppressRule`
 * @throws {UsageError} if the files cannot be used
 */
export function acceptingTexts(result: RootResult, args: Arguments): { file: string; text: string }[] {
  const file = fileFor(result.root, args);
  const { staged, ...onDisk } = result;
  // What is on the disk must be a file to be written.
  if (staged) readAll(file, onDisk, args);
  const read = readAll(file, result, args);
  add(result, read.now, args);
  return textsOf(file, read);
}

/** Which files hold what is accepted: to forget one would be noticed only in somebody else's checkout. */
function toCommit(file: string, { known }: Acceptance): string {
  const name = (path: string) => {
    const below = relative(process.cwd(), path);
    return printable(below.startsWith("..") ? path : below);
  };
  return Object.keys(known).length > 0
    ? `What is accepted is in '${name(file)}' and '${name(besides(file))}'. Commit both.`
    : `What is accepted is in '${name(file)}'. Commit it.`;
}

interface ReadAll {
  now: Acceptance;
  texts: { counts: string | undefined; known: string | undefined };
  isThere: boolean;
  isBeside: boolean;
  isUnstaged: boolean;
}

/** What the two files say. */
function readAll(file: string, result: RootResult, args: Arguments): ReadAll {
  const [counts, known] = [readText(file, result, args), readText(besides(file), result, args)];
  return {
    now: {
      counts: parseSuppressions(file, counts.text),
      known: parseKnown(besides(file), known.text),
    },
    texts: { counts: counts.text, known: known.text },
    isThere: counts.text !== undefined,
    isBeside: known.text !== undefined,
    isUnstaged: counts.isUnstaged || known.isUnstaged,
  };
}

/** What the two files accept if not all that they say is trusted. */
function trusted(
  file: string,
  result: RootResult,
  { now, texts }: ReadAll,
  args: Arguments,
): { accepted: Acceptance; isOwn: boolean; note: string | undefined } {
  const counts = trustedText(file, result, texts.counts, args, args.suppressionsLocation !== undefined);
  const known = trustedText(besides(file), result, texts.known, args, false);
  const isSame = counts.isSame === true && known.isSame === true;
  return {
    accepted: isSame
      ? now
      : {
          counts: parseSuppressions(file, counts.text),
          known: parseKnown(besides(file), known.text),
        },
    // One by the hand of a stranger is no more the user's for lying beside a file of the user.
    isOwn: counts.isOwn === true && known.isOwn === true,
    note: counts.note ?? known.note,
  };
}

function add({ root, results }: RootResult, accepted: Acceptance, { suppressRule, quiet }: Arguments): void {
  for (const result of results) {
    const path = pathOf(root, result.filePath);
    const findings = new Findings(result, path);
    const before = entriesOf(accepted, path);
    for (const rule of findings.byRule.keys()) {
      if (suppressRule.length > 0 && !suppressRule.includes(rule)) continue;
      const entry = before.get(rule) ?? { count: undefined, known: undefined };
      setEntry(accepted, path, rule, findings.accepting(rule, entry, quiet));
    }
  }
}

/** Removes what is no longer there, from files that were linted and from those that are gone. */
function prune(result: RootResult, accepted: Acceptance): void {
  for (const path of pathsIn(accepted)) {
    if (!existsSync(resolve(result.root, path))) {
      delete accepted.counts[path];
      delete accepted.known[path];
    }
  }
  for (const { path, rule, kept } of matchesIn(result, accepted)) setEntry(accepted, path, rule, kept);
}

/** What is accepted and no longer there, in files that were linted and in those that somebody has deleted. */
function goneIn(result: RootResult, accepted: Acceptance, { staged, changedSince }: Arguments): Gone[] {
  // What is on the disk is not what was linted, or is not all that is meant.
  const isDeleted = (path: string) =>
    !staged && changedSince === undefined && !existsSync(resolve(result.root, path));
  return [...matchesIn(result, accepted, isDeleted)].flatMap(({ path, rule, gone }) =>
    gone.count > 0 ? [{ root: result.root, path, rule, ...gone, isFileGone: isDeleted(path) }] : [],
  );
}

/**
 * What has become of what is accepted in the files that were linted. What rules of other plugins find in the same files
 * is not known here, and is theirs to remove.
 */
function* matchesIn(
  { root, linted, results, leavesOut }: RootResult,
  accepted: Acceptance,
  isDeleted: (path: string) => boolean = () => false,
) {
  const found = new Map<string, ESLint.LintResult | undefined>(linted.map((path) => [path, undefined]));
  for (const one of results) found.set(pathOf(root, one.filePath), one);
  for (const path of pathsIn(accepted)) {
    if (!found.has(path) && !isDeleted(path)) continue;
    const findings = new Findings(found.get(path), path);
    for (const [rule, entry] of entriesOf(accepted, path)) {
      if (!rule.startsWith("gitops/") || leavesOut(path, rule)) continue;
      yield { path, rule, ...match(findings, rule, entry) };
    }
  }
}

function pathsIn({ counts, known }: Acceptance): string[] {
  return [...new Set([...Object.keys(counts), ...Object.keys(known)])];
}

/** @param only the findings that can be accepted, if not all can */
function withoutAccepted(
  result: ESLint.LintResult,
  path: string,
  accepted: Acceptance,
  only?: ReadonlySet<Linter.LintMessage>,
): ESLint.LintResult {
  if (!ownValue(accepted.counts, path) && !ownValue(accepted.known, path)) return result;
  const findings = new Findings(result, path, only);
  const known = new Set(
    [...entriesOf(accepted, path)].flatMap(([rule, entry]) => [...match(findings, rule, entry).accepted]),
  );
  if (known.size === 0) return result;
  const suppressed = result.messages
    .filter((message) => known.has(message))
    .map((message) => ({ ...message, suppressions: [{ kind: "file", justification: "" }] }));
  const left = withMessages(
    result,
    result.messages.filter((message) => !known.has(message)),
  );
  return { ...left, suppressedMessages: [...result.suppressedMessages, ...suppressed] };
}
