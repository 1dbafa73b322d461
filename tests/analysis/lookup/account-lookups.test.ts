import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { accountMakers } from "../../../lib/analysis/lookup/account-makers.js";
import { podAccountObjects } from "../../../lib/analysis/lookup/pod-account-lookup.js";
import type { Lookup } from "../../../lib/analysis/lookup/lookup.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { account, clusterBinding, manifest, roleBinding } from "../../rules/manifests.js";
import { workload } from "../../rules/workloads.js";

type Files = Record<string, string>;

/** The files that have it, or why that is not known, or what could help. */
const said = (lookup: Lookup | undefined) =>
  lookup?.state === "found"
    ? lookup.objects.map(({ file }) => file)
    : lookup?.state === "unknown"
      ? lookup.why
      : (lookup?.hint ?? "missing");

/** A kustomization of its own in a directory. */
const kustomized = (directory: string, files: Files, more = ""): Files => ({
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text])),
  [`${directory}/kustomization.yaml`]: `resources: [${Object.keys(files).join(", ")}]\n${more}`,
});
const web = (name = "web", namespace = "shop") => manifest("ServiceAccount", name, namespace);
const unplaced = (text: string) => text.replace("  namespace: shop\n", "");
const MADE = "example.org/v1";
const custom = (kind: string, name: string, rest = "", group = MADE) =>
  `apiVersion: ${group}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

describe("the ServiceAccount of a subject", () => {
  const subject = (files: Files, settings = {}) => {
    const builds = new Analysis(repositoryOf(files), settings);
    const [binding] = [...builds.ofKind("RoleBinding"), ...builds.ofKind("ClusterRoleBinding")];
    const [first] = binding?.object.object.subjects ?? [];
    return said(binding && first && builds.serviceAccount(binding, first));
  };
  const bound = (name = "web", namespace?: string) =>
    roleBinding("view", "shop", "ClusterRole", account(name, namespace));
  const inCluster = (name = "web", namespace?: string) => clusterBinding("view", account(name, namespace));
  const nothing = (namespace: string) => `nothing here shows what is in namespace '${namespace}'`;

  it.each<[string, Files, unknown, object?]>([
    ["is there", { "a.yaml": bound(), "b.yaml": web() }, ["b.yaml"]],
    ["is where it says", { "a.yaml": bound("web", "pay"), "b.yaml": web("web", "pay") }, ["b.yaml"]],
    [
      "is where a binding of the cluster says",
      { "a.yaml": inCluster("web", "shop"), "b.yaml": web() },
      ["b.yaml"],
    ],
    [
      "is nowhere, for a binding of the cluster",
      { "a.yaml": inCluster(), "b.yaml": web() },
      "its namespace is chosen when it is applied",
    ],
    [
      "is in a namespace that is filled in",
      { "a.yaml": bound("web", '"${NS}"') },
      "its namespace is chosen when it is applied",
    ],
    ["has a name that is filled in", { "a.yaml": bound('"${NAME}"') }, "the name is not a plain one"],
    ["is in no namespace at all", { "a.yaml": bound("web", "shop.example") }, { type: "noNamespace" }],
    ["is in a namespace that stands for one", { "a.yaml": bound("web", "SHOP") }, nothing("SHOP")],
    ["is the default one", { "a.yaml": bound("default") }, []],
    ["is declared", { "a.yaml": bound() }, [], { knownServiceAccounts: ["shop/w*"] }],
    ["is declared elsewhere", { "a.yaml": bound() }, nothing("shop"), { knownServiceAccounts: ["pay/w*"] }],
    ["is of a namespace that nothing shows", { "a.yaml": bound() }, nothing("shop")],
    ["is missing beside others", { "a.yaml": bound(), "b.yaml": web("ci") }, "missing"],
    [
      "is missing beside workloads",
      { "a.yaml": bound(), "b.yaml": workload("Deployment", "shop") },
      "missing",
    ],
    [
      "is missing beside roles, which show nothing",
      { "a.yaml": bound(), "b.yaml": manifest("Role", "r", "shop") },
      nothing("shop"),
    ],
    [
      "is nearly called so",
      { "a.yaml": bound("wab-server"), "b.yaml": web("web-server") },
      { type: "nearest", name: "web-server" },
    ],
    [
      "is elsewhere",
      { "a.yaml": bound(), "b.yaml": web("ci"), "c.yaml": web("web", "pay") },
      { type: "otherNamespace", namespace: "pay" },
    ],
    [
      "has its namespace chosen later",
      { "a.yaml": bound(), "b.yaml": unplaced(web()) },
      "the namespace is chosen when it is applied",
    ],
    [
      "may be one whose name is filled in",
      { "a.yaml": bound(), "b.yaml": web('"${NAME}"') },
      "a ServiceAccount has a name that is filled in later",
    ],
    [
      "cannot be one whose name is filled in to another",
      { "a.yaml": bound(), "b.yaml": web('"ci-${NAME}"') },
      "missing",
    ],
    [
      "is in another build",
      { ...kustomized("a", { "a.yaml": bound() }), ...kustomized("b", { "b.yaml": web() }) },
      ["b/b.yaml"],
    ],
    [
      "may be in another build, whose namespace is chosen later",
      { ...kustomized("a", { "a.yaml": bound() }), ...kustomized("b", { "b.yaml": unplaced(web()) }) },
      "the namespace is chosen when it is applied",
    ],
    [
      "is in another build that has the binding too",
      {
        ...kustomized("a", { "a.yaml": bound(), "d.yaml": web("ci") }),
        ...kustomized("b", { "a.yaml": bound(), "b.yaml": web() }),
      },
      "missing",
    ],
    [
      "is not listed",
      { ...kustomized("a", { "a.yaml": bound(), "c.yaml": web("ci") }), "a/b.yaml": web() },
      { type: "unlisted", file: "a/b.yaml" },
    ],
    [
      "gets a prefix, where it is not the one that is meant",
      kustomized("a", { "a.yaml": bound("web", "shop"), "b.yaml": web("web", "pay") }, "namePrefix: x-\n"),
      nothing("shop"),
    ],
    [
      "gets a namespace that the subject does not get",
      kustomized("a", { "a.yaml": bound("web", "pay"), "b.yaml": unplaced(web()) }, "namespace: shop\n"),
      { type: "otherNamespace", namespace: "shop" },
    ],
    [
      "gets a name that the subject does not get",
      kustomized("a", { "a.yaml": bound("web", "shop"), "b.yaml": unplaced(web()) }, "namePrefix: x-\n"),
      { type: "renamed", name: "x-web", namespace: undefined },
    ],
  ])("%s", (_, files, expected, settings) => {
    expect(subject(files, settings)).toEqual(expected);
  });
});

describe("the ServiceAccount of pods", () => {
  const ofPods = (files: Files, settings = {}) => {
    const builds = new Analysis(repositoryOf(files), settings);
    const [deployment] = builds.ofKind("Deployment");
    return {
      said: said(deployment && builds.podAccount(deployment)),
      objects: deployment && podAccountObjects(builds, deployment).map(({ file }) => file),
    };
  };
  const pods = (name = "web", namespace: string | undefined = "shop") =>
    workload("Deployment", namespace, `serviceAccountName: ${name}`);
  const later = "its namespace is chosen when it is applied";
  const nothing = "nothing here makes namespace 'shop' or accounts in it";

  it.each<[string, Files, unknown, string[]?]>([
    ["is there", { "a.yaml": pods(), "b.yaml": web() }, ["b.yaml"], ["b.yaml"]],
    ["is the default one", { "a.yaml": workload("Deployment", "shop") }, []],
    ["has a name that is filled in", { "a.yaml": pods('"${NAME}"') }, "the name is not a plain one"],
    ["is in a namespace that is filled in", { "a.yaml": pods("web", '"${NS}"') }, later],
    ["is in no namespace at all", { "a.yaml": pods("web", "shop.example") }, later],
    ["may be in a namespace of others", { "a.yaml": pods() }, nothing],
    [
      "is missing where the namespace is made",
      { "a.yaml": pods(), "b.yaml": manifest("Namespace", "shop") },
      "missing",
    ],
    ["is missing beside other accounts", { "a.yaml": pods(), "b.yaml": web("ci") }, "missing"],
    [
      "is missing below what makes the namespace",
      { "x/a.yaml": pods(), "b.yaml": manifest("Namespace", "shop") },
      "missing",
    ],
    [
      "may be there beside what makes the namespace",
      { "x/a.yaml": pods(), "z/b.yaml": manifest("Namespace", "shop") },
      nothing,
    ],
    [
      "is missing beside another namespace",
      { "a.yaml": pods(), "b.yaml": manifest("Namespace", "pay") },
      nothing,
    ],
    ["is missing in a kustomization", kustomized("a", { "a.yaml": pods() }), "missing"],
    [
      "is where the pods are, wherever that is",
      { "a.yaml": unplaced(pods()), "b.yaml": unplaced(web()) },
      ["b.yaml"],
      ["b.yaml"],
    ],
    ["may be where the pods are, wherever that is", { "a.yaml": unplaced(pods()) }, later],
    [
      "is missing where there are others, wherever that is",
      { "a.yaml": unplaced(pods()), "b.yaml": unplaced(web("ci")) },
      "missing",
    ],
    ["is missing where others are placed", { "a.yaml": unplaced(pods()), "b.yaml": web("ci") }, later],
    [
      "is elsewhere",
      { "a.yaml": pods(), "b.yaml": web("web", "pay") },
      { type: "otherNamespace", namespace: "pay" },
      [],
    ],
    [
      "is in another build",
      { ...kustomized("a", { "a.yaml": pods() }), ...kustomized("b", { "b.yaml": web() }) },
      ["b/b.yaml"],
      ["b/b.yaml"],
    ],
    [
      "is renamed by its build",
      kustomized("a", { "a.yaml": pods("x-web"), "b.yaml": web() }, "nameSuffix: -y1\n"),
      "missing",
    ],
    [
      "may be made for a custom object",
      { "a.yaml": pods("x-web"), "b.yaml": `${manifest("Namespace", "shop")}---\n${custom("Thing", "x")}` },
      "Thing 'x' may make it",
    ],
    [
      "may be made by Terraform",
      { "a.yaml": pods(), "b.yaml": manifest("Namespace", "shop"), "m.tf": 'x = "shop:web"\n' },
      "m.tf names it",
    ],
  ])("%s", (_, files, expected, objects) => {
    const found = ofPods(files);
    expect(found.said).toEqual(expected);
    if (objects) expect(found.objects).toEqual(objects);
  });
});

describe("what may make ServiceAccounts", () => {
  const NAMELESS = "apiVersion: example.org/v1\nkind: Thing\nmetadata:\n  generateName: web-\n";
  const find = (name: string, ...documents: string[]) =>
    accountMakers(new Analysis(repositoryOf({ "a.yaml": documents.join("---\n") }), {})).find(name);

  it.each<[string, string[], string | undefined]>([
    ["x", [custom("Thing", "x")], "Thing 'x'"],
    ["x-server", [custom("Thing", "x")], "Thing 'x'"],
    ["my-x", [custom("Thing", "x")], "Thing 'x'"],
    ["xy", [custom("Thing", "x")], undefined],
    ["other", [custom("Thing", "x", "spec: { serviceAccount: { name: other } }\n")], "Thing 'x'"],
    ["other", [custom("Thing", "x", "spec: { user: { name: other } }\n")], undefined],
    ["other", [custom("Thing", "x", "spec: { serviceAccountable: { name: other } }\n")], undefined],
    ["other", [manifest("ServiceAccount", "other"), custom("Thing", "x")], undefined],
    ["kafka-entity", [custom("Thing", "x", "", "kafka.strimzi.io/v1")], "Thing 'x'"],
    ["strimzi-entity", [custom("Thing", "x", "", "kafka.strimzi.io/v1")], "Thing 'x'"],
    ["a-controller-manager", [custom("Thing", "x")], "Thing 'x'"],
    ["a-controller-managers", [custom("Thing", "x")], undefined],
    ["a-controller-manager", [], undefined],
    ["x", [custom("Certificate", "x", "", "cert-manager.io/v1")], undefined],
    [
      "made",
      [
        custom(
          "ClusterPolicy",
          "p",
          "spec: { rules: [{ generate: { kind: ServiceAccount, name: made } }] }\n",
          "kyverno.io/v1",
        ),
      ],
      "ClusterPolicy 'p'",
    ],
    [
      "made",
      [
        custom(
          "ClusterConfig",
          "p",
          "iam: { serviceAccounts: [{ metadata: { name: made } }] }\n",
          "eksctl.io/v1alpha5",
        ),
      ],
      "ClusterConfig 'p'",
    ],
    // One without a name, which a `generateName` makes up, goes by none.
    ["a-controller-manager", [NAMELESS], "an object of kind Thing"],
    ["web-", [NAMELESS], undefined],
    ["-web", [NAMELESS], undefined],
    // The first that speaks of an account counts, before those that only go by its name.
    [
      "other",
      [
        custom("Thing", "other"),
        custom("Thing", "x", "spec: { serviceAccount: { name: other } }\n"),
        custom("Thing", "y", "spec: { serviceAccount: { name: other } }\n"),
      ],
      "Thing 'x'",
    ],
    // What is said in one document is not said in another.
    [
      "other",
      [
        custom("Thing", "x", "spec: { user: other }\n"),
        custom("Thing", "y", "spec: { serviceAccount: { name: z } }\n"),
        manifest("Role", "other"),
      ],
      undefined,
    ],
    // Not even beside what makes accounts.
    [
      "other",
      [
        custom("Thing", "x", "spec: { user: other }\n"),
        custom(
          "ClusterConfig",
          "p",
          "iam: { serviceAccounts: [{ metadata: { name: made } }] }\n",
          "eksctl.io/v1alpha5",
        ),
      ],
      undefined,
    ],
    // The top of a domain says nothing.
    ["kafka-entity", [custom("Thing", "x", "", "example.kafka/v1")], undefined],
    ["kafka-entity", [custom("Certificate", "x", "", "cert-manager.io/v1")], undefined],
    ["x", [custom("Certificate", "x", "", "other-cert-manager.io/v1")], "Certificate 'x'"],
  ])("'%s' of %j is %s", (name, documents, expected) => {
    expect(find(name, ...documents)).toBe(expected);
  });

  it("names the file where the maker cannot be named", () => {
    const inFlow =
      '{ "spec": { "rules": [{ "generate": { "kind": "ServiceAccount", "name": "made" } }] },\n"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": { "name": "p" } }\n';
    expect(find("made", inFlow)).toBe("what is in a.yaml");
    expect(find("other", inFlow)).toBeUndefined();
  });

  it("looks for eksctl's accounts in a file without any custom object", () => {
    const inFlow =
      '{ "iam": { "serviceAccounts": [{ "metadata": { "name": "made" } }] },\n"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": { "name": "p" } }\n';
    expect(find("made", inFlow)).toBe("what is in a.yaml");
    expect(find("made", inFlow.replace("eksctl.io", "not-eksctl.io"))).toBeUndefined();
  });
});
