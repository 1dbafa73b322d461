import { KUSTOMIZATION_FIELDS } from "../../repository/kustomization-fields.js";
import { memoizePairs } from "../../util/memoize.js";
import { ManifestFile } from "../../manifests/manifest-file.js";
import { isProblem, parseDocument } from "../../manifests/parse.js";
import { splitDocuments } from "../../manifests/split.js";
import type { Path } from "../../manifests/locate.js";
import { field, isMap, items } from "../../util/plain-values.js";
import type { FileFacts } from "../../repository/facts.js";
import type { Repository } from "../../repository/repository.js";
import type { SourceRequest } from "../../repository/sources/request.js";
import type { BuildError, Elsewhere, FileUse, Place } from "../build.js";
import { takeIn, type TakenIn } from "../sources/take-in.js";
import { type HiddenPart, MAX_HIDDEN_PARTS } from "../hidden-part.js";
import { type Kustomization } from "./kustomization.js";
import type { ChartRendering } from "./chart-rendering.js";
import type { Resource } from "./resource.js";
import { resolvePath } from "../../repository/paths.js";
import { MAX_TOTAL_WORK, MAX_WORK, totalWork, type Work } from "./work.js";

/** A document that a kustomization uses as something other than an object, and where it is. */
export interface UsedDocument {
  value: unknown;
  /** The place of a path in it; for a text within another document, the place of that text. */
  at: (path: Path) => Place;
}

/** Something that is named and lies elsewhere, and why it was not fetched, as words that follow a sentence. */
export interface Sought {
  source: SourceRequest;
  why: string;
}

/** What kustomize clones if there is no such path: api/internal/git/repospec.go, NewRepoSpecFromURL. */
const REPOSITORY = /^(?:git@|github\.com[/:])|[?&](?:ref|version)=|\.git(?:\/|$)|\/\//;

/** Longer inline texts are attacks, not patches. */
export const MAX_INLINE = 1_000_000;

/**
 * One kustomization as it is read: what it has looked at in the repository, and what it could not see. Every
 * path in it is relative to its own directory.
 */
export class Layer {
  readonly files = new Map<string, FileUse>();
  /** Every path that was looked for, with what was there. */
  readonly looked = new Map<string, FileFacts | undefined>();
  /** The files from which more is read than their facts. */
  readonly read = new Set<string>();
  /** Whether a patch did nothing, or not all that it says, which need not be a mistake. */
  hasIdlePatch = false;
  /** Why kustomize refuses what is gathered here, although it is known. */
  readonly errors: BuildError[] = [];
  /** What its charts render, in their order. */
  readonly charts: ChartRendering[] = [];
  /** What it takes in from elsewhere. */
  readonly elsewhere: Elsewhere[] = [];
  /** What it could not see or do; parts that are equal are kept once. */
  readonly #hidden = new Map<string, HiddenPart>();
  #total: Work | undefined;

  constructor(
    readonly repository: Repository,
    readonly directory: string,
    readonly kustomization: Kustomization,
    /** The work that was done; components share it with their parent. */
    readonly work: Work = { done: 0 },
  ) {
    this.lookAt(kustomization.path);
    this.use(kustomization.path, "kustomization");
  }

  /** What it could not see or do. */
  get hidden(): readonly HiddenPart[] {
    return [...this.#hidden.values()];
  }

  /** Whether everything that the kustomization says was seen and done. */
  get isComplete(): boolean {
    return this.#hidden.size === 0;
  }

  /**
   * Records that something cannot be seen, and why.
   * @param reason what the kustomization does: `renders a Helm chart`
   */
  hide(
    kind: HiddenPart["kind"],
    reason: string,
    about: Partial<Omit<HiddenPart, "kind" | "reason">> = {},
  ): void {
    if (this.#hidden.size >= MAX_HIDDEN_PARTS) return;
    const { path } = this.kustomization;
    const part: HiddenPart = { kind, reason: `${path} ${reason}`, file: path, names: [], ...about };
    const key = `${kind} ${reason}`;
    if (!this.#hidden.has(key)) this.#hidden.set(key, part);
  }

  /** Records something that cannot be seen and is not of the kustomization itself. */
  hidePart(part: HiddenPart): void {
    const key = JSON.stringify([part.kind, part.reason, part.file]);
    if (this.#hidden.size < MAX_HIDDEN_PARTS && !this.#hidden.has(key)) this.#hidden.set(key, part);
  }

  /** Records that kustomize refuses something, and why. That hides nothing, but not all of it is done here. */
  markIncomplete(reason: string): void {
    this.hide("impossible", reason);
  }

  /** Whether there may be more work, which is then counted; too much makes the layer incomplete. */
  allows(work: number): boolean {
    this.#total ??= totalWork(this.repository);
    if (this.work.done + work > MAX_WORK) {
      this.work.done = Infinity;
      this.hide("program", "changes too much to be followed to the end");
      return false;
    }
    if (this.#total.done + work > MAX_TOTAL_WORK) {
      this.#total.done = Infinity;
      this.hide("program", "is not followed to the end: the kustomizations here change too much together");
      return false;
    }
    this.work.done += work;
    this.#total.done += work;
    return true;
  }

  /** What is known of a file, if it is there. */
  lookAt(path: string): FileFacts | undefined {
    const facts = this.repository.files.get(path);
    this.looked.set(path, facts);
    return facts;
  }

  use(path: string, use: FileUse): void {
    if (!this.files.has(path)) this.files.set(path, use);
  }

  /** Where a path leads; what it leads to outside of the repository is hidden, unless that is only a patch. */
  resolve(path: string, use: FileUse = "resource", sought?: Sought): string | undefined {
    const resolved = resolvePath(this.directory, path);
    if (resolved === undefined) {
      const kind = use === "patch" ? "impossible" : "remote";
      const { why = "", source } = sought ?? {};
      const about = { names: [path], ...(source && { source }) };
      this.hide(kind, `uses ${shown(path)}, which is not in this repository${why}`, about);
    }
    return resolved;
  }

  /** Where a path leads in the repository, if it does; one that does not hides nothing. */
  locate(path: string): string | undefined {
    return resolvePath(this.directory, path);
  }

  /** Records that a path leads to nothing that can be used. A patch that is not there would add no object. */
  markAbsent(
    verb: string,
    text: string,
    path: string,
    { use = "resource", sought }: { use?: FileUse; sought?: Sought | undefined } = {},
  ): void {
    const isRefused = this.repository.onDisk(path) === "refused";
    this.hide(
      use === "patch" ? "impossible" : REPOSITORY.test(text) ? "remote" : "file",
      `${verb} ${shown(text)}, ${isRefused ? "which is refused: a link leads out of this repository or nowhere" : "which is not there"}${sought?.why ?? ""}`,
      // The file and its directory; those above say little of what is in it.
      { names: [path.split("/").slice(-2).join("/")], ...(sought && { source: sought.source }) },
    );
  }

  /** What was fetched for something that the kustomization names; that it names it is recorded. */
  takeIn(request: SourceRequest, place: Place, path = ""): TakenIn {
    const taken = takeIn(this.repository, request, { place, by: this.kustomization.path, path });
    this.elsewhere.push(taken.elsewhere);
    return taken;
  }

  /** Records fields of the kustomization that kustomize refuses for their type. */
  checkTypes(): void {
    for (const [key, value] of Object.entries(this.kustomization.value)) {
      const shape = Object.hasOwn(KUSTOMIZATION_FIELDS, key) ? KUSTOMIZATION_FIELDS[key] : undefined;
      if (value === undefined || value === null || typeof shape !== "object") continue;
      if ("list" in shape && !Array.isArray(value)) this.markIncomplete(`has a '${key}' that is not a list`);
      if ("map" in shape && !isTextMap(value))
        this.markIncomplete(`has a '${key}' that is not a map of strings`);
    }
  }

  /** The texts of a list; anything else in it makes the layer incomplete. */
  texts(key: string): { text: string; index: number }[] {
    return items(this.kustomization.value[key]).flatMap((text, index) => {
      if (typeof text === "string") return [{ text, index }];
      this.markIncomplete(`has an entry in '${key}' that is not a path`);
      return [];
    });
  }

  /** A text; anything else makes the layer incomplete. */
  text(key: string): string {
    const value = this.kustomization.value[key] ?? "";
    if (typeof value === "string") return value;
    this.markIncomplete(`has a '${key}' that is not a string`);
    return "";
  }

  /** The documents of a file that is used as a patch or a configuration. */
  documents(path: string, use: FileUse): UsedDocument[] {
    return this.file(path, use)?.() ?? [];
  }

  /** Loads the same documents once they are needed; for now it only checks that the file is there. */
  file(path: string, use: FileUse): (() => UsedDocument[]) | undefined {
    const resolved = this.resolve(path, use);
    if (resolved === undefined) return undefined;
    if (!this.lookAt(resolved)) {
      this.markAbsent("uses", path, resolved, { use });
      return undefined;
    }
    this.use(resolved, use);
    return () => {
      this.read.add(resolved);
      const documents = this.#documentsOf(
        this.repository.values(resolved) ?? [],
        `uses ${shown(path)}, which`,
        () => isTooMuchIn(this.repository, resolved),
      );
      return documents.map(({ value, document }) => ({
        value,
        at: (at) => ({ file: resolved, document, path: at }),
      }));
    };
  }

  /** The documents that are written as a text within another document. */
  inline(text: string, by: Place): UsedDocument[] {
    if (text.length > MAX_INLINE) {
      this.hide("program", "has an inline text that is too long to be read");
      return [];
    }
    const values = inlineValues(this.repository, text);
    return this.#documentsOf(values, "has an inline text that", () => isUnreadByUs(text)).map(
      ({ value }) => ({
        value,
        at: () => by,
      }),
    );
  }

  /** The documents with any content; those that cannot be read make the layer incomplete. */
  #documentsOf(
    values: readonly unknown[],
    what: string,
    isTooMuch: () => boolean,
  ): { value: unknown; document: number }[] {
    const documents = values.flatMap((value, document) =>
      value === null || value === undefined ? [] : [{ value, document }],
    );
    // What kustomize reads and we do not may do anything.
    if (values.includes(undefined) && isTooMuch()) {
      this.hide("program", `${what} is too large or nested too deep to be read here`);
      return documents;
    }
    if (documents.length === 0) this.markIncomplete(`${what} holds nothing that can be read`);
    else if (values.includes(undefined)) this.markIncomplete(`${what} does not parse`);
    return documents;
  }

  /**
   * An object that has become one of another kind, with what was not read of it as what it was.
   * @param before the object as it was
   */
  asOtherKind(
    before: Pick<Resource, "kind" | "object" | "file" | "document" | "at">,
    value: unknown,
  ): unknown {
    const { apiVersion, kind } = before.object;
    if (before.kind === undefined || !isMap(value)) return value;
    if (value.kind === kind && value.apiVersion === apiVersion) return value;
    this.read.add(before.file);
    const document = this.repository.values(before.file)?.[before.document];
    const written = before.at.reduce<unknown>(
      (at, step) => (Array.isArray(at) ? (at as unknown[])[Number(step)] : field(at, String(step))),
      document,
    );
    return isMap(written) ? { ...written, ...value } : value;
  }

  /** A place in the kustomization itself. */
  place(...path: Path): Place {
    return { file: this.kustomization.path, document: 0, path };
  }
}

/** The values of a text, read once per repository: overlays often hold the same patch. */
export const inlineValues = memoizePairs((_: Repository, text: string) => new ManifestFile(text).values());

/** Whether a document in a text does not parse only because it is too much for us. */
function isUnreadByUs(text: string): boolean {
  return splitDocuments(text).some(({ start, end }) => {
    const result = parseDocument(text.slice(start, end));
    return isProblem(result) && result.isOurs === true;
  });
}

const isTooMuchIn = memoizePairs((repository: Repository, path: string) => {
  try {
    return isUnreadByUs(new ManifestFile(repository.text(path)).text);
  } catch {
    return false;
  }
});

/** A path as quoted in a message, shortened if need be. */
export function shown(path: string): string {
  return `'${path.length > 100 ? `${path.slice(0, 100)}…` : path}'`;
}

function isTextMap(value: unknown): boolean {
  return isMap(value) && Object.values(value).every((item) => typeof item === "string");
}
