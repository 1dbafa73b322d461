import { WORKFLOW_ENGINES } from "../../../kubernetes/escalation/run-resources.js";
import { about, isForAnyName } from "../rbac/allowed.js";
import { article, runningAs } from "../rbac/run-pods.js";
import type { Held, Rights } from "../rights.js";
import type { Technique } from "../technique.js";
import type { World } from "../world.js";
import { type EngineHere, enginesOf } from "./workflow-engines.js";

const QUESTIONS = new Map(
  WORKFLOW_ENGINES.map((engine) => [
    engine,
    engine.resources.map(({ kind, apiGroup, resource }) => ({
      kind,
      create: about(apiGroup, "create", resource),
    })),
  ]),
);
const CREATES = [...QUESTIONS.values()].flatMap((all) => all.map(({ create }) => create));
const CREATE_TEMPLATE = about("argoproj.io", "create", "workflowtemplates");

export const runWorkflow: Technique = {
  name: "run-workflow",
  title: "Have a workflow engine run a pod",
  takes:
    "`create` without `resourceNames` on Workflows or CronWorkflows of Argo Workflows, or on PipelineRuns or TaskRuns of Tekton, in a namespace that the engine looks at. Where `templateReferencing` is `Strict` or `Secure`, `create` on WorkflowTemplates as well. Without the engine's controller in the repository, the step is not sure.",
  gives: "What creating a pod gives: a run names the ServiceAccount of its pods, and what runs in them.",
  cites: [
    "https://argo-workflows.readthedocs.io/en/latest/security/",
    "https://argo-workflows.readthedocs.io/en/latest/workflow-restrictions/",
    "https://tekton.dev/docs/pipelines/taskruns/",
    "https://tekton.dev/docs/pipelines/pipelineruns/",
  ],
  *edges(world, from) {
    for (const { here, kind, namespace, rights, unsure } of runs(world, world.rightsOf(from))) {
      const [controller] = here.controllers;
      for (const edge of runningAs(world, { namespace, rights }, () => `${article(kind)} ${kind}`)) {
        const needs = [unsure, edge.needs].filter((one) => one !== undefined).join(", and ");
        yield {
          ...edge,
          ...(controller && { also: [controller.step] }),
          ...(needs !== "" && { needs }),
          ...(unsure !== undefined && { isSure: false as const }),
        };
      }
    }
  },
};

/** A run that somebody may create. */
interface Run {
  here: EngineHere;
  kind: string;
  /** Undefined for every namespace. */
  namespace: string | undefined;
  rights: readonly Held[];
  /** What it needs besides, if it is not sure to work. */
  unsure: string | undefined;
}

/** The runs that somebody may create, where an engine is there to run them. */
export function* runs(world: World, rights: Rights): Iterable<Run> {
  if (!CREATES.some((create) => rights.allowing(create).length > 0)) return;
  for (const here of enginesOf(world)) {
    for (const { kind, create } of QUESTIONS.get(here.engine) ?? []) {
      for (const held of rights.allowing(create).filter(isForAnyName)) {
        for (const namespace of placesOf(here, held)) {
          const template = here.needsTemplate ? rights.may(CREATE_TEMPLATE, { namespace }) : undefined;
          yield {
            here,
            kind,
            namespace,
            rights: template ? [held, template] : [held],
            unsure: doubtOf(here, template),
          };
        }
      }
    }
  }
}

/** The namespaces of a right in which an engine runs something; undefined for all of them. */
function placesOf({ namespaces }: EngineHere, { namespace }: Held): (string | undefined)[] {
  if (!namespaces) return [namespace];
  if (namespace === undefined) return [...namespaces];
  return namespaces.has(namespace) ? [namespace] : [];
}

function doubtOf({ engine, controllers, needsTemplate }: EngineHere, template: Held | undefined) {
  if (controllers.length === 0) return `only where ${engine.name} runs`;
  return needsTemplate && !template ? "only as far as a template that is there allows it" : undefined;
}
