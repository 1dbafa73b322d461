import { isConfigFile } from "../../repository/configuration/config-file.js";
import { isChartFileName } from "../../repository/charts.js";
import { type FileFacts, mayHoldSecretTexts } from "../../repository/facts.js";
import { isJsonLines, isKustomizationFile } from "../../repository/paths.js";
import { factsAsJson, factsDigest, rememberFactsDigest } from "../../repository/repository-digest.js";
import type { Repository } from "../../repository/repository.js";
import { copyOf } from "../../util/plain-values.js";
import { ownValue } from "./own-value.js";

/** By content: the digest of the facts, and the facts. */
export type FactRecords = Record<string, [facts: string, FileFacts]>;

/** The facts of texts that earlier runs have read. */
export class KnownFacts {
  readonly #before: FactRecords;
  /** Facts that were given out: a second file with the same text gets a copy, since each file has its own. */
  readonly #given = new Set<FileFacts>();
  #isMissing = false;

  constructor(before: FactRecords) {
    this.#before = before;
  }

  get(path: string, content: string): FileFacts | undefined {
    const [known, facts] = ownValue(this.#before, keyOf(path, content)) ?? [];
    if (!facts || known === undefined) {
      this.#isMissing = true;
      return undefined;
    }
    const own = this.#given.has(facts) ? copyOf(facts) : facts;
    this.#given.add(own);
    rememberFactsDigest(own, known);
    return own;
  }

  /** Whether it had no facts for some text. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /**
   * Adds the facts of a repository that may be kept to others.
   * @returns the paths whose facts may be kept
   */
  addTo(records: FactRecords, repository: Repository): Set<string> {
    const paths = new Set<string>();
    for (const [path, facts] of repository.files) {
      // What another file or a link makes of it does not follow from its content.
      if (facts.namedPolicies || facts.behindLink) continue;
      const content = repository.contents.get(path) ?? "";
      const key = keyOf(path, content);
      const before = ownValue(this.#before, key);
      if (before) records[key] = before;
      else if (!mayHoldSecretTexts(facts) && factsAsJson(facts) !== undefined)
        records[key] = [factsDigest(facts, content), facts];
      else continue;
      paths.add(path);
    }
    return paths;
  }
}

/** The name of a file says whether it is a kustomization, has lines of JSON, describes a chart, or may have contracts. */
function keyOf(path: string, content: string): string {
  if (isKustomizationFile(path)) return `${content}+`;
  if (isJsonLines(path)) return `${content}l`;
  if (isConfigFile(path)) return `${content}c`;
  return isChartFileName(path) ? `${content}-` : content;
}
