import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { repository } from "../../rules/lint.js";
import { account, clusterBinding, manifest, roleBinding, user } from "../../rules/manifests.js";

const READ = 'rules:\n  - { apiGroups: ["", apps], resources: [secrets], verbs: [get, list] }\n';
const RBAC = "apiVersion: rbac.authorization.k8s.io/v1\n";
const files = {
  "role.yaml": manifest("Role", "reader", "shop", READ),
  "bindings/a.yaml": roleBinding("reader", "shop", "Role", "  - { kind: ServiceAccount, name: ci }\n"),
  "bindings/b.yaml": `# who may look\n---\n${clusterBinding("cluster-admin", user("jane"))}`,
  "bindings/c.yaml": roleBinding("missing", "shop", "Role", user("jane")),
};

async function run(given: Record<string, string>, ...argv: string[]) {
  return runIn(repository(given), ...argv);
}

async function runIn(root: string, ...argv: string[]) {
  const [question = "", ...rest] = argv;
  const lines = { out: [] as string[], err: [] as string[] };
  const output = { out: (text: string) => lines.out.push(text), err: (text: string) => lines.err.push(text) };
  const code = await main([question, "--root", root, ...rest], output);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const NOTE =
  "Not counted: the bindings that every cluster has, and group system:masters, which may do everything.";

describe("who-can", () => {
  it("prints a line for each answer, and what cannot be known", async () => {
    expect(await run(files, "who-can", "list", "secrets")).toEqual({
      code: 0,
      err: "",
      out: `SUBJECT                 WHERE           NAMES  THROUGH
ServiceAccount:shop/ci  namespace shop  all    RoleBinding shop/readers (bindings/a.yaml:11) > Role shop/reader (role.yaml:7)
User:jane               whole cluster   all    ClusterRoleBinding readers (bindings/b.yaml:12) > ClusterRole cluster-admin (of every cluster)

${NOTE}
Cannot know: RoleBinding 'shop/readers' (bindings/c.yaml:9): Role 'missing': the repository does not have it.`,
    });
  });

  it("prints JSON for programs", async () => {
    const { code, out } = await run(files, "who-can", "list", "secrets", "-n", "shop", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      answers: [
        {
          subject: "ServiceAccount:shop/ci",
          namespace: "shop",
          rule: { apiGroups: ["", "apps"], resources: ["secrets"], verbs: ["get", "list"] },
          through: [
            { kind: "RoleBinding", namespace: "shop", name: "readers", file: "bindings/a.yaml", line: 11 },
            { kind: "Role", namespace: "shop", name: "reader", file: "role.yaml", line: 7 },
          ],
        },
        {
          subject: "User:jane",
          rule: { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
          through: [
            { kind: "ClusterRoleBinding", name: "readers", file: "bindings/b.yaml", line: 12 },
            { kind: "ClusterRole", name: "cluster-admin" },
          ],
        },
      ],
      cannotKnow: [
        {
          what: "RoleBinding 'shop/readers'",
          why: "Role 'missing': the repository does not have it",
          file: "bindings/c.yaml",
          line: 9,
        },
      ],
    });
  });

  it("follows roles that take in others as far as people nest them", async () => {
    const role = (index: number) => {
      const labels = `{ metadata: { name: r${index}, labels: { l${index}: "1" } }`;
      const rule = `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { l${index + 1}: "1" } }] }`;
      return `${labels}, apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, ${rule} }\n`;
    };
    const chain = Array.from({ length: 40 }, (_, index) => role(index));
    const end = `metadata: { name: end, labels: { l40: "1" } }\nkind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\n${READ}`;
    const given = (name: string) => ({
      "a.yaml": [...chain, end, clusterBinding(name, user("jane"))].join("---\n"),
    });
    expect((await run(given("r30"), "who-can", "list", "secrets")).code).toBe(0);
    expect((await run(given("r0"), "who-can", "list", "secrets")).code).toBe(1);
  });

  it("exits with 1 where there is no answer", async () => {
    expect(await run({ "role.yaml": files["role.yaml"] }, "who-can", "get", "po")).toEqual({
      code: 1,
      err: "",
      out: `Nobody, as far as the repository shows.\n\n${NOTE}`,
    });
  });

  it.each([
    [["who-can", "get"], "Missing required argument 'resource'. See gitops-lint who-can --help."],
    [
      ["who-can", "get", "a", "b"],
      "'b' is one argument too many. Only '--argocd' takes an object. See gitops-lint who-can --help.",
    ],
    [
      ["who-can", "get", "pods", "--namespaces", "x"],
      "Unknown option '--namespaces'. Did you mean '--namespace'? See gitops-lint who-can --help.",
    ],
    [
      ["who-can", "get", "pods", "-n", ""],
      "Option '-n, --namespace <name>' argument '' is invalid. No namespace can have that name. See gitops-lint who-can --help.",
    ],
    [
      ["who-can", "get", "pods", "-n", "Shop"],
      "Option '-n, --namespace <name>' argument 'Shop' is invalid. No namespace can have that name. See gitops-lint who-can --help.",
    ],
    [
      ["what-can", "User:x", "--root", ""],
      "Option '--root <directory>' argument '' is invalid. It is empty, as when a variable is not set. See gitops-lint what-can --help.",
    ],
    [["who-can", "GET", "pods"], "'GET' is not a verb. Verbs are lowercase, such as 'get'."],
    [["who-can", "", "pods"], "'' is not a verb. Verbs are lowercase, such as 'get'."],
    [["who-can", "get", "x.apps"], "API group 'apps' has no resource 'x'."],
    [
      ["who-can", "escallate", "clusterroles"],
      "There is no verb 'escallate' in Kubernetes or in a role of this repository. Did you mean 'escalate'?",
    ],
    [
      ["who-can", "get", "scerets", "-n", "shop", "--format", "json"],
      "There is no resource 'scerets' in Kubernetes or in a CustomResourceDefinition or role of this repository. Did you mean 'secrets'?",
    ],
    [
      ["who-can", "update", "/metrics"],
      "Requests for paths use HTTP's verbs, and 'update' is not one of them. Did you mean 'put'?",
    ],
    [
      ["what-can", "jane"],
      "'jane' is not a subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'. See gitops-lint what-can --help.",
    ],
    [
      ["what-can", "ServiceAccount:ci"],
      "'ServiceAccount:ci' is not a subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'. See gitops-lint what-can --help.",
    ],
    [["who-can", "get", "pods", "--root", "/nowhere"], "There is no directory '/nowhere'."],
  ])("refuses %j", async (argv, words) => {
    expect(await run(files, ...argv)).toEqual({ code: 2, out: "", err: `gitops-lint: ${words}` });
  });

  it("knows what the roles of the repository name, as they are written and as they are applied", async () => {
    const role = (rules: string) => manifest("Role", "reader", "shop", `rules: [${rules}]\n`);
    const given = {
      "unlisted.yaml": role("{ apiGroups: [example.com], resources: [widgets], verbs: [polish] }"),
      "k/kustomization.yaml":
        "resources: [role.yaml]\npatches: [{ path: patch.yaml, target: { kind: Role } }]\n",
      "k/role.yaml": role('{ apiGroups: [a.example.com], resources: [a], verbs: ["${VERB}"] }'),
      "k/patch.yaml": "[{ op: replace, path: /rules/0/resources/0, value: sprockets }]\n",
      "crd.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.example.org }
spec:
  group: example.org
  names: { kind: Gadget, plural: gadgets, shortNames: [gd] }
  versions: [{ name: v1, served: true }]
`,
    };
    const code = async (verb: string, resource: string) => (await run(given, "who-can", verb, resource)).code;
    expect(await code("polish", "widgets")).toBe(1);
    expect(await code("get", "sprockets")).toBe(1);
    expect(await code("get", "a")).toBe(1);
    expect(await code("get", "gd")).toBe(1);
    expect(await code("polihs", "widgets")).toBe(2);
    expect(await code("${verb}", "widgets")).toBe(2);
    expect(await code("get", "gadgts")).toBe(2);
  });

  it("says of a namespace that it is nowhere", async () => {
    const ask = async (namespace: string, ...more: string[]) =>
      run(files, "who-can", "list", "secrets", "-n", namespace, ...more);
    const { code, out } = await ask("shopp");
    expect(code).toBe(0);
    expect(out.split("\n").slice(1, 5)).toEqual([
      "User:jane  whole cluster  all    ClusterRoleBinding readers (bindings/b.yaml:12) > ClusterRole cluster-admin (of every cluster)",
      "",
      "Namespace 'shopp' is nowhere in this repository. Did you mean 'shop'?",
      NOTE,
    ]);
    const { out: json } = await ask("elsewhere", "--format", "json");
    expect(JSON.parse(json)).toMatchObject({ nowhere: [{ kind: "Namespace", name: "elsewhere" }] });
    expect((await ask("shop", "--format", "json")).out).not.toContain("nowhere");
    expect((await ask("kube-system", "--format", "json")).out).not.toContain("nowhere");
  });

  it("sees a namespace also in what is not read", async () => {
    const given = {
      ...files,
      "a.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, "namespace": "far.away" }\n',
      "b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: there # and not here\n",
      ".gitops-lint.yaml": "settings: { knownNamespaces: [team-*] }\n",
    };
    const ask = async (namespace: string) =>
      (await run(given, "who-can", "list", "secrets", "-n", namespace)).out;
    expect(await ask("there")).not.toContain("nowhere");
    expect(await ask("team-a")).not.toContain("nowhere");
    expect(await ask("far")).toContain("\nNamespace 'far' is nowhere in this repository.\n");
  });

  it("names what was not read, each thing once", async () => {
    const open = (name: string) => `resources: ['https://example.org/${name}.yaml']\n`;
    const given = {
      "a/kustomization.yaml": open("a"),
      "b/kustomization.yaml": open("b"),
      "broken.yaml": `${RBAC}kind: Role\nmetadata: { name: x\n---\n${RBAC}kind: Role\n  metadata: [\n`,
      "filled.yaml": `${RBAC}kind: Role\nmetadata:\n  {{ .Values.x }}\n`,
      "nested/.gitops-lint.yaml": "",
      "nested/role.yaml": files["role.yaml"],
      "chart/Chart.yaml": "name: chart\nversion: 1.0.0\n",
      "chart/templates/a.yaml": files["role.yaml"],
      "chart/templates/b.yaml": files["role.yaml"],
    };
    const { code, out } = await run(given, "who-can", "get", "secrets");
    expect({ code, out }).toEqual({
      code: 1,
      out: `Nobody, as far as the repository shows.

${NOTE}
Cannot know: what 'nested' says: it has a .gitops-lint.yaml of its own and was not looked at.
Cannot know: what 'broken.yaml' says: 2 documents in it cannot be parsed.
Cannot know: what 'filled.yaml' says: 1 document in it must be rendered to be read.
Cannot know: what Helm charts install: 2 templates are of charts that nothing here installs, so that only their defaults are known, such as 'chart/templates/a.yaml'.
Cannot know: what else 'a' may apply: a/kustomization.yaml uses 'https://example.org/a.yaml', which is not in this repository.
Cannot know: what else 'b' may apply: b/kustomization.yaml uses 'https://example.org/b.yaml', which is not in this repository.`,
    });
    const { out: json } = await run(given, "what-can", "User:jane", "--format", "json");
    const { cannotKnow } = JSON.parse(json) as { cannotKnow: { what: string }[] };
    expect(cannotKnow.map(({ what }) => what)).toEqual([
      "what 'nested' says",
      "what 'broken.yaml' says",
      "what 'filled.yaml' says",
      "what Helm charts install",
      "what else 'a' may apply",
      "what else 'b' may apply",
    ]);
  });

  it("names only the charts that could change what somebody can do", async () => {
    const release = (name: string, values = "{}") =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: shop }\nspec: { values: ${values} }\n`;
    const given = {
      "a.yaml": release("podinfo"),
      "b.yaml": release("gate", "{ admins: [jane] }"),
      "c/kustomization.yaml": "resources: [broken.yaml]\n",
      "c/broken.yaml": `${RBAC}kind: RoleBinding\nmetadata: { name: x\n`,
    };
    const asked = async (subject: string) => {
      const { out } = await run(given, "what-can", subject, "--format", "json");
      const { cannotKnow } = JSON.parse(out) as { cannotKnow: { why: string }[] };
      return cannotKnow.map(({ why }) => why.replace(/ installs.*$/, ""));
    };
    const unread = "1 document in it cannot be parsed";
    expect(await asked("ServiceAccount:web/podinfo")).toEqual([unread, "HelmRelease 'podinfo'"]);
    expect(await asked("ServiceAccount:podinfo/web")).toEqual([unread, "HelmRelease 'podinfo'"]);
    expect(await asked("User:jane")).toEqual([unread, "HelmRelease 'gate'"]);
    expect(await asked("User:ann")).toEqual([unread]);
    const { out } = await run(given, "who-can", "get", "secrets");
    expect(out.match(/^Cannot know: what else/gm)).toHaveLength(2);
  });

  it("counts in the table what is too much, and has all of it in JSON", async () => {
    const given = Object.fromEntries(
      Array.from({ length: 13 }, (_, index) => [
        `k${index}/kustomization.yaml`,
        `resources: ['https://example.org/${index}.yaml']\n`,
      ]),
    );
    const { out } = await run(given, "who-can", "get", "secrets");
    expect(out.match(/^Cannot know: what else/gm)).toHaveLength(10);
    expect(out).toMatch(/\nCannot know: 3 more, which --format json lists\.$/);
    const { out: json } = await run(given, "who-can", "get", "secrets", "--format", "json");
    expect((JSON.parse(json) as { cannotKnow: unknown[] }).cannotKnow).toHaveLength(13);
  });

  it("exits with 2 where nobody is found and something could not be read", async () => {
    const root = repository(files);
    writeFileSync(join(root, "huge.yaml"), "");
    truncateSync(join(root, "huge.yaml"), 33 * 1024 * 1024);
    expect(await runIn(root, "who-can", "delete", "nodes", "-n", "shop")).toMatchObject({ code: 0 });
    expect(await runIn(root, "what-can", "Group:system:authenticated")).toEqual({
      code: 2,
      err: "gitops-lint: Nothing was found, but 'huge.yaml' could not be read.",
      out: `Nothing, as far as the repository shows.

${NOTE}
Cannot know: what 'huge.yaml' says: it could not be read (it is larger than 32 MB, too large for a manifest).`,
    });
    writeFileSync(join(root, "bindings/b.yaml"), "");
    const { code, err, out } = await runIn(root, "who-can", "delete", "nodes", "--format", "json");
    expect({ code, err }).toEqual({
      code: 2,
      err: "gitops-lint: Nobody was found, but 'huge.yaml' could not be read.",
    });
    expect(JSON.parse(out)).toMatchObject({ answers: [] });
  });

  it("helps", async () => {
    const { code, out } = await run({}, "who-can", "--help");
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: gitops-lint who-can \[options\] <verb> <resource> \[object\]\n/);
  });

  it("leaves a directory of that name to whoever names it as a path", async () => {
    const root = repository({
      "who-can/role.yaml": manifest("Role", "x", "shop", 'rules: [{ verbs: ["*"] }]\n'),
    });
    const lines: string[] = [];
    const write = (text: string) => lines.push(text);
    expect(await main([`${root}/who-can`, "--preset", "none"], { out: write, err: write })).toBe(0);
    expect(lines.join("\n")).toMatch(/^Nothing found in 1 object of 1 file/);
  });

  it("shows nothing of a name that could be mistaken for something else", async () => {
    const given = { "a.yaml": clusterBinding("cluster-admin", user("\\e[2Jjane\\u202e")) };
    const { out } = await run(given, "who-can", "get", "pods");
    expect(out).toContain("\nUser:\uFFFD[2Jjane\uFFFD ");
  });
});

/** Accounts in every way in which a repository can have one, which are allowed nothing. */
const accounts = {
  "deployer.yaml": manifest("ServiceAccount", "deployer", "shop"),
  "empty.yaml": manifest("ClusterRole", "empty", undefined, "rules: []\n"),
  "bound.yaml": roleBinding(
    "empty",
    "shop",
    "ClusterRole",
    `${account("bound")}${account("bound", "other")}${user("system:serviceaccount:far:user")}${user("jane@example.org")}`,
  ),
  "run.yaml": manifest(
    "Deployment",
    "run",
    "shop",
    "spec: { template: { spec: { serviceAccountName: runner } } }\n",
  ),
  "open.yaml": manifest("ServiceAccount", "open"),
  "base/kustomization.yaml": "resources: [account.yaml]\n",
  "base/account.yaml": manifest("ServiceAccount", "based"),
  "overlay/kustomization.yaml": "namespace: overlay\nresources: [../base]\n",
  ".gitops-lint.yaml": "settings: { knownServiceAccounts: [team/known] }\n",
};

describe("what-can", () => {
  it("prints what somebody is allowed, with what and where", async () => {
    expect(await run(files, "what-can", "ServiceAccount:shop/ci")).toEqual({
      code: 0,
      err: "",
      out: `SUBJECT                 WHERE           VERBS     ON                     NAMES  THROUGH
ServiceAccount:shop/ci  namespace shop  get,list  secrets, secrets.apps  all    RoleBinding shop/readers (bindings/a.yaml:11) > Role shop/reader (role.yaml:7)

${NOTE}`,
    });
  });

  it("exits with 1 for somebody who is allowed nothing", async () => {
    expect(await run(files, "what-can", "Group:nobody")).toEqual({
      code: 1,
      err: "",
      out: `Nothing, as far as the repository shows.\n\nNo binding in this repository names Group 'nobody'.\n${NOTE}`,
    });
  });

  it.each([
    [
      "ServiceAccount:shop/deployr",
      "ServiceAccount 'shop/deployr' is nowhere in this repository. Did you mean 'shop/deployer'?",
    ],
    [
      "User:system:serviceaccount:shop:deployr",
      "ServiceAccount 'shop/deployr' is nowhere in this repository. Did you mean 'shop/deployer'?",
    ],
    [
      "ServiceAccount:shopp/deployer",
      "ServiceAccount 'shopp/deployer' is nowhere in this repository. Did you mean 'shop/deployer'?",
    ],
    [
      "ServiceAccount:elsewhere/deployer",
      "ServiceAccount 'elsewhere/deployer' is nowhere in this repository. Did you mean 'shop/deployer'?",
    ],
    [
      "ServiceAccount:shop/runer",
      "ServiceAccount 'shop/runer' is nowhere in this repository. Did you mean 'shop/runner'?",
    ],
    [
      "ServiceAccount:shopp/runner",
      "ServiceAccount 'shopp/runner' is nowhere in this repository. Did you mean 'shop/runner'?",
    ],
    [
      "ServiceAccount:shopp/default",
      "ServiceAccount 'shopp/default' is nowhere in this repository. Did you mean 'shop/default'?",
    ],
    [
      "ServiceAccount:kube-system/job-controler",
      "ServiceAccount 'kube-system/job-controler' is nowhere in this repository.",
    ],
    ["ServiceAccount:shop/constructor", "ServiceAccount 'shop/constructor' is nowhere in this repository."],
    [
      "ServiceAccount:__proto__/constructor",
      "ServiceAccount '__proto__/constructor' is nowhere in this repository.",
    ],
    ["User:jan", "No binding in this repository names User 'jan'."],
    [
      "User:jnae@example.org",
      "No binding in this repository names User 'jnae@example.org'. Did you mean 'jane@example.org'?",
    ],
    ["Group:__proto__", "No binding in this repository names Group '__proto__'."],
    ["Group:system:mastres", "No binding in this repository names Group 'system:mastres'."],
    [
      "Group:system:serviceaccounts:shopp",
      "Namespace 'shopp' is nowhere in this repository. Did you mean 'shop'?",
    ],
  ])("says of %s that it is nowhere", async (subject, words) => {
    const { code, out } = await run(accounts, "what-can", subject);
    expect({ code, out }).toEqual({
      code: 1,
      out: `Nothing, as far as the repository shows.\n\n${words}\n${NOTE}`,
    });
  });

  it.each([
    "ServiceAccount:shop/deployer",
    "ServiceAccount:shop/bound",
    "ServiceAccount:other/bound",
    "ServiceAccount:far/user",
    "ServiceAccount:shop/runner",
    "ServiceAccount:shop/default",
    "ServiceAccount:anywhere/open",
    "ServiceAccount:overlay/based",
    "ServiceAccount:kube-system/job-controller",
    "ServiceAccount:team/known",
    "User:jane@example.org",
    "User:system:kube-scheduler",
    "User:system:anonymous",
    "User:system:node:worker-1",
    "Group:system:masters",
    "Group:system:authenticated",
    "Group:system:serviceaccounts:shop",
  ])("says nothing of the kind of %s", async (subject) => {
    expect((await run(accounts, "what-can", subject)).out).not.toMatch(/nowhere|named by no/);
  });

  it("says it in JSON in a field of its own", async () => {
    const { out } = await run(accounts, "what-can", "ServiceAccount:shop/deployr", "--format", "json");
    expect(JSON.parse(out)).toEqual({
      answers: [],
      cannotKnow: [],
      nowhere: [{ kind: "ServiceAccount", name: "shop/deployr", nearest: "shop/deployer" }],
    });
  });

  it("takes the namespace of an account from what is applied", async () => {
    const { out } = await run(accounts, "what-can", "ServiceAccount:shop/based");
    expect(out).toContain(
      "ServiceAccount 'shop/based' is nowhere in this repository. Did you mean 'overlay/based'?",
    );
  });

  it("tells paths from resources", async () => {
    const { out } = await run(files, "what-can", "User:jane");
    expect(
      out
        .split("\n")
        .map((line) => line.slice(0, 75).trimEnd())
        .slice(1, 3),
    ).toEqual([
      "User:jane  whole cluster  *      every resource of every API group  all",
      "User:jane  whole cluster  *      every path that is not a resource  all",
    ]);
  });
});
