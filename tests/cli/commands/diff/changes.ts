import type { AccessChange } from "../../../../lib/analysis/change/access-change.js";
import { Sides } from "../../../../lib/cli/commands/diff/sides.js";
import { BuildSet } from "../../../../lib/builds/build-set.js";
import { readRepository } from "../../../../lib/repository/read-repository.js";
import { temporary } from "../../../repository/temporary.js";
import { clusterBinding, denyAll, manifest, roleBinding, user } from "../../../rules/manifests.js";

const READ = 'rules:\n  - { apiGroups: [""], resources: [secrets], verbs: [get, list, watch] }\n';

/** Nothing at all. */
export const NO_CHANGE: AccessChange = {
  grants: [],
  bindings: [],
  namespaces: [],
  connections: [],
  reaches: [],
  sources: [],
  unknown: [],
};

/** Two states with the files that `CHANGE` names. */
export function twoSides(): Sides {
  const before = temporary({
    "old.yaml": `# before\n${roleBinding("reader", "shop", "Role", user("jane"))}`,
    "deny.yaml": denyAll("shop"),
  });
  const after = temporary({
    "rbac.yaml": roleBinding("reader", "shop", "Role", user("jane")),
    "role.yaml": manifest("Role", "reader", "shop", READ),
    "admin.yaml": clusterBinding("cluster-admin", user("ada")),
  });
  return new Sides(new BuildSet(readRepository(before), {}), new BuildSet(readRepository(after), {}));
}

const binding = (file: string) => ({
  kind: "RoleBinding",
  name: "readers",
  namespace: "shop",
  place: { file, document: 0, path: ["subjects", 0] },
});
const role = {
  kind: "Role",
  name: "reader",
  namespace: "shop",
  place: { file: "role.yaml", document: 0, path: ["rules", 0] },
};

/** One change of each kind. */
export const CHANGE: AccessChange = {
  grants: [
    {
      change: "gained",
      subject: "User:jane",
      namespaces: ["shop"],
      verbs: ["get", "list", "watch"],
      resources: ["secrets"],
      urls: [],
      dangers: [{ name: "no-secret-read", can: "read every Secret of namespace 'shop'" }],
      through: [[binding("rbac.yaml"), role]],
      otherSide: [binding("old.yaml"), { kind: "ClusterRole", name: "view" }],
    },
    {
      change: "gained",
      subject: "User:ada",
      cluster: "flux:clusters/prod",
      namespaces: ["a", "b", "c", "d", "e"],
      verbs: ["get"],
      resources: ["pods", "services", "events", "nodes", "jobs.batch"],
      names: ["x"],
      urls: [],
      dangers: [],
      through: [[binding("rbac.yaml"), role]],
      isUnreached: true,
      appliedFrom: ["", "overlays/staging"],
    },
    {
      change: "lost",
      subject: "User:jane",
      verbs: ["get"],
      resources: [],
      urls: ["/metrics"],
      dangers: [],
      through: [[binding("old.yaml"), { kind: "ClusterRole", name: "view" }]],
      except: [{ verbs: ["get"], resources: [], urls: ["/healthz"] }],
    },
  ],
  bindings: [
    { change: "lost", what: "subject", binding: binding("rbac.yaml"), name: "ServiceAccount:shop/ci" },
  ],
  namespaces: [
    {
      namespace: "shop",
      direction: "ingress",
      before: "isolated",
      after: "open",
      through: [
        {
          kind: "NetworkPolicy",
          name: "deny",
          namespace: "shop",
          place: { file: "deny.yaml", document: 0, path: [] },
          side: "before",
        },
      ],
    },
  ],
  connections: [
    {
      change: "gained",
      from: "Deployment/shop/web",
      to: "Deployment/shop/db",
      ports: "TCP 5432",
      through: [],
    },
  ],
  reaches: [
    {
      change: "gained",
      subject: "User:ada",
      target: "cluster-admin",
      steps: [
        { words: "creates a token for ServiceAccount 'kube-system/x'", place: binding("rbac.yaml").place },
        { words: "acts as it" },
      ],
    },
  ],
  sources: [],
  unknown: [
    { what: "what else 'charts' may apply", why: "it is a chart", sides: ["before", "after"] },
    { what: "what 'x.yaml' says", why: "it could not be read (it is too large)", sides: ["after"] },
  ],
};
