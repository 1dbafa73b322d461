import { field, isMap, items } from "../../util/plain-values.js";
import { isPlain, UNKNOWN } from "../objects.js";

type Path = readonly (string | number)[];
type Fields = Readonly<Record<string, unknown>>;

/** The lists of a kubeconfig, and the field that holds the content of an entry in each. */
export const ENTRY_FIELDS = { clusters: "cluster", contexts: "context", users: "user" } as const;
export type ListName = keyof typeof ENTRY_FIELDS;
export const LIST_NAMES = Object.keys(ENTRY_FIELDS) as ListName[];

/** A cluster, a context or a user of a kubeconfig. */
export interface Entry {
  /** Its name; `UNKNOWN` if it is no text. */
  name: string;
  /** Where the entry is in the kubeconfig, and where its content is. */
  at: Path;
  contentAt: Path;
  /** Its content; empty if it has none. */
  content: Fields;
}

/** A kubeconfig as client-go reads it. */
export type Kubeconfig = Readonly<Record<ListName, readonly Entry[]>> & {
  /** The context that is used unless another one is chosen; empty if there is none. */
  currentContext: string;
};

const NOTHING: Fields = {};

/**
 * Reads a kubeconfig. What has the wrong type, with which client-go refuses the file, is read as unknown, or as absent.
 * client-go decodes it with regard to case, so that a field in another one is none.
 * Kubernetes: staging/src/k8s.io/client-go/tools/clientcmd/api/v1/types.go.
 */
export function readKubeconfig(value: Fields): Kubeconfig {
  const entries = (list: ListName): Entry[] =>
    items(field(value, list)).flatMap((entry, index): Entry[] => {
      if (!isMap(entry)) return [];
      const [at, content] = [[list, index], field(entry, ENTRY_FIELDS[list])];
      const contentAt = [...at, ENTRY_FIELDS[list]];
      return [{ name: textIn(entry, "name"), at, contentAt, content: isMap(content) ? content : NOTHING }];
    });
  return {
    clusters: entries("clusters"),
    contexts: entries("contexts"),
    users: entries("users"),
    currentContext: textIn(value, "current-context"),
  };
}

/** A text field: empty if it is missing or null, `UNKNOWN` if it is something else, or if SOPS has encrypted it. */
export function textIn(fields: unknown, name: string): string {
  const value = field(fields, name) ?? "";
  return typeof value === "string" && !value.startsWith("ENC[") ? value : UNKNOWN;
}

/** Whether a text field has a value that is known. */
export function hasText(fields: unknown, name: string): boolean {
  const text = textIn(fields, name);
  return text !== "" && isPlain(text);
}
