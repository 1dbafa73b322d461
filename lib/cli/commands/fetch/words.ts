import type { Pruned } from "../../../fetch/store/prune.js";
import { LOCK_FILE, type LockedSource } from "../../../repository/sources/locked.js";
import { keyOf, sourceWords } from "../../../repository/sources/request.js";
import type { SourceStore } from "../../../repository/sources/stored.js";
import { plural, printable, quoteList } from "../../../util/phrases.js";
import { type Outcome, saysTheSame } from "./bring.js";
import type { LockedRepository } from "./locked-repository.js";
import type { Results } from "./results.js";
import type { Wanted } from "./wanted.js";

/** As wide as the longest state. */
const WIDTH = 9;
/** So many digits of a digest tell two apart for people. */
const DIGITS = 12;

/** What has become of a source, on one line. */
export function outcomeLine(wanted: Wanted, outcome: Outcome): string {
  const state = outcome.state.padEnd(WIDTH);
  if (outcome.state === "failed")
    return `${state}  ${printable(sourceWords(wanted.request))}: ${printable(outcome.why)}`;
  const { name, digest } = outcome.source;
  return `${state}  ${printable(name)}, ${shortDigest(digest)}, for ${needs(wanted)}`;
}

/** What `--dry-run` says: what would be fetched. */
export function plannedLines(
  wanted: readonly Wanted[],
  lock: ReadonlyMap<string, LockedSource>,
  store: SourceStore,
): string[] {
  if (wanted.length === 0) return [NOTHING];
  return wanted.map((one) => {
    const locked = lock.get(one.key);
    const isThere = locked !== undefined && store.isAnswer(locked);
    const state = locked === undefined ? "new" : isThere ? "here" : "locked";
    const name = locked ? `${locked.name}, ${shortDigest(locked.digest)}` : sourceWords(one.request);
    return `${state.padEnd(WIDTH)}  ${printable(name)}, for ${needs(one)}`;
  });
}

const NOTHING = "Nothing here names a source elsewhere that could be fetched.";

function needs({ neededBy }: Wanted): string {
  const [first = "", ...others] = neededBy;
  return printable(first) + (others.length > 0 ? ` and ${others.length} more` : "");
}

function shortDigest(digest: string): string {
  return digest.slice(0, "sha256:".length + DIGITS);
}

/** What has gone from the lock, and what stays hidden, and why. */
export function resultLines(repository: LockedRepository, { wanted, outcomes }: Results): string[] {
  const gone = [...repository.before.values()].filter(({ request }) => !repository.lock.has(keyOf(request)));
  const hidden = hiddenReasons(repository);
  const count = (state: Outcome["state"]) => outcomes.filter((one) => one.state === state).length;
  const counts = (["fetched", "updated", "unchanged", "failed"] as const).flatMap((state) =>
    count(state) > 0 ? [`${count(state)} ${state}`] : [],
  );
  return [
    ...gone.map(({ name }) => `${"removed".padEnd(WIDTH)}  ${printable(name)}, which nothing names any more`),
    wanted.length === 0 && outcomes.length === 0
      ? NOTHING
      : `${plural(wanted.length, "source")}: ${counts.join(", ") || "none fetched"}.`,
    ...(hidden.length > 0 ? ["Still hidden:", ...hidden.map((reason) => `  ${printable(reason)}`)] : []),
  ];
}

/** The parts of builds that stay hidden although they lie elsewhere. */
function hiddenReasons({ analysis }: LockedRepository): string[] {
  const parts = analysis.all.flatMap(({ hidden }) => hidden);
  const elsewhere = parts.filter(({ kind }) => kind === "chart" || kind === "remote");
  return [...new Set(elsewhere.map(({ reason }) => reason))].sort();
}

/** Whether the lock says something else than the repository needs. */
export function differs(repository: LockedRepository, results: Results): boolean {
  return Object.values(differences(repository, results)).some((names) => names.length > 0);
}

/** Where the lock and the repository differ, as sentences. */
export function frozenLines(repository: LockedRepository, results: Results): string[] {
  const { missing, unneeded, wrong } = differences(repository, results);
  return [
    ...(wrong.length > 0
      ? [
          `${LOCK_FILE} says something else of ${quoteList(wrong)} than what was fetched. Run 'gitops-lint fetch', and commit it.`,
        ]
      : []),
    ...(missing.length > 0
      ? [`${LOCK_FILE} lacks ${quoteList(missing)}. Run 'gitops-lint fetch', and commit it.`]
      : []),
    ...(unneeded.length > 0
      ? [
          `${LOCK_FILE} has ${quoteList(unneeded)}, which nothing names any more. Run 'gitops-lint fetch', and commit it.`,
        ]
      : []),
  ].map(printable);
}

function differences(
  { before }: LockedRepository,
  { wanted, outcomes }: Results,
): { missing: string[]; unneeded: string[]; wrong: string[] } {
  const keys = new Set(wanted.map(({ key }) => key));
  return {
    missing: wanted.filter(({ key }) => !before.has(key)).map(({ request }) => sourceWords(request)),
    wrong: outcomes.flatMap((outcome) => {
      const locked = outcome.source && before.get(keyOf(outcome.source.request));
      const isWrong = outcome.state !== "failed" && locked && !saysTheSame(locked, outcome.source);
      return isWrong ? [outcome.source.name] : [];
    }),
    unneeded: [...before].filter(([key]) => !keys.has(key)).map(([, { name }]) => name),
  };
}

export function prunedLine({ files, bytes }: Pruned): string {
  if (files === 0) return "The store has nothing that was not used for 30 days.";
  return `Removed ${plural(files, "file")} from the store, ${(bytes / 2 ** 20).toFixed(1)} MB.`;
}
