import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "require-pod-security";
const KEY = "pod-security.kubernetes.io/enforce";
const TAKEN = "whoever may create a pod in it can mount the disk of a node and take it over";
const MISSING = `Namespace 'shop' has no label '${KEY}', so ${TAKEN}. Label it with the level that its pods need, 'baseline' or a stricter one.`;
const PRIVILEGED = `Namespace 'shop' enforces level 'privileged', so ${TAKEN}. Enforce 'baseline', unless what runs here needs more.`;

const shop = manifest("Namespace", "shop");
/** A Namespace; its label stands in line 6, column 41. */
const labelled = (level: string, name = "shop") =>
  manifest("Namespace", name, undefined, `  labels:\n    ${KEY}: ${level}\n`);
const admission = (defaults: string, rest = "") =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n  - name: PodSecurity\n    configuration:\n      apiVersion: pod-security.admission.config.k8s.io/v1\n      kind: PodSecurityConfiguration\n      defaults: { ${defaults} }\n${rest}`;
const kyverno = (rule: string) =>
  `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: pods }\nspec: { rules: [{ name: a, match: { any: [{ resources: { kinds: [Pod] } }] }, ${rule} }] }\n`;

describe("require-pod-security", () => {
  it("finds a namespace without a level, once, at its name", async () => {
    const files = { "a.yaml": shop, "b.yaml": shop, "c.yaml": manifest("Deployment", "web", "shop") };
    expect(await lint(RULE, files)).toEqual([["a.yaml:4:9-4:13", MISSING]]);
  });

  it("finds a level that checks nothing, at the label", async () => {
    expect(await lint(RULE, { "a.yaml": labelled("privileged") })).toEqual([
      ["a.yaml:6:41-6:51", PRIVILEGED],
    ]);
  });

  it("takes a warning for what it is", async () => {
    const text = labelled("restricted").replace("/enforce:", "/warn:");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([["a.yaml:4:9-4:13", MISSING]]);
  });

  it("asks for the level of the option", async () => {
    const options = { level: "restricted" };
    expect(await lint(RULE, { "a.yaml": labelled("baseline") }, { options })).toEqual([
      [
        "a.yaml:6:41-6:49",
        "Namespace 'shop' enforces level 'baseline', so its pods may run as root. Enforce 'restricted', unless what runs here needs more.",
      ],
    ]);
    expect(await lint(RULE, { "a.yaml": labelled("restricted") }, { options })).toEqual([]);
    expect(
      await lint(RULE, { "a.yaml": shop, "b.yaml": admission("enforce: baseline") }, { options }),
    ).toMatchObject([["a.yaml:4:9-4:13", expect.stringContaining("so its pods may run as root. Label it")]]);
  });

  it.each([
    ["a level that is strong enough", { "a.yaml": labelled("baseline") }],
    ["a level that is filled in later", { "a.yaml": labelled('"${LEVEL}"') }],
    ["a level that does not exist, which is refused", { "a.yaml": labelled("Privileged") }],
    ["labels that are filled in later", { "a.yaml": `${shop}  labels: \${LABELS}\n` }],
    ["another object of that name with the label", { "a.yaml": shop, "b.yaml": labelled("baseline") }],
    ["a namespace that no object makes", { "a.yaml": manifest("Deployment", "web", "shop") }],
    ["a name that is filled in later", { "a.yaml": manifest("Namespace", '"${NAME}"') }],
    ["the cluster's own", { "a.yaml": manifest("Namespace", "kube-system") }],
    ["a default of the API server", { "a.yaml": shop, "b.yaml": admission("enforce: baseline") }],
    ["a default that is filled in later", { "a.yaml": shop, "b.yaml": admission('enforce: "${LEVEL}"') }],
    [
      "a namespace that is exempt",
      {
        "a.yaml": shop,
        "b.yaml": admission("audit: baseline", "      exemptions: { namespaces: [shop] }\n"),
      },
    ],
    ["Talos, which has a default", { "a.yaml": shop, "talos/patch.yaml": "machine: { network: {} }\n" }],
    [
      "Kyverno, which checks pods",
      { "a.yaml": shop, "b.yaml": kyverno("validate: { podSecurity: { level: baseline } }") },
    ],
    [
      "Kyverno, which labels namespaces",
      {
        "a.yaml": shop,
        "b.yaml": kyverno(`mutate: { patchStrategicMerge: { metadata: { labels: { ${KEY}: baseline } } } }`),
      },
    ],
    [
      "Kyverno, which keeps out privileged pods",
      {
        "a.yaml": shop,
        "b.yaml": kyverno(
          'validate: { pattern: { spec: { "=(containers)": [{ "=(securityContext)": { "=(privileged)": false } }] } } }',
        ),
      },
    ],
    [
      "a policy of the API server",
      {
        "a.yaml": shop,
        "b.yaml":
          "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: no-privileged-pods }\n",
      },
    ],
    [
      "a constraint of Gatekeeper",
      {
        "a.yaml": shop,
        "b.yaml":
          "apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sPSPPrivilegedContainer\nmetadata:\n  name: privileged\n",
      },
    ],
    [
      "a label that kustomize adds",
      {
        "a.yaml": shop,
        "kustomization.yaml": `resources: [a.yaml]\nlabels: [{ pairs: { ${KEY}: baseline } }]\n`,
      },
    ],
    [
      "a label that a patch writes",
      {
        "a.yaml": shop,
        "b.yaml": labelled("baseline"),
        "kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: b.yaml }]\n",
      },
    ],
    [
      "a remote component",
      {
        "a.yaml": shop,
        "kustomization.yaml":
          "resources: [a.yaml]\ncomponents: [https://github.com/acme/labels//baseline?ref=v1]\n",
      },
    ],
    [
      "a file of Terraform that labels it",
      { "a.yaml": shop, "main.tf": `name = "shop"\nlabels = { "${KEY}" = "baseline" }\n` },
    ],
    [
      "Argo CD, which labels it",
      {
        "apps/a.yaml": shop,
        "app.yaml": application(
          "shop",
          "path: apps",
          `destination: { namespace: shop }, syncPolicy: { syncOptions: ["CreateNamespace=true"], managedNamespaceMetadata: { labels: { ${KEY}: baseline } } }`,
        ),
      },
    ],
    [
      "Flux, which labels it",
      {
        "apps/a.yaml": shop,
        "flux.yaml": `${gitRepository("flux-system", "url: https://example.org/fleet")}---\n${flux("apps", `path: ./apps, commonMetadata: { labels: { ${KEY}: baseline } }`)}`,
      },
    ],
  ])("is silent on %s", async (_, files: Record<string, string>) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each<[string, string, string, Record<string, string>, boolean]>([
    [
      "a remote component of several",
      "components: [own, https://github.com/acme/labels?ref=v1]",
      "",
      {},
      true,
    ],
    ["a component that is not there", "components: [labels]", "", {}, true],
    ["a remote base, which labels nothing beside it", "", ", https://github.com/acme/base?ref=v1", {}, false],
    ["a file that is not there", "", ", b.yaml", {}, false],
    [
      "a program",
      "transformers: [t.yaml]",
      "",
      {
        "t.yaml":
          "apiVersion: example.org/v1\nkind: Label\nmetadata:\n  name: a\n  annotations: { config.kubernetes.io/function: 'exec: { path: ./label }' }\n",
      },
      true,
    ],
    [
      "a text that speaks of the label",
      "",
      ", c.yaml",
      { "c.yaml": `apiVersion: v1\nkind: Service\nmetadata: [\n# ${KEY}\n` },
      true,
    ],
    [
      "a text that does not",
      "",
      ", c.yaml",
      { "c.yaml": "apiVersion: v1\nkind: Service\nmetadata: [\n" },
      false,
    ],
  ])("knows what can be hidden beside it: %s", async (_, fields, more, files, isSilent) => {
    const found = await lint(RULE, {
      "a.yaml": shop,
      "own/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
      "kustomization.yaml": `resources: [a.yaml${more}]\n${fields}\n`,
      ...files,
    });
    expect(found).toEqual(isSilent ? [] : [["a.yaml:4:9-4:13", MISSING]]);
  });

  it("prefers a level that is too weak to none, and what is applied to what is not", async () => {
    const files = { "a.yaml": shop, "b.yaml": labelled("privileged"), "c.yaml": labelled("privileged") };
    expect(await lint(RULE, files)).toEqual([["b.yaml:6:41-6:51", PRIVILEGED]]);
    const [one = "", two = ""] = [shop, shop];
    expect(
      await lint(RULE, { "a.yaml": `${manifest("Namespace", "kube-system")}---\n${one}---\n${two}` }),
    ).toEqual([["a.yaml:9:9-9:13", MISSING]]);
  });

  it("does not take a policy about something else for one about pods", async () => {
    const policy = kyverno("validate: { pattern: { metadata: { labels: { team: '?*' } } } }");
    expect(await lint(RULE, { "a.yaml": shop, "b.yaml": policy })).toEqual([["a.yaml:4:9-4:13", MISSING]]);
  });

  it("is silent on OpenShift, and on the namespaces of the option", async () => {
    expect(await lint(RULE, { "a.yaml": shop }, { settings: { platform: "openshift" } })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": shop }, { options: { ignoreNamespaces: ["sh*"] } })).toEqual([]);
  });

  it("says what kustomize makes of a name, and reports what a patch writes in the patch", async () => {
    const files = {
      "base/a.yaml": manifest("Namespace", "base"),
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\n",
    };
    expect(await lint(RULE, files)).toEqual([
      ["base/a.yaml:4:9-4:13", MISSING.replace("'shop'", "'shop' (as 'prod' applies it)")],
    ]);
    const patched = {
      ...files,
      "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\npatches: [{ path: patch.yaml }]\n",
      "prod/patch.yaml": labelled("privileged", "base"),
    };
    expect(await lint(RULE, patched)).toEqual([
      ["prod/patch.yaml:6:41-6:51", PRIVILEGED.replace("'shop'", "'shop' (as 'prod' applies it)")],
    ]);
  });

  it("does not take a Namespace of another cluster for this one", async () => {
    const cluster = (name: string) =>
      application(name, `path: ${name}`, `destination: { server: "https://${name}.example.org" }`);
    const files = {
      "apps.yaml": `${cluster("dev")}---\n${cluster("prod")}`,
      "dev/a.yaml": labelled("baseline"),
      "prod/a.yaml": shop,
    };
    expect(await lint(RULE, files)).toEqual([["prod/a.yaml:4:9-4:13", MISSING]]);
  });

  it("offers to set the label, or to add it to others", async () => {
    const offer = "Enforce 'baseline'.";
    const privileged = labelled("privileged");
    expect(await suggestions(RULE, "a.yaml", privileged)).toEqual([
      [offer, privileged.replace("privileged", "baseline")],
    ]);
    const other = `${shop}  labels:\n    team: shop\n`;
    expect(await suggestions(RULE, "a.yaml", other)).toEqual([[offer, `${other}    ${KEY}: baseline\n`]]);
    expect(await suggestions(RULE, "a.yaml", shop)).toEqual([]);
    expect(await suggestions(RULE, "a.yaml", `${shop}  labels: { "a: b": c }\n`)).toEqual([]);
  });
});
