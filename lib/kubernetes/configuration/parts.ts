import { field, isMap, items } from "../../util/plain-values.js";

type Path = readonly (string | number)[];

/** A value in a document that may be a document of its own. */
export interface Part {
  path: Path;
  value: unknown;
  /** Whether it is applied to documents of its kind, whatever their version, so that it needs no `apiVersion`. */
  isByKind?: true;
}

/**
 * The values in a document that may hold other configurations: maps, such as the configurations of admission plugins,
 * and texts, such as the data of a ConfigMap.
 */
export function partsOf(value: Readonly<Record<string, unknown>>): Part[] {
  switch (value.kind) {
    case "ConfigMap":
      return textsIn(value.data, ["data"]);
    case "Secret":
      return textsIn(value.stringData, ["stringData"]);
    case "AdmissionConfiguration":
      return fieldsOf(value.plugins, ["plugins"], "configuration");
    case "Cluster":
      return [
        ...kindPatches(value),
        ...fieldsOf(field(value, "spec", "fileAssets"), ["spec", "fileAssets"], "content"),
      ];
    case undefined:
      return [...talosParts(value), ...ANSIBLE_KEYS.map((key) => ({ path: [key], value: value[key] }))];
    default:
      return kubeadmFiles(value);
  }
}

/** The patches of a cluster of kind, for all nodes and for each. kind: pkg/internal/patch/resource.go, matches. */
function kindPatches(value: Readonly<Record<string, unknown>>): Part[] {
  const key = "kubeadmConfigPatches";
  const patches = [
    ...listOf(value[key], [key]),
    ...items(value.nodes).flatMap((node, index) => listOf(field(node, key), ["nodes", index, key])),
  ];
  return patches.map((patch) => ({ ...patch, isByKind: true }));
}

/**
 * The variables of Ansible that hold a config.yaml of k3s: as a map for PyratLabs/ansible-role-k3s, as a text for
 * k3s-io/k3s-ansible.
 */
export const ANSIBLE_KEYS = ["k3s_server", "k3s_agent", "server_config_yaml", "agent_config_yaml"] as const;

/** Where the kinds of Cluster API that hold what kubeadm is told have it. */
export const KUBEADM_SPECS: Readonly<Record<string, readonly string[]>> = {
  KubeadmControlPlane: ["spec", "kubeadmConfigSpec"],
  KubeadmControlPlaneTemplate: ["spec", "template", "spec", "kubeadmConfigSpec"],
  KubeadmConfig: ["spec"],
  KubeadmConfigTemplate: ["spec", "template", "spec"],
};

function kubeadmFiles(value: Readonly<Record<string, unknown>>): Part[] {
  const { kind } = value;
  const at = typeof kind === "string" && Object.hasOwn(KUBEADM_SPECS, kind) ? KUBEADM_SPECS[kind] : undefined;
  return at ? fieldsOf(field(value, ...at, "files"), [...at, "files"], "content") : [];
}

function talosParts(value: Readonly<Record<string, unknown>>): Part[] {
  const server = ["cluster", "apiServer"];
  return [
    ...fieldsOf(field(value, "machine", "files"), ["machine", "files"], "content"),
    ...fieldsOf(
      field(value, ...server, "admissionControl"),
      [...server, "admissionControl"],
      "configuration",
    ),
    { path: [...server, "auditPolicy"], value: field(value, ...server, "auditPolicy") },
  ];
}

function textsIn(value: unknown, path: Path): Part[] {
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, text]) => ({ path: [...path, key], value: text }));
}

function listOf(value: unknown, path: Path): Part[] {
  return items(value).map((item, index) => ({ path: [...path, index], value: item }));
}

function fieldsOf(value: unknown, path: Path, key: string): Part[] {
  return items(value).map((item, index) => ({ path: [...path, index, key], value: field(item, key) }));
}
