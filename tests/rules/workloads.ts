/** Workloads in the shape people write them, for tests. */

const GROUPS: Readonly<Record<string, string>> = {
  Pod: "v1",
  ReplicationController: "v1",
  Job: "batch/v1",
  CronJob: "batch/v1",
  Rollout: "argoproj.io/v1alpha1",
  DeploymentConfig: "apps.openshift.io/v1",
  Service: "serving.knative.dev/v1",
  VirtualMachine: "kubevirt.io/v1",
};

/**
 * A workload whose pods have some lines in their spec, before their containers. In a Deployment `web` of a namespace the
 * first of them stands in line 9, column 7.
 */
export function workload(kind: string, namespace: string | undefined, pod = "", annotations = ""): string {
  const spec = [...(pod === "" ? [] : pod.split("\n")), "containers:", "  - { name: web, image: web }"];
  const meta = annotations === "" ? [] : [`metadata: { annotations: { ${annotations} } }`];
  const template = [...meta, "spec:", ...spec.map((line) => `  ${line}`)];
  const above =
    kind === "Pod"
      ? []
      : kind === "CronJob"
        ? ["spec:", "  jobTemplate:", "    spec:", "      template:"]
        : ["spec:", "  template:"];
  return [
    `apiVersion: ${GROUPS[kind] ?? "apps/v1"}`,
    `kind: ${kind}`,
    "metadata:",
    "  name: web",
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    ...above,
    ...template.map((line) => `${"  ".repeat(above.length)}${line}`),
    "",
  ].join("\n");
}
