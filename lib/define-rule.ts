import { isDeepStrictEqual } from "node:util";
import type { Rule } from "eslint";
import type { AppliedNamespace } from "./builds/namespaces.js";
import type { Place } from "./builds/build.js";
import type { Applied, Builds } from "./builds/builds.js";
import type { ControlId } from "./controls.js";
import { type LintedFile, lintedFile } from "./builds/linted-file.js";
import { type Heard, judge, type JudgedFile } from "./judge.js";
import type { KindName, Kinds } from "./kubernetes/objects.js";
import { printable } from "./kubernetes/words.js";
import type { Edit } from "./language/edit.js";
import type { Path } from "./language/position.js";
import { type Refused, refusedIn } from "./language/refused.js";
import { ConfigError } from "./repository/config-file.js";
import type { Settings } from "./repository/settings.js";
import type { Topic } from "./topics.js";

const PAGES = "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/blob/main/docs/rules/";
const NO_SETTINGS: Settings = {};

/** What a rule says of itself; `url` and `type` are filled in. */
export interface RuleMeta<MessageId extends string, Options> {
  docs: {
    description: string;
    topic: Topic;
    /** The first preset that has the rule; strict has all of recommended, and `all` every rule. */
    preset: "recommended" | "strict" | "all";
    /** Its options in every preset, where they are not the default ones: what another rule there says already. */
    presetOptions?: Partial<Options>;
    /** Its options in the strict preset, where they are not those of the others. */
    strictOptions?: Partial<Options>;
    /** What it covers of public benchmarks; none for a rule about correctness. */
    controls: readonly ControlId[];
  };
  messages: Record<MessageId, string>;
  schema: NonNullable<Rule.RuleMetaData["schema"]>;
  defaultOptions: [Options] | [];
  hasSuggestions?: boolean;
  fixable?: "code";
}

/** A finding: what is wrong, by its path, and what could stand there instead. */
export interface Finding<MessageId extends string> {
  at: Path;
  messageId: MessageId;
  data?: Record<string, string>;
  /** Done by `--fix` without asking, so it must not change what is granted or let through. */
  fix?: Edit;
  suggest?: readonly { messageId: MessageId; data?: Record<string, string>; edit: Edit }[];
}

/** What a rule knows besides what it judges. */
export interface RuleContext<MessageId extends string, Options> {
  options: Options;
  /** What the repository applies together; reading that costs time, so only rules that look across files ask. */
  readonly builds: Builds;
  report: (finding: Finding<MessageId>) => void;
}

/** What a rule knows besides the object it judges. */
export interface ObjectRuleContext<MessageId extends string, Options> extends RuleContext<
  MessageId,
  Options
> {
  kind: KindName;
  /** Where it is written. */
  place: Place;
  /** The object as each build applies it; none where no build does, as for a patch. */
  readonly applied: readonly Applied[];
}

interface ObjectRule<Name extends KindName, MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the objects of some kinds one by one, as they are written; paths start at the object. */
  on: "object";
  kinds: readonly Name[];
  /** Whether what a patch writes is judged as well; what speaks of absence and references must not. */
  patches: boolean;
  check(object: Kinds[Name], context: ObjectRuleContext<MessageId, Options>): void;
}

interface NamespaceRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the namespaces of the repository, each in the one file that makes it; paths start at its document. */
  on: "namespace";
  check(namespace: AppliedNamespace, context: RuleContext<MessageId, Options>): void;
}

/** A kustomization, as it is written. */
export interface WrittenKustomization {
  /** Its directory below the root; the empty text is the root. */
  directory: string;
  value: Readonly<Record<string, unknown>>;
}

interface KustomizationRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges kustomizations; paths start at the top of the file. */
  on: "kustomization";
  check(kustomization: WrittenKustomization, context: RuleContext<MessageId, Options>): void;
}

interface FileRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the file as a text. */
  on: "file";
  check(file: LintedFile, context: FileRuleContext<MessageId, Options>): void;
}

interface FileRuleContext<MessageId extends string, Options> {
  options: Options;
  /** What the rules of other plugins cannot see of the file, if there are rules that look. */
  refused: Refused;
  report: (finding: {
    start: number;
    end: number;
    messageId: MessageId;
    data?: Record<string, string>;
  }) => void;
}

export type AnyRule<Name extends KindName, MessageId extends string, Options> =
  | ObjectRule<Name, MessageId, Options>
  | NamespaceRule<MessageId, Options>
  | KustomizationRule<MessageId, Options>
  | FileRule<MessageId, Options>;

/** A rule as ESLint knows it, with what the command asks of it. */
export interface GitopsRule extends Rule.RuleModule {
  meta: Rule.RuleMetaData & {
    docs: {
      description: string;
      url: string;
      topic: Topic;
      preset: "recommended" | "strict" | "all";
      presetOptions?: object;
      strictOptions?: object;
      controls: readonly ControlId[];
    };
    schema: NonNullable<Rule.RuleMetaData["schema"]>;
  };
  /** The kinds whose files the rule must see; nothing where it must see every file with a kind that is read. */
  kinds?: readonly KindName[];
  on: AnyRule<KindName, string, unknown>["on"];
  /** Judges a file by what it says; nothing for a rule about texts, which needs the file itself. */
  judge?: (file: JudgedFile, options: unknown, heard: Heard<string>) => void;
}

/** A rule that threw: a defect of ours, told in its place, without ending the run. */
export interface Crash {
  rule: string;
  file: string;
  /** What it said. */
  words: string;
}

const FAILED = "The rule failed here, which is a defect of the rule and not of this file: ";

/** The rule that failed, where that is what a message tells: the way out of ESLint's worker threads. */
export function crashIn({
  ruleId,
  message,
}: {
  ruleId: string | null;
  message: string;
}): Omit<Crash, "file"> | undefined {
  if (!ruleId?.startsWith("gitops/") || !message.startsWith(FAILED)) return undefined;
  return { rule: ruleId.slice("gitops/".length), words: message.slice(FAILED.length).replace(/\.$/, "") };
}

const crashes: Crash[] = [];

/** The rules that threw since this was last asked. */
export function takeCrashes(): Crash[] {
  return crashes.splice(0);
}

/**
 * Makes an ESLint rule of a check on objects. It works the same whatever language a configuration uses for
 * YAML, since it reads the text and not the language's syntax tree.
 */
export function defineRule<Name extends KindName, MessageId extends string, Options>(
  rule: AnyRule<Name, MessageId, Options>,
): GitopsRule {
  return {
    meta: { type: "problem", ...rule.meta, docs: { ...rule.meta.docs, url: `${PAGES}${rule.name}.md` } },
    on: rule.on,
    ...(rule.on === "object" && { kinds: rule.kinds }),
    ...(rule.on !== "file" && {
      judge: (file, options, heard) => judge(rule, file, options as Options, heard),
    }),
    create(context) {
      const settings = (context.settings.gitops ?? NO_SETTINGS) as Settings;
      const run = (): void => {
        const file = lintedFile(context.filename, context.sourceCode, settings);
        if (!file.isChartTemplate) new Run(rule, context, file).run();
      };
      // By then each rule of another plugin that looks at the file has done so.
      return rule.on === "file" ? { "Program:exit": run } : { Program: run };
    },
  };
}

/** Files in which a mistake in the configuration file was told: one rule is enough to tell it. */
const told = new WeakSet<LintedFile>();

/** What a rule has said of a file before, by document and by the path of the object that it judged. */
type Known<MessageId extends string> = readonly (readonly [number, Path, Finding<MessageId>])[];

/** One rule on one file. */
class Run<Name extends KindName, MessageId extends string, Options> {
  readonly #options: Options;

  constructor(
    readonly rule: AnyRule<Name, MessageId, Options>,
    readonly context: Rule.RuleContext,
    readonly file: LintedFile,
  ) {
    this.#options = (context.options as [Options])[0];
  }

  run(): void {
    const { rule } = this;
    const said = this.file.said?.get(rule.name);
    if (said && isDeepStrictEqual(said.options, this.#options)) {
      for (const finding of said.findings as Known<MessageId>) this.#report(...finding);
      return;
    }
    if (rule.on !== "file") {
      judge(rule, this.file, this.#options, {
        finding: (...found) => this.#report(...found),
        failure: (...failed) => this.#fail(...failed),
      });
      return;
    }
    try {
      const report: FileRuleContext<MessageId, Options>["report"] = ({ start, end, messageId, data }) => {
        this.context.report({ loc: this.#loc(start, end), messageId, data: shown(data) });
      };
      const refused = refusedIn(this.context.sourceCode);
      rule.check(this.file, { options: this.#options, refused, report });
    } catch (error) {
      this.#fail(0, [], error);
    }
  }

  #report(document: number, at: Path, finding: Finding<MessageId>): void {
    const { at: path, messageId, data, fix, suggest = [] } = finding;
    const { start, end } = this.file.manifests.locate(document, [...at, ...path]);
    const fixerOf = (edit: Edit) => {
      if (this.file.isMisread) return undefined;
      const change = this.file.manifests.edit(document, { ...edit, path: [...at, ...edit.path] });
      return change && ((fixer: Rule.RuleFixer) => fixer.replaceTextRange(change.range, change.text));
    };
    this.context.report({
      loc: this.#loc(start, end),
      messageId,
      data: shown(data),
      fix: fix && fixerOf(fix),
      suggest: suggest.flatMap(({ edit, messageId: id, data: words }) => {
        const change = fixerOf(edit);
        return change ? [{ messageId: id, data: shown(words), fix: change }] : [];
      }),
    });
  }

  #loc(start: number, end: number) {
    return { start: this.file.position(start), end: this.file.position(end) };
  }

  /** A rule that fails must not take the findings of the others with it, nor leave an editor without a word. */
  #fail(document: number, at: Path, error: unknown): void {
    const words = error instanceof Error ? error.message : typeof error === "string" ? error : typeof error;
    if (error instanceof ConfigError) {
      if (told.has(this.file)) return;
      told.add(this.file);
      this.context.report({ loc: this.#loc(0, 0), message: "{{words}}", data: shown({ words }) });
      return;
    }
    crashes.push({ rule: this.rule.name, file: this.file.path, words });
    const { start, end } = this.file.manifests.locate(document, [...at, "kind"]);
    this.context.report({
      loc: this.#loc(start, end),
      message: `${FAILED}{{words}}.`,
      data: shown({ words }),
    });
  }
}

const LONGEST_WORD = 300;

/** Texts of a manifest as they can be shown: the manifest may be a stranger's. */
function shown(data: Record<string, string> | undefined): Record<string, string> | undefined {
  if (!data) return undefined;
  const words = Object.entries(data).map(([key, text]) => {
    const clean = printable(text);
    return [key, clean.length > LONGEST_WORD ? `${clean.slice(0, LONGEST_WORD)}…` : clean];
  });
  return Object.fromEntries(words) as Record<string, string>;
}
