import type { Question } from "../rbac/authorizer.js";

/** What admission knows a request as: apiserver, pkg/admission/interfaces.go. */
export type Operation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT";

/** A request that is admitted, or a question that may be several: `*` is every verb, resource or group. */
export interface Request {
  operations: readonly Operation[];
  /** Undefined if nothing is known of the resource. */
  apiGroups?: readonly string[] | undefined;
  resource: string;
  subresource?: string | undefined;
  isNamespaced: boolean;
  /** Whether a kubelet makes it. */
  isByNode: boolean;
}

/** The subresources to which a client is connected: those of core/v1 whose storage is a rest.Connecter. */
const CONNECTED: ReadonlySet<string> = new Set(["attach", "exec", "portforward", "proxy"]);

const OPERATIONS: Readonly<Record<string, readonly Operation[]>> = {
  create: ["CREATE"],
  update: ["UPDATE"],
  // A patch can also create what does not exist: server-side apply does.
  patch: ["UPDATE"],
  delete: ["DELETE"],
  deletecollection: ["DELETE"],
  "*": ["CREATE", "UPDATE", "DELETE"],
};

/**
 * The operations that a request is for admission; none for one that only reads, for a path, and for a verb that no
 * request has, such as `bind`.
 * Kubernetes: apiserver, pkg/endpoints/handlers, create.go, update.go, patch.go, delete.go, and rest.go, ConnectResource.
 */
export function operationsOf(question: Question): readonly Operation[] {
  if ("path" in question) return [];
  const { verb, resource, subresource } = question;
  const isCore = ["nodes", "pods", "services", "*"].includes(resource);
  if (isCore && subresource !== undefined && CONNECTED.has(subresource)) {
    return ["create", "get", "update", "patch", "delete", "*"].includes(verb) ? ["CONNECT"] : [];
  }
  return Object.hasOwn(OPERATIONS, verb) ? (OPERATIONS[verb] ?? []) : [];
}

/** A rule of a webhook or an admission policy, of which each field may be missing. */
export interface RequestRule {
  operations?: readonly string[] | undefined;
  apiGroups?: readonly string[] | undefined;
  resources?: readonly string[] | undefined;
}

/**
 * Whether a rule is about a request, or about one of those that are asked about.
 * Kubernetes: apiserver, pkg/admission/plugin/webhook/predicates/rules/rules.go, Matcher.
 */
export function ruleMatches(rule: RequestRule, request: Request): boolean {
  const { operations = [], apiGroups = [], resources = [] } = rule;
  const groups = request.apiGroups;
  return (
    operations.some((one) => one === "*" || request.operations.some((operation) => operation === one)) &&
    apiGroups.some(
      (one) => one === "*" || groups === undefined || groups.includes("*") || groups.includes(one),
    ) &&
    resources.some((one) => {
      const [resource = "", subresource] = one.split("/", 2);
      const isResource = resource === "*" || request.resource === "*" || resource === request.resource;
      return isResource && (subresource === "*" || subresource === request.subresource);
    })
  );
}

/** Whether webhooks and admission policies are not asked about a resource: they could lock out who repairs them. */
export function isExempt({ apiGroups, resource }: Request): boolean {
  const [group, ...others] = apiGroups ?? [];
  return group === "admissionregistration.k8s.io" && others.length === 0 && EXEMPT.has(resource);
}

const EXEMPT: ReadonlySet<string> = new Set([
  "validatingwebhookconfigurations",
  "mutatingwebhookconfigurations",
  "validatingadmissionpolicies",
  "validatingadmissionpolicybindings",
  "mutatingadmissionpolicies",
  "mutatingadmissionpolicybindings",
]);
