import { field, isMap, items } from "../../util/plain-values.js";
import type { AnyObject } from "../objects.js";
import { compilePattern } from "./pattern.js";
import { isOneOfNamespaces } from "./source-namespaces.js";

/** What the Applications of a project may do in the cluster that Argo CD itself runs in. */
export interface ProjectLimits {
  /** Whether any repository may be a source, so that who writes an Application brings manifests of its own. */
  takesAnySource: boolean;
  /** Whether an Application may have objects in a namespace. */
  allowsNamespace(namespace: string): boolean;
  /** Whether it may have objects of a kind that lives in a namespace. */
  allowsKind(kind: GroupKind): boolean;
  /** Whether it may have objects of a kind that is in no namespace, anywhere in this cluster. */
  allowsClusterKind(kind: GroupKind): boolean;
  /** Whether its Applications may be in a namespace outside of Argo CD's own. */
  takesFrom(namespace: string): boolean;
  /** The ServiceAccount as which it applies to a namespace, where impersonation is switched on; undefined for none. */
  accountIn(namespace: string): { namespace: string; name: string } | undefined;
}

interface GroupKind {
  group: string;
  kind: string;
}

/** The cluster that Argo CD itself runs in, as a destination names it. */
const ITSELF = { server: "https://kubernetes.default.svc", name: "in-cluster" };

/**
 * Reads what a project allows: argo-cd pkg/apis/application/v1alpha1/app_project_types.go, IsSourcePermitted,
 * isDestinationMatched, IsGroupKindNamePermitted and IsAppNamespacePermitted; util/settings, DeriveServiceAccountToImpersonate. Patterns are
 * globs, and one that begins with `!` denies. What is not understood allows nothing.
 */
export function limitsOf({ spec }: AnyObject): ProjectLimits {
  const destinations = items(field(spec, "destinations")).filter(isItself);
  const denied = destinations.filter((one) => text(one, "namespace").startsWith("!"));
  const allowed = destinations.filter((one) => !denied.includes(one));
  const sources = items(field(spec, "sourceRepos")).map(String);
  const sourceNamespaces = items(field(spec, "sourceNamespaces")).map(String);
  const clusterList = listed(spec, "clusterResourceWhitelist", "clusterResourceBlacklist");
  const namespaceList = listed(spec, "namespaceResourceWhitelist", "namespaceResourceBlacklist");
  const accounts = items(field(spec, "destinationServiceAccounts")).filter((one) => {
    return matches(text(one, "server"), ITSELF.server);
  });
  return {
    takesAnySource: sources.some((one) => /^\*+$/.test(one)) && !sources.some((one) => one.startsWith("!")),
    allowsNamespace: (namespace) =>
      allowed.some((one) => matches(text(one, "namespace"), namespace)) &&
      !denied.some((one) => matches(text(one, "namespace").slice(1), namespace)),
    allowsKind: (kind) =>
      (namespaceList.allowed === undefined || namespaceList.allowed.some((one) => isOf(one, kind))) &&
      !namespaceList.denied.some((one) => isOf(one, kind)),
    allowsClusterKind: (kind) =>
      allowed.length > 0 &&
      (clusterList.allowed ?? []).some((one) => isOfAnyName(one) && isOf(one, kind)) &&
      !clusterList.denied.some((one) => isOf(one, kind)),
    takesFrom: (namespace) => isOneOfNamespaces(sourceNamespaces, namespace),
    accountIn: (namespace) => {
      const found = accounts.find((one) => matches(text(one, "namespace"), namespace));
      const [first = "", second] = text(found, "defaultServiceAccount").split(":");
      if (first === "") return undefined;
      return second === undefined ? { namespace, name: first } : { namespace: first, name: second };
    },
  };
}

/** Whether a destination is in the cluster that Argo CD runs in, or denies something there. */
function isItself(destination: unknown): boolean {
  const [server, name] = [text(destination, "server"), text(destination, "name")];
  return server === "" ? matches(name, ITSELF.name) : matches(server, ITSELF.server);
}

function listed(spec: unknown, allowed: string, denied: string) {
  const list = field(spec, allowed);
  return {
    allowed: Array.isArray(list) ? items(list) : undefined,
    denied: items(field(spec, denied)),
  };
}

function isOf(entry: unknown, { group, kind }: GroupKind): boolean {
  return matches(text(entry, "group"), group) && matches(text(entry, "kind"), kind);
}

/** Since Argo CD 3.1 an entry may be for objects of some names. */
function isOfAnyName(entry: unknown): boolean {
  return /^\**$/.test(text(entry, "name"));
}

function text(value: unknown, key: string): string {
  const found = isMap(value) ? field(value, key) : undefined;
  return typeof found === "string" ? found : "";
}

function matches(pattern: string, value: string): boolean {
  const compiled = compilePattern(pattern, "glob");
  return typeof compiled === "function" && compiled(value);
}
