import { type BootstrapRole, READ } from "./bootstrap-role.js";

/**
 * The Roles that the API server creates, by namespace and name, in Kubernetes 1.37.2:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go, NamespaceRoles. Written by `npm run data`
 * (scripts/bootstrap-policy.mjs): do not edit.
 */
// prettier-ignore
export const ROLES: Readonly<Record<string, Readonly<Record<string, BootstrapRole>>>> = {
  "kube-public": {
    "system:controller:bootstrap-signer": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: READ },
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["cluster-info"], verbs: ["update"] },
        { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      ],
    },
  },
  "kube-system": {
    "extension-apiserver-authentication-reader": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["extension-apiserver-authentication"], verbs: READ },
      ],
    },
    "system::leader-locking-kube-controller-manager": {
      rules: [
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "list", "update", "watch"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leasecandidates"], verbs: ["create", "get", "list", "update", "watch"] },
      ],
    },
    "system::leader-locking-kube-scheduler": {
      rules: [
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "list", "update", "watch"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leasecandidates"], verbs: ["create", "get", "list", "update", "watch"] },
      ],
    },
    "system:controller:bootstrap-signer": {
      rules: [
        { apiGroups: [""], resources: ["secrets"], verbs: READ },
      ],
    },
    "system:controller:cloud-provider": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "get", "list", "watch"] },
      ],
    },
    "system:controller:token-cleaner": {
      rules: [
        { apiGroups: [""], resources: ["secrets"], verbs: ["delete", "get", "list", "watch"] },
        { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      ],
    },
  },
};
