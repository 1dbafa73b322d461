import type { Applied } from "../../analysis/analysis.js";
import { selectorAround } from "../../kubernetes/connections/selected-pods.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import {
  BINDING_KINDS,
  type BindingKind,
  isKnown,
  type KindName,
  type PolicyRule,
  ROLE_KINDS,
  type RoleKind,
  type Subject,
} from "../../kubernetes/objects.js";
import { isKustomizationFile } from "../../repository/paths.js";
import { field, isMap, valueAt } from "../../util/plain-values.js";
import type { Cursor } from "./cursor.js";
import { isPodAccount } from "./pod-account.js";
import { filesNamedAt } from "./named-files.js";

/** The lists of a rule of a Role. */
export const RULE_FIELDS = ["verbs", "resources", "apiGroups", "resourceNames", "nonResourceURLs"] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

/** What something in a manifest means: what questions about it are about. */
export type Referent =
  /** The role that a binding refers to. */
  | { type: "roleRef"; bindings: readonly Applied<BindingKind>[] }
  /** A subject of a binding, by its index. */
  | { type: "subject"; bindings: readonly Applied<BindingKind>[]; index: number; subject: Subject }
  /** The ServiceAccount as which the pods of a workload run. */
  | { type: "podAccount"; workloads: readonly Applied[]; name: string }
  /** An object, by its own name. */
  | { type: "object"; kind: KindName; name: string; objects: readonly Applied[] }
  /** A namespace, wherever it is named, a Namespace's own name included. */
  | { type: "namespace"; name: string }
  /** An entry of a rule of a role. */
  | {
      type: "ruleEntry";
      field: RuleField;
      value: string;
      rule: PolicyRule;
      roles: readonly Applied<RoleKind>[];
    }
  /** A selector of a network policy; the path leads to it in the object. */
  | { type: "selector"; policies: readonly Applied[]; path: Cursor["inObject"] }
  /** Files and directories that a kustomization, Flux or Argo CD names: paths below the root. */
  | { type: "files"; paths: readonly string[] };

/** What is meant at a position; undefined where it is nothing that anything can be said of. */
export function referentAt(cursor: Cursor): Referent | undefined {
  const { written, inObject, applied } = cursor;
  const files = filesNamedAt(cursor);
  if (files.length > 0) return { type: "files", paths: files };
  if (isKustomizationFile(cursor.path) && !written) return ofKustomization(cursor);
  if (!written) return undefined;
  const [first, second, third, ...rest] = inObject;
  const { kind, object } = written;
  const name = object.metadata?.name;
  if (isOneOf(BINDING_KINDS, kind)) {
    const bindings = applied as unknown as readonly Applied<BindingKind>[];
    if (first === "roleRef") return { type: "roleRef", bindings };
    if (first === "subjects" && typeof second === "number") {
      const subject = valueAt(object, ["subjects", second]);
      if (third === "namespace" && !cursor.isOnKey) return namespaceOf(field(subject, "namespace"));
      return isMap(subject) ? { type: "subject", bindings, index: second, subject } : undefined;
    }
  }
  if (isOneOf(ROLE_KINDS, kind) && first === "rules" && typeof second === "number") {
    const rule = valueAt(object, ["rules", second]);
    const entry = RULE_FIELDS.find((one) => one === third);
    const value = entry && valueAt(rule, [entry, ...rest]);
    if (!entry || !isMap(rule) || typeof value !== "string") return undefined;
    const roles = applied as unknown as readonly Applied<RoleKind>[];
    return { type: "ruleEntry", field: entry, value, rule, roles };
  }
  if (first === "metadata" && second === "namespace") return namespaceOf(object.metadata?.namespace);
  if ((first === "metadata" && second === "name") || first === "kind") {
    if (!isKnown(name)) return undefined;
    return kind === "Namespace"
      ? { type: "namespace", name }
      : { type: "object", kind, name, objects: applied };
  }
  if (WORKLOADS.has(kind) && isPodAccount(kind, inObject)) {
    const account = valueAt(object, inObject);
    if (typeof account !== "string" || !isKnown(account)) return undefined;
    return { type: "podAccount", workloads: applied, name: account };
  }
  const at = inObject.findLastIndex((step) => step === "podSelector" || step === "namespaceSelector");
  if (kind === "NetworkPolicy" && at >= 0)
    return { type: "selector", policies: applied, path: inObject.slice(0, at + 1) };
  const selector = selectorAround(kind, inObject);
  return selector && { type: "selector", policies: applied, path: selector };
}

/** What a kustomization says besides the files that it names. */
function ofKustomization({ model, path, at, isOnKey }: Cursor): Referent | undefined {
  const [first, ...rest] = at;
  if (first !== "namespace" || rest.length > 0 || isOnKey) return undefined;
  return namespaceOf(field(model.repository.files.get(path)?.kustomization, "namespace"));
}

function namespaceOf(name: unknown): Referent | undefined {
  return typeof name === "string" && isKnown(name) ? { type: "namespace", name } : undefined;
}

function isOneOf(kinds: readonly KindName[], kind: KindName): boolean {
  return kinds.includes(kind);
}
