import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "./manifests.js";

const RULE = "valid-subject";
const REFUSED = "the API server refuses this binding";
const GROUP = "rbac.authorization.k8s.io";
const subject = (fields: string) => roleBinding("view", "shop", "ClusterRole", `  - { ${fields} }\n`);
const inCluster = (fields: string) => clusterBinding("view", `  - { ${fields} }\n`);

describe("valid-subject", () => {
  it.each([
    [
      "another kind",
      subject("kind: Serviceaccount, name: ci"),
      "a.yaml:11:13-11:27",
      `There is no subject of kind 'Serviceaccount': ${REFUSED}. Write 'ServiceAccount', 'User' or 'Group'.`,
    ],
    [
      "no kind",
      subject("name: ci"),
      "a.yaml:11:7-11:11",
      `This subject has no kind, so ${REFUSED}. Add 'kind: ServiceAccount', 'kind: User' or 'kind: Group'.`,
    ],
    [
      "no name",
      subject("kind: User"),
      "a.yaml:11:7-11:11",
      `This subject has no name, so ${REFUSED}. Add it.`,
    ],
    [
      "a ServiceAccount by its user name",
      subject("kind: ServiceAccount, name: 'system:serviceaccount:shop:ci'"),
      "a.yaml:11:35-11:66",
      `No ServiceAccount can be named 'system:serviceaccount:shop:ci': ${REFUSED}. Write its 'metadata.name': lower-case letters, digits, '-' and '.'.`,
    ],
    [
      "a ServiceAccount in an API group",
      subject(`kind: ServiceAccount, name: ci, apiGroup: ${GROUP}`),
      "a.yaml:11:49-11:74",
      `A ServiceAccount is in the core API group, not in '${GROUP}': ${REFUSED}. Leave 'apiGroup' out.`,
    ],
    [
      "a User in another API group",
      subject(`kind: User, name: ada, apiGroup: ${GROUP}/v1`),
      "a.yaml:11:40-11:68",
      `API group '${GROUP}/v1' is not that of a User: ${REFUSED}. Write '${GROUP}', without a version, or leave the line out.`,
    ],
    [
      "a ServiceAccount without a namespace in the cluster",
      inCluster("kind: ServiceAccount, name: ci"),
      "a.yaml:10:7-10:11",
      `ServiceAccount 'ci' has no namespace, and a ClusterRoleBinding provides none: ${REFUSED}. Add the namespace that it is in.`,
    ],
    [
      "a namespace of a Group, which is ignored",
      subject("kind: Group, name: dev, namespace: shop"),
      "a.yaml:11:42-11:46",
      "A Group belongs to no namespace: 'namespace: shop' has no effect, and 'dev' has the role wherever it comes from. Leave 'namespace' out, or write 'kind: ServiceAccount' if one is meant.",
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it.each<[string, string, string, string, Record<string, string>?]>([
    ["the kind that was meant", "kind: group, name: a", "Write 'Group'.", "kind: Group, name: a"],
    [
      "the name alone",
      "kind: ServiceAccount, name: 'system:serviceaccount:shop:ci'",
      "Write 'ci'.",
      "kind: ServiceAccount, name: 'ci'",
    ],
    [
      "no API group",
      `kind: ServiceAccount, name: ci, apiGroup: ${GROUP}`,
      "Leave 'apiGroup' out.",
      "kind: ServiceAccount, name: ci",
    ],
    [
      "the right API group",
      "kind: User, name: ada, apiGroup: v1",
      `Write '${GROUP}'.`,
      `kind: User, name: ada, apiGroup: ${GROUP}`,
    ],
    [
      "no namespace",
      `kind: Group, name: dev, namespace: shop, apiGroup: ${GROUP}`,
      "Leave 'namespace' out.",
      `kind: Group, name: dev, apiGroup: ${GROUP}`,
    ],
    [
      "the namespace in which there is one",
      "kind: ServiceAccount, name: ci",
      "Add 'namespace: tools'.",
      "kind: ServiceAccount, name: ci, namespace: tools",
      { "b.yaml": manifest("ServiceAccount", "ci", "tools") },
    ],
  ])("suggests %s", async (_, before, words, after, more) => {
    expect(await suggestions(RULE, "a.yaml", inCluster(before), more)).toEqual([[words, inCluster(after)]]);
  });

  it("keeps what follows a text of several lines", async () => {
    const before = inCluster("").replace(/subjects:[^]*/, "");
    const file = (subject: string) => `${before}subjects:\n  - ${subject}---\n${manifest("Namespace", "n")}`;
    const written = file(
      "kind: ServiceAccount\n    name: ci\n    namespace: shop\n    apiGroup: |-\n      v1\n",
    );
    const left = file("kind: ServiceAccount\n    name: ci\n    namespace: shop\n");
    expect(await suggestions(RULE, "a.yaml", written)).toEqual([["Leave 'apiGroup' out.", left]]);
  });

  it("judges a subject that kustomize completes as it completes it", async () => {
    const files = (kustomization: string, name: string) => ({
      "kustomization.yaml": `${kustomization}resources: [all.yaml]\n`,
      "all.yaml": `${manifest("ServiceAccount", "ci")}---\n${inCluster(`kind: ServiceAccount, name: ${name}`)}`,
    });
    expect(await lint(RULE, files("namespace: shop\n", "default"))).toEqual([]);
    expect(await lint(RULE, files("namespace: shop\n", "ci"))).toEqual([]);
    expect(await lint(RULE, files("namespace: shop\n", "other"))).toHaveLength(1);
    expect(await lint(RULE, files("", "ci"))).toHaveLength(1);
  });

  it.each([
    [
      "all three kinds",
      roleBinding("view", "shop", "Role", user("ada") + group("dev") + account("ci", "tools")),
    ],
    ["a ServiceAccount of the binding's own namespace", subject("kind: ServiceAccount, name: ci")],
    ["no API group, which is filled in", inCluster("kind: User, name: ada")],
    ["an empty API group of a ServiceAccount", subject("kind: ServiceAccount, name: ci, apiGroup: ''")],
    ["a User with any name", subject('kind: User, name: "https://login.example.com#Ada Lovelace/%"')],
    ["a ServiceAccount with dots", subject("kind: ServiceAccount, name: a.b-1")],
    ["what is filled in later", subject('kind: "${KIND}", name: "{{ name }}", apiGroup: "$(GROUP)"')],
    [
      "OpenShift's own API",
      subject("kind: SystemUser, name: a").replaceAll(GROUP, "authorization.openshift.io"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("takes an instruction to kustomize for none", async () => {
    const files = {
      "kustomization.yaml": "resources: [b.yaml]\npatches: [{ path: patch.yaml }]\n",
      "b.yaml": clusterBinding("view", user("ada")),
      "patch.yaml": clusterBinding("view", `  - $patch: replace\n${user("bob")}`),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });
});
