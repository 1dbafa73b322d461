import { truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { ADA, KEY, MASTERS } from "../../kubernetes/kubeconfig/certificates.js";
import { repository } from "../../rules/lint.js";
import { account, clusterBinding, manifest, roleBinding, user } from "../../rules/manifests.js";
import { apiServer, authorization, policy } from "./api-servers.js";

async function runIn(root: string, ...argv: string[]) {
  const lines = { out: [] as string[], err: [] as string[] };
  const output = { out: (text: string) => lines.out.push(text), err: (text: string) => lines.err.push(text) };
  const code = await main(["access-path", "--root", root, ...argv], output);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

async function run(given: Record<string, string>, ...argv: string[]) {
  return runIn(repository(given), ...argv);
}

/** The lines of one of the three parts of an answer. */
async function part(number: 1 | 2 | 3, ...args: Parameters<typeof run>): Promise<string[]> {
  const { out } = await run(...args);
  const [, rest = ""] = out.split(`\n${number}. `);
  return (rest.split("\n\n")[0] ?? "")
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

const kubeconfig = (...users: string[]) =>
  `apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers:\n${users.map((one) => `  - ${one}\n`).join("")}`;
const withCertificate = (name: string, data: string) =>
  `{ name: ${name}, user: { client-certificate-data: ${data}, client-key-data: ${KEY} } }`;
const group = (name: string) => `  - { kind: Group, name: "${name}", apiGroup: rbac.authorization.k8s.io }\n`;

const tutorial = {
  "kube-apiserver.yaml": apiServer(
    "--authorization-mode=ABAC",
    "--authorization-policy-file=abac.jsonl",
    "--enable-admission-plugins=AlwaysPullImages",
    "--disable-admission-plugins=LimitRanger",
  ),
  "abac.jsonl":
    policy({ user: "alice", namespace: "*", resource: "*", apiGroup: "*" }) +
    policy({ user: "bob", namespace: "caribou", resource: "pods", readonly: true }) +
    policy({ group: "system:unauthenticated", readonly: true, nonResourcePath: "*" }),
  "kubeconfig.yaml": kubeconfig("{ name: mini, user: { client-certificate: /home/dev/client.crt } }"),
};
const MINI =
  "Cannot know: as whom kubeconfig user 'mini' gets in (kubeconfig.yaml:6): the certificate is in a file that the repository does not have.";

describe("access-path", () => {
  it("shows the three stages", async () => {
    expect(await run(tutorial, "User:alice", "create", "pods", "-n", "shop")).toEqual({
      code: 0,
      err: "",
      out: `User:alice create pods in namespace shop: It is allowed.

1. Authentication
   Nothing in the repository says how this subject gets in.

2. Authorization
   The API server (kube-apiserver.yaml:9) asks ABAC. Asked as user 'alice'.
     ABAC  yes: User:alice  whole cluster  ABAC policy (abac.jsonl:1)

3. Admission
   Plugins: NamespaceLifecycle, ServiceAccount, AlwaysPullImages, PodSecurity, Priority, DefaultTolerationSeconds, RuntimeClass, MutatingAdmissionWebhook, ValidatingAdmissionPolicy, ValidatingAdmissionWebhook, ResourceQuota

Namespace 'shop' is nowhere in this repository.
${MINI}`,
    });
  });

  it("says that nobody allows it", async () => {
    expect(await run(tutorial, "User:bob", "create", "pods", "-n", "caribou")).toEqual({
      code: 1,
      err: "",
      out: `User:bob create pods in namespace caribou: It is forbidden, as far as the repository shows.

1. Authentication
   Nothing in the repository says how this subject gets in.

2. Authorization
   The API server (kube-apiserver.yaml:9) asks ABAC. Asked as user 'bob'.
     ABAC  no

3. Admission
   The request does not get this far.

${MINI}`,
    });
  });

  it("says that a part is allowed, and that nothing sees what only reads", async () => {
    const { code, out } = await run(tutorial, "User:bob", "list", "pods");
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 11)).toEqual([
      "User:bob list pods: A part of it is allowed.",
      "",
      "1. Authentication",
      "   Nothing in the repository says how this subject gets in.",
      "",
      "2. Authorization",
      "   The API server (kube-apiserver.yaml:9) asks ABAC. Asked as user 'bob'.",
      "     ABAC  partly: User:bob  namespace caribou  ABAC policy (abac.jsonl:2)",
      "",
      "3. Admission",
      "   It is skipped: the request changes nothing.",
    ]);
  });

  it("assumes RBAC where no API server is set up, and counts the bindings of every cluster", async () => {
    const given = {
      "rbac.yaml": roleBinding("edit", "shop", "ClusterRole", account("ci")),
      "account.yaml": manifest("ServiceAccount", "ci", "shop"),
    };
    expect(await run(given, "ServiceAccount:shop/ci", "update", "configmaps", "-n", "shop")).toEqual({
      code: 0,
      err: "",
      out: `ServiceAccount:shop/ci update configmaps in namespace shop: It is allowed.

1. Authentication
   token that the cluster issues (account.yaml:4): user 'system:serviceaccount:shop:ci' in groups 'system:serviceaccounts' and 'system:serviceaccounts:shop'

2. Authorization
   The repository sets up no API server: RBAC is assumed. Asked as user 'system:serviceaccount:shop:ci' in groups 'system:serviceaccounts' and 'system:serviceaccounts:shop'.
     RBAC  yes: ServiceAccount:shop/ci  namespace shop  RoleBinding shop/readers (rbac.yaml:11) > ClusterRole edit (of every cluster) > ClusterRole system:aggregate-to-edit (of every cluster)

3. Admission
   Plugins: NamespaceLifecycle, MutatingAdmissionPolicy, MutatingAdmissionWebhook, ValidatingAdmissionPolicy, ValidatingAdmissionWebhook, ResourceQuota`,
    });
    expect(await part(2, given, "ServiceAccount:shop/ci", "create", "selfsubjectaccessreviews")).toEqual([
      "The repository sets up no API server: RBAC is assumed. Asked as user 'system:serviceaccount:shop:ci' in groups 'system:serviceaccounts' and 'system:serviceaccounts:shop'.",
      "RBAC  yes: Group:system:authenticated  whole cluster  ClusterRoleBinding system:basic-user (of every cluster) > ClusterRole system:basic-user (of every cluster)",
    ]);
  });
});

describe("access-path: authentication", () => {
  const dev = roleBinding("edit", "shop", "ClusterRole", group("dev"));

  it("takes the user and the groups from a certificate", async () => {
    const given = { "ada.yaml": kubeconfig(withCertificate("ada", ADA)), "rbac.yaml": dev };
    const { out } = await run(given, "User:ada", "get", "pods", "-n", "shop");
    expect(out.split("\n").slice(0, 8)).toEqual([
      "User:ada get pods in namespace shop: It is allowed.",
      "",
      "1. Authentication",
      expect.stringMatching(
        /^ {3}certificate until \d{4}-\d\d-\d\d, of kubeconfig user 'ada' \(ada\.yaml:6\): user 'ada' in groups 'dev' and 'ops'$/,
      ),
      "",
      "2. Authorization",
      "   The repository sets up no API server: RBAC is assumed. Asked as user 'ada' in groups 'dev' and 'ops'.",
      expect.stringContaining("RBAC  yes: Group:dev  namespace shop"),
    ]);
    expect(await part(1, given, "Group:dev", "get", "pods")).toEqual([
      expect.stringContaining("user 'ada' in groups"),
    ]);
    expect(await part(1, given, "Group:qa", "get", "pods")).toEqual([
      "Nothing in the repository says how this subject gets in.",
    ]);
  });

  it("finds a certificate in a file beside the kubeconfig", async () => {
    const given = {
      "k/config.yaml": kubeconfig("{ name: x, user: { client-certificate: ada.crt } }"),
      "k/ada.crt": Buffer.from(ADA, "base64").toString(),
    };
    expect(await part(1, given, "User:ada", "get", "pods")).toEqual([
      expect.stringContaining("kubeconfig user 'x' (k/config.yaml:6): user 'ada'"),
    ]);
  });

  it("asks nobody about system:masters", async () => {
    const given = { "admin.yaml": kubeconfig(withCertificate("admin", MASTERS)) };
    expect(await part(2, given, "User:kubernetes-admin", "delete", "nodes")).toEqual([
      "The repository sets up no API server: RBAC is assumed. Asked as user 'kubernetes-admin' in group 'system:masters'.",
      "yes  Group 'system:masters' may do everything, and no authorizer is asked.",
    ]);
  });

  it("reads static tokens, and prints none of them", async () => {
    const given = {
      "a/kube-apiserver.yaml": apiServer(
        "--authorization-mode=RBAC",
        "--token-auth-file=/etc/kubernetes/tokens.csv",
      ),
      "a/tokens.csv": 'c2VjcmV0,eve,1001,"dev,ops"\nc2VjcmV1,bot,1002\n',
      "b/kube-apiserver.yaml": apiServer("--authorization-mode=RBAC"),
      "rbac.yaml": dev,
    };
    const { code, out } = await run(given, "User:eve", "get", "pods", "-n", "shop");
    expect(code).toBe(0);
    expect(out).not.toContain("c2Vjcm");
    expect(out).toBe(`User:eve get pods in namespace shop: It differs, as said below.

1. Authentication
   static token (a/tokens.csv:1): user 'eve' in groups 'dev' and 'ops'

2. Authorization
   The API server (a/kube-apiserver.yaml:9) asks RBAC. Asked as user 'eve' in groups 'dev' and 'ops'. It is allowed.
     RBAC  yes: Group:dev  namespace shop  RoleBinding shop/readers (rbac.yaml:11) > ClusterRole edit (of every cluster) > ClusterRole view (of every cluster) > ClusterRole system:aggregate-to-view (of every cluster)
   The API server (b/kube-apiserver.yaml:9) asks RBAC. Asked as user 'eve'. It is forbidden, as far as the repository shows.
     RBAC  no

3. Admission
   It is skipped: the request changes nothing.`);
  });

  it("reads which identities of AWS are whom", async () => {
    const given = {
      "aws-auth.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: aws-auth, namespace: kube-system }
data:
  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/dev
      username: dev:{{SessionName}}
      groups: [dev]
    - { rolearn: "arn:aws:iam::111122223333:role/ci", username: ci, groups: [deployers, dev] }
  mapUsers: "x: [}"
`,
    };
    expect(await part(1, given, "Group:dev", "get", "pods")).toEqual([
      "identity of AWS 'arn:aws:iam::111122223333:role/dev' (aws-auth.yaml:6): a user in group 'dev'",
      "identity of AWS 'arn:aws:iam::111122223333:role/ci' (aws-auth.yaml:9): user 'ci' in groups 'deployers' and 'dev'",
    ]);
    expect(await part(1, given, "User:ci", "get", "pods")).toEqual([
      "identity of AWS 'arn:aws:iam::111122223333:role/ci' (aws-auth.yaml:9): user 'ci' in groups 'deployers' and 'dev'",
    ]);
    const { out } = await run(given, "Group:dev", "get", "pods", "--format", "json");
    expect(out).not.toContain("\\u0000");
  });

  it("says what it cannot see", async () => {
    const given = {
      "kube-apiserver.yaml": apiServer(
        "--authorization-mode=RBAC",
        "--token-auth-file=/etc/kubernetes/tokens.csv",
      ),
      "config.yaml": kubeconfig(
        "{ name: token, user: { token: abcdefghijklmnop } }",
        "{ name: cloud, user: { exec: { command: aws, apiVersion: client.authentication.k8s.io/v1 } } }",
        "{ name: provider, user: { auth-provider: { name: oidc } } }",
        "{ name: broken, user: { client-certificate-data: bm9uZQ== } }",
        "{ name: nothing, user: {} }",
      ),
    };
    const { out } = await run(given, "User:ada", "get", "pods");
    expect(out.split("\n").filter((line) => line.startsWith("Cannot"))).toEqual([
      "Cannot know: as whom kubeconfig user 'token' gets in (config.yaml:6): a token does not say it without the cluster.",
      "Cannot know: as whom kubeconfig user 'cloud' gets in (config.yaml:7): a program asks elsewhere for credentials.",
      "Cannot know: as whom kubeconfig user 'provider' gets in (config.yaml:8): a provider asks elsewhere for credentials.",
      "Cannot know: as whom kubeconfig user 'broken' gets in (config.yaml:9): the certificate cannot be read.",
      "Cannot know: who has a static token (kube-apiserver.yaml:10): the repository does not have '/etc/kubernetes/tokens.csv'.",
    ]);
  });

  it("names the issuers that can give a name", async () => {
    const given = {
      "kube-apiserver.yaml": apiServer(
        "--authorization-mode=RBAC",
        "--oidc-issuer-url=https://id.example.com",
        "--oidc-username-claim=email",
        "--oidc-groups-claim=groups",
        '"--oidc-groups-prefix=oidc:"',
      ),
      "authn.yaml": `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
  - issuer: { url: https://login.example.com, audiences: [kubernetes] }
    claimMappings: { username: { claim: sub, prefix: "login:" }, groups: { expression: claims.roles } }
`,
    };
    const ask = async (subject: string) => part(1, given, subject, "get", "pods");
    expect(await ask("User:ada@example.com")).toEqual([
      "token of issuer 'https://id.example.com' (kube-apiserver.yaml:10): anybody to whom it gives that name in claim 'email'",
    ]);
    expect(await ask("User:login:ada")).toEqual([
      "token of issuer 'https://id.example.com' (kube-apiserver.yaml:10): anybody to whom it gives that name in claim 'email'",
      "token of issuer 'https://login.example.com' (authn.yaml:4): anybody to whom it gives that name in claim 'sub', to which the API server adds 'login:'",
    ]);
    expect(await ask("Group:oidc:dev")).toEqual([
      "token of issuer 'https://id.example.com' (kube-apiserver.yaml:10): anybody to whom it gives that name in claim 'groups', to which the API server adds 'oidc:'",
      "token of issuer 'https://login.example.com' (authn.yaml:4): anybody to whom it gives that name, by an expression",
    ]);
    expect(await ask("ServiceAccount:shop/ci")).toEqual([
      expect.stringContaining("token that the cluster issues"),
    ]);
  });

  it.each([
    [["--authorization-mode=RBAC"], "", 0],
    [["--authorization-mode=RBAC", "--anonymous-auth=false"], "", 1],
    [["--authorization-mode=AlwaysAllow"], "", 1],
    [["--authorization-mode=RBAC", "--authentication-config=authn.yaml"], "{ enabled: false }", 1],
    [["--authorization-mode=RBAC", "--authentication-config=authn.yaml"], "{ enabled: true }", 0],
  ])("lets requests without credentials in or not: %j %s", async (args, anonymous, code) => {
    const given = {
      "kube-apiserver.yaml": apiServer(...args),
      ...(anonymous !== "" && {
        "authn.yaml": `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: ${anonymous}\n`,
      }),
    };
    expect((await run(given, "User:system:anonymous", "get", "/healthz")).code).toBe(code);
  });
});

describe("access-path: authorization", () => {
  it("asks in the order of the configuration, and cannot know what a webhook says", async () => {
    const given = {
      "kube-apiserver.yaml": apiServer("--authorization-config=/etc/kubernetes/authz.yaml"),
      "authz.yaml": authorization(
        "{ type: Node, name: node }",
        "{ type: Webhook, name: opa, webhook: { failurePolicy: Deny } }",
        "{ type: RBAC, name: rbac }",
        "{ type: AlwaysDeny, name: last }",
      ),
      "rbac.yaml": clusterBinding("view", user("ada")),
    };
    expect(await run(given, "User:ada", "get", "pods")).toEqual({
      code: 1,
      err: "",
      out: `User:ada get pods: It may be allowed: that cannot be known.

1. Authentication
   Nothing in the repository says how this subject gets in.

2. Authorization
   The API server (kube-apiserver.yaml:9) asks Node, Webhook 'opa', RBAC, AlwaysDeny. Asked as user 'ada'.
     Node           no
     Webhook 'opa'  unknown: the API server asks it, and denies the request if it does not answer (failurePolicy Deny)
     RBAC           yes: User:ada  whole cluster  ClusterRoleBinding readers (rbac.yaml:10) > ClusterRole view (of every cluster) > ClusterRole system:aggregate-to-view (of every cluster)
     AlwaysDeny     not asked

3. Admission
   It is skipped: the request changes nothing.`,
    });
  });

  it("does not compute what the Node authorizer gives a kubelet", async () => {
    const given = { "kubeadm.yaml": "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n" };
    expect(await part(2, given, "Group:system:nodes", "get", "secrets", "-n", "shop")).toEqual([
      "The API server (kubeadm.yaml:1) asks Node, RBAC, by default. Asked as a member of group 'system:nodes'.",
      "Node  unknown: it depends on which Pods run on the node",
      "RBAC  no",
    ]);
    expect(await part(3, given, "Group:system:nodes", "update", "nodes")).toEqual([
      expect.stringContaining("NodeRestriction"),
    ]);
  });

  it("says once what several API servers make of it", async () => {
    const names = ["a", "b", "c", "d", "e"].map((name) => `${name}/kube-apiserver.yaml`);
    const given = Object.fromEntries(names.map((name) => [name, apiServer("--authorization-mode=RBAC")]));
    expect(await part(2, given, "User:ada", "get", "pods")).toEqual([
      "The API server (a/kube-apiserver.yaml:9) asks RBAC",
      "The API server (b/kube-apiserver.yaml:9) asks RBAC",
      "The API server (c/kube-apiserver.yaml:9) asks RBAC",
      "and 2 API servers more of which the same holds. Asked as user 'ada'.",
      "RBAC  no",
    ]);
  });

  it("names the objects that a rule is cut down to", async () => {
    const rules =
      'rules:\n  - { apiGroups: [""], resources: [secrets], resourceNames: [a, b], verbs: [get] }\n';
    const given = {
      "role.yaml": manifest("Role", "reader", "shop", rules),
      "rbac.yaml": roleBinding("reader", "shop", "Role", user("ada")),
    };
    expect((await part(2, given, "User:ada", "get", "secrets", "-n", "shop")).at(-1)).toBe(
      "RBAC  partly: User:ada  namespace shop  only a,b  RoleBinding shop/readers (rbac.yaml:11) > Role shop/reader (role.yaml:7)",
    );
  });
});

describe("access-path: admission", () => {
  const webhook = (
    kind: string,
    operations: string,
    resources: string,
  ) => `apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}
metadata: { name: policies }
webhooks:
  - name: check.example.com
    failurePolicy: Ignore
    rules: [{ operations: [${operations}], apiGroups: ["*"], apiVersions: ["*"], resources: [${resources}] }]
`;
  const given = {
    "rbac.yaml": clusterBinding("cluster-admin", user("ada")),
    "validating.yaml": webhook("ValidatingWebhookConfiguration", "CREATE", "pods"),
    "mutating.yaml": webhook("MutatingWebhookConfiguration", "CONNECT", '"*/*"'),
    "policy.yaml": `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: limits }
spec:
  matchConstraints:
    resourceRules: [{ operations: ["*"], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
`,
  };

  it("names the webhooks and policies whose rules are about it", async () => {
    expect((await part(3, given, "User:ada", "create", "pods")).slice(1)).toEqual([
      "ValidatingAdmissionPolicy 'limits' (policy.yaml:3), failurePolicy Fail, which no binding of the repository puts to use",
      "ValidatingWebhookConfiguration 'policies', webhook 'check.example.com' (validating.yaml:5), failurePolicy Ignore",
    ]);
    expect((await part(3, given, "User:ada", "create", "pods/exec")).slice(1)).toEqual([
      "MutatingWebhookConfiguration 'policies', webhook 'check.example.com' (mutating.yaml:5), failurePolicy Ignore",
    ]);
    expect((await part(3, given, "User:ada", "create", "validatingwebhookconfigurations")).slice(1)).toEqual(
      [],
    );
  });

  it("leaves out what a flag switches off", async () => {
    const flags = [
      "--authorization-mode=RBAC",
      "--disable-admission-plugins=ValidatingAdmissionWebhook,ValidatingAdmissionPolicy",
    ];
    const own = { ...given, "kube-apiserver.yaml": apiServer(...flags) };
    expect((await part(3, own, "User:ada", "create", "pods")).slice(1)).toEqual([]);
  });
});

describe("access-path for programs", () => {
  it("prints JSON", async () => {
    const { code, out } = await run(tutorial, "User:alice", "update", "pods", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      subject: "User:alice",
      verb: "update",
      resource: "pods",
      authentication: [],
      passages: [
        {
          apiServers: [{ file: "kube-apiserver.yaml", line: 9, authorizers: ["ABAC"], by: "file" }],
          user: { name: "alice", groups: ["system:authenticated"] },
          verdict: "yes",
          authorization: [
            {
              authorizer: "ABAC",
              says: "yes",
              through: [
                {
                  subject: "User:alice",
                  rule: { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
                  through: [{ kind: "ABAC policy", file: "abac.jsonl", line: 1 }],
                },
              ],
            },
          ],
          admission: {
            plugins: [
              "NamespaceLifecycle",
              "AlwaysPullImages",
              "PodSecurity",
              "Priority",
              "DefaultTolerationSeconds",
              "MutatingAdmissionWebhook",
              "ValidatingAdmissionPolicy",
              "ValidatingAdmissionWebhook",
              "ResourceQuota",
            ],
            admitters: [],
          },
        },
      ],
      cannotKnow: [
        {
          what: "as whom kubeconfig user 'mini' gets in",
          why: "the certificate is in a file that the repository does not have",
          file: "kubeconfig.yaml",
          line: 6,
        },
      ],
    });
  });

  it.each([
    [["User:ada", "get"], "Missing required argument 'resource'. See gitops-lint access-path --help."],
    [
      ["ada", "get", "pods"],
      "'ada' is not a subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'. See gitops-lint access-path --help.",
    ],
    [
      ["User:ada", "gett", "pods"],
      "There is no verb 'gett' in Kubernetes or in a role of this repository. Did you mean 'get'?",
    ],
    [["User:ada", "get", "/x", "-n", "shop"], "The path '/x' is in no namespace; leave out '--namespace'."],
  ])("refuses %j", async (argv, words) => {
    expect(await run(tutorial, ...argv)).toEqual({ code: 2, out: "", err: `gitops-lint: ${words}` });
  });

  it("says of a subject that it is nowhere, unless it has credentials", async () => {
    const ask = async (subject: string) => (await run(tutorial, subject, "get", "pods")).out;
    expect(await ask("User:alise")).toContain("names User 'alise'. Did you mean 'alice'?");
    const own = { "ada.yaml": kubeconfig(withCertificate("ada", ADA)) };
    expect((await run(own, "User:ada", "get", "pods")).out).not.toContain("names User");
  });

  it("exits with 2 if the answer may be in what could not be read", async () => {
    const root = repository({ "a.yaml": "a: 1\n" });
    truncateSync(join(root, "a.yaml"), 33 * 2 ** 20);
    const { code, err } = await runIn(root, "User:ada", "get", "pods");
    expect({ code, err }).toEqual({
      code: 2,
      err: "gitops-lint: Nobody was found to allow it, but 'a.yaml' could not be read.",
    });
  });
});
