import { documents, text } from "./applied.js";

/** A kustomization that says something unusual, which kustomize accepts unless `isRefused`. */
export interface OddExample {
  name: string;
  files: Record<string, string>;
  directory: string;
  isRefused?: boolean;
}

const objects = documents(
  text.clusterRole("name: r"),
  text.clusterBinding("name: b", "kind: ClusterRole, name: r"),
  text.policy("name: p", "{podSelector: {matchLabels: {app: x}}}"),
);
const example = (name: string, kustomization: string, others: Record<string, string> = {}): OddExample => ({
  name,
  directory: "app",
  files: {
    "app/kustomization.yaml": `resources: [objects.yaml]\n${kustomization}`,
    "app/objects.yaml": objects,
    ...others,
  },
});
const patchOf = (kind: string, name: string) =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: ${name}, labels: {a: b}}}`;
const list = (...items: string[]) => `{apiVersion: v1, kind: List, items: [${items.join(", ")}]}`;
const role = patchOf("ClusterRole", "r");
const configured = (
  configuration: string,
  isRefused = false,
  others: Record<string, string> = {},
): OddExample => ({
  ...example(
    `configurations with ${configuration}`,
    "namePrefix: x-\nnamespace: team\ncommonLabels: {q: w}\nconfigurations: [c.yaml]\n",
    { "app/c.yaml": configuration, ...others },
  ),
  isRefused,
});

/** What is built alike although it is written in ways that are seldom seen. */
export const oddExamples: readonly OddExample[] = [
  example("the label of who manages it", "buildMetadata: [managedByLabel]\n"),
  {
    ...example("the label of a base, which does not count", "buildMetadata: [managedByLabel]\n", {
      "top/kustomization.yaml": "resources: [../app]\nnamePrefix: x-\n",
    }),
    directory: "top",
  },
  example("a patch file that is a List", "patches: [{path: p.yaml}]\n", {
    "app/p.yaml": list(role, patchOf("ClusterRoleBinding", "b")),
  }),
  example("a merge patch that is a List", "patchesStrategicMerge: [p.yaml]\n", {
    "app/p.yaml": list(role, patchOf("ClusterRoleBinding", "b")),
  }),
  example("a List of one patch for a target", "patches: [{path: p.yaml, target: {kind: ClusterRole}}]\n", {
    "app/p.yaml": list(role),
  }),
  example("a List of roles as a patch", "patches: [{path: p.yaml}]\n", {
    "app/p.yaml": `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleList, items: [${role}]}`,
  }),
  example("a List with a name as a patch", "patches: [{path: p.yaml}]\n", {
    "app/p.yaml": list(role).replace("items", "metadata: {name: l}, items"),
  }),
  example("a List within a text", `patches: [{patch: '${list(role)}'}]\n`),
  {
    ...example(
      "a List of two patches for a target",
      "patches: [{path: p.yaml, target: {kind: ClusterRole}}]\n",
      {
        "app/p.yaml": list(role, patchOf("ClusterRoleBinding", "b")),
      },
    ),
    isRefused: true,
  },
  {
    ...example("an empty List as a patch", "patches: [{path: p.yaml}]\n", { "app/p.yaml": list() }),
    isRefused: true,
  },
  configured("namePrefix: [{path: metadata/name}]\n"),
  configured("namePrefix: [{path: metadata/name, kind: ClusterRole}]\n"),
  configured("commonLabels: [{path: metadata/labels, create: true}]\n"),
  configured(
    "commonLabels: [{path: spec/podSelector/matchLabels, group: networking.k8s.io, kind: NetworkPolicy}]\n",
  ),
  configured(
    "nameReference: [{kind: ClusterRole, fieldSpecs: [{path: roleRef/name, kind: ClusterRoleBinding}]}]\n",
  ),
  configured("namespace: [{path: metadata/name, kind: Namespace, create: true}]\n"),
  {
    ...configured("namePrefix: [{path: metadata/name, kind: ClusterRole}]\n", false, {
      "top/kustomization.yaml": "resources: [../app]\nnamePrefix: y-\n",
    }),
    name: "configurations for one kind, in the layer above",
    directory: "top",
  },
  {
    ...configured("namePrefix: [{path: metadata/name, kind: ClusterRole}]\n", false, {
      "app/kustomization.yaml": "resources: [../base]\nnamePrefix: x-\nconfigurations: [c.yaml]\n",
      "base/kustomization.yaml": "resources: [objects.yaml]\n",
      "base/objects.yaml": objects,
      "top/kustomization.yaml": "resources: [../app]\nnamePrefix: y-\n",
    }),
    name: "configurations for one kind after a base, and in the layer above",
    directory: "top",
  },
  {
    ...configured("namePrefix: [{path: metadata/name, kind: ClusterRole}]\n", false, {
      "app/kustomization.yaml": "resources: [objects.yaml]\ncomponents: [../part]\nnamePrefix: x-\n",
      "part/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: z-\nconfigurations: [c.yaml]\n",
      "part/c.yaml": "namePrefix: [{path: metadata/name, kind: ClusterRole}]\n",
    }),
    name: "configurations for one kind in a component",
  },
  configured("commonLabels: [{path: metadata/labels, kind: ClusterRole, create: true}]\n"),
  configured("commonLabels: [{path: metadata/labels}]\n", true),
  configured(
    "commonLabels: [{path: spec/podSelector/matchLabels, kind: NetworkPolicy, group: networking.k8s.io, create: true}]\n",
    true,
  ),
  configured("namespace: [{path: metadata/name, kind: Namespace}]\n", true),
  configured("commonLabels: [{path: a, create: true}, {path: a}]\n", true),
  {
    ...example(
      "fields of labels that contradict kustomize's own",
      "labels: [{pairs: {q: w}, fields: [{path: metadata/labels}]}]\n",
    ),
    isRefused: true,
  },
  {
    ...example("configurations of two layers that contradict each other", "configurations: [c.yaml]\n", {
      "app/c.yaml": "commonLabels: [{path: a, create: true}]\n",
      "top/kustomization.yaml": "resources: [../app]\nconfigurations: [c.yaml]\n",
      "top/c.yaml": "commonLabels: [{path: a}]\n",
    }),
    directory: "top",
    isRefused: true,
  },
];
