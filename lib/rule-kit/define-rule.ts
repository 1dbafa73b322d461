import type { AppliedNamespace } from "../analysis/namespaces.js";
import type { Analysis, Applied } from "../analysis/analysis.js";
import type { Place } from "../builds/build.js";
import type { KindName, Kinds } from "../kubernetes/objects.js";
import type { Edit } from "../manifests/edit.js";
import type { Path } from "../manifests/locate.js";
import type { BrokenDocument, ManifestFile } from "../manifests/manifest-file.js";
import type { ControlId } from "./benchmarks.js";
import type { Topic } from "./topics.js";

/** What a rule says of itself. */
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
  /** JSON Schemas of its options. */
  schema: readonly object[];
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
  /** The repository as it is applied; resolving that costs time, so only rules that look across files ask. */
  readonly analysis: Analysis;
  report: (finding: Finding<MessageId>) => void;
}

/** What a rule knows besides the object it judges. */
export interface ObjectRuleContext<
  MessageId extends string,
  Options,
  Name extends KindName = KindName,
> extends RuleContext<MessageId, Options> {
  kind: Name;
  /** Where it is written. */
  place: Place;
  /** The object as each build applies it; none where no build does, as for a patch. */
  readonly applied: readonly Applied<Name>[];
  /** Of a patch, the objects that it changes, as each build applies them. */
  readonly patched: readonly Applied<Name>[];
}

interface ObjectRule<Name extends KindName, MessageId extends string, Options> {
  name: string;
  meta: RuleMeta<MessageId, Options>;
  /** Judges the objects of some kinds one by one, as they are written; paths start at the object. */
  on: "object";
  kinds: readonly Name[];
  /** Whether what a patch writes is judged as well; what speaks of absence and references must not. */
  patches: boolean;
  check(object: Kinds[Name], context: ObjectRuleContext<MessageId, Options, Name>): void;
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
  check(text: RuleText, context: FileRuleContext<MessageId, Options>): void;
}

/** The text of a file, for the rules that judge it. */
export interface RuleText {
  readonly manifests: ManifestFile;
  /** What the rules of other plugins cannot see of the file, if there are rules that look. */
  readonly refused: readonly BrokenDocument[] | undefined;
}

/** A finding in a text, by its offsets. */
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

/** A rule of any kind, as it is written. */
type AnyRule<Name extends KindName, MessageId extends string, Options> =
  | ObjectRule<Name, MessageId, Options>
  | NamespaceRule<MessageId, Options>
  | KustomizationRule<MessageId, Options>
  | FileRule<MessageId, Options>;

/** A rule, whatever it judges and whichever options it takes. */
export type RuleDefinition = AnyRule<KindName, string, unknown>;

/** Defines a rule: plain data and a check, which know nothing of who runs them. */
export function defineRule<Name extends KindName, MessageId extends string, Options>(
  rule: AnyRule<Name, MessageId, Options>,
): RuleDefinition {
  // Whoever runs it gives it the options that its own schema accepts.
  return rule as unknown as RuleDefinition;
}

const PAGES = "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/blob/main/docs/rules/";

/** The address of a rule's page. */
export function pageUrl(name: string): string {
  return `${PAGES}${name}.md`;
}
