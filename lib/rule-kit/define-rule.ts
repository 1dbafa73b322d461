import type { AppliedNamespace } from "../analysis/namespaces.js";
import type { Analysis, Applied } from "../analysis/analysis.js";
import type { BroughtIn } from "../analysis/brought-in.js";
import type { ChartRefusal } from "../analysis/chart-refusals.js";
import type { ChangedKustomization, Place } from "../builds/build.js";
import type { Configuration, FormatName } from "../kubernetes/configuration/configuration.js";
import type { KindName, Kinds } from "../kubernetes/objects.js";
import type { SchemaDefect } from "../kubernetes/schema/schema-defects.js";
import type { Edit } from "../manifests/edit.js";
import type { Path, Target } from "../manifests/locate.js";
import type { BrokenDocument } from "../manifests/broken-document.js";
import type { ManifestFile } from "../manifests/manifest-file.js";
import type { ControlId } from "./benchmarks.js";
import type { Topic } from "./topics.js";

/** What comes of a manifest in which a rule finds something. */
export type Consequence =
  /** It is accepted and dangerous. */
  | "danger"
  /** It is accepted, and what it says does nothing. */
  | "no effect"
  /** It is refused when it is applied. */
  | "refusal"
  /** It keeps an application from working. */
  | "breakage"
  /** It is harder to read and to maintain. */
  | "hygiene";

/** The metadata of a rule: its documentation, messages and options. */
export interface RuleMeta<MessageId extends string, Options> {
  docs: {
    description: string;
    topic: Topic;
    consequence: Consequence;
    /** The smallest preset that has the rule: `strict` has all of `recommended`, and `all` has every rule. */
    preset: "recommended" | "strict" | "all";
    /** The options in every preset, if not the defaults. They leave out what another rule of the preset reports. */
    presetOptions?: Partial<Options>;
    /** The options in the `strict` preset, if they differ from those in the other presets. */
    strictOptions?: Partial<Options>;
    /** The options with which the rule lists what it otherwise sums up: `--vendored all`. */
    listingOptions?: Partial<Options>;
    /** The controls of public benchmarks that the rule covers; none if the rule is about correctness. */
    controls: readonly ControlId[];
  };
  messages: Record<MessageId, string>;
  /** The JSON Schemas of the options. */
  schema: readonly object[];
  defaultOptions: [Options] | [];
  hasSuggestions?: boolean;
  fixable?: "code";
}

/** That something in an object is needless because of something else in it. */
export interface Because {
  /** The parts of what is needless, in their order, and what follows it. */
  own: readonly Path[];
  /** Whether nothing follows it. */
  isLast?: boolean;
  /** The parts of what makes it so. */
  others: readonly Path[];
}

/** The word of a message that is a whole message of another rule, whose own words are as short as they have to be. */
export const QUOTED_MESSAGE = "quotedMessage";

/** A finding in an object: the path of what is wrong, and edits that correct it. */
export interface Finding<MessageId extends string> {
  at: Path;
  /** Whether it is about an item of a list that may be an alias, rather than about what the alias stands for. */
  atItem?: boolean;
  /** Whether the key itself is wrong, and not its value. */
  isKey?: boolean;
  messageId: MessageId;
  data?: Record<string, string>;
  /** Applied by `--fix` without asking, so it must not change what the manifests grant or let through. */
  fix?: Edit;
  suggest?: readonly { messageId: MessageId; data?: Record<string, string>; edit: Edit }[];
  /** What makes it one, if that is something else in the object, which a template may write for some values only. */
  because?: Because;
  /** A sentence that follows the message, set by what runs the rule. */
  note?: string;
  /** Where it is in the text of a file of a chart, which is no YAML; set by what runs the rule. */
  target?: Pick<Target, "start" | "end">;
}

/** What a check gets besides what it judges. */
export interface RuleContext<MessageId extends string, Options> {
  options: Options;
  /** The repository as it is applied. Resolving it costs time, so only rules that look across files use it. */
  readonly analysis: Analysis;
  report: (finding: Finding<MessageId>) => void;
}

/** What a check gets besides the object that it judges. */
export interface ObjectRuleContext<
  MessageId extends string,
  Options,
  Name extends KindName = KindName,
> extends RuleContext<MessageId, Options> {
  kind: Name;
  /** Where the object is written. */
  place: Place;
  /** What keeps the API server from decoding the object as it is written; `valid-manifest` reports it. */
  defects: readonly SchemaDefect[];
  /** The object as each build applies it; empty if no build does, as for a patch. */
  readonly applied: readonly Applied<Name>[];
  /** The objects that a patch changes, as each build applies them; empty if this is no patch. */
  readonly patched: readonly Applied<Name>[];
}

interface ObjectRule<Name extends KindName, MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the objects of some kinds one by one, as they are written. Paths start at the object. */
  on: "object";
  kinds: readonly Name[];
  /** Whether the rule judges patches as well. A rule about missing fields or references must not. */
  patches: boolean;
  check(object: Kinds[Name], context: ObjectRuleContext<MessageId, Options, Name>): void;
  /** Judges kustomizations as well, for what they write into objects. Paths start at the top of the file. */
  checkKustomization?(kustomization: WrittenKustomization, context: RuleContext<MessageId, Options>): void;
  /** Judges the lines of ABAC policies as well, in the file that has them. Paths start at the line. */
  checkPolicy?(line: JudgedConfiguration, context: RuleContext<MessageId, Options>): void;
  /** Judges the contracts of the repository as well, in the configuration that has them. Paths start at its top. */
  checkContracts?(written: WrittenContracts, context: RuleContext<MessageId, Options>): void;
}

/** The contracts as a configuration has them: it may be another one than that whose contracts count. */
export interface WrittenContracts {
  /** Their names, in the order of the list; empty for one without a name. */
  names: readonly string[];
}

interface NamespaceRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the namespaces of the repository, each in the one file that creates it. Paths start at its document. */
  on: "namespace";
  check(namespace: AppliedNamespace, context: RuleContext<MessageId, Options>): void;
}

/** A kustomization as it is written. */
export interface WrittenKustomization {
  /** The file, relative to the root. */
  file: string;
  /** The directory, relative to the root; empty for the root itself. */
  directory: string;
  value: Readonly<Record<string, unknown>>;
}

interface KustomizationRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges kustomizations. Paths start at the top of the file. */
  on: "kustomization";
  check(kustomization: WrittenKustomization, context: RuleContext<MessageId, Options>): void;
  /**
   * Judges kustomizations as an object of Flux or Argo CD changes them, in the file of that object. Paths start at the
   * top of its document.
   */
  checkChanged?(changed: readonly ChangedKustomization[], context: RuleContext<MessageId, Options>): void;
}

/** What sets up a cluster, and where it is written. */
export interface JudgedConfiguration extends Configuration {
  place: Place;
}

interface ConfigurationRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the documents of some formats that set up clusters, as they are written. Paths start at their values. */
  on: "configuration";
  formats: readonly FormatName[];
  check(configuration: JudgedConfiguration, context: RuleContext<MessageId, Options>): void;
}

interface ChartRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges what makes Helm refuse charts and releases, each at its one place. Paths start there. */
  on: "chart";
  check(refusal: ChartRefusal, context: RuleContext<MessageId, Options>): void;
}

interface SourceRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges what the repository brings in and has no files of, each where it does. Paths start there. */
  on: "source";
  check(source: BroughtIn, context: RuleContext<MessageId, Options>): void;
}

interface FileRule<MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the text of the file. */
  on: "file";
  check(text: RuleText, context: FileRuleContext<MessageId, Options>): void;
}

/** The text of a file, as rules on texts see it. */
export interface RuleText {
  readonly manifests: ManifestFile;
  /** The documents that do not parse and that matter to a rule of this plugin. */
  readonly broken: readonly BrokenDocument[];
  /** The documents that other plugins cannot parse; undefined unless one of their rules looks into the file. */
  readonly refused: readonly BrokenDocument[] | undefined;
}

/** A finding in the text of a file, located by offsets. */
export interface TextFinding<MessageId extends string> {
  start: number;
  end: number;
  messageId: MessageId;
  data?: Record<string, string>;
}

interface FileRuleContext<MessageId extends string, Options> {
  options: Options;
  report: (finding: TextFinding<MessageId>) => void;
}

/** A rule of any kind, as its file defines it. */
type AnyRule<Name extends KindName, MessageId extends string, Options> =
  | ObjectRule<Name, MessageId, Options>
  | NamespaceRule<MessageId, Options>
  | KustomizationRule<MessageId, Options>
  | ConfigurationRule<MessageId, Options>
  | ChartRule<MessageId, Options>
  | SourceRule<MessageId, Options>
  | FileRule<MessageId, Options>;

/** A rule, whatever it judges and whatever options it takes. */
export type RuleDefinition = AnyRule<KindName, string, unknown>;

/** Defines a rule: plain data and a check, both independent of what runs them. */
export function defineRule<Name extends KindName, MessageId extends string, Options>(
  rule: AnyRule<Name, MessageId, Options>,
): RuleDefinition {
  // The runner passes only options that the rule's own schema accepts.
  return rule as unknown as RuleDefinition;
}

const PAGES = "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/blob/main/docs/rules/";

/** Returns the address of a rule's page. */
export function pageUrl(name: string): string {
  return `${PAGES}${name}.md`;
}
