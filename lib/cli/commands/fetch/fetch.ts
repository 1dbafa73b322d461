import { join } from "node:path";
import { FetchError } from "../../../fetch/answer.js";
import { neededWords } from "../../../fetch/hosts/hosts.js";
import { openContext } from "../../../fetch/open-context.js";
import { prune } from "../../../fetch/store/prune.js";
import { StoreWriter } from "../../../fetch/store/store-writer.js";
import { DiskStore } from "../../../repository/sources/disk-store.js";
import { LOCK_FILE } from "../../../repository/sources/locked.js";
import { didYouMean } from "../../../util/did-you-mean.js";
import { printable } from "../../../util/phrases.js";
import { UsageError } from "../../command-line.js";
import type { NamedCommand } from "../../definitions/named-command.js";
import type { Output } from "../../output.js";
import { rootAsked } from "../question-arguments.js";
import type { Bringing } from "./bring.js";
import { Budget } from "./budget.js";
import { LockedRepository } from "./locked-repository.js";
import { fetchAll, type Round } from "./rounds.js";
import { storePlace } from "./store-place.js";
import { differs, frozenLines, plannedLines, prunedLine, resultLines } from "./words.js";
import { namesOf, type Wanted } from "./wanted.js";

interface FetchOptions {
  only: readonly string[];
  update: boolean;
  dryRun: boolean;
  frozen: boolean;
  prune: boolean;
  allow: readonly string[];
  credentialHelpers?: true;
  store?: string;
  root?: string;
}

/**
 * Fetches what a repository names and what lies elsewhere, and locks it.
 * @param command one that has read its arguments
 * @returns the exit code: 0 if all is there, 1 if the lock of `--frozen` differs, 2 if something could not be fetched
 * @throws {UsageError} for what cannot be done, and ConfigError for a mistake in the lock
 */
export async function runFetch(command: NamedCommand, output: Output): Promise<number> {
  const options = command.opts<FetchOptions>();
  try {
    return await fetchInto(options, output);
  } catch (error) {
    // What the user has said of hosts and credentials, and what the store cannot do.
    if (error instanceof FetchError) throw new UsageError(error.message);
    throw error;
  }
}

async function fetchInto(options: FetchOptions, output: Output): Promise<number> {
  const root = rootAsked(options.root);
  const place = storePlace(root, options.store);
  const store = new DiskStore(place);
  const repository = new LockedRepository(root, store);
  const { context, said } = openContext({
    root,
    allow: options.allow,
    runsHelpers: options.credentialHelpers === true,
  });
  for (const sentence of said) output.err(`gitops-lint: ${printable(sentence)}`);
  const first = repository.wanted();
  const isAsked = asker(options.only, first);
  if (options.dryRun) {
    for (const line of plannedLines(first.filter(isAsked), repository.lock, store)) output.out(line);
    const needed = context.hosts.needed(first.filter(isAsked).map(({ request }) => request));
    if (needed.length > 0) output.err(neededWords(needed).trimEnd());
    return 0;
  }
  const bringing: Bringing = {
    ...{ context, store, update: options.update },
    writer: new StoreWriter(place),
    budget: new Budget(),
    git: { directory: join(place, "git"), root, runsHelpers: options.credentialHelpers === true },
  };
  const round: Round = { repository, bringing, isAsked, isFrozen: options.frozen };
  const results = await fetchAll(round, (line) => output.out(line));
  const isFrozenAndDiffers = options.frozen && differs(repository, results);
  if (options.frozen) for (const line of frozenLines(repository, results)) output.err(`gitops-lint: ${line}`);
  else repository.write({ keepsOthers: options.only.length > 0, wanted: results.wanted });
  for (const line of resultLines(repository, results)) output.out(line);
  if (options.prune) output.out(prunedLine(prune(place, digestsOf(repository))));
  const needed = context.hosts.needed(results.failed.map(({ wanted }) => wanted.request));
  if (needed.length > 0) output.err(neededWords(needed).trimEnd());
  if (results.failed.length > 0) return 2;
  return isFrozenAndDiffers ? 1 : 0;
}

function digestsOf({ lock }: LockedRepository): Set<string> {
  return new Set([...lock.values()].map(({ digest }) => digest));
}

/**
 * Tells which sources `--only` means. What these name in turn is meant as well.
 * @throws {UsageError} if none is called so
 */
function asker(only: readonly string[], wanted: readonly Wanted[]): (one: Wanted) => boolean {
  if (only.length === 0) return () => true;
  const names = new Set(wanted.flatMap(namesOf));
  for (const name of only) {
    if (names.has(name)) continue;
    throw new UsageError(
      `Nothing that lies elsewhere is called '${printable(name)}'.${didYouMean(name, [...names])} 'gitops-lint fetch --dry-run' lists all of it, which ${LOCK_FILE} need not have.`,
    );
  }
  const others = new Set(
    wanted.filter((one) => !namesOf(one).some((name) => only.includes(name))).map(({ key }) => key),
  );
  return ({ key }) => !others.has(key);
}
