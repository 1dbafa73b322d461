import type { Analysis, Applied } from "../analysis/analysis.js";
import type { Place } from "../builds/build.js";
import type { ChartTemplate } from "../builds/helm/chart-template.js";
import type { KindName } from "../kubernetes/objects.js";
import type { SchemaDefect } from "../kubernetes/schema/schema-defects.js";
import type { FileFacts } from "../repository/facts.js";
import { memoizePairs } from "../util/memoize.js";
import type { Finding, ObjectRuleContext, RuleContext, RuleText } from "./define-rule.js";

/** A file as rules see it. */
export interface RuleInput {
  /** The path relative to the root of the repository, with `/` between the parts. */
  readonly path: string;
  readonly manifests: Pick<FileFacts, "objects" | "configurations">;
  /** Resolving it costs time, so only rules that look across files use it. */
  readonly analysis: Analysis;
  /** Left out where only the facts of the file are known, which suffice for every rule but those on texts. */
  readonly text?: RuleText;
  /** What charts render with the file; undefined for almost all, of which they render nothing. */
  readonly template: ChartTemplate | undefined;
}

/** What a check gets. It takes the analysis from the input only on demand, since resolving costs time. */
export class Context implements RuleContext<string, unknown> {
  constructor(
    protected readonly input: RuleInput,
    readonly options: unknown,
    readonly report: (finding: Finding<string>) => void,
  ) {}

  get analysis(): Analysis {
    return this.input.analysis;
  }
}

export class ObjectContext extends Context implements ObjectRuleContext<string, unknown> {
  readonly kind: KindName;
  readonly place: Place;
  readonly defects: readonly SchemaDefect[];

  constructor(
    input: RuleInput,
    options: unknown,
    report: (finding: Finding<string>) => void,
    protected readonly kinds: readonly KindName[],
    { kind, place, defects }: Pick<ObjectRuleContext<string, unknown>, "kind" | "place" | "defects">,
  ) {
    super(input, options, report);
    this.kind = kind;
    this.place = place;
    this.defects = defects;
  }

  get applied(): readonly Applied[] {
    const { file, document, path } = this.place;
    const all = this.analysis.applied(file, document, path);
    return this.analysis.changedKinds(file, document, path) ? ofKind(all, this.kind) : all;
  }

  get patched(): readonly Applied[] {
    const all = this.analysis.patchedBy(this.place.file, this.place.document);
    return all.filter(({ object }) => this.kinds.includes(object.kind));
  }
}

/** The applied objects of one kind: the same list whenever it is asked for, since what follows from it is kept. */
const ofKind = memoizePairs((all: readonly Applied[], wanted: KindName): readonly Applied[] => {
  return all.filter(({ object: { kind } }) => kind === wanted);
});
