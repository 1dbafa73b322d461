import { brokenIn, NO_FACTS } from "../repository/facts.js";
import { isDeepStrictEqual } from "node:util";
import type { Rule } from "eslint";
import type { Edit } from "../manifests/edit.js";
import type { LineColumn } from "../manifests/comments.js";
import type { Path, Target } from "../manifests/locate.js";
import { ConfigError } from "../repository/configuration/config-file.js";
import type { Settings } from "../repository/configuration/settings.js";
import {
  type Finding,
  pageUrl,
  QUOTED_MESSAGE,
  type RuleDefinition,
  type TextFinding,
} from "../rule-kit/define-rule.js";
import { preferenceOf } from "../rule-kit/in-template.js";
import type { FindingSink } from "../rule-kit/finding-sink.js";
import { needsText, runRule } from "../rule-kit/run-rule.js";
import { beginSentence, printable, shortened } from "../util/phrases.js";
import { FAILED, FAILED_WORDS } from "./crash.js";
import { type Directive, disabledPlaces, hasDisabling, heedsComments } from "./directives.js";
import { type LintedFile, lintedFile } from "./linted-file.js";
import { Listing, type Rooms, type Tally } from "./listing.js";
import { NOT_LISTED, NOT_LISTED_WORDS, notListed, Room } from "./room.js";
import { refusedIn } from "./refused.js";
import {
  COMMAND_SETTINGS,
  type CommandSettings,
  NO_REST,
  type Report,
  REST,
  vendoredReports,
} from "./vendored-reports.js";

const NO_SETTINGS: Settings = {};

/**
 * Makes an ESLint rule from a definition. It works the same whatever language a configuration uses for YAML,
 * since it reads the text and not the language's syntax tree.
 */
export function eslintRule(rule: RuleDefinition): Rule.RuleModule {
  const { docs, messages, schema, ...meta } = rule.meta;
  return {
    meta: {
      type: "problem",
      ...meta,
      docs: { ...docs, url: pageUrl(rule.name) },
      messages: {
        ...(isDangerous(rule) ? withRest(withNotes(messages)) : withNotes(messages)),
        [FAILED]: `${FAILED_WORDS}{{words}}.`,
        [NOT_LISTED]: NOT_LISTED_WORDS,
      },
      schema: [...schema],
    },
    create(context) {
      const settings = (context.settings.gitops ?? NO_SETTINGS) as Settings;
      const run = (): void => {
        const file = lintedFile(context.filename, context.sourceCode, settings);
        new RuleRun(rule, context, file).run();
      };
      // A rule that judges the text runs when every rule of another plugin that looks at it has done so.
      return needsText(rule) ? { "Program:exit": run } : { Program: run };
    },
  };
}

/** Messages with a place for the note of a finding at their end. */
function withNotes(messages: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(messages).map(([id, message]) => [id, `${message}{{note}}`]));
}

/** Leaves room for the rest of a file, which one finding stands for, in every message. */
function withRest(messages: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(messages).map(([id, text]) => [id, text + REST]));
}

function isDangerous({ meta: { docs } }: RuleDefinition): boolean {
  return docs.consequence === "danger";
}

/** Files in which a mistake in the configuration file was reported: one rule is enough to report it. */
const misconfigured = new WeakSet<LintedFile>();

const rooms = new WeakMap<LintedFile, Rooms>();

/** The room that a report has for the findings of a file, which all rules share. */
function roomsOf(file: LintedFile, { settings, sourceCode }: Rule.RuleContext): Rooms {
  let room = rooms.get(file);
  if (!room) {
    const { isBounded = false } = (settings[COMMAND_SETTINGS] ?? {}) as CommandSettings;
    const haveComments = isBounded && hasDisabling(sourceCode);
    room = { open: new Room(isBounded), disabled: new Room(isBounded), haveComments };
    rooms.set(file, room);
  }
  return room;
}

/** One rule on one file. */
class RuleRun implements FindingSink {
  /** The places that have a finding, with the path that led there. */
  readonly #reported = new Map<string, { path: string; isShared: boolean }>();
  /** What is reported once all is known. */
  readonly #reports: Report[] = [];
  readonly #listing: Listing;
  #disabledBy: ReturnType<typeof disabledPlaces> | undefined;

  constructor(
    readonly rule: RuleDefinition,
    readonly context: Rule.RuleContext,
    readonly file: LintedFile,
  ) {
    this.#listing = new Listing(roomsOf(file, context), ({ start }) =>
      this.#commentsAt(file.position(start)),
    );
  }

  run(): void {
    this.#judge();
    let reports: readonly Report[] = this.#reports;
    try {
      reports = this.#counting();
    } catch (error) {
      this.failure(0, [], error);
    }
    for (const report of reports) this.context.report(report);
  }

  /** The findings that are reported: in a file that nobody edits by hand, one of many is enough. */
  #counting(): readonly Report[] {
    const { rule, file, context } = this;
    const { open, disabled } = this.#listing;
    const listed = this.#reports;
    if (listed.length === 0) return listed;
    const all = [...listed, ...this.#restOf(open), ...this.#restOf(disabled)];
    const origin = isDangerous(rule) ? file.originIf(heedsComments(context.sourceCode)) : undefined;
    const { vendored = "summary" } = (context.settings[COMMAND_SETTINGS] ?? {}) as CommandSettings;
    if (!origin || vendored === "all") return all;
    const isDisabled = (place: LineColumn) => this.#commentsAt(place).length > 0;
    return [
      ...vendoredReports(listed, { origin, mode: vendored, isDisabled, cut: open.cut }),
      ...this.#restOf(disabled),
    ];
  }

  /** The finding that stands for those that found no room, if there are any. */
  #restOf({ cut, first }: Tally): Report[] {
    if (cut === 0) return [];
    const { start, end } = first?.() ?? { start: 0, end: 0 };
    return [{ loc: this.#loc(start, end), messageId: NOT_LISTED, data: notListed(cut) }];
  }

  /** The comments that disable the rule at a place. */
  #commentsAt(place: LineColumn): readonly Directive[] {
    this.#disabledBy ??= disabledPlaces(this.context.sourceCode, this.context.id);
    return this.#disabledBy(place);
  }

  #judge(): void {
    const { rule, file, context } = this;
    const options: unknown = context.options[0];
    const carried = file.findings?.get(rule.name);
    if (carried && isDeepStrictEqual(carried.options, options)) {
      for (const finding of carried.findings) this.finding(...finding);
      this.#listing.open.cut += carried.more;
      return;
    }
    const text = {
      manifests: file.manifests,
      get broken() {
        return brokenIn(file.path, file.manifests);
      },
      refused: refusedIn(context.sourceCode),
    };
    const input = {
      path: file.path,
      // A template is no YAML: whatever looks like it does so by accident.
      manifests: file.isChartTemplate ? NO_FACTS : file.manifests,
      ...(!file.isChartTemplate && { text }),
      get analysis() {
        return file.analysis;
      },
      get template() {
        return file.template;
      },
    };
    runRule(rule, input, options, this);
  }

  finding(document: number, at: Path, finding: Finding<string>): void {
    const { at: path, messageId, data, fix, suggest = [], note = "", target } = finding;
    const whole = [...at, ...path];
    const locate = (): Target => target ?? this.file.manifests.locate(document, whole, preferenceOf(finding));
    if (!this.#listing.take(locate)) return;
    const { start, end, isShared = false } = locate();
    if (!target && this.#isRepeated(`${start} ${end}`, whole.join("\n"), isShared)) return;
    const fixerOf = (edit: Edit) => {
      if (this.file.isMisread) return undefined;
      const change = this.file.manifests.edit(document, { ...edit, path: [...at, ...edit.path] });
      return change && ((fixer: Rule.RuleFixer) => fixer.replaceTextRange(change.range, change.text));
    };
    this.#reports.push({
      loc: this.#loc(start, end),
      messageId,
      data: shown({ ...beginSentence(this.rule.meta.messages[messageId], data ?? {}), note }),
      fix: fix && fixerOf(fix),
      suggest: suggest.flatMap(({ edit, messageId: id, data: words }) => {
        const change = fixerOf(edit);
        return change ? [{ messageId: id, data: shown({ ...words, note: "" }), fix: change }] : [];
      }),
    });
  }

  /** Whether the same text was reported for another path, where an alias or a merge key leads to it. */
  #isRepeated(place: string, path: string, isShared: boolean): boolean {
    const earlier = this.#reported.get(place);
    if (earlier && earlier.path !== path && (isShared || earlier.isShared)) return true;
    this.#reported.set(place, { path, isShared });
    return false;
  }

  textFinding({ start, end, messageId, data }: TextFinding<string>): void {
    if (!this.#listing.take(() => ({ start, end }))) return;
    this.#reports.push({ loc: this.#loc(start, end), messageId, data: shown({ ...data, note: "" }) });
  }

  /** A rule that fails must not take the findings of the others with it, nor leave an editor without a word. */
  failure(document: number, at: Path, error: unknown, target?: Pick<Target, "start" | "end">): void {
    const words = error instanceof Error ? error.message : typeof error === "string" ? error : typeof error;
    if (error instanceof ConfigError) {
      if (misconfigured.has(this.file)) return;
      misconfigured.add(this.file);
      this.context.report({ loc: this.#loc(0, 0), message: "{{words}}", data: shown({ words }) });
      return;
    }
    const { start, end } = target ?? this.file.manifests.locate(document, [...at, "kind"]);
    this.context.report({ loc: this.#loc(start, end), messageId: FAILED, data: shown({ words }) });
  }

  #loc(start: number, end: number) {
    return { start: this.file.position(start), end: this.file.position(end) };
  }
}

/** Texts of a manifest as they can be shown: the manifest may be a stranger's. */
function shown(data: Record<string, string>): Record<string, string> {
  const words = Object.entries(data).map(([key, text]) => {
    const clean = printable(text);
    return [key, key === QUOTED_MESSAGE ? clean : shortened(clean)];
  });
  return { ...NO_REST, ...(Object.fromEntries(words) as Record<string, string>) };
}
