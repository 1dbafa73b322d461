import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { resolve } from "node:path";
import type { Linter } from "eslint";
import { freeze, readingOf } from "./session.js";
import { watchedDigest } from "../repository/repository-digest.js";
import { isCommandLineRun } from "./process.js";
import { handedOver as readHanded } from "../repository/handed-over.js";
import { type RepositoryContent } from "../repository/repository.js";
import type { Settings } from "../repository/configuration/settings.js";

/** What the main thread of a run passes to its workers, so that all judge the same state. */
interface Handed {
  content: RepositoryContent;
  settings: Settings;
  digest: string;
}

/**
 * The files that can hold manifests, or be templates of charts, named by excluding those that cannot: with a pattern that begins with
 * `!`, ESLint lints no file that no other configuration names. Without a language, package.json would be read
 * as JavaScript.
 */
const LINTED_MANIFESTS = "!**/!(*.yaml|*.yml|*.json|*.tpl|*.txt|Kustomization)";

let isUsed = false;

/**
 * The settings that make ESLint's `--cache` and `--concurrency` right for rules that look across files: the
 * root of the repository, and a digest of what these rules read. The digest is made at once, of the state by
 * which files are then judged.
 * @param root the directory of the repository, as `import.meta.dirname` in its eslint.config.mjs
 */
export function repository(root: string): Linter.Config {
  isUsed = true;
  const absolute = resolve(root);
  const { digest } = handedOver(absolute) ?? read(absolute);
  return {
    name: "gitops/repository",
    files: [LINTED_MANIFESTS],
    basePath: absolute,
    settings: { gitops: { root: absolute, digest, toJSON: withoutRoot } },
  };
}

/** A checkout that has moved is the same repository: ESLint compares what it keeps by the JSON of a configuration. */
function withoutRoot(this: Record<string, unknown>): Record<string, unknown> {
  return { ...this, root: undefined, toJSON: undefined };
}

function handedOver(root: string): Handed | undefined {
  if (isMainThread) return undefined;
  const handed = getEnvironmentData(keyOf(root)) as Handed | undefined;
  if (handed) freeze(readHanded(handed.content), handed.settings);
  return handed;
}

function read(root: string): Handed {
  const { repository: current, settings } = readingOf(root);
  const handed = { content: { ...current }, settings, digest: watchedDigest(current, settings) };
  if (isMainThread && isCommandLineRun()) setEnvironmentData(keyOf(root), handed as never);
  return handed;
}

function keyOf(root: string): string {
  return `eslint-plugin-gitops ${root}`;
}

/** Warns once that ESLint's command keeps findings that may be wrong by now, even when it lints nothing anew. */
export function warnOfStaleCache(): void {
  if (!isMainThread || !isCommandLineRun() || !process.argv.includes("--cache")) return;
  process.once("exit", () => {
    if (isUsed) return;
    process.stderr.write(
      "eslint-plugin-gitops: With --cache, ESLint reuses the findings of a file even if another file has changed, so rules that look across files may be wrong. Add 'gitops.repository(import.meta.dirname)' to your eslint.config, or leave --cache out.\n",
    );
  });
}
