import type { Host } from "../../feature.js";
import { below, uriOf } from "../../text/uris.js";
import { diagnosticOf } from "./diagnostic-of.js";

/** How long, in milliseconds, no key must be pressed before an open file is judged. */
const PAUSE = 80;

/** Pushes the findings of open files to the client, as they are typed. */
export class Pusher {
  readonly #host: Host;
  #timer: NodeJS.Timeout | undefined;
  /** Grows with each change: what was found before is stale. */
  #generation = 0;
  readonly #pushed = new Map<string, string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Judges the open files soon. */
  soon(): void {
    this.#generation++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#push(), PAUSE);
  }

  /** Takes back what was pushed for a file. */
  clear(absolute: string): void {
    const uri = uriOf(absolute);
    if (this.#pushed.delete(uri)) void this.#host.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #push(): Promise<void> {
    const generation = this.#generation;
    const { workspace, judge, connection, options } = this.#host;
    const byRoot = new Map<string, string[]>();
    for (const absolute of workspace.open.keys()) {
      const root = workspace.rootOf(absolute);
      byRoot.set(root, [...(byRoot.get(root) ?? []), absolute]);
    }
    for (const [root, files] of byRoot) {
      const model = workspace.liveAt(root).now;
      const paths = files.flatMap((absolute) => below(root, absolute) ?? []);
      const found = options().enable ? await judge.judge(paths, model) : new Map<string, never>();
      // Something has been typed meanwhile.
      if (generation !== this.#generation) return;
      for (const path of paths) {
        const file = model.file(path);
        const diagnostics = file ? (found.get(path) ?? []).map((one) => diagnosticOf(one, file)) : [];
        const uri = model.uriOf(path);
        const text = JSON.stringify(diagnostics);
        if ((this.#pushed.get(uri) ?? "[]") === text) continue;
        this.#pushed.set(uri, text);
        await connection.sendDiagnostics({ uri, diagnostics });
      }
    }
  }
}
