import type { AppliedObject, Build } from "../../../lib/builds/build.js";
import { buildKustomization } from "../../../lib/builds/kustomize/kustomize.js";
import type { AnyObject } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../repository-of.js";

const RBAC = "apiGroup: rbac.authorization.k8s.io";

/** Short texts of objects, in flow style. */
export const text = {
  role: (metadata: string, rules = "[]") =>
    `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {${metadata}}, rules: ${rules}}\n`,
  clusterRole: (metadata: string, rules = "[]") =>
    `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {${metadata}}, rules: ${rules}}\n`,
  binding: (metadata: string, role: string, subjects = "") =>
    `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {${metadata}}, roleRef: {${RBAC}, ${role}}, subjects: [${subjects}]}\n`,
  clusterBinding: (metadata: string, role: string, subjects = "") =>
    `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {${metadata}}, roleRef: {${RBAC}, ${role}}, subjects: [${subjects}]}\n`,
  serviceAccount: (metadata: string) => `{apiVersion: v1, kind: ServiceAccount, metadata: {${metadata}}}\n`,
  namespace: (name: string) => `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}\n`,
  policy: (metadata: string, spec: string) =>
    `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {${metadata}}, spec: ${spec}}\n`,
};

/** Several objects in one file. */
export function documents(...texts: string[]): string {
  return texts.join("---\n");
}

/** What the kustomization in a directory applies. */
export function build(texts: Record<string, string>, directory = ""): Build {
  return buildKustomization(repositoryOf(texts), directory);
}

/** What a kustomization and one file of objects beside it apply. */
export function applied(kustomization: string, objects: string, others: Record<string, string> = {}): Build {
  return build({
    "kustomization.yaml": `resources: [objects.yaml]\n${kustomization}`,
    "objects.yaml": objects,
    ...others,
  });
}

/** The names of a build's objects, each `Kind namespace/name`. */
export function names({ objects }: Build): string[] {
  return objects.map(({ object: { kind, metadata } }) => {
    const namespace = metadata?.namespace === undefined ? "" : `${metadata.namespace}/`;
    return `${kind} ${namespace}${metadata?.name}`;
  });
}

/** The first object of a kind. */
export function first(build: Build, kind: string): AnyObject {
  return firstApplied(build, kind).object;
}

/** The first object of a kind, with where it comes from. */
export function firstApplied({ objects }: Build, kind: string): AppliedObject {
  const found = objects.find(({ object }) => object.kind === kind);
  if (!found) throw new Error(`There is no ${kind}.`);
  return found;
}
