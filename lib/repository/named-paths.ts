import { posix } from "node:path";
import { field } from "../util/plain-values.js";
import type { KindName } from "../kubernetes/objects.js";
import { type FileFacts } from "./facts.js";
import { namesPolicies } from "./policy-files.js";
import { isKustomizationFile } from "./paths.js";

/** The objects that configure Flux and Argo CD, which name files as well. */
export const CONTROLLERS: ReadonlySet<KindName> = new Set([
  "Application",
  "ApplicationSet",
  "FluxKustomization",
  "HelmRelease",
] satisfies KindName[]);
/** Longer strings are not paths. */
const MAX_LENGTH = 4096;
/** The lists of a kustomization that name the configurations of plugins, which name more files, or hold them. */
export const PLUGINS: readonly string[] = ["generators", "transformers", "validators"];
/** In the source directory of an Application, and not named by anything. */
const ARGO_OVERRIDE = /^\.argocd-source.*\.yaml$/;

/** Whether a file can name others. */
export function namesAnything(facts: FileFacts | undefined): boolean {
  if (!facts) return false;
  return (
    facts.kustomization !== undefined ||
    facts.objects.some(({ kind }) => CONTROLLERS.has(kind)) ||
    namesPolicies(facts)
  );
}

/**
 * The files and directories that kustomizations, Flux and Argo CD name. For all other files the facts are enough,
 * so only the contents of these decide whether anything has changed.
 */
export class NamedPaths {
  readonly #names = new Set<string>();
  /** What is named, and in which directory; resolved to paths only on request. */
  readonly #unresolved: [text: string, directory: string][] = [];
  #paths: Set<string> | undefined;
  readonly #previous: NamedPaths | undefined;
  /** Whether configurations of plugins are named, which name files themselves. */
  #hasPlugins = false;

  /** @param previous paths to include as well, as when only one file has changed */
  constructor(files: Iterable<readonly [string, FileFacts]>, previous?: NamedPaths) {
    this.#previous = previous;
    for (const [path, { kustomization, objects }] of files) {
      if (kustomization !== undefined) {
        this.#note(kustomization, posix.dirname(path));
        this.#hasPlugins ||= PLUGINS.some((key) => field(kustomization, key) !== undefined);
      }
      for (const { kind, object } of objects) {
        // The values of a release name no files.
        if (kind === "HelmRelease") this.#note(field(object.spec, "chart"), undefined);
        else if (CONTROLLERS.has(kind)) this.#note(object, undefined);
      }
    }
  }

  /** Whether a file may be named, judged by the last part of its path: paths can be relative to anywhere. */
  names(path: string): boolean {
    const name = posix.basename(path);
    return (
      this.#hasPlugins ||
      this.#names.has(name) ||
      ARGO_OVERRIDE.test(name) ||
      (this.#previous?.names(path) ?? false)
    );
  }

  /** Whether a kustomization names a path, or the path would be the kustomization of a named directory. */
  leadsTo(path: string): boolean {
    return (
      this.paths.has(path) ||
      (isKustomizationFile(path) && this.paths.has(posix.dirname(path))) ||
      (this.#previous?.leadsTo(path) ?? false)
    );
  }

  /** The paths that kustomizations name, below the root. */
  get paths(): ReadonlySet<string> {
    this.#paths ??= new Set(this.#unresolved.flatMap(([text, directory]) => pathOf(text, directory) ?? []));
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
    if (directory !== undefined) this.#unresolved.push([text, directory]);
  }
}

function pathOf(text: string, directory: string): string | undefined {
  if (text === "" || text.startsWith("/") || text.includes("://")) return undefined;
  const path = posix.join(directory, text).replace(/\/$/, "");
  return path === "." || path === ".." || path.startsWith("../") ? undefined : path;
}
