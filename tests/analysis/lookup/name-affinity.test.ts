import { describe, expect, it } from "vitest";
import { shareWord } from "../../../lib/analysis/lookup/name-affinity.js";

describe("names that belong together", () => {
  it.each([
    ["apps/argocd", "argocd-server"],
    ["argo-cd", "argocd-server"],
    ["https://example.org/cert-manager.yaml", "cert-manager-view"],
    ["advanced-cluster-management", "open-cluster-management:subscription-admin"],
    ["vault", "vault-auth"],
    ["dex", "dex"],
    ["web", "web-reader"],
    ["app", "app:admin"],
    ["https://github.com/example/external-dns//config?ref=v1.2.3", "external-dns-viewer"],
  ])("%s and %s", (one, other) => {
    expect(shareWord(one, other)).toBe(true);
  });

  it.each([
    ["apps/argocd", "team-a-reader"],
    ["clusters/base", "cluster-reader"],
    ["kube-prometheus-stack", "kube-reader"],
    ["https://github.com/example/shop", "github-reader"],
    ["v1.2.3", "v1-reader"],
    ["monitoring", "reader"],
    ["ab", "ab-reader"],
  ])("not %s and %s", (one, other) => {
    expect(shareWord(one, other)).toBe(false);
  });

  it("not by a word that is known to be of something else", () => {
    expect(shareWord("apps/webs/web", "web-reader", new Set(["web"]))).toBe(false);
  });
});
