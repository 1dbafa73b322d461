import type { Store as LspStore } from "../../../lsp/judge.js";
import type { FoundFile } from "../../../repository/disk/walk.js";
import type { FileFacts } from "../../../repository/facts.js";
import type { ResultStore, Repository } from "../../../repository/repository.js";
import { digest } from "../../../util/digest.js";
import { storeOf } from "../../cache/identity.js";
import { type FactRecords, KnownFacts } from "../../cache/known-facts.js";
import { type FileRecords, KnownFiles } from "../../cache/known-files.js";
import { PersistedResults } from "../../cache/results.js";
import type { Store } from "../../cache/store.js";
import { programVersion } from "../../cache/version.js";

interface Content {
  version: string;
  place: string;
  files: FileRecords;
  facts: FactRecords;
}

/**
 * What the server keeps for its next start: the facts of texts, by their content, and no findings. It is beside what
 * `--cache` keeps, so that neither takes anything from the other; only what builds come to is shared.
 */
export class ServerStore implements LspStore {
  readonly #store: Store;
  readonly #facts: KnownFacts;
  readonly #files: KnownFiles;
  readonly #results: PersistedResults;
  readonly #place: string;
  readonly #version = programVersion();

  constructor(directory: string, root: string) {
    this.#store = storeOf(directory, root, ".server");
    this.#results = new PersistedResults(storeOf(directory, root, ".results"), this.#version);
    this.#place = digest(root);
    const found = this.#store.read() as Content | undefined;
    const before = found?.version === this.#version ? found : undefined;
    this.#facts = new KnownFacts(before?.facts ?? {});
    this.#files = new KnownFiles(before?.place === this.#place ? before.files : {});
  }

  contentOf(found: FoundFile): string | undefined {
    return this.#files.contentOf(found);
  }

  get(path: string, content: string): FileFacts | undefined {
    return this.#facts.get(path, content);
  }

  get results(): ResultStore {
    return this.#results;
  }

  keep(repository: Repository): void {
    if (!this.#facts.isMissing) return;
    const facts: FactRecords = {};
    this.#facts.addTo(facts, repository);
    const [version, place, files] = [this.#version, this.#place, this.#files.settled(repository)];
    try {
      this.#store.write({ version, place, files, facts } satisfies Content);
      this.#results.keep(true);
    } catch {
      // Without it, the next start takes longer.
    }
  }
}
