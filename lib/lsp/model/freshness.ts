import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver";
import { below, pathOf } from "../text/uris.js";
import type { Workspace } from "./workspace.js";

/** How long, in milliseconds, one part of a look at the disk may block anything else. */
const SLICE = 4;
/** How long, in milliseconds, an editor counts as in use after its last request or change. */
const IN_USE = 15_000;
/** The shortest time, in milliseconds, from one look to the next: in use, else, and where the client watches. */
const EVERY = { inUse: 500, idle: 5000, watched: 30_000 } as const;
/** At most this part of the time is spent on looking, so that whoever is typing hardly waits for it. */
const SHARE = 1 / 20;
/** How long, in milliseconds, more events are waited for: a change of branch makes thousands. */
const GATHER = 40;

interface Events {
  /** Called when something has changed on disk. */
  onChange: () => void;
  onError: (error: unknown) => void;
}

/**
 * Keeps the models up to date with the disk: by what the client tells, where it watches files, and by looking at the disk
 * every now and then in any case, since watchers miss events.
 */
export class Freshness {
  readonly #workspace: Workspace;
  readonly #events: Events;
  #isWatched = false;
  #isEnded = false;
  #used = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #told = new Set<string>();

  constructor(workspace: Workspace, events: Events) {
    this.#workspace = workspace;
    this.#events = events;
  }

  /** @param canWatch whether the client watches files for a server that asks it to */
  start(connection: Connection, canWatch: boolean): void {
    if (canWatch) this.#watch(connection);
    this.#next(EVERY.inUse);
  }

  /** Says that the editor is in use. */
  use(): void {
    const now = performance.now();
    const isBack = now - this.#used > IN_USE;
    this.#used = now;
    if (!isBack || !this.#timer || this.#isWatched) return;
    clearTimeout(this.#timer);
    // Much may have changed meanwhile, such as the branch.
    this.#look({ isUrgent: true });
  }

  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#gathering);
  }

  #watch(connection: Connection): void {
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) {
        const path = pathOf(uri);
        if (path !== undefined) this.#told.add(path);
      }
      this.#gathering ??= setTimeout(() => this.#lookAtTold(), GATHER).unref();
    });
    // Any file: a chart and a generator can take in whatever there is, and of a directory that goes clients name itself.
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: "**/*" }] })
      .then(() => (this.#isWatched = true))
      .catch(() => undefined);
  }

  #lookAtTold(): void {
    this.#gathering = undefined;
    const told = [...this.#told];
    this.#told = new Set();
    this.#looking(() => {
      for (const live of this.#workspace.models) {
        const isRoot = (path: string) => path === live.root;
        // What happens in it shows in the files, and in what the checkout says of itself.
        const paths = told.flatMap((path) => (isRoot(path) ? "" : (below(live.root, path) ?? [])));
        if (paths.length > 0) live.lookAt(paths);
      }
    });
  }

  #next(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#isEnded ? undefined : setTimeout(() => this.#look(), wait).unref();
  }

  /** Looks at all of the disk, in slices. An urgent look pauses after all of them only. */
  #look({ isUrgent } = { isUrgent: false }): void {
    this.#timer = undefined;
    let spent = 0;
    const steps = this.#steps();
    const slice = () => {
      if (this.#isEnded) return;
      const began = performance.now();
      const isDone = this.#looking(() => {
        while (performance.now() - began < SLICE) if (steps.next().done) return true;
        return false;
      });
      spent += performance.now() - began;
      const rest = spent / SHARE;
      if (isDone !== false) return this.#next(Math.max(this.#pause, rest));
      if (!isUrgent) spent = 0;
      this.#timer = setTimeout(slice, isUrgent ? 0 : rest).unref();
    };
    // Not at once: whoever is back waits for an answer.
    this.#timer = setTimeout(slice, 0).unref();
  }

  get #pause(): number {
    if (this.#isWatched) return EVERY.watched;
    return performance.now() - this.#used < IN_USE ? EVERY.inUse : EVERY.idle;
  }

  *#steps(): Generator<void, void> {
    for (const live of [...this.#workspace.models]) {
      try {
        yield* live.lookAgain();
      } catch (error) {
        this.#events.onError(error);
      }
    }
  }

  /** Does a part of looking, and tells if it has changed anything. */
  #looking<Answer>(look: () => Answer): Answer | undefined {
    try {
      const before = this.#states();
      const answer = look();
      const areOthers = answer !== false && this.#workspace.lookAtRoots();
      const after = this.#states();
      const isSame = before.length === after.length && before.every((state, index) => state === after[index]);
      if (areOthers || !isSame) this.#events.onChange();
      return answer;
    } catch (error) {
      this.#events.onError(error);
      return undefined;
    }
  }

  #states(): string[] {
    return [...this.#workspace.models].map((live) => `${live.root} ${live.state}`);
  }
}
