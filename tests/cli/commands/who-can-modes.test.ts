import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { repository } from "../../rules/lint.js";
import { clusterBinding, user } from "../../rules/manifests.js";
import { apiServer, authorization, policy } from "./api-servers.js";

async function run(given: Record<string, string>, ...argv: string[]) {
  const [question = "", ...rest] = argv;
  const lines = { out: [] as string[], err: [] as string[] };
  const output = { out: (text: string) => lines.out.push(text), err: (text: string) => lines.err.push(text) };
  const code = await main([question, "--root", repository(given), ...rest], output);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const out = async (...args: Parameters<typeof run>) => (await run(...args)).out;

const ABAC = apiServer("--authorization-mode=ABAC", "--authorization-policy-file=/etc/kubernetes/abac.jsonl");
const POLICIES = [
  policy({ user: "alice", namespace: "*", resource: "*", apiGroup: "*" }),
  "# kubelets\n",
  policy({ user: "kubelet", namespace: "*", resource: "pods", readonly: true }),
  policy({ user: "bob", group: "dev", namespace: "caribou", resource: "pods", readonly: true }),
  policy({ group: "system:unauthenticated", readonly: true, nonResourcePath: "/version*" }),
  policy({ user: "*", resource: "nodes", namespace: "" }),
].join("");
const tutorial = {
  "kube-apiserver.yaml": ABAC,
  "abac.jsonl": POLICIES,
  "rbac.yaml": clusterBinding("cluster-admin", user("jane")),
};
const NOTE =
  "Not counted: the bindings that every cluster has, and group system:masters, which may do everything.";
const NO_RBAC = `The API server (kube-apiserver.yaml:9) asks ABAC.
Not given: 1 answer of RBAC, which no API server asks.
Not counted: group system:masters, which may do everything.`;
const THROUGH = "API server with ABAC (kube-apiserver.yaml:9) > ABAC policy";

describe("who-can where the mode is ABAC", () => {
  it("gives the lines of the policy file, and says that RBAC is not asked", async () => {
    expect(await run(tutorial, "who-can", "get", "pods")).toEqual({
      code: 0,
      err: "",
      out: `SUBJECT                WHERE              NAMES  THROUGH
User:alice             whole cluster      all    ${THROUGH} (abac.jsonl:1)
User:kubelet           whole cluster      all    ${THROUGH} (abac.jsonl:3)
User:bob in Group:dev  namespace caribou  all    ${THROUGH} (abac.jsonl:4)

${NO_RBAC}`,
    });
  });

  it.each([
    [["create", "pods/exec", "-n", "shop"], ["User:alice"]],
    [
      ["get", "pods", "-n", "caribou"],
      ["User:alice", "User:kubelet", "User:bob in Group:dev"],
    ],
    [["update", "pods", "-n", "caribou"], ["User:alice"]],
    [
      ["get", "nodes"],
      ["User:alice", "Group:system:authenticated"],
    ],
    [["*", "pods"], ["User:alice"]],
    [["get", "*"], ["User:alice"]],
    [["get", "/version/x"], ["Group:system:unauthenticated"]],
    [["get", "/metrics"], []],
  ])("%j: %j", async (question, expected) => {
    const { answers } = JSON.parse(await out(tutorial, "who-can", ...question, "--format", "json")) as {
      answers: { subject: string }[];
    };
    expect(answers.map(({ subject }) => subject)).toEqual(expected);
  });

  it("prints JSON for programs", async () => {
    expect(JSON.parse(await out(tutorial, "who-can", "update", "pods", "--format", "json"))).toEqual({
      answers: [
        {
          subject: "User:alice",
          rule: { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
          through: [
            { kind: "API server", name: "ABAC", file: "kube-apiserver.yaml", line: 9 },
            { kind: "ABAC policy", file: "abac.jsonl", line: 1 },
          ],
        },
      ],
      cannotKnow: [],
      apiServers: [{ file: "kube-apiserver.yaml", line: 9, authorizers: ["ABAC"], by: "file" }],
      withoutRbac: 1,
    });
  });

  it("gives RBAC's answers too where both are asked", async () => {
    const given = { ...tutorial, "kube-apiserver.yaml": ABAC.replace("=ABAC", "=Node,ABAC,RBAC") };
    expect(await out(given, "who-can", "update", "pods")).toBe(`SUBJECT     WHERE          NAMES  THROUGH
User:alice  whole cluster  all    ${THROUGH} (abac.jsonl:1)
User:jane   whole cluster  all    ClusterRoleBinding readers (rbac.yaml:10) > ClusterRole cluster-admin (of every cluster)

The API server (kube-apiserver.yaml:9) asks Node, ABAC, RBAC.
${NOTE}`);
  });

  it("says what the policy file lacks or hides", async () => {
    const lines = async (text: string | undefined) => {
      const rest: Record<string, string> = text === undefined ? {} : { "abac.jsonl": text };
      const given = { "kube-apiserver.yaml": ABAC, ...rest };
      return (await out(given, "who-can", "get", "pods"))
        .split("\n")
        .filter((line) => line.startsWith("Cannot"));
    };
    const what = "Cannot know: what ABAC policies allow";
    expect(await lines(undefined)).toEqual([
      `${what} (kube-apiserver.yaml:10): the repository does not have '/etc/kubernetes/abac.jsonl'.`,
    ]);
    expect(await lines(`${POLICIES}{"apiVersion":"abac.authorization.kubernetes.io/v1beta1"}\n`)).toEqual([
      `${what} (abac.jsonl:7): the API server does not take this line, and does not start.`,
    ]);
    expect(await lines(`${POLICIES}{{ .Values.more }}\n`)).toEqual([
      `${what} (abac.jsonl:7): a line has values that are filled in later.`,
    ]);
    const unnamed = { "kube-apiserver.yaml": apiServer("--authorization-mode=ABAC") };
    expect(await out(unnamed, "who-can", "get", "pods")).toContain(
      `${what} (kube-apiserver.yaml:9): nothing names the file that has them.`,
    );
  });

  it("leaves policies out that no API server asks", async () => {
    const given = { "abac.jsonl": POLICIES, "kube-apiserver.yaml": ABAC.replace("=ABAC", "=RBAC") };
    expect(await run(given, "who-can", "get", "pods")).toEqual({
      code: 1,
      err: "",
      out: `Nobody, as far as the repository shows.\n\n${NOTE}`,
    });
  });
});

describe("what-can where the mode is ABAC", () => {
  it("gives the lines on a user and the groups that everybody is in", async () => {
    expect(await out(tutorial, "what-can", "User:kubelet"))
      .toBe(`SUBJECT                     WHERE          VERBS           ON     NAMES  THROUGH
User:kubelet                whole cluster  get,list,watch  pods   all    ${THROUGH} (abac.jsonl:3)
Group:system:authenticated  no namespace   *               nodes  all    ${THROUGH} (abac.jsonl:6)

The API server (kube-apiserver.yaml:9) asks ABAC.
Not counted: group system:masters, which may do everything.`);
  });

  it("needs both the user and the group of a line", async () => {
    expect(await out(tutorial, "what-can", "User:bob")).not.toContain("caribou");
    expect(await out(tutorial, "what-can", "Group:dev")).not.toContain("caribou");
  });

  it("says of a user that no line and no binding names", async () => {
    expect(await out(tutorial, "what-can", "User:alise")).toContain(
      "No binding or ABAC policy in this repository names User 'alise'. Did you mean 'alice'?",
    );
    expect(await out(tutorial, "what-can", "User:alice")).not.toContain("No binding");
  });
});

describe("who-can and other modes", () => {
  it("says first that everybody may do everything", async () => {
    const given = { "kube-apiserver.yaml": apiServer("--v=2"), "rbac.yaml": tutorial["rbac.yaml"] };
    expect(await out(given, "who-can", "get", "pods"))
      .toBe(`SUBJECT                     WHERE          NAMES  THROUGH
Group:system:authenticated  whole cluster  all    API server with AlwaysAllow (kube-apiserver.yaml:8)

The API server (kube-apiserver.yaml:8) asks AlwaysAllow, since no flag says otherwise.
Not given: 1 answer of RBAC, which no API server asks.
Not counted: group system:masters, which may do everything.`);
    expect(await out(given, "what-can", "User:ada")).toContain(
      "Group:system:authenticated  whole cluster  *      every path that is not a resource  all    API server with AlwaysAllow",
    );
    expect(await out(given, "what-can", "User:system:anonymous")).toContain("Nothing, as far as");
  });

  it("cannot know what a webhook says", async () => {
    const given = {
      "authz.yaml": authorization(
        "{ type: Webhook, name: opa, webhook: { failurePolicy: Deny } }",
        "{ type: Webhook, name: old, webhook: { matchConditions: [{ expression: 'true' }] } }",
        "{ type: RBAC, name: rbac }",
      ),
    };
    expect(await out(given, "who-can", "get", "pods")).toBe(`Nobody, as far as the repository shows.

The API server (authz.yaml:1) asks Webhook 'opa', Webhook 'old', RBAC.
${NOTE}
Cannot know: what the authorizer Webhook 'opa' allows or denies (authz.yaml:4): the API server asks it, and denies the request if it does not answer (failurePolicy Deny).
Cannot know: what the authorizer Webhook 'old' allows or denies (authz.yaml:5): the API server asks it about some requests.`);
  });

  it("says where API servers differ", async () => {
    const given = {
      "a/kube-apiserver.yaml": apiServer("--authorization-mode=Node,RBAC"),
      "b/kube-apiserver.yaml": apiServer(
        "--authorization-mode=ABAC",
        "--authorization-policy-file=abac.jsonl",
      ),
      "b/abac.jsonl": POLICIES,
      "c/kubeadm.yaml": "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n",
      "rbac.yaml": tutorial["rbac.yaml"],
    };
    expect(await out(given, "who-can", "update", "pods")).toBe(`SUBJECT     WHERE          NAMES  THROUGH
User:alice  whole cluster  all    API server with ABAC (b/kube-apiserver.yaml:9) > ABAC policy (b/abac.jsonl:1)
User:jane   whole cluster  all    ClusterRoleBinding readers (rbac.yaml:10) > ClusterRole cluster-admin (of every cluster)

The API servers differ in whom they ask.
The API server (a/kube-apiserver.yaml:9) asks Node, RBAC.
The API server (b/kube-apiserver.yaml:9) asks ABAC.
The API server (c/kubeadm.yaml:1) asks Node, RBAC, by default.
${NOTE}`);
  });

  it("is as ever where the API server asks Node and RBAC", async () => {
    const given = { "kubeadm.yaml": "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n" };
    expect(await out(given, "who-can", "get", "pods")).toBe(
      `Nobody, as far as the repository shows.\n\n${NOTE}`,
    );
  });

  it("adds a patch for kubeadm to what kind tells it", async () => {
    const given = {
      "kind.yaml": `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
kubeadmConfigPatches:
  - |
    kind: ClusterConfiguration
    apiVersion: kubeadm.k8s.io/v1beta4
    apiServer:
      extraArgs:
        - { name: authorization-mode, value: "Node,ABAC" }
        - { name: authorization-policy-file, value: /etc/abac.jsonl }
`,
      "abac.jsonl": POLICIES,
    };
    expect(await out(given, "who-can", "update", "pods")).toContain(
      "API server with ABAC (kind.yaml:9) > ABAC policy (abac.jsonl:1)",
    );
  });

  it("says what it does not know of an API server", async () => {
    const ask = async (text: string) => out({ "kube-apiserver.yaml": text }, "who-can", "get", "pods");
    expect(await ask(apiServer("--authorization-config=/etc/authz.yaml"))).toContain(
      "Cannot know: which authorizers the API server of 'kube-apiserver.yaml' asks (kube-apiserver.yaml:9): the repository does not have '/etc/authz.yaml', which says it.",
    );
    expect(await ask(apiServer("$(MORE)"))).toContain("it does not say how requests are authorized.");
    expect(await ask(apiServer("--authorization-mode=rbac"))).toContain(
      "Cannot know: what the authorizer 'rbac' is (kube-apiserver.yaml:9): it is filled in later, or the API server does not know it and does not start.",
    );
  });
});
