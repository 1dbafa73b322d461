import type { HiddenPart } from "../../../lib/builds/hidden-part.js";
import type { Build } from "../../../lib/builds/build.js";
import { resolveBuilds } from "../../../lib/builds/resolve.js";
import type { Checkout } from "../../../lib/repository/git/remotes.js";
import { repositoryOf } from "../repository-of.js";

/** The objects of Flux and Argo CD in the shape people write them, for tests. */

const lines = (...all: string[]) => `${all.join("\n")}\n`;

/** A Flux Kustomization; `spec` is in flow style, without its braces. */
export function flux(name: string, spec: string, namespace = "flux-system", source = "flux-system"): string {
  return lines(
    "apiVersion: kustomize.toolkit.fluxcd.io/v1",
    "kind: Kustomization",
    `metadata: { name: "${name}", namespace: ${namespace} }`,
    `spec: { sourceRef: { kind: GitRepository, name: ${source} }, ${spec} }`,
  );
}

export function gitRepository(name: string, spec: string): string {
  return lines(
    "apiVersion: source.toolkit.fluxcd.io/v1",
    "kind: GitRepository",
    `metadata: { name: ${name}, namespace: flux-system }`,
    `spec: { ${spec} }`,
  );
}

/** An Application; `source` and `rest` of the spec are in flow style, without braces. */
export function application(name: string, source: string, rest = ""): string {
  return lines(
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    `metadata: { name: ${name}, namespace: argocd }`,
    `spec: { source: { repoURL: "https://github.com/acme/fleet", ${source} }${rest === "" ? "" : `, ${rest}`} }`,
  );
}

/** A Role, without a namespace unless one is given. */
export const role = (name: string, namespace?: string): string =>
  lines(
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    `metadata: { name: "${name}"${namespace === undefined ? "" : `, namespace: ${namespace}`} }`,
  );

export const FLEET: Checkout = { remotes: ["git@github.com:acme/fleet.git"], branches: [] };

export function buildsOf(texts: Record<string, string>, checkout?: Checkout): Build[] {
  return resolveBuilds(repositoryOf(texts, checkout)).builds;
}

/** The builds by their type and directory, with their roles, and what they hide. */
export function shown(texts: Record<string, string>, checkout?: Checkout): Record<string, string[]> {
  return Object.fromEntries(
    buildsOf(texts, checkout)
      .filter(({ type, objects }) => type !== "plain" || objects.some(({ kind }) => kind === "Role"))
      .map(({ type, directory, objects, hidden, isUnreached }) => [
        `${type} ${directory || "."}`,
        [...roles(objects), ...hidden.map(said), ...(isUnreached ? ["unreached"] : [])],
      ]),
  );
}

function said({ kind, reason }: HiddenPart): string {
  return `${kind}: ${reason}`;
}

export function roles(objects: Build["objects"]): string[] {
  return objects
    .filter(({ kind }) => kind === "Role")
    .map(({ object: { metadata } }) => [metadata?.namespace, metadata?.name].filter(Boolean).join("/"))
    .sort();
}
