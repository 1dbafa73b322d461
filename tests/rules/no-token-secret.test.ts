import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-token-secret";

/** As the documentation of Kubernetes shows how to make a token that does not expire. */
const secret = (rest = "", namespace = "  namespace: shop\n") =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ci-token\n${namespace}  annotations:\n    kubernetes.io/service-account.name: ci\n${rest}`;
const TYPE = "type: kubernetes.io/service-account-token\n";
const message = (account: string, command: string) =>
  `Kubernetes puts a token of ${account} into this Secret that never expires: whoever reads it can act as that account, from anywhere. Delete the Secret. Pods get a token that is renewed, by themselves or in a projected volume; all else can ask for a short-lived one, as with '${command}'.`;

describe(RULE, () => {
  it.each([
    [
      "that of a ServiceAccount",
      { "a.yaml": secret(TYPE) },
      "a.yaml:8:7-8:42",
      message("ServiceAccount 'ci'", "kubectl create token ci -n shop"),
    ],
    [
      "one without a namespace",
      { "a.yaml": secret(TYPE, "") },
      "a.yaml:7:7-7:42",
      message("ServiceAccount 'ci'", "kubectl create token ci"),
    ],
    [
      "one of an account that is filled in later",
      { "a.yaml": secret(TYPE).replace(": ci\n", ': "${ACCOUNT}"\n') },
      "a.yaml:8:7-8:42",
      message("a ServiceAccount", "kubectl create token NAME -n shop"),
    ],
    [
      "one without the annotation",
      {
        "a.yaml":
          "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ntype: kubernetes.io/service-account-token\n",
      },
      "a.yaml:4:7-4:42",
      message("a ServiceAccount", "kubectl create token NAME"),
    ],
    [
      "one in a namespace that kustomize sets",
      {
        "kustomization.yaml": "namespace: prod\nresources: [a.yaml]\n",
        "a.yaml": secret(TYPE),
      },
      "a.yaml:8:7-8:42",
      message("ServiceAccount 'ci'", "kubectl create token ci -n prod"),
    ],
    [
      "one that no kustomization lists",
      { "kustomization.yaml": "resources: [b.yaml]\n", "b.yaml": "", "a.yaml": secret(TYPE) },
      "a.yaml:8:7-8:42",
      message("ServiceAccount 'ci'", "kubectl create token ci -n shop"),
    ],
    [
      "one in a List, once for all overlays",
      {
        "dev/kustomization.yaml": "resources: [../base]\n",
        "prod/kustomization.yaml": "resources: [../base]\n",
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": `apiVersion: v1\nkind: List\nitems:\n  - ${secret(TYPE).trim().replaceAll("\n", "\n    ")}\n`,
      },
      "base/a.yaml:11:11-11:46",
      message("ServiceAccount 'ci'", "kubectl create token ci -n shop"),
    ],
  ])("reports %s", async (_, files, place, text) => {
    expect(await lint(RULE, files)).toEqual([[place, text]]);
  });

  it.each<[string, string]>([
    ["another type", secret("type: Opaque\n")],
    ["no type", secret()],
    ["a type that is filled in later", secret('type: "{{ type }}"\n')],
    ["a type of the wrong kind", secret("type: [kubernetes.io/service-account-token]\n")],
    ["another API group", secret(TYPE).replace("apiVersion: v1", "apiVersion: example.com/v1")],
    [
      "a token that expires, in a projected volume",
      "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  volumes:\n    - name: token\n      projected: { sources: [{ serviceAccountToken: { path: vault, audience: vault } }] }\n",
    ],
  ])("is silent about %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
