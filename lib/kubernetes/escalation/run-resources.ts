/** A resource whose objects a workflow engine runs as pods. */
export interface RunResource {
  kind: string;
  apiGroup: string;
  resource: string;
}

/** What runs pods for whoever creates an object of it. */
export interface WorkflowEngine {
  /** As people call it. */
  name: string;
  resources: readonly RunResource[];
  /** The name of its controller, which its charts put something before. */
  controller: RegExp;
}

/**
 * The engines whose runs name the ServiceAccount of their pods, any one of the namespace, and have containers of any image.
 * Argo Workflows: https://argo-workflows.readthedocs.io/en/latest/security/, "There is no restriction on which service account
 * in a namespace may be used"; a CronWorkflow makes Workflows. Tekton: https://tekton.dev/docs/pipelines/taskruns/,
 * `serviceAccountName`; a PipelineRun makes TaskRuns.
 */
export const WORKFLOW_ENGINES: readonly WorkflowEngine[] = [
  {
    name: "Argo Workflows",
    resources: [
      { kind: "Workflow", apiGroup: "argoproj.io", resource: "workflows" },
      { kind: "CronWorkflow", apiGroup: "argoproj.io", resource: "cronworkflows" },
    ],
    controller: /^(?:[a-z0-9-]+-)?workflow-controller$/,
  },
  {
    name: "Tekton",
    resources: [
      { kind: "PipelineRun", apiGroup: "tekton.dev", resource: "pipelineruns" },
      { kind: "TaskRun", apiGroup: "tekton.dev", resource: "taskruns" },
    ],
    controller: /^(?:[a-z0-9-]+-)?tekton-pipelines-controller$/,
  },
];
