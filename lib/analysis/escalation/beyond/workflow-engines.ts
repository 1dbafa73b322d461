import { WORKFLOW_ENGINES, type WorkflowEngine } from "../../../kubernetes/escalation/run-resources.js";
import { isKnown } from "../../../kubernetes/objects.js";
import type { Repository } from "../../../repository/repository.js";
import { memoize } from "../../../util/memoize.js";
import { configurationsOf } from "../../access/configurations.js";
import { textOf } from "../../searched-texts.js";
import type { Pods } from "../pods.js";
import type { World } from "../world.js";

/** A workflow engine that a repository shows to be in a cluster. */
export interface EngineHere {
  engine: WorkflowEngine;
  /** Its controllers; none if only objects show that it is there. */
  controllers: readonly Pods[];
  /** The namespaces in which it runs something; undefined for all. */
  namespaces: ReadonlySet<string> | undefined;
  /** Whether it runs only what its templates say, which those who create a run do not write. */
  needsTemplate: boolean;
}

/** The workflow engines of a cluster, by their controllers or, if these are not in the repository, by their objects. */
export const enginesOf: (world: World) => readonly EngineHere[] = memoize((world: World) => {
  return WORKFLOW_ENGINES.flatMap((engine): EngineHere[] => {
    const controllers = world.pods.filter(({ kind, name }) => {
      return kind === "Deployment" && engine.controller.test(name);
    });
    if (controllers.length === 0 && !enginesWithObjects(world.analysis.repository).includes(engine))
      return [];
    const namespaces = controllers.map((one) => managedBy(world, one));
    const isLimited = namespaces.length > 0 && !namespaces.includes(undefined);
    const needsTemplate = engine.name === "Argo Workflows" && isRestricted(world);
    return [
      {
        engine,
        controllers,
        namespaces: isLimited ? new Set(namespaces.filter((one) => one !== undefined)) : undefined,
        needsTemplate,
      },
    ];
  });
});

/** The engines for which a repository has something to run. */
export const enginesWithObjects = memoize((repository: Repository): readonly WorkflowEngine[] => {
  const types = new Set<string>();
  for (const { customObjects = [] } of repository.files.values())
    for (const one of customObjects) types.add(one.slice(0, one.indexOf(" ")));
  return WORKFLOW_ENGINES.filter(({ resources }) => {
    return resources.some(({ apiGroup, kind }) => types.has(`${apiGroup}/${kind}`));
  });
});

/**
 * The one namespace in which a controller of Argo Workflows runs something: its own with `--namespaced`, or that of
 * `--managed-namespace`. https://argo-workflows.readthedocs.io/en/latest/managed-namespace/.
 */
function managedBy({ analysis }: World, { applied, namespace }: Pods): string | undefined {
  const text = textOf(analysis.repository, applied.object.file);
  if (!/--namespaced\b(?!=false)/.test(text)) return undefined;
  const [, managed] = /--managed-namespace["',\s=-]+([a-z0-9][a-z0-9-]*)/.exec(text) ?? [];
  return managed !== undefined && isKnown(managed) ? managed : namespace;
}

/** Whether runs have to refer to templates: https://argo-workflows.readthedocs.io/en/latest/workflow-restrictions/. */
function isRestricted({ analysis }: World): boolean {
  const { repository } = analysis;
  const files = new Set(configurationsOf(repository, "ArgoWorkflowsSettings").map(({ file }) => file));
  return [...files].some((file) => RESTRICTED.test(textOf(repository, file)));
}

const RESTRICTED = /\btemplateReferencing["']?[ \t]*:[ \t]*["']?(?:Strict|Secure)\b/;
