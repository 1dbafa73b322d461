import { join } from "node:path";
import type { Diagnostic } from "vscode-languageserver";
import { CONFIG_FILES } from "../../../repository/configuration/config-file.js";
import { type Host, wordsOf } from "../../feature.js";
import type { LiveModel } from "../../model/live-model.js";
import { below, uriOf } from "../../text/uris.js";
import type { Diagnoser } from "./diagnoser.js";
import { foldersOf } from "./folders.js";

/** How long, in milliseconds, more changes are waited for before open files are judged. */
const PAUSE = 80;
/** The same for files that are not open, of which there can be thousands. */
const LONG_PAUSE = 1000;
/** How long, in milliseconds, a repository is read before a file is judged without it. */
const PATIENCE = 150;
/** How many files are judged at a time. */
const CHUNK = 100;

/** Pushes findings to the client: those of open files as they are typed, those of all others if the user wants them. */
export class Pusher {
  readonly #host: Host;
  readonly #diagnoser: Diagnoser;
  #timer: NodeJS.Timeout | undefined;
  #laterTimer: NodeJS.Timeout | undefined;
  /** Grows with each change: what was found before is stale. */
  #generation = 0;
  /** What the client has, as JSON, by URI. */
  readonly #pushed = new Map<string, string>();

  constructor(host: Host, diagnoser: Diagnoser) {
    this.#host = host;
    this.#diagnoser = diagnoser;
  }

  /** Judges files soon. */
  soon(): void {
    this.#generation++;
    if (!this.#host.options().enable) for (const uri of [...this.#pushed.keys()]) this.#send(uri, []);
    if (!this.#timer) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        void this.#guarded(() => this.#pushOpen());
      }, PAUSE);
    }
    if (!this.#host.options().workspaceDiagnostics && this.#laterTimer === undefined) return;
    clearTimeout(this.#laterTimer);
    this.#laterTimer = setTimeout(() => void this.#guarded(() => this.#pushAll()), LONG_PAUSE).unref();
  }

  /** Takes back what was pushed for a file, which is no longer open. */
  closed(absolute: string): void {
    if (!this.#host.options().workspaceDiagnostics) this.#send(uriOf(absolute), []);
  }

  async #guarded(push: () => Promise<void>): Promise<void> {
    try {
      await push();
    } catch (error) {
      this.#host.log(`Findings could not be told: ${wordsOf(error)}`);
    }
  }

  async #pushOpen(): Promise<void> {
    const generation = this.#generation;
    const { workspace } = this.#host;
    const byRoot = new Map<string, string[]>();
    for (const absolute of workspace.open.keys()) {
      const root = workspace.rootOf(absolute);
      const path = root === undefined ? undefined : below(root, absolute);
      if (root !== undefined && path !== undefined) byRoot.set(root, [...(byRoot.get(root) ?? []), path]);
    }
    for (const [root, paths] of byRoot) {
      await this.#guarded(async () => {
        const live = workspace.liveAt(root);
        if (!live.isRead) await this.#whileRead(live, paths);
        await this.#push(live, paths, generation);
      });
      if (generation !== this.#generation) return;
    }
  }

  /** Waits until a repository has been read. Where that takes long, files are judged without it first. */
  async #whileRead(live: LiveModel, paths: readonly string[]): Promise<void> {
    this.#host.read(live);
    const read = this.#host.whenRead();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<"late">((late) => (timer = setTimeout(() => late("late"), PATIENCE)));
    const first = await Promise.race([read, patience]);
    clearTimeout(timer);
    for (const path of first === "late" ? paths : []) {
      const text = this.#host.workspace.open.get(join(live.root, path));
      const found = text === undefined ? undefined : await this.#diagnoser.findAlone(live, path, text);
      if (found && !live.isRead) this.#send(live.uriOf(path), found.diagnostics.get(path) ?? []);
    }
    await read;
  }

  /** Pushes what is found in files, unless something has changed meanwhile. */
  async #push(live: LiveModel, paths: readonly string[], generation: number): Promise<boolean> {
    const config = live.configError?.place?.file;
    const all = config === undefined || paths.includes(config) ? paths : [...paths, config];
    const { model, diagnostics } = await this.#diagnoser.find(live, all);
    if (generation !== this.#generation) return false;
    for (const [path, found] of diagnostics) this.#send(model.uriOf(path), found);
    // What was wrong with the configuration is told in its file, be it open or not.
    if (!live.configError && !this.#host.options().workspaceDiagnostics)
      for (const path of CONFIG_FILES) if (!diagnostics.has(path)) this.#send(live.uriOf(path), []);
    return true;
  }

  /** Pushes what is found in the files that are not open, a few at a time. */
  async #pushAll(): Promise<void> {
    const generation = this.#generation;
    const uris = new Set<string>([...this.#host.workspace.open.keys()].map(uriOf));
    const isWanted = this.#host.options().workspaceDiagnostics;
    for (const live of this.#host.workspace.models)
      if (live.configError?.place) uris.add(live.uriOf(live.configError.place.file));
    for (const { live, paths } of isWanted ? await foldersOf(this.#host) : []) {
      for (let at = 0; at < paths.length; at += CHUNK) {
        const some = paths.slice(at, at + CHUNK);
        for (const path of some) uris.add(live.uriOf(path));
        if (!(await this.#push(live, some, generation))) return;
        await new Promise<void>((go) => setImmediate(go));
      }
    }
    // Files that are gone, or of folders that are.
    for (const uri of [...this.#pushed.keys()]) if (!uris.has(uri)) this.#send(uri, []);
    if (!isWanted) this.#laterTimer = undefined;
  }

  #send(uri: string, diagnostics: readonly Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if ((this.#pushed.get(uri) ?? "[]") === text) return;
    if (diagnostics.length === 0) this.#pushed.delete(uri);
    else this.#pushed.set(uri, text);
    try {
      this.#host.connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }).catch(() => undefined);
    } catch {
      // The editor is gone.
    }
  }
}
