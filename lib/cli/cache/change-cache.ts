import type { AccessChange } from "../../analysis/change/access-change.js";
import { type FoundFile, reason } from "../../repository/disk/walk.js";
import type { FactStore } from "../../repository/read-repository.js";
import { repositoryDigest } from "../../repository/repository-digest.js";
import { digest } from "../../util/digest.js";
import type { KnownStates, State, States } from "../lint/states.js";
import { storeOf } from "./identity.js";
import { type FactRecords, KnownFacts } from "./known-facts.js";
import { type FileRecords, KnownFiles } from "./known-files.js";
import { ownValue } from "./own-value.js";
import type { Store } from "./store.js";
import { programVersion } from "./version.js";

type Asked = [contents: Record<string, string>, disk: Record<string, string>];

interface Blob {
  id: string;
  size: number;
}

interface Content {
  version: string;
  place: string;
  files: FileRecords;
  facts: FactRecords;
  /** By its id in git: the digest of a content, and its size. */
  blobs: Record<string, [content: string, size: number]>;
  /** What the last run has compared, and what it has asked of each state. */
  last?: { states: string; before: Asked; now: Asked; change: AccessChange };
}

/**
 * What earlier runs of `diff` have found out about a repository: the facts of files by their contents, those in git by
 * their ids there, so that a base is read once; and what has changed, as long as neither state has.
 */
export class ChangeCache implements KnownStates {
  readonly #store: Store;
  readonly #before: Content;
  readonly #facts: KnownFacts;
  readonly #files: KnownFiles;
  /** The files in git that were found this time, by path, in each state. */
  readonly #blobs = { before: new Map<string, Blob>(), now: new Map<string, Blob>() };
  readonly #place: string;
  readonly #version = programVersion();
  #states: string | undefined;

  constructor(directory: string, root: string) {
    this.#place = digest(root);
    this.#store = storeOf(directory, root, ".change");
    const found = this.#store.read() as Content | undefined;
    this.#before =
      found?.version === this.#version
        ? found
        : { version: this.#version, place: this.#place, files: {}, facts: {}, blobs: {} };
    this.#facts = new KnownFacts(this.#before.facts);
    this.#files = new KnownFiles(this.#before.place === this.#place ? this.#before.files : {});
  }

  /** The sizes of contents in git whose facts are known. */
  get known(): ReadonlyMap<string, number> {
    return new Map(Object.entries(this.#before.blobs).map(([id, [, size]]) => [id, size]));
  }

  /** What is known of the files as they were. */
  get before(): FactStore {
    return this.#storeFor("before");
  }

  /** What is known of the files as they are, on the disk or in the index. */
  get now(): FactStore {
    return this.#storeFor("now");
  }

  /** What has changed between two states, if that is known. */
  change(states: States): AccessChange | undefined {
    const { last } = this.#before;
    if (last?.states !== this.#statesOf(states)) return undefined;
    const holds = holdsIn(states.before, last.before) && holdsIn(states.now, last.now);
    return holds ? last.change : undefined;
  }

  /**
   * Keeps what a run has found out.
   * @param change what has changed, if that was not known
   * @returns what went wrong, as one sentence without its full stop: that is no reason to stop
   */
  keep(states: States, change: AccessChange | undefined): string | undefined {
    try {
      this.#write(states, change);
      return undefined;
    } catch (error) {
      return `The cache could not be written: ${reason(error)}`;
    }
  }

  #write(states: States, change: AccessChange | undefined): void {
    const { now, before } = states;
    const facts: FactRecords = {};
    const blobs: Content["blobs"] = {};
    for (const [repository, found] of [
      [now.repository, this.#blobs.now],
      [before.repository, this.#blobs.before],
    ] as const) {
      for (const path of this.#facts.addTo(facts, repository)) {
        const { id, size } = found.get(path) ?? {};
        if (id !== undefined && size !== undefined) blobs[id] = [repository.contents.get(path) ?? "", size];
      }
    }
    const { facts: factsBefore, blobs: blobsBefore } = this.#before;
    // Those of what may hold a secret are never kept, and so always missing.
    const isNew =
      Object.keys(facts).some((key) => !Object.hasOwn(factsBefore, key)) ||
      Object.keys(blobs).some((id) => !Object.hasOwn(blobsBefore, id));
    if (change === undefined && !isNew) return;
    const last = change && {
      states: this.#statesOf(states),
      before: askedOf(before),
      now: askedOf(now),
      change,
    };
    this.#store.write({
      version: this.#version,
      place: this.#place,
      files: this.#files.settled(now.repository),
      facts,
      blobs,
      ...((last ?? this.#before.last) && { last: last ?? this.#before.last }),
    } satisfies Content);
  }

  #storeFor(state: "before" | "now"): FactStore {
    return {
      get: (path, content) => this.#facts.get(path, content),
      contentOf: (found) => this.#contentOf(found, state),
    };
  }

  #contentOf(found: FoundFile, state: "before" | "now"): string | undefined {
    const { path, id, size } = found;
    if (id === undefined) return state === "now" ? this.#files.contentOf(found) : undefined;
    this.#blobs[state].set(path, { id, size });
    return ownValue(this.#before.blobs, id)?.[0];
  }

  #statesOf({ before, now }: States): string {
    this.#states ??= digest(
      [before, now].map(({ repository, settings }) => repositoryDigest(repository, settings)).join("\n"),
    );
    return this.#states;
  }
}

/** What has been asked of a state besides what its digest is made of. */
function askedOf({ repository }: State): Asked {
  return [Object.fromEntries(repository.asked), Object.fromEntries(repository.diskAnswers)];
}

function holdsIn({ repository }: State, [contents, disk]: Asked): boolean {
  return (
    Object.entries(contents).every(([path, content]) => repository.contents.get(path) === content) &&
    Object.entries(disk).every(([path, answer]) => repository.onDisk(path) === answer)
  );
}
