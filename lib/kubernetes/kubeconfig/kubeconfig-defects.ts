import { field } from "../../util/plain-values.js";
import { type MinorRange } from "../api/kubernetes-version.js";
import { isKnown } from "../objects.js";
import { type Entry, hasText, type Kubeconfig, LIST_NAMES, type ListName, textIn } from "./kubeconfig.js";

type Path = readonly (string | number)[];

/** A name in a kubeconfig that an entry of one of its lists must have. */
export interface Reference {
  list: ListName;
  name: string;
  at: Path;
  /** The context that says so; undefined for `current-context`. */
  by?: Entry;
}

/** Something with which client-go refuses a kubeconfig, or an entry when it is used, or that it does not heed. */
export interface KubeconfigDefect {
  id:
    | "duplicate"
    | "fileAndData"
    | "tokenAndFile"
    | "tokenAndPassword"
    | "execAndProvider"
    | "removedProvider"
    | "execVersion"
    | "removedExecVersion"
    | "noInteractiveMode";
  at: Path;
  /** The list of the entry that it is in. */
  list: ListName;
  entry: Entry;
  value: string;
  /** The versions of client-go in which it is one. */
  range?: MinorRange;
}

/** The minor version of client-go without each auth provider, and what to use instead. */
export const REMOVED_PROVIDERS: Readonly<Record<string, { since: number; instead: string }>> = {
  // Kubernetes pull requests 112341 (1.26) and 89014 (1.19).
  azure: { since: 26, instead: "kubelogin" },
  gcp: { since: 26, instead: "gke-gcloud-auth-plugin" },
  openstack: { since: 19, instead: "client-keystone-auth" },
};

const EXEC_GROUP = "client.authentication.k8s.io";
/** Kubernetes pull request 108616. */
const EXEC_V1ALPHA1_UNTIL = 23;

/** The names that are to be in a list of the same kubeconfig, or of one that is merged with it. */
export function references({ currentContext, contexts }: Kubeconfig): Reference[] {
  const current: Reference = { list: "contexts", name: currentContext, at: ["current-context"] };
  return [
    current,
    ...contexts.flatMap((by): Reference[] => [
      { list: "clusters", name: textIn(by.content, "cluster"), at: [...by.contentAt, "cluster"], by },
      { list: "users", name: textIn(by.content, "user"), at: [...by.contentAt, "user"], by },
    ]),
  ].filter(({ name }) => isKnown(name));
}

/**
 * The defects of a kubeconfig that it has by itself. Unknown values are left out.
 * Kubernetes: staging/src/k8s.io/client-go/tools/clientcmd/validation.go and api/v1/conversion.go.
 */
export function kubeconfigDefects(config: Kubeconfig): KubeconfigDefect[] {
  return [
    ...LIST_NAMES.flatMap((list) => duplicates(list, config[list])),
    ...config.clusters.flatMap((entry) => fileAndData("clusters", entry, "certificate-authority")),
    ...config.users.flatMap((entry) => [...userDefects(entry), ...pluginDefects(entry)]),
  ];
}

/** api/v1/conversion.go, Convert_Slice_v1_NamedAuthInfo_To_Map and its like: the whole file is refused. */
function duplicates(list: ListName, entries: readonly Entry[]): KubeconfigDefect[] {
  const seen = new Set<string>();
  return entries.flatMap((entry): KubeconfigDefect[] => {
    const { name, at } = entry;
    if (!isKnown(name)) return [];
    if (seen.has(name)) return [{ id: "duplicate", at: [...at, "name"], list, entry, value: name }];
    seen.add(name);
    return [];
  });
}

/** validation.go, validateClusterInfo and validateAuthInfo. */
function fileAndData(list: ListName, entry: Entry, file: string): KubeconfigDefect[] {
  const { content, contentAt } = entry;
  if (!hasText(content, file) || !hasText(content, `${file}-data`)) return [];
  return [{ id: "fileAndData", at: [...contentAt, file], list, entry, value: file }];
}

function userDefects(entry: Entry): KubeconfigDefect[] {
  const { content, contentAt } = entry;
  const has = (name: string): boolean => hasText(content, name);
  // Without a certificate nobody looks at the key.
  const hasCertificate = has("client-certificate") || has("client-certificate-data");
  const basic = has("password") ? "password" : "username";
  const inField = (id: KubeconfigDefect["id"], value: string): KubeconfigDefect => {
    return { id, at: [...contentAt, value], list: "users", entry, value };
  };
  return [
    ...fileAndData("users", entry, "client-certificate"),
    ...(hasCertificate ? fileAndData("users", entry, "client-key") : []),
    ...(has("token") && has(basic) ? [inField("tokenAndPassword", basic)] : []),
    // client_config.go, getUserIdentificationPartialConfig, and transport/round_trippers.go.
    ...(has("token") && has("tokenFile") ? [inField("tokenAndFile", "token")] : []),
  ];
}

/** rest/transport.go, TransportConfig, and plugin/pkg/client/auth. */
function pluginDefects(entry: Entry): KubeconfigDefect[] {
  const { content, contentAt } = entry;
  const [provider, exec] = [field(content, "auth-provider"), field(content, "exec")];
  const found: KubeconfigDefect[] = [];
  const add = (id: KubeconfigDefect["id"], value: string, path: Path, range?: MinorRange): void => {
    found.push({ id, at: [...contentAt, ...path], list: "users", entry, value, ...(range && { range }) });
  };
  const name = textIn(provider, "name");
  if (isKnown(name) && textIn(exec, "command") !== "") add("execAndProvider", name, ["auth-provider"]);
  else if (Object.hasOwn(REMOVED_PROVIDERS, name)) {
    add("removedProvider", name, ["auth-provider", "name"], { since: REMOVED_PROVIDERS[name]?.since ?? 0 });
  }
  const version = textIn(exec, "apiVersion");
  const at = ["exec", "apiVersion"];
  if (version === `${EXEC_GROUP}/v1alpha1`)
    add("removedExecVersion", version, at, { since: EXEC_V1ALPHA1_UNTIL + 1 });
  else if (isKnown(version) && version !== `${EXEC_GROUP}/v1` && version !== `${EXEC_GROUP}/v1beta1`)
    add("execVersion", version, at);
  else if (version === `${EXEC_GROUP}/v1` && textIn(exec, "interactiveMode") === "")
    add("noInteractiveMode", version, at);
  return found;
}
