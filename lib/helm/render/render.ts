import { crdsOf } from "./crds.js";
import { type ReleaseFacts, renderables } from "./data.js";
import { Journal } from "./journal.js";
import { type FoundWorlds, RenderPass } from "./pass.js";
import type { FileWorld, Refusal, RenderedFile } from "./rendered.js";
import { refuseReserved } from "./reserved.js";
import { inOrder, templateSet, withoutPartials } from "./templates.js";
import { type Decision, inAllWorlds, type Worlds } from "./worlds.js";
import { type Chart, ChartError, isLibrary } from "../chart/chart.js";
import { coalesceValues } from "../chart/coalesce.js";
import { isCompatible } from "../chart/compatible.js";
import { type MissingDependency, type Prepared, prepare } from "../chart/dependencies.js";
import { mergeLayers, type ValuesLayer } from "../chart/layers.js";
import { helmFunctions } from "../functions/index.js";
import { Budget, LIMITS, type Limits } from "../template/budget.js";
import { compareStrings } from "../values/compare.js";
import { type Dict, LimitError, TemplateError } from "../values/value.js";

/** What installs a chart. */
export interface Release extends ReleaseFacts {
  /** What stands in for what the chart says itself, the later over the earlier ones; undefined if nothing does. */
  chartValues?: readonly ValuesLayer[] | undefined;
  /** Those that are given over the chart's own, the later over the earlier ones. */
  values: readonly ValuesLayer[];
  /** What `lookup` finds: nothing, as with `helm template`, or what is not known. */
  lookup: "empty" | "unknown";
  /** Whether what is in `crds/` is installed too. */
  includeCrds: boolean;
}

/** What a release is made of. */
export interface Rendering {
  /** By their names as Helm calls them. */
  files: readonly RenderedFile[];
  /** What a chart depends on, and is not there. The rest is rendered without it, which Helm refuses. */
  missing: readonly MissingDependency[];
  /** Whether all ways were tried in which charts in it may be switched on or off. */
  isComplete: boolean;
  /** How much work it was. */
  work: number;
  /** Why Helm refuses all of it, whatever is decided. */
  refused?: Refusal;
  /** Why the chart is not followed at all. */
  excess?: LimitError;
}

/**
 * Renders a chart as a release of it does: helm, pkg/action/install.go, RunWithContext, and pkg/engine/engine.go, Render.
 * What is not known is tried both ways.
 */
export function render(chart: Chart, release: Release, limits: Limits = LIMITS): Rendering {
  const planning = new Budget(limits);
  const { work } = planning;
  let worlds: Worlds<Plan | ChartError>;
  try {
    const { chartValues } = release;
    const installed = chartValues ? { ...chart, values: mergeLayers(chartValues, work) } : chart;
    const given = mergeLayers(release.values, work);
    refuseReserved(installed, given);
    worlds = inAllWorlds([], (decide) => planOf(installed, release, given, { decide, work }));
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    return { files: [], missing: [], isComplete: false, excess: error, work: planning.spent };
  }
  const { worlds: plans, isComplete } = worlds;
  const budgets = { first: new Budget(limits), others: new Budget(limits) };
  const found = new Map<string, FoundWorlds>();
  const crds = new Map<string, RenderedFile>();
  const missing = new Map<string, MissingDependency>();
  const outcomes = plans.map(({ decisions, result: plan }) => {
    if (plan instanceof ChartError) return plan;
    for (const one of plan.missing)
      missing.set(`${one.in}\n${one.dependency.name}\n${one.dependency.alias}`, one);
    if (release.includeCrds) for (const one of crdsOf(plan.unit)) crds.set(one.template, one);
    return renderPlan(plan, release, decisions, budgets, found);
  });
  const files = [...found.values()].map((one) => asFile(one, plans, isComplete));
  const every = outcomes.every((one) => one !== undefined) ? outcomes[0] : undefined;
  const refused = every ?? refusedFile([...found.values()]);
  return {
    files: [...crds.values(), ...files].sort((one, other) => compareStrings(one.template, other.template)),
    missing: [...missing.values()],
    isComplete,
    work: planning.spent + budgets.first.spent + budgets.others.spent,
    ...(refused instanceof LimitError ? { excess: refused } : refused && { refused }),
  };
}

/** Which charts are rendered, with which values. */
interface Plan extends Prepared {
  values: Dict;
}

function planOf(
  chart: Chart,
  { capabilities }: Release,
  given: Dict,
  context: Parameters<typeof prepare>[2],
): Plan | ChartError {
  try {
    if (isLibrary(chart))
      throw new ChartError("a library chart cannot be installed", chart.metadata.places.get("type"));
    const prepared = prepare(chart, given, context);
    const { kubeVersion, places } = chart.metadata;
    const { kubernetesVersion } = capabilities;
    const version =
      typeof kubernetesVersion === "string" ? `v${kubernetesVersion.replace(/^v/, "")}` : undefined;
    if (version !== undefined && kubeVersion !== "" && !isCompatible(kubeVersion, version)) {
      throw new ChartError(
        `the chart is for Kubernetes '${kubeVersion}', not for ${version}`,
        places.get("kubeVersion"),
      );
    }
    return { ...prepared, values: coalesceValues(prepared.unit, given) };
  } catch (error) {
    if (error instanceof ChartError) return error;
    throw error;
  }
}

/** Renders the templates of a plan into those that were found before, or says why none of them can be. */
function renderPlan(
  { unit, values }: Plan,
  release: Release,
  decisions: readonly Decision[],
  budgets: { first: Budget; others: Budget },
  found: Map<string, FoundWorlds>,
): TemplateError | LimitError | undefined {
  const journal = new Journal();
  journal.watch(values);
  const functions = helmFunctions(release.lookup);
  const files = inOrder(renderables(unit, values, release, functions.get("toYaml")).values());
  for (const { data } of files) journal.watch(data);
  try {
    const templates = templateSet(files);
    new RenderPass(withoutPartials(files), { templates, functions, journal, budgets }, found).run(decisions);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError || error instanceof LimitError) return error;
    throw error;
  }
}

/** Where a chart is switched off by what is not known, its templates write nothing. */
function asFile(
  { renderable, worlds, isComplete }: FoundWorlds,
  plans: readonly { decisions: readonly Decision[]; result: unknown }[],
  isEachPlan: boolean,
): RenderedFile {
  const without = plans.filter(({ decisions }) => {
    return !worlds.some((world) => decisions.every((one, index) => isSame(one, world.decisions[index])));
  });
  const absent: FileWorld[] = without.map(({ decisions }) => ({ decisions, documents: [] }));
  return {
    template: renderable.path,
    file: renderable.file.file,
    worlds: [...worlds, ...absent],
    isComplete: isComplete && isEachPlan,
  };
}

function isSame(one: Decision, other: Decision | undefined): boolean {
  return one.unknown.id === other?.unknown.id && one.holds === other.holds;
}

/** The first template that Helm refuses in every world, in the order in which it renders them. */
function refusedFile(found: readonly FoundWorlds[]): TemplateError | undefined {
  for (const { worlds, isComplete } of found) {
    const errors = worlds.map(({ documents }) => ("error" in documents ? documents.error : undefined));
    const [first] = errors;
    if (
      isComplete &&
      first instanceof TemplateError &&
      errors.every((error) => error instanceof TemplateError)
    ) {
      return first;
    }
  }
  return undefined;
}
