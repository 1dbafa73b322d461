import type { Grouping, Permission } from "./policy-text.js";

/** The role that Argo CD has for its administrators, and the user that has it from the start. */
export const ADMIN_ROLE = "role:admin";
export const ADMIN_USER = "admin";

const READ = [
  "applications",
  "applicationsets",
  "certificates",
  "clusters",
  "repositories",
  "write-repositories",
  "projects",
  "accounts",
  "gpgkeys",
  "logs",
];

const CHANGE = ["create", "update", "delete"];

const ADMINISTER: Readonly<Record<string, readonly string[]>> = {
  applications: [...CHANGE, "update/*", "delete/*", "sync", "rollback", "override", "action/*"],
  applicationsets: ["get", ...CHANGE],
  certificates: CHANGE,
  clusters: CHANGE,
  repositories: CHANGE,
  "write-repositories": CHANGE,
  projects: CHANGE,
  accounts: ["update"],
  gpgkeys: ["create", "delete"],
  exec: ["create"],
};

/** The resources whose objects are `project/name`. */
const IN_PROJECTS = ["applications", "applicationsets", "logs", "exec"];

function allow(subject: string, resource: string, action: string): Permission {
  const object = IN_PROJECTS.includes(resource) ? "*/*" : "*";
  return { type: "p", line: -1, subject, resource, action, object, effect: "allow" };
}

/** The policy that every Argo CD has, whatever argocd-rbac-cm says: argo-cd assets/builtin-policy.csv. */
export const BUILTIN_POLICY: readonly (Permission | Grouping)[] = [
  ...READ.map((resource) => allow("role:readonly", resource, "get")),
  ...Object.entries(ADMINISTER).flatMap(([resource, actions]) => {
    return actions.map((action) => allow(ADMIN_ROLE, resource, action));
  }),
  { type: "g", line: -1, member: ADMIN_ROLE, role: "role:readonly" },
  { type: "g", line: -1, member: ADMIN_USER, role: ADMIN_ROLE },
];

/** The actions that Argo CD asks about, by resource: argo-cd docs/operator-manual/rbac.md and the code that asks. */
export const ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["applications", ["get", ...CHANGE, "sync", "rollback", "override", "action"]],
  ["applicationsets", ["get", ...CHANGE]],
  ["clusters", ["get", ...CHANGE]],
  ["projects", ["get", ...CHANGE]],
  ["repositories", ["get", ...CHANGE]],
  ["write-repositories", ["get", ...CHANGE]],
  ["accounts", ["get", "update"]],
  ["certificates", ["get", "create", "update", "delete"]],
  ["gpgkeys", ["get", "create", "delete"]],
  ["logs", ["get"]],
  ["exec", ["create"]],
  ["extensions", ["invoke"]],
]);
