import { describe, expect, it } from "vitest";
import { mayBring } from "../../lib/analysis/name-affinity.js";
import type { AppliedObject, Build } from "../../lib/builds/build.js";
import type { KindName } from "../../lib/kubernetes/objects.js";

function build(directory: string, open?: string, objects: [KindName, string][] = []): Build {
  return {
    type: "kustomize",
    directory,
    open,
    files: new Map(),
    objects: objects.map(([kind, name]): AppliedObject => ({
      kind,
      object: { metadata: { name } },
      file: "",
      document: 0,
      at: [],
    })),
  };
}

const rbac = build("rbac");

describe("what an open build may bring", () => {
  it.each([
    ["argocd-server", build("apps/argocd", "it is open")],
    [
      "cert-manager-view",
      build("apps/certs", "it uses 'https://example.org/cert-manager.yaml', which is not here"),
    ],
    [
      "open-cluster-management:subscription-admin",
      build("a", "it is open", [["Subscription", "advanced-cluster-management"]]),
    ],
    ["vault-auth", build("a", "it is open", [["HelmRelease", "vault"]])],
  ])("is %s", (name, other) => {
    expect(mayBring(other, name, rbac)).toBe(true);
  });

  it.each([
    ["a role that goes by no word of it", "team-a-reader", build("apps/argocd", "it is open"), rbac],
    ["a word that is in everything", "cluster-reader", build("clusters/base", "it is open"), rbac],
    ["anything, if it is not open", "argocd-server", build("apps/argocd"), rbac],
    [
      "what belongs to a workload beside the binding",
      "web-reader",
      build("apps/webs/web", "it is open"),
      build("web", undefined, [["Deployment", "web"]]),
    ],
    [
      "what belongs to a longer name",
      "prometheus-k8s",
      build("apps/prometheus", "it is open"),
      build("a", undefined, [["StatefulSet", "prometheus"]]),
    ],
  ])("is not %s", (_, name, other, own) => {
    expect(mayBring(other, name, own)).toBe(false);
  });
});
