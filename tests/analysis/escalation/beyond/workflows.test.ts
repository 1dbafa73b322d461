import { describe, expect, it } from "vitest";
import { privilegedPod } from "../../../../lib/analysis/escalation/beyond/privileged-pods.js";
import { runWorkflow } from "../../../../lib/analysis/escalation/beyond/workflows.js";
import { account, grant, namespace, rule, steps, workload, worldOf } from "./steps.js";

const CREATE = rule("create", "workflows.argoproj.io");
const ARGO = workload("workflow-controller", { in: "argo" });
const TEKTON = workload("tekton-pipelines-controller", { in: "tekton-pipelines" });
const run = (kind: string, group = "argoproj.io/v1alpha1") =>
  `apiVersion: ${group}\nkind: ${kind}\nmetadata: { name: nightly, namespace: shop }\nspec: {}\n`;
const settings = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: workflow-controller-configmap, namespace: argo }\ndata:\n  ${data}\n`;
const STRICT = settings("workflowRestrictions: |\n    templateReferencing: Strict");

const found = (rules: string[], others: string[], where: { in?: string } = { in: "shop" }) =>
  steps(runWorkflow, worldOf([grant(rules, where.in), account("web"), ...others]));

const as = (kind: string, name = "web") =>
  `ServiceAccount:shop/${name}: creates a ${kind} in namespace 'shop' that runs as ServiceAccount 'shop/${name}'`;
const secrets = (kind: string) =>
  `secrets shop: creates a ${kind} in namespace 'shop' that mounts the Secrets of namespace 'shop' (only with the names of the Secrets, since a pod names those that it mounts)`;

describe("run-workflow", () => {
  it.each([
    ["workflows.argoproj.io", "Workflow", ARGO],
    ["cronworkflows.argoproj.io", "CronWorkflow", ARGO],
    ["pipelineruns.tekton.dev", "PipelineRun", TEKTON],
    ["taskruns.tekton.dev", "TaskRun", TEKTON],
    ["workflows.argoproj.io", "Workflow", workload("argo-workflows-workflow-controller", { in: "argo" })],
  ])("gives what a pod gives with create on %s", (resource, kind, controller) => {
    expect(found([rule("create", resource)], [controller])).toEqual([
      as(kind),
      as(kind, "default"),
      secrets(kind),
    ]);
  });

  it("gives the ServiceAccounts of all namespaces to whoever creates in all", () => {
    expect(found([CREATE], [ARGO, account("web", "blog")], {})).toContain(
      "ServiceAccount:blog/web: creates a Workflow in namespace 'blog' that runs as ServiceAccount 'blog/web'",
    );
  });

  it.each([
    ["the controller", [CREATE], []],
    ["the right", [rule("get, list, update, delete", "workflows.argoproj.io")], [ARGO]],
    ["a rule for any name", [rule("create", "workflows.argoproj.io", "nightly")], [ARGO]],
    ["the engine that runs it", [CREATE], [TEKTON]],
    ["something that runs", [rule("create", "workflowtemplates.argoproj.io")], [ARGO]],
    ["its own group", [rule("create", "workflows.example.com")], [ARGO]],
  ])("finds nothing without %s", (_, rules, others) => {
    expect(found(rules, others)).toEqual([]);
  });

  it.each([
    ["workflows.argoproj.io", "Workflow", run("CronWorkflow"), "Argo Workflows"],
    ["pipelineruns.tekton.dev", "PipelineRun", run("TaskRun", "tekton.dev/v1"), "Tekton"],
  ])("is not sure where only objects show that it is there: %s", (resource, kind, object, engine) => {
    expect(found([rule("create", resource)], [object])).toEqual([
      `? ${as(kind)} (only where ${engine} runs)`,
      `? ${as(kind, "default")} (only where ${engine} runs)`,
      `? ${secrets(kind).replace("(only", `(only where ${engine} runs, and only`)}`,
    ]);
  });

  it("counts only the namespace that the controller manages", () => {
    const controller = (...args: string[]) =>
      workload("workflow-controller", { in: "argo", container: `args: [${args.join(", ")}]` });
    const shop = [as("Workflow"), as("Workflow", "default"), secrets("Workflow")];
    expect(found([CREATE], [controller("--namespaced")])).toEqual([]);
    expect(found([CREATE], [controller("--namespaced", "--managed-namespace", "blog")])).toEqual([]);
    expect(found([CREATE], [controller("--namespaced", "--managed-namespace", "shop")])).toEqual(shop);
    expect(found([CREATE], [controller("--namespaced", "--managed-namespace=shop")], {})).toEqual(shop);
    expect(found([CREATE], [controller("--namespaced=false")])).toEqual(shop);
  });

  it("needs a template where runs have to refer to one", () => {
    const templates = rule("create", "workflowtemplates.argoproj.io");
    expect(found([CREATE], [ARGO, STRICT])[0]).toBe(
      `? ${as("Workflow")} (only as far as a template that is there allows it)`,
    );
    expect(found([CREATE, templates], [ARGO, STRICT])[0]).toBe(as("Workflow"));
    expect(found([templates], [ARGO, STRICT])).toEqual([]);
    expect(found([CREATE], [ARGO, settings("parallelism: '10'")])[0]).toBe(as("Workflow"));
    expect(found([rule("create", "taskruns.tekton.dev")], [TEKTON, STRICT])[0]).toBe(as("TaskRun"));
  });

  it("can take over a node where Pod Security lets it", () => {
    const world = (level: string, ...others: string[]) =>
      worldOf([grant([CREATE], "shop"), namespace("shop", level), ...others]);
    expect(steps(privilegedPod, world("privileged", ARGO))).toEqual([
      "node *: creates a Workflow in namespace 'shop' with a pod that takes over its node (only while Pod Security of namespace 'shop' is neither baseline nor restricted)",
    ]);
    expect(steps(privilegedPod, world("baseline", ARGO))).toEqual([]);
    expect(steps(privilegedPod, world("privileged", ARGO, STRICT))).toEqual([]);
    expect(steps(privilegedPod, world("privileged", run("Workflow")))).toEqual([]);
  });
});
