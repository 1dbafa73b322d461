import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-duplicate-object";
const ends = {
  kubectl:
    "and says something else there: 'kubectl apply' applies both, and what it applies last stays. Keep one of them, or give this one another name.",
  argocd:
    "and says something else there: Argo CD applies only the last of them, with a RepeatedResourceWarning. Keep one of them, or give this one another name.",
  copy: "and says the same there. Delete one of them, before somebody changes the other.",
};
const account = (name: string, rest = "", namespace: string | undefined = "shop") =>
  manifest("ServiceAccount", name, namespace, rest);
const OFF = "automountServiceAccountToken: false\n";
const join = (...documents: string[]) => documents.join("---\n");
const WEB = "ServiceAccount 'web' in namespace 'shop'";

describe("no-duplicate-object", () => {
  it("finds the later of two in one file, and says where the first is", async () => {
    expect(
      await lint(RULE, { "a.yaml": join(account("web"), account("other"), account("web", OFF)) }),
    ).toEqual([["a.yaml:16:9-16:12", `${WEB} is in a.yaml:4 as well, ${ends.kubectl}`]]);
  });

  it("finds a copy in one file, and every further one", async () => {
    const files = { "a.yaml": join(account("web"), account("web"), account("web", OFF)) };
    expect(await lint(RULE, files)).toEqual([
      ["a.yaml:10:9-10:12", `${WEB} is in a.yaml:4 as well, ${ends.copy}`],
      ["a.yaml:16:9-16:12", `${WEB} is in a.yaml:4 as well, ${ends.kubectl}`],
    ]);
  });

  it("looks into Lists", async () => {
    const item = (rest: string) => `{ apiVersion: v1, kind: ServiceAccount, metadata: { name: web }${rest} }`;
    const text = `apiVersion: v1\nkind: List\nitems:\n  - ${item("")}\n  - ${item(", automountServiceAccountToken: false")}\n`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:5:63-5:66", `ServiceAccount 'web' is in a.yaml:4 as well, ${ends.kubectl}`],
    ]);
  });

  it.each([
    ["two forms of one thing", { "a.yaml": account("web"), "b.yaml": account("web", OFF) }],
    [
      "one file that is all the others",
      { "a.yaml": account("web"), "all.yaml": join(account("web", OFF), account("b"), account("c")) },
    ],
    ["two directories", { "a/a.yaml": account("web"), "b/a.yaml": account("web", OFF) }],
    ["two namespaces", { "a.yaml": join(account("web"), account("web", OFF, "bakery")) }],
    ["a namespace that is left open", { "a.yaml": join(account("web"), manifest("ServiceAccount", "web")) }],
    ["two kinds", { "a.yaml": join(account("web"), manifest("Role", "web", "shop")) }],
    ["names that are filled in later", { "a.yaml": join(account('"${A}"'), account('"${A}"', OFF)) }],
    [
      "names that kubectl makes up",
      { "a.yaml": join(...[1, 2].map(() => "apiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\n")) },
    ],
    [
      "two versions of an API",
      {
        "a.yaml": join(
          ...["networking.k8s.io/v1", "extensions/v1beta1"].map(
            (version) => `apiVersion: ${version}\nkind: Ingress\nmetadata: { name: a }\n`,
          ),
        ),
      },
    ],
    [
      "overlays",
      {
        "base/a.yaml": account("web"),
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "dev/kustomization.yaml": "resources: [../base]\n",
        "prod/kustomization.yaml": "resources: [../base]\n",
      },
    ],
    [
      "what kustomize refuses where it is listed",
      {
        "a.yaml": account("web"),
        "b.yaml": account("web", OFF),
        "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      },
    ],
    [
      "what a namespace makes the same, which is a finding there",
      {
        "a.yaml": join(account("web"), account("web", OFF, "bakery")),
        "kustomization.yaml": "namespace: shop\nresources: [a.yaml]\n",
      },
    ],
    [
      "what Flux makes a kustomization of",
      {
        "flux.yaml": `${gitRepository("flux-system", "url: https://example.org/fleet")}---\n${flux("apps", "path: ./apps")}`,
        "apps/a.yaml": account("web"),
        "apps/b.yaml": account("web", OFF),
      },
    ],
    ["broken text beside it", { "a.yaml": join(account("web"), "apiVersion: v1\nkind: Pod\nmetadata: {\n") }],
  ])("is silent on %s", async (_, files: Record<string, string>) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("finds what Argo CD applies together, whatever the files", async () => {
    const files = {
      "app.yaml": application("shop", "path: apps", "destination: { namespace: shop }"),
      "apps/a.yaml": account("web"),
      "apps/b.yaml": manifest("ServiceAccount", "web", undefined, OFF),
    };
    expect(await lint(RULE, files)).toEqual([
      ["apps/b.yaml:4:9-4:12", `${WEB} (as 'apps' applies it) is in apps/a.yaml:4 as well, ${ends.argocd}`],
    ]);
  });

  it("finds what patches and replacements make the same", async () => {
    const files = { "a.yaml": join(account("web"), account("canary")) };
    const found = [
      [
        "a.yaml:10:9-10:15",
        `${WEB} (as the root applies it) is then the same as the one in a.yaml:4, so kustomize refuses to build this. Keep one of them, or let them have different names.`,
      ],
    ];
    const patch =
      "resources: [a.yaml]\npatches:\n  - target: { kind: ServiceAccount, name: canary }\n    patch: |\n      - { op: replace, path: /metadata/name, value: web }\n";
    expect(await lint(RULE, { ...files, "kustomization.yaml": patch })).toEqual(found);
    const replacement =
      "resources: [a.yaml]\nreplacements:\n  - source: { kind: ServiceAccount, name: web }\n    targets: [{ select: { kind: ServiceAccount, name: canary }, fieldPaths: [metadata.name] }]\n";
    expect(await lint(RULE, { ...files, "kustomization.yaml": replacement })).toEqual(found);
  });
});
