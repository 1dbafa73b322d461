import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { bindingsOfUser } from "../../lib/analysis/bindings-of-user.js";
import { questionsIn } from "../../lib/analysis/questions.js";
import { undeclaredNamespaces } from "../../lib/analysis/undeclared-namespaces.js";
import { repositoryOf } from "../builds/repository-of.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "../rules/manifests.js";
import { workload } from "../rules/workloads.js";

type Files = Record<string, string>;
const analysisOf = (files: Files) => new Analysis(repositoryOf(files), {});

describe("the questions of a file", () => {
  /** Each question with its state and answers, as text. */
  const said = (files: Files, file = "a.yaml") =>
    questionsIn(analysisOf(files), [file], "Ingress").map(({ topic, what, by, place, state, answers }) =>
      [
        `${topic}: ${what}`,
        by,
        place.path.join("."),
        state,
        ...answers.map((one) =>
          [
            one.state,
            ...("found" in one ? (one.found ?? []) : []),
            one.why ?? "",
            one.part ? `(${one.part.kind})` : "",
          ]
            .filter(Boolean)
            .join(" "),
        ),
      ].join(" | "),
    );
  const web = (name = "web") => manifest("ServiceAccount", name, "shop");
  const kustomized = (directory: string, ...resources: string[]): Files => ({
    [`${directory}/kustomization.yaml`]: `resources: ${JSON.stringify(resources)}\n`,
  });

  it("name what only whoever installs a chart knows with a gap", () => {
    const files = {
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/a.yaml": clusterBinding(
        '"{{ .Release.Namespace }}-reader"',
        '  - { kind: ServiceAccount, name: web, namespace: "{{ .Release.Namespace }}" }\n',
      ),
    };
    const whats = questionsIn(analysisOf(files), ["web/templates/a.yaml"], "Ingress").map(({ what }) => what);
    expect(whats).toEqual(["ClusterRole '…-reader'", "ServiceAccount 'web'"]);
  });

  it.each<[string, Files, string[]]>([
    [
      "a binding",
      {
        "a.yaml": roleBinding("reader", "shop", "Role", account("web") + account("ci", "pay") + user("ada")),
        "b.yaml": `${manifest("Role", "reader", "shop")}---\n${web()}`,
      },
      [
        "role: Role 'reader' in namespace 'shop' | RoleBinding 'readers' | roleRef.name | found | found b.yaml",
        "account: ServiceAccount 'web' in namespace 'shop' | RoleBinding 'readers' | subjects.0.name | found | found b.yaml",
        "account: ServiceAccount 'ci' in namespace 'pay' | RoleBinding 'readers' | subjects.1.name | unknown | unknown nothing here shows what is in namespace 'pay'",
      ],
    ],
    [
      "a binding of the cluster",
      { "a.yaml": clusterBinding("none") },
      ["role: ClusterRole 'none' | ClusterRoleBinding 'readers' | roleRef.name | missing | missing"],
    ],
    [
      "a workload that names its account",
      { "a.yaml": workload("Deployment", "shop", "serviceAccountName: web"), "b.yaml": web() },
      [
        "identity: ServiceAccount 'web' in namespace 'shop' | Deployment 'web' | spec.template.spec.serviceAccountName | found | found b.yaml",
        "namespace: namespace 'shop' |  | metadata.namespace | open | open",
      ],
    ],
    ["a workload that names none", { "a.yaml": workload("Deployment", undefined) }, []],
    [
      "what several builds apply",
      {
        ...kustomized("x", "../a.yaml", "../b.yaml"),
        ...kustomized("w", "../a.yaml"),
        "a.yaml": clusterBinding("reader"),
        "b.yaml": manifest("ClusterRole", "reader"),
      },
      [
        "role: ClusterRole 'reader' | ClusterRoleBinding 'readers' | roleRef.name | found | missing | found b.yaml",
      ],
    ],
    [
      "what several builds apply, of which one may have it",
      {
        ...kustomized("x", "../a.yaml", "https://example.org/x"),
        ...kustomized("w", "../a.yaml"),
        "a.yaml": clusterBinding("reader"),
      },
      [
        "role: ClusterRole 'reader' | ClusterRoleBinding 'readers' | roleRef.name | unknown | missing | unknown x/kustomization.yaml uses 'https://example.org/x', which is not in this repository (remote)",
      ],
    ],
    ["what is no question", { "a.yaml": web() }, []],
    [
      "namespaces",
      {
        "a.yaml": ["shop", "pay", "kube-system"].map((name) => manifest("Namespace", name)).join("---\n"),
        "b.yaml": `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: shop }\nspec: { podSelector: {} }\n`,
      },
      [
        "namespace: namespace 'pay' |  | metadata.name | open | open",
        "namespace: namespace 'shop' |  | metadata.name | isolated | isolated",
      ],
    ],
    [
      "a namespace that may be isolated",
      {
        "a.yaml": manifest("Namespace", "shop"),
        "b.yaml": `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p }\nspec: { podSelector: {} }\n`,
      },
      ["namespace: namespace 'shop' |  | metadata.name | unknown | unknown b.yaml leaves its namespace open"],
    ],
    [
      "a binding of an admission policy",
      {
        "a.yaml":
          "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: b }\nspec: { policyName: p, validationActions: [Deny] }\n",
      },
      [
        "policy: ValidatingAdmissionPolicy 'p' | ValidatingAdmissionPolicyBinding 'b' | spec.policyName | missing | missing",
      ],
    ],
  ])("are those of %s", (_, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

describe("the bindings of a user", () => {
  const named = (name: string, text: string) => text.replace("name: readers", `name: ${name}`);
  const analysis = analysisOf({
    "a.yaml": named("one", roleBinding("view", "shop", "ClusterRole", user("ada") + group("dev"))),
    "b.yaml": named("two", clusterBinding("view", group("dev"))),
    "c.yaml": named("three", clusterBinding("view", user("dev"))),
    "d.yaml": named("four", clusterBinding("view", account("ada", "shop"))),
    "e.yaml": named("five", clusterBinding("view", user("ada").replace("kind: User", "kind: user"))),
  });

  it.each<[string, string[], string[]]>([
    ["ada", [], ["one"]],
    ["ada", ["dev"], ["two", "one"]],
    ["dev", [], ["three"]],
    ["", ["dev"], ["two", "one"]],
    ["bob", ["qa"], []],
  ])("'%s' in %j are %j", (name, groups, expected) => {
    const found = bindingsOfUser(analysis, { name, groups });
    expect(found.map(({ object }) => object.object.metadata?.name)).toEqual(expected);
  });
});

describe("the namespaces that nothing makes", () => {
  const said = (files: Files) =>
    undeclaredNamespaces(analysisOf(files)).map(({ name, place, unlisted, nearest }) =>
      [name, `${place.file}:${place.document}:${place.path.join(".")}`, unlisted, nearest]
        .filter(Boolean)
        .join(" | "),
    );
  const there = `${manifest("Namespace", "front-end")}---\n${manifest("Namespace", "pay")}`;
  const at = (namespace: string, kind = "ServiceAccount") => manifest(kind, "x", namespace);

  it.each<[string, Files, string[]]>([
    ["are none", { "a.yaml": at("pay"), "n.yaml": there }, []],
    ["are named", { "a.yaml": at("other"), "n.yaml": there }, ["other | a.yaml:0:metadata.namespace"]],
    [
      "are named by the first that names them",
      {
        "b.yaml": at("other"),
        "a.yaml": `${at("pay")}---\n${at("other")}---\n${at("other", "Role")}`,
        "n.yaml": there,
      },
      ["other | a.yaml:1:metadata.namespace"],
    ],
    [
      "are named by the first of a list",
      {
        "a.yaml":
          "apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: ServiceAccount, metadata: { name: x, namespace: pay } }, { apiVersion: v1, kind: ServiceAccount, metadata: { name: x, namespace: other } }, { apiVersion: v1, kind: ServiceAccount, metadata: { name: z, namespace: other } }]\n",
        "n.yaml": there,
      },
      ["other | a.yaml:0:items.1.metadata.namespace"],
    ],
    [
      "are nearly there",
      { "a.yaml": at("front-edn"), "n.yaml": there },
      ["front-edn | a.yaml:0:metadata.namespace | front-end"],
    ],
    [
      "are more than there are",
      { "a.yaml": ["a1", "b1", "c1"].map((name) => at(name)).join("---\n"), "n.yaml": there },
      [],
    ],
    ["are filled in", { "a.yaml": at('"${NS}"'), "n.yaml": there }, []],
    ["are no names", { "a.yaml": at("MY_NS"), "n.yaml": there }, []],
    [
      "may be filled in",
      { "a.yaml": at("other"), "n.yaml": `${there}---\n${manifest("Namespace", '"oth${X}"')}` },
      [],
    ],
    [
      "are those of controllers",
      {
        "a.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x, namespace: argo }\nspec: {}\n`,
        "n.yaml": there,
      },
      [],
    ],
    ["are those of a part", { "x/a.yaml": at("other"), "z/n.yaml": there }, []],
    [
      "are those of what lies below",
      { "x/w/a.yaml": at("other"), "x/n.yaml": there },
      ["other | x/w/a.yaml:0:metadata.namespace"],
    ],
    [
      "are those that a kustomization sets",
      {
        "k/kustomization.yaml": "namespace: other\nresources: [a.yaml]\n",
        "k/a.yaml": manifest("ServiceAccount", "x"),
        "n.yaml": there,
      },
      ["other | k/kustomization.yaml:0:namespace"],
    ],
    [
      "are not listed",
      {
        "k/kustomization.yaml": "resources: [a.yaml]\n",
        "k/a.yaml": at("other"),
        "k/b.yaml": manifest("Namespace", "other"),
        "n.yaml": there,
      },
      ["other | k/a.yaml:0:metadata.namespace | k/b.yaml"],
    ],
    [
      "may be in what is hidden",
      {
        "k/kustomization.yaml": "resources: [a.yaml, 'https://example.org/x']\n",
        "k/a.yaml": at("other"),
        "n.yaml": there,
      },
      [],
    ],
  ])("%s", (_, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});
