import type { Analysis } from "../analysis/analysis.js";
import { broughtInBy } from "../analysis/brought-in.js";
import { chartRefusalsIn } from "../analysis/chart-refusals.js";
import { changedBy } from "../analysis/kustomization-checks/applied.js";
import type { Place } from "../builds/build.js";
import type { RenderedObject } from "../builds/helm/chart-template.js";
import type { Span } from "../helm/values/text.js";
import type { KindName } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";
import { contractsFile } from "../analysis/contracts/contracts-file.js";
import { isPolicies } from "../repository/facts.js";
import { isConfigFile } from "../repository/configuration/config-file.js";
import { CONTROLLERS, namesAnything } from "../repository/named-paths.js";
import { directoryOf, isKustomizationFile } from "../repository/paths.js";
import { groupBy } from "../util/group-by.js";
import { isMap } from "../util/plain-values.js";
import type {
  Finding,
  RuleContext,
  RuleDefinition,
  TextFinding,
  WrittenKustomization,
} from "./define-rule.js";
import type { FindingSink } from "./finding-sink.js";
import { renderedNamespaces, sinkInTemplate, writtenNamespaces } from "./in-template.js";
import { Context, ObjectContext, type RuleInput } from "./rule-context.js";
import { runOnKinds } from "./run-on-kinds.js";

/** The findings of a rule in a file, and the options it ran with. */
export interface RuleFindings {
  options: unknown;
  findings: readonly (readonly [document: number, at: Path, finding: Finding<string>])[];
  /** How many there are besides, for which a report has no room. */
  more: number;
}

/** The findings in all files, by path and by rule name. */
export type FindingsOfFiles = ReadonlyMap<string, ReadonlyMap<string, RuleFindings>>;

type On = RuleDefinition["on"];
type RuleOn<Kind extends On> = Extract<RuleDefinition, { on: Kind }>;

/** Runs the rules of one kind. Nothing else distinguishes the kinds. */
interface KindOfRule<Kind extends On> {
  /** Whether a file has anything that the rule judges. */
  concerns(rule: RuleOn<Kind>, path: string, analysis: Analysis): boolean;
  run(rule: RuleOn<Kind>, input: RuleInput, options: unknown, sink: FindingSink): void;
}

const KINDS_OF_RULES: { [Kind in On]: KindOfRule<Kind> } = {
  object: {
    concerns(rule, path, analysis) {
      const { kinds } = rule;
      const {
        objects = [],
        kustomization,
        contracts,
        configurations,
      } = analysis.repository.files.get(path) ?? {};
      return (
        (rule.checkKustomization !== undefined && kustomization !== undefined) ||
        (rule.checkContracts !== undefined && contracts !== undefined) ||
        (rule.checkPolicy !== undefined && isPolicies(configurations)) ||
        objects.some(({ kind }) => kinds.includes(kind)) ||
        renders(path, analysis, kinds) ||
        analysis.changedKindsIn(path).some((kind) => kinds.includes(kind))
      );
    },
    run(rule, input, options, sink) {
      for (const written of input.manifests.objects)
        runOnObject(rule, input, options, sink, { ...written, file: input.path });
      if (input.template) {
        const inTemplate = sinkInTemplate(input.path, input.template, sink);
        for (const rendered of input.template.objects)
          runOnObject(rule, input, options, inTemplate, rendered);
      }
      runOnMade(rule, input, options, sink);
      runOnPolicies(rule, input, options, sink);
      if (rule.checkContracts && isConfigFile(input.path)) {
        guard(sink, 0, [], () => {
          const { path, analysis } = input;
          const names = path === contractsFile(analysis) && analysis.repository.files.get(path)?.contracts;
          if (names) rule.checkContracts?.({ names }, contextFor(input, options, sink, 0));
        });
      }
      if (!rule.checkKustomization || !isKustomizationFile(input.path)) return;
      guard(sink, 0, [], () => {
        const kustomization = kustomizationAt(input);
        if (kustomization) rule.checkKustomization?.(kustomization, contextFor(input, options, sink, 0));
      });
    },
  },
  namespace: {
    concerns: (_, path, analysis) =>
      writtenNamespaces(path, analysis).length > 0 || renderedNamespaces(path, analysis).length > 0,
    run(rule, input, options, sink) {
      const { path, template } = input;
      const judge = (find: typeof writtenNamespaces, into: FindingSink) =>
        guard(into, 0, [], () => {
          for (const namespace of find(path, input.analysis)) {
            const { document, path: at } = namespace.place;
            guard(into, document, at, () =>
              rule.check(namespace, contextFor(input, options, into, document)),
            );
          }
        });
      judge(writtenNamespaces, sink);
      if (template) judge(renderedNamespaces, sinkInTemplate(path, template, sink));
    },
  },
  kustomization: {
    concerns(rule, path, analysis) {
      const facts = analysis.repository.files.get(path);
      if (facts?.kustomization !== undefined) return true;
      return rule.checkChanged !== undefined && namesAnything(facts) && changedBy(analysis, path).length > 0;
    },
    run(rule, input, options, sink) {
      guard(sink, 0, [], () => {
        const kustomization = isKustomizationFile(input.path) ? kustomizationAt(input) : undefined;
        if (kustomization) rule.check(kustomization, contextFor(input, options, sink, 0));
        if (!rule.checkChanged || !input.manifests.objects.some(({ kind }) => CONTROLLERS.has(kind))) return;
        const byDocument = groupBy(changedBy(input.analysis, input.path), ({ by }) => by.document);
        for (const [document, changed] of byDocument) {
          rule.checkChanged(changed, contextFor(input, options, sink, document));
        }
      });
    },
  },
  configuration: {
    concerns({ formats }, path, { repository }) {
      const { configurations = [] } = repository.files.get(path) ?? {};
      return configurations.some(({ format }) => formats.includes(format));
    },
    run(rule, input, options, sink) {
      for (const configuration of input.manifests.configurations ?? []) {
        const { format, document, at } = configuration;
        if (!rule.formats.includes(format)) continue;
        guard(sink, document, at, () => {
          const place = { file: input.path, document, path: at };
          const report = (finding: Finding<string>) => sink.finding(document, at, finding);
          rule.check({ ...configuration, place }, new Context(input, options, report));
        });
      }
    },
  },
  chart: {
    concerns: (_, path, analysis) => chartRefusalsIn(analysis, path).length > 0,
    run(rule, input, options, sink) {
      runAtPlaces(input, options, sink, {
        find: () => chartRefusalsIn(input.analysis, input.path),
        check: (refusal, context) => rule.check(refusal, context),
      });
    },
  },
  source: {
    concerns: (_, path, analysis) => broughtInBy(analysis, path).length > 0,
    run(rule, input, options, sink) {
      runAtPlaces(input, options, sink, {
        find: () => broughtInBy(input.analysis, input.path),
        check: (source, context) => rule.check(source, context),
      });
    },
  },
  file: {
    concerns: (_, path, { repository }) => (repository.files.get(path)?.broken ?? 0) > 0,
    run(rule, { text }, options, sink) {
      guard(sink, 0, [], () => {
        const report = (finding: TextFinding<string>) => sink.textFinding?.(finding);
        if (text) rule.check(text, { options, report });
      });
    },
  },
};

/** Runs a rule on what has one place each: in a document, or in a text by offsets. */
function runAtPlaces<Judged extends { at: Span | Place }>(
  input: RuleInput,
  options: unknown,
  sink: FindingSink,
  {
    find,
    check,
  }: {
    find: () => readonly Judged[];
    check: (judged: Judged, context: RuleContext<string, unknown>) => void;
  },
): void {
  guard(sink, 0, [], () => {
    for (const judged of find()) {
      const { at } = judged;
      const [document, path, target] = "document" in at ? [at.document, at.path] : [0, [], at];
      const report = (finding: Finding<string>) =>
        sink.finding(document, path, { ...finding, ...(target && { target }) });
      guard(sink, document, path, () => check(judged, new Context(input, options, report)));
    }
  });
}

/** Runs a rule on one object, as what it is written and as what builds make of it. */
function runOnObject(
  rule: RuleOn<"object">,
  input: RuleInput,
  options: unknown,
  sink: FindingSink,
  written: RenderedObject,
): void {
  const { file, kind, object, document, at, defects = [] } = written;
  guard(sink, document, at, () => {
    const place = { file, document, path: at };
    const changed = changedKinds(input, place, sink);
    if (!(changed ?? [kind]).some((one) => rule.kinds.includes(one))) return;
    if (!rule.patches && input.analysis.isPatch(file)) return;
    const report = (finding: Finding<string>) => sink.finding(document, at, finding);
    if (changed) runOnKinds(rule, input, options, report, { written, place, changed });
    else rule.check(object, new ObjectContext(input, options, report, rule.kinds, { kind, place, defects }));
  });
}

/** Whether charts render objects of some kinds with a file. */
function renders(path: string, analysis: Analysis, kinds: readonly KindName[]): boolean {
  return analysis.chartTemplate(path)?.objects.some(({ kind }) => kinds.includes(kind)) ?? false;
}

/** Runs a rule on what is written as an object of a kind that is not read, and applied as another. */
function runOnMade(rule: RuleOn<"object">, input: RuleInput, options: unknown, sink: FindingSink): void {
  // Anything else is no object, and the repository need not be read for it.
  if (input.text && !/\bkind\b/.test(input.text.manifests.text)) return;
  guard(sink, 0, [], () => {
    const { path: file, analysis } = input;
    for (const { document, at } of analysis.madeIn(file)) {
      guard(sink, document, at, () => {
        const [first] = analysis.applied(file, document, at);
        if (!first) return;
        const place = { file, document, path: at };
        const written = { kind: first.object.kind, object: first.object.object, document, at };
        const changed = analysis.changedKinds(file, document, at) ?? [];
        const report = (finding: Finding<string>) => sink.finding(document, at, finding);
        runOnKinds(rule, input, options, report, { written, place, changed, isMade: true });
      });
    }
  });
}

/** Runs a rule on objects on the lines of ABAC policies as well. */
function runOnPolicies(rule: RuleOn<"object">, input: RuleInput, options: unknown, sink: FindingSink): void {
  if (!rule.checkPolicy) return;
  for (const line of input.manifests.configurations ?? []) {
    const { format, document, at } = line;
    if (format !== "AbacPolicy") continue;
    guard(sink, document, at, () => {
      const report = (finding: Finding<string>) => sink.finding(document, at, finding);
      const place = { file: input.path, document, path: at };
      rule.checkPolicy?.({ ...line, place }, new Context(input, options, report));
    });
  }
}

/** Runs a rule on everything in a file that it judges. */
export function runRule(rule: RuleDefinition, input: RuleInput, options: unknown, sink: FindingSink): void {
  // `on` selects the entry for the rule's own kind, which TypeScript cannot follow.
  (KINDS_OF_RULES[rule.on] as KindOfRule<On>).run(rule, input, options, sink);
}

/** Whether a file has anything that a rule judges. */
export function concerns(rule: RuleDefinition, path: string, analysis: Analysis): boolean {
  return (KINDS_OF_RULES[rule.on] as KindOfRule<On>).concerns(rule, path, analysis);
}

/** Whether a rule judges texts, which the facts of a file do not include. */
export function needsText({ on }: RuleDefinition): boolean {
  return on === "file";
}

/** Whether a rule judges namespaces, which several files make, so that a finding can move from file to file. */
export function isAboutNamespaces({ on }: RuleDefinition): boolean {
  return on === "namespace";
}

/** Whether a rule judges kustomizations: what a file does, not the objects in it. */
export function isAboutKustomizations({ on }: RuleDefinition): boolean {
  return on === "kustomization";
}

/**
 * What builds make of an object, which is nothing if it is data of a chart. Where that cannot be known, which is reported,
 * it is judged as it is written.
 */
function changedKinds(input: RuleInput, { file, document, path: at }: Place, sink: FindingSink) {
  try {
    return input.analysis.isData(file) ? [] : input.analysis.changedKinds(file, document, at);
  } catch (error) {
    sink.failure(document, at, error);
    return undefined;
  }
}

function guard(sink: FindingSink, document: number, at: Path, check: () => void): void {
  try {
    check();
  } catch (error) {
    sink.failure(document, at, error);
  }
}

function contextFor(
  input: RuleInput,
  options: unknown,
  sink: FindingSink,
  document: number,
): RuleContext<string, unknown> {
  return new Context(input, options, (finding) => sink.finding(document, [], finding));
}

/** Returns the kustomization in a file, if the file is one. */
function kustomizationAt({ path, analysis }: RuleInput): WrittenKustomization | undefined {
  const value = analysis.repository.files.get(path)?.kustomization;
  return isMap(value) ? { file: path, directory: directoryOf(path), value } : undefined;
}
