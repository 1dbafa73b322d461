import { posix } from "node:path";
import { field } from "../util/plain-values.js";
import type { KindName } from "../kubernetes/objects.js";
import { type FileFacts } from "./facts.js";
import { isKustomizationFile } from "./paths.js";

/** What Flux and Argo CD are told by: they name files as well. */
const CONTROLLERS: ReadonlySet<KindName> = new Set([
  "Application",
  "ApplicationSet",
  "FluxKustomization",
] satisfies KindName[]);
/** Longer texts are no paths. */
const MAX_LENGTH = 4096;
/** The fields of a kustomization whose files name further files. */
const PLUGINS = ["generators", "transformers", "validators"];
/** Beside the source of an Application, and named by nothing. */
const ARGO_OVERRIDE = /^\.argocd-source.*\.yaml$/;

/** Whether a file can name others. */
export function namesAnything(facts: FileFacts | undefined): boolean {
  if (!facts) return false;
  return facts.kustomization !== undefined || facts.objects.some(({ kind }) => CONTROLLERS.has(kind));
}

/**
 * The files and directories that kustomizations, Flux and Argo CD name. Only of these is more asked than their facts,
 * so only their contents must be known to know that nothing has changed.
 */
export class NamedPaths {
  readonly #names = new Set<string>();
  /** What is named, and where; which paths that are is found out when somebody asks. */
  readonly #named: [text: string, directory: string][] = [];
  #paths: Set<string> | undefined;
  readonly #before: NamedPaths | undefined;
  /** Whether configurations of plugins are named, which name files themselves. */
  #hasPlugins = false;

  /** @param before what else counts, as when only one file has changed */
  constructor(files: Iterable<readonly [string, FileFacts]>, before?: NamedPaths) {
    this.#before = before;
    for (const [path, { kustomization, objects }] of files) {
      if (kustomization !== undefined) {
        this.#note(kustomization, posix.dirname(path));
        this.#hasPlugins ||= PLUGINS.some((key) => field(kustomization, key) !== undefined);
      }
      for (const { kind, object } of objects) if (CONTROLLERS.has(kind)) this.#note(object, undefined);
    }
  }

  /** Whether a file may be named, by the last part of its path: who names it may start anywhere. */
  names(path: string): boolean {
    const name = posix.basename(path);
    return (
      this.#hasPlugins ||
      this.#names.has(name) ||
      ARGO_OVERRIDE.test(name) ||
      (this.#before?.names(path) ?? false)
    );
  }

  /** Whether a kustomization names a path, or the directory of one that would be its kustomization. */
  leadsTo(path: string): boolean {
    return (
      this.paths.has(path) ||
      (isKustomizationFile(path) && this.paths.has(posix.dirname(path))) ||
      (this.#before?.leadsTo(path) ?? false)
    );
  }

  /** The paths that kustomizations name, below the root. */
  get paths(): ReadonlySet<string> {
    this.#paths ??= new Set(this.#named.flatMap(([text, directory]) => pathOf(text, directory) ?? []));
    return this.#paths;
  }

  #note(value: unknown, directory: string | undefined): void {
    const waiting = [value];
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (typeof next === "object" && next !== null) for (const one of Object.values(next)) waiting.push(one);
      else if (typeof next === "string" && next.length <= MAX_LENGTH && !next.includes("\n")) {
        this.#noteText(next, directory);
        // A generator writes `key=path`.
        const equals = next.indexOf("=");
        if (equals >= 0) this.#noteText(next.slice(equals + 1), directory);
      }
    }
  }

  #noteText(text: string, directory: string | undefined): void {
    this.#names.add(posix.basename(text));
    if (directory !== undefined) this.#named.push([text, directory]);
  }
}

function pathOf(text: string, directory: string): string | undefined {
  if (text === "" || text.startsWith("/") || text.includes("://")) return undefined;
  const path = posix.join(directory, text).replace(/\/$/, "");
  return path === "." || path === ".." || path.startsWith("../") ? undefined : path;
}
