import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ESLint } from "eslint";
import { type FoundFile, reason } from "../../repository/disk/walk.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import { withoutCredentials } from "../../util/credentials.js";
import { digest } from "../../util/digest.js";
import type { FileFacts } from "../../repository/facts.js";
import type { FactStore } from "../../repository/read-repository.js";
import type { ResultStore, Repository } from "../../repository/repository.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Arguments } from "../args.js";
import { Cache } from "./cache.js";
import { cacheLocation } from "./directory.js";
import type { EarlierFindings, Linted, Outcome } from "../lint/outcome.js";
import type { Silence } from "../lint/silence.js";

/** The arguments that no finding depends on. All others count as changing findings. */
const IRRELEVANT: ReadonlySet<string> = new Set([
  "paths",
  "root",
  "config",
  "stdinFilename",
  "formats",
  "fix",
  "fixDryRun",
  "quiet",
  "maxWarnings",
  "exitZero",
  "color",
  "printBuilds",
  "unknowns",
  "explainSilence",
  "listRules",
  "controls",
  "explain",
  "cache",
  "cacheLocation",
  "concurrency",
  "suppressAll",
  "suppressRule",
  "pruneSuppressions",
  "failOnUnprunedSuppressions",
  "suppressionsLocation",
] satisfies (keyof Arguments)[]);

/** How coarse the times of files are, in milliseconds. */
const CLOCK_STEP = 10;

/** The cache of a root for one run, if one is asked for. */
export function openCache(
  root: string,
  config: ConfigFile | undefined,
  args: Arguments,
): CachedLint | undefined {
  return args.cache === true ? new CachedLint(root, config, args) : undefined;
}

/** What one run takes from a cache and puts into it. */
class CachedLint implements FactStore {
  readonly #cache: Cache;
  readonly #root: string;
  readonly #configuration: string;
  readonly #isFixing: boolean;
  readonly #started = Date.now();

  constructor(root: string, config: ConfigFile | undefined, args: Arguments) {
    this.#root = root;
    this.#cache = new Cache(cacheLocation(args), root);
    const relevant = Object.entries(args).filter(([name]) => !IRRELEVANT.has(name));
    this.#configuration = digest(JSON.stringify([relevant, config, process.env.ESLINT_FLAGS]));
    this.#isFixing = args.fix;
  }

  get(path: string, content: string): FileFacts | undefined {
    return this.#cache.get(path, content);
  }

  contentOf(found: FoundFile): string | undefined {
    return this.#cache.contentOf(found);
  }

  get results(): ResultStore {
    return this.#cache.results;
  }

  /** The outcomes of files that need not be linted again. A fix starts from what ESLint says now. */
  outcomes(repository: Repository, settings: Settings): Map<string, Outcome> {
    if (this.#isFixing) return new Map();
    const known = this.#cache.outcomes(repository, settings, this.#configuration);
    for (const [path, outcome] of known) {
      if (typeof outcome === "string") continue;
      const result = this.#restored(path, outcome, repository);
      if (result) known.set(path, result);
      else known.delete(path);
    }
    return known;
  }

  /** What could not be judged, as long as the outcomes hold. */
  get silence(): Silence | undefined {
    return this.#cache.silence;
  }

  /** What still holds although something has changed. */
  get earlier(): EarlierFindings | undefined {
    if (this.#isFixing) return undefined;
    return {
      options: this.#cache.options(this.#configuration),
      outcome: (path, findings, repository) => {
        const content = repository.contentOf(path) ?? "";
        const outcome = this.#cache.outcome(path, content, findings, this.#configuration);
        return typeof outcome === "object" ? this.#restored(path, outcome, repository) : undefined;
      },
    };
  }

  /**
   * Keeps what is known now. A cache that cannot be written is no reason to stop.
   * @param outcomes of all files
   * @param linted.outcomes those of this run
   * @param linted.crashes rules that failed, whose files are linted again
   * @returns what went wrong, as one sentence
   */
  keep(
    repository: Repository,
    settings: Settings,
    outcomes: ReadonlyMap<string, Outcome>,
    { outcomes: fresh, crashes, ...found }: Linted & { silence: Silence },
  ): string | undefined {
    if (this.#isFixing || (fresh.size === 0 && !this.#cache.missesFacts)) return undefined;
    const failed = new Set(crashes.map(({ file }) => file));
    const reusable = [...outcomes].filter(([path, outcome]) => {
      if (typeof outcome === "string") return true;
      return !failed.has(path) && (!fresh.has(path) || this.#isAsRead(path, repository));
    });
    try {
      this.#cache.keep(
        repository,
        settings,
        this.#configuration,
        new Map(reusable.map(([path, outcome]) => [path, withoutText(path, outcome)])),
        found,
      );
      return undefined;
    } catch (error) {
      return `The cache could not be written: ${reason(error)}`;
    }
  }

  /** A result as ESLint gave it; undefined if its text has changed by now. */
  #restored(path: string, result: ESLint.LintResult, repository: Repository): ESLint.LintResult | undefined {
    const filePath = join(this.#root, path);
    if (result.source === undefined) return { ...result, filePath };
    try {
      const bytes = readFileSync(filePath);
      if (digest(bytes) !== repository.contentOf(path)) return undefined;
      return { ...result, filePath, source: bytes.toString("utf8") };
    } catch {
      return undefined;
    }
  }

  /** Whether ESLint, which reads files itself, certainly saw the text that was read before. */
  #isAsRead(path: string, repository: Repository): boolean {
    const file = join(this.#root, path);
    try {
      const isOlder = statSync(file).ctimeMs < this.#started - CLOCK_STEP;
      return isOlder && digest(readFileSync(file)) === repository.contentOf(path);
    } catch {
      return false;
    }
  }
}

/** A result as it is kept, without its text, which is in the repository, and without what no report shows of it. */
function withoutText(path: string, outcome: Outcome): Outcome {
  if (typeof outcome === "string") return outcome;
  const kept = { ...outcome, filePath: path, ...(outcome.source !== undefined && { source: "" }) };
  return JSON.parse(withoutCredentials(JSON.stringify(kept))) as typeof kept;
}
