import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { digest } from "../../../util/digest.js";
import { type Change, type Host, wordsOf } from "../../feature.js";
import type { LiveModel } from "../../model/live-model.js";
import { below, pathOf } from "../../text/uris.js";
import type { Diagnoser } from "./diagnoser.js";
import { foldersOf } from "./folders.js";

/** How long, in milliseconds, after a change more are waited for. */
const PAUSE = 60;
/** How long, in milliseconds, a repository is read before a file is judged without it. */
const PATIENCE = 150;
/** How many files are judged at a time. */
const CHUNK = 100;

type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

/** Answers clients that ask for findings, and tells them when to ask again. */
export class Puller {
  readonly #host: Host;
  readonly #diagnoser: Diagnoser;
  /** Resolves when nothing has changed for a moment. */
  #quiet: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isStale = false;
  /** What clients were told last of open files, by URI: the id of it. */
  readonly #told = new Map<string, string>();
  /** The states of the roots when clients were last told to ask again. */
  #states = "";

  constructor(host: Host, diagnoser: Diagnoser) {
    this.#host = host;
    this.#diagnoser = diagnoser;
  }

  changed(change: Change): void {
    if (change === "other") this.#isStale = true;
    if (this.#timer) return;
    this.#quiet = new Promise((done) => {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        done();
        this.#refresh();
      }, PAUSE);
    });
  }

  closed(uri: string): void {
    this.#told.delete(uri);
  }

  /** What is found in a file, and in open ones beside it that are affected. */
  async document(
    uri: string,
    previous: string | undefined,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    await this.#quiet;
    throwIf(token);
    const placed = this.#host.workspace.placeOf(uri);
    if (!placed) return full([]);
    const { live, path } = placed;
    if (!live.isRead) {
      const alone = await this.#whileRead(live, path, uri);
      if (alone) return alone;
      throwIf(token);
    }
    const canRelate = this.#host.client.textDocument?.diagnostic?.relatedDocumentSupport === true;
    const related = canRelate ? this.#openBeside(live, path) : [];
    const { model, diagnostics } = await this.#diagnoser.find(live, [path, ...related]);
    throwIf(token);
    const relatedDocuments: Record<string, Report> = {};
    for (const one of related) {
      const other = model.uriOf(one);
      const report = full(diagnostics.get(one) ?? []);
      if (this.#told.get(other) === report.resultId) continue;
      this.#told.set(other, report.resultId);
      relatedDocuments[other] = report;
    }
    const report = reportOf(diagnostics.get(path) ?? [], previous);
    this.#told.set(uri, report.resultId ?? "");
    return { ...report, ...(Object.keys(relatedDocuments).length > 0 && { relatedDocuments }) };
  }

  /**
   * What is found in all files of the open folders.
   * @param previous the ids that the client has, by URI
   * @param send takes a part of the answer at once, where the client can
   */
  async workspace(
    previous: ReadonlyMap<string, string>,
    token: CancellationToken,
    send: ((part: WorkspaceDiagnosticReport) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    await this.#quiet;
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const gone = new Set(previous.keys());
    for (const { live, paths } of await foldersOf(this.#host)) {
      for (let at = 0; at < paths.length; at += CHUNK) {
        throwIf(token);
        const { model, diagnostics } = await this.#diagnoser.find(live, paths.slice(at, at + CHUNK));
        const part: WorkspaceDocumentDiagnosticReport[] = [];
        for (const [path, found] of diagnostics) {
          const uri = model.uriOf(path);
          const before = previous.get(uri);
          gone.delete(uri);
          // Of what there was nothing to say, there still is not.
          if (found.length === 0 && before === undefined) continue;
          part.push({ uri, version: null, ...reportOf(found, before) });
        }
        if (!send) for (const one of part) items.push(one);
        else if (part.length > 0) send({ items: part });
        await new Promise<void>((go) => setImmediate(go));
      }
    }
    for (const uri of gone) items.push({ uri, version: null, ...reportOf([], previous.get(uri)) });
    return { items };
  }

  /** Waits until a repository has been read. Where that takes long, answers what a file says by itself. */
  async #whileRead(
    live: LiveModel,
    path: string,
    uri: string,
  ): Promise<DocumentDiagnosticReport | undefined> {
    const { workspace } = this.#host;
    this.#host.read(live);
    const read = this.#host.whenRead();
    const canRefresh = this.#host.client.workspace?.diagnostics?.refreshSupport === true;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<"late">((late) => (timer = setTimeout(() => late("late"), PATIENCE)));
    const first = await Promise.race([read, canRefresh ? patience : read]);
    clearTimeout(timer);
    const text = workspace.open.get(pathOf(uri) ?? "");
    if (first !== "late" || text === undefined) return void (await read);
    const found = await this.#diagnoser.findAlone(live, path, text);
    if (!found || live.isRead) return void (await read);
    void read.then(() => this.changed("other"));
    return full(found.diagnostics.get(path) ?? []);
  }

  /** The open files of a root but one, by their paths below it. */
  #openBeside(live: LiveModel, path: string): string[] {
    const { workspace } = this.#host;
    return [...workspace.open.keys()].flatMap((absolute) => {
      const other = workspace.rootOf(absolute) === live.root ? below(live.root, absolute) : undefined;
      return other === undefined || other === path ? [] : [other];
    });
  }

  /** Has the client ask again, if anything else may be found in files that it has not changed itself. */
  #refresh(): void {
    if (!this.#host.client.workspace?.diagnostics?.refreshSupport) return;
    const isStale = this.#isStale;
    this.#isStale = false;
    try {
      const states = this.#repositories();
      if (!isStale && states === this.#states) return;
      this.#states = states;
      this.#host.connection.languages.diagnostics.refresh().catch(() => undefined);
    } catch (error) {
      this.#host.log(`The client could not be told to ask again: ${wordsOf(error)}`);
    }
  }

  /** What stands for what the roots say: nothing that only moves a text within its file. */
  #repositories(): string {
    const models = [...this.#host.workspace.models].filter(({ isRead }) => isRead);
    return models.map((live) => `${live.root} ${numberOf(live.now.repository)}`).join("\n");
  }
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** A number for each object, in the order in which they are asked for. */
function numberOf(one: object): number {
  let number = numbers.get(one);
  if (number === undefined) numbers.set(one, (number = ++last));
  return number;
}

function full(items: readonly Diagnostic[]): FullDocumentDiagnosticReport & { resultId: string } {
  const resultId = digest(JSON.stringify(items));
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}

/** @param previous the id of what the client has */
function reportOf(items: readonly Diagnostic[], previous: string | undefined): Report {
  const report = full(items);
  if (report.resultId !== previous) return report;
  return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: report.resultId };
}

/** Ends the answer to a request that the client has taken back. */
function throwIf({ isCancellationRequested }: CancellationToken): void {
  if (isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}
