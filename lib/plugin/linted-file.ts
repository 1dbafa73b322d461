import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { LineIndex } from "../manifests/comments.js";
import type { RuleFindings } from "../rule-kit/run-rule.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import { CONFIG_FILES } from "../repository/configuration/config-file.js";
import { type FileFacts, factsOf, knownIn } from "../repository/facts.js";
import { asWritten, findUp, isThere } from "../repository/repository.js";
import type { Settings } from "../repository/configuration/settings.js";
import { isJsonLines } from "../repository/paths.js";
import type { ChartTemplate } from "../builds/helm/chart-template.js";
import { lintedText } from "./template-directives.js";
import { Analysis } from "../analysis/analysis.js";
import { type Origin, originOf } from "../repository/vendored.js";
import { readsStandardInput } from "./process.js";
import { analysisAt, frozenAt, isTemplate, settledAt } from "./session.js";

/** What ESLint and editors call a text that is in no file. */
const NO_FILE = /(?:^|\/)(?:<[^/]*>|__placeholder__\.js)$/;
const NOTHING_AROUND = { files: new Map<string, never>() };

/** The file that is being linted, and its repository as far as a rule asks for it. */
export class LintedFile {
  readonly manifests: ManifestFile;
  /** Its path below the root of the repository, with `/` between the parts. */
  readonly path: string;
  /** Whether it becomes YAML only when its chart is rendered, so that nothing but that is judged. */
  readonly isChartTemplate: boolean;
  /** Whether ESLint has read it as UTF-8 although it is not: after an edit it would write another text. */
  readonly isMisread: boolean;
  /** What rules have reported on this text already, by their names. */
  readonly findings: ReadonlyMap<string, RuleFindings> | undefined;
  readonly #root: string;
  readonly #text: string;
  /** What the frozen repository knows about this very text, if there is one. */
  readonly #saved: FileFacts | undefined;
  readonly #settings: Settings;
  #lines: LineIndex | undefined;
  #analysis: Analysis | undefined;

  constructor(filename: string, text: string, settings: Settings) {
    const file = resolve(filename);
    this.#settings = settings;
    this.#root = settings.root === undefined ? rootOf(dirname(file)) : resolve(settings.root);
    this.path = relative(this.#root, file).split(sep).join("/");
    const { repository, findings } = frozenAt(this.#root) ?? {};
    this.#saved = repository?.factsOfText(this.path, text);
    this.findings = repository?.hasText(this.path, text) ? findings?.get(this.path) : undefined;
    const written = this.#saved ? undefined : asWritten(this.#root, this.path, text, repository);
    this.#text = written?.text ?? text;
    this.isMisread = written !== undefined && (written.text !== text || written.malformedAt !== undefined);
    this.manifests = new ManifestFile(
      written ?? text,
      this.#saved
        ? knownIn(this.#saved)
        : { isPolicies: this.#isNamedPolicies(), isLines: isJsonLines(this.path) },
    );
    this.isChartTemplate = isTemplate(file);
  }

  /** The line and column of an offset in the text. */
  position(offset: number): { line: number; column: number } {
    this.#lines ??= new LineIndex(this.#text);
    return this.#lines.at(offset);
  }

  /** What a chart renders with it; undefined for almost all files, of which the repository need not be read to know. */
  get template(): ChartTemplate | undefined {
    const isInChart =
      this.isChartTemplate || frozenAt(this.#root)?.repository.chartFiles.has(this.path) === true;
    return isInChart ? this.analysis.chartTemplate(this.path) : undefined;
  }

  /**
   * What the repository applies together, with this file as it is in the editor. A file outside of the root, or
   * in a directory that is not there yet, belongs to nothing.
   */
  get analysis(): Analysis {
    this.#analysis ??= this.#hasRepository
      ? analysisAt(this.#root, this.#settings, this.path, this.manifests, this.#saved)
      : Analysis.ofOneFile(this.path, factsOf(this.path, this.manifests), this.#settings);
    return this.#analysis;
  }

  /**
   * Why nobody edits it by hand, if nobody does. Text that comes from nowhere, as from standard input, is edited.
   * @param heedsComments whether comments in it count
   */
  originIf(heedsComments: boolean): Origin | undefined {
    if (NO_FILE.test(this.path) || readsStandardInput()) return undefined;
    const { repository, settings } = this.#hasRepository
      ? settledAt(this.#root, this.#settings)
      : { repository: NOTHING_AROUND, settings: this.#settings };
    const saysGenerated = heedsComments && this.manifests.isGenerated;
    return originOf({ path: this.path, files: repository.files, settings, saysGenerated });
  }

  /** Whether something names it as a file of ABAC policies; undefined if only its text can tell. */
  #isNamedPolicies(): true | undefined {
    if (/\.ya?ml$/.test(this.path) || !this.#hasRepository) return undefined;
    return settledAt(this.#root, this.#settings).repository.files.get(this.path)?.namedPolicies;
  }

  get #hasRepository(): boolean {
    return !this.isOutside && (frozenAt(this.#root) !== undefined || isThere(this.#root));
  }

  /** Whether it is outside the root, so that it is not known what it belongs to. */
  get isOutside(): boolean {
    return this.path.startsWith("../") || isAbsolute(this.path);
  }
}

/**
 * The root of the repository a directory is in: the nearest directory at or above it with a
 * .gitops-lint.yaml, else with a .git, else the directory itself.
 */
export function rootOf(directory: string): string {
  return findUp(directory, ...CONFIG_FILES) ?? findUp(directory, ".git") ?? directory;
}

const linted = new WeakMap<object, LintedFile>();

/**
 * The linted file that all rules share, so that it is read once. ESLint makes a source code for each run, and in
 * an editor's next run the repository may be another although the text is the same.
 */
export function lintedFile(filename: string, sourceCode: { text: string }, settings: Settings): LintedFile {
  let file = linted.get(sourceCode);
  if (!file) {
    file = new LintedFile(filename, lintedText(sourceCode), settings);
    linted.set(sourceCode, file);
  }
  return file;
}
