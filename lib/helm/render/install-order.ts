import { compareStrings } from "../values/compare.js";

/** The kinds in the order in which Helm installs them: helm, pkg/releaseutil/kind_sorter.go, InstallOrder. */
const INSTALL_ORDER: ReadonlyMap<string, number> = new Map(
  `
  PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount
  Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole
  ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet
  Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress
  APIService
  `
    .trim()
    .split(/\s+/)
    .map((kind, index) => [kind, index]),
);

/** Objects in the order in which Helm installs them, those of other kinds last: lessByKind in the same file. */
export function inInstallOrder<Item>(items: readonly Item[], kindOf: (item: Item) => string): Item[] {
  const ranked = items.map((item) => {
    const kind = kindOf(item);
    return { item, kind, rank: INSTALL_ORDER.get(kind) ?? INSTALL_ORDER.size };
  });
  return ranked
    .sort((one, other) => {
      if (one.rank !== other.rank || one.rank < INSTALL_ORDER.size) return one.rank - other.rank;
      return compareStrings(one.kind, other.kind);
    })
    .map(({ item }) => item);
}
