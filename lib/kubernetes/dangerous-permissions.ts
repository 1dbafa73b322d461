import type { Permission } from "./permissions.js";

const CORE = [""];
const READ = ["get", "list", "watch"];

/**
 * The permissions that let one do more than they seem, by the name of the rule that finds them. What is
 * cited is the heading of Kubernetes' RBAC Good Practices, or the source that decides.
 */
export const DANGEROUS_PERMISSIONS = {
  /** Listing secrets: list and watch return the contents. */
  "no-secret-read": {
    can: "read every Secret of {{where}}",
    access: [{ apiGroups: CORE, resources: ["secrets"], verbs: READ }],
    scope: "cluster",
    instead: "Name the Secrets in resourceNames with 'get' only, or bind the role in one namespace.",
  },
} as const satisfies Record<string, Permission>;
