import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../../rules/lint.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "../../rules/manifests.js";
import { run as runIn } from "../run.js";
import { TWO_CLUSTERS } from "./two-clusters.js";

const rules = (resource: string) =>
  `rules:\n  - { apiGroups: [""], resources: [${resource}], verbs: [get, list] }\n`;
const named = (text: string, name: string) => text.replace("name: readers", `name: ${name}`);
const files = {
  "role.yaml": manifest("Role", "reader", "shop", rules("secrets")),
  "web.yaml": manifest("Role", "writer", "web", rules("configmaps")),
  "a.yaml": roleBinding("reader", "shop", "Role", `${account("ci")}${account("cd")}`),
  "b.yaml": clusterBinding("cluster-admin", `${user("jane")}${group("system:serviceaccounts:shop")}`),
  "c.yaml": named(
    roleBinding("writer", "web", "Role", `${account("ci", "shop")}${account("ci")}`),
    "writers",
  ),
  "d.yaml": manifest("ServiceAccount", "idle", "shop"),
};

async function run(given: Readonly<Record<string, string>>, ...argv: string[]) {
  const root = repository(given);
  return runIn(root, ...argv, "--root", root);
}

interface Answer {
  subject: string;
  namespace?: string;
  cluster?: string;
  through: { kind: string; name: string }[];
}

/** The answers in short, each with where it holds and the binding it comes from. */
async function answers(given: Readonly<Record<string, string>>, ...argv: string[]): Promise<string[]> {
  const { out } = await run(given, ...argv, "--format", "json");
  const { answers: all } = JSON.parse(out) as { answers: Answer[] };
  return [
    ...new Set(
      all.map(({ subject, namespace = "everywhere", cluster = "", through: [first] }) =>
        [subject, namespace, cluster, first?.name].filter((one) => one !== "").join(" "),
      ),
    ),
  ];
}

const EVERYWHERE = "Group:system:serviceaccounts:shop everywhere readers";

describe("what-can -n", () => {
  it("asks in one namespace, and counts what holds in the whole cluster", async () => {
    const asked = ["what-can", "ServiceAccount:shop/ci"];
    const [inShop, inWeb] = ["ServiceAccount:shop/ci shop readers", "ServiceAccount:shop/ci web writers"];
    expect(await answers(files, ...asked)).toEqual([EVERYWHERE, inShop, inWeb]);
    expect(await answers(files, ...asked, "-n", "shop")).toEqual([EVERYWHERE, inShop]);
    expect(await answers(files, ...asked, "-n", "web")).toEqual([EVERYWHERE, inWeb]);
  });

  it("does not know where a binding is that gets its namespace when it is applied", async () => {
    const given = {
      "a.yaml": roleBinding("edit", undefined, "ClusterRole", user("ada")).replace(/ +namespace.*\n/, ""),
    };
    const { code, out } = await run(given, "what-can", "User:ada", "-n", "shop");
    expect({ code, out }).toEqual({
      code: 1,
      out: `Nothing, as far as the repository shows.

Namespace 'shop' is nowhere in this repository.
Not counted: the bindings that every cluster has, and group system:masters, which may do everything.
Cannot know: RoleBinding 'readers' (a.yaml:1): its namespace is chosen when it is applied.`,
    });
  });
});

describe("subjects by a pattern", () => {
  it.each([
    [
      "ServiceAccount:shop/*",
      [
        EVERYWHERE,
        "ServiceAccount:shop/cd shop readers",
        "ServiceAccount:shop/ci shop readers",
        "ServiceAccount:shop/ci web writers",
      ],
    ],
    ["system:serviceaccount:web:*", ["ServiceAccount:web/ci web writers"]],
    [
      "ServiceAccount:*/c?",
      [
        EVERYWHERE,
        "ServiceAccount:shop/cd shop readers",
        "ServiceAccount:shop/ci shop readers",
        "ServiceAccount:shop/ci web writers",
        "ServiceAccount:web/ci web writers",
      ],
    ],
    // It has nothing by its own name.
    ["ServiceAccount:shop/idl*", [EVERYWHERE]],
    // Every namespace has one.
    ["ServiceAccount:shop/default*", [EVERYWHERE]],
    ["User:*", ["User:jane everywhere readers"]],
    ["Group:*:shop", [EVERYWHERE]],
    [
      "*",
      [
        EVERYWHERE,
        "ServiceAccount:shop/cd shop readers",
        "ServiceAccount:shop/ci shop readers",
        "ServiceAccount:shop/ci web writers",
        "ServiceAccount:web/ci web writers",
        "User:jane everywhere readers",
      ],
    ],
  ])("%s", async (pattern, expected) => {
    expect(await answers(files, "what-can", pattern)).toEqual(expected);
    const [secrets, configMaps] = [
      await answers(files, "who-can", "get", "secrets", "--subject", pattern),
      await answers(files, "who-can", "get", "configmaps", "--subject", pattern),
    ];
    expect([...new Set([...secrets, ...configMaps])].sort()).toEqual([...expected].sort());
  });

  it("says that none matches", async () => {
    const { code, out } = await run(files, "what-can", "ServiceAccount:nowhere/*");
    expect(code).toBe(1);
    expect(out.split("\n").slice(0, 3)).toEqual([
      "Nothing, as far as the repository shows.",
      "",
      "No subject of this repository matches 'ServiceAccount:nowhere/*'.",
    ]);
  });

  it.each([
    [
      "shop/*",
      "'shop/*' is not a subject. Did you mean 'ServiceAccount:shop/*'? See gitops-lint what-can --help.",
    ],
    [
      "sa:*",
      "'sa:*' is not a subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'. See gitops-lint what-can --help.",
    ],
  ])("refuses %s", async (pattern, words) => {
    expect(await run(files, "what-can", pattern)).toEqual({ code: 2, out: "", err: `gitops-lint: ${words}` });
  });

  it("is asked of the lines of ABAC policies, too", async () => {
    const line = (spec: string) =>
      `{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{${spec},"namespace":"*","apiGroup":"*","resource":"*"}}\n`;
    const given = {
      "abac.jsonl":
        line('"user":"ada"') + line('"group":"ops"') + line('"user":"bob","group":"system:authenticated"'),
      "kube-apiserver.yaml": `apiVersion: v1
kind: Pod
metadata: { name: kube-apiserver, namespace: kube-system }
spec:
  containers:
    - name: kube-apiserver
      command: [kube-apiserver, --authorization-mode=ABAC, --authorization-policy-file=/etc/abac.jsonl]
`,
    };
    const subjects = async (...argv: string[]) =>
      (await answers(given, ...argv)).map((one) => one.replace(/ everywhere.*/, ""));
    expect(await subjects("what-can", "User:*")).toEqual([
      "User:ada",
      "User:bob in Group:system:authenticated",
    ]);
    expect(await subjects("what-can", "Group:o*")).toEqual(["Group:ops"]);
    expect(await subjects("who-can", "get", "pods", "--subject", "User:b*")).toEqual([
      "User:bob in Group:system:authenticated",
    ]);
    expect(await subjects("what-can", "*", "--through", "edit")).toEqual([]);
  });
});

describe("--subject", () => {
  it("asks about one", async () => {
    expect(await answers(files, "who-can", "get", "secrets", "--subject", "User:jane")).toEqual([
      "User:jane everywhere readers",
    ]);
    const { code, out } = await run(files, "who-can", "get", "secrets", "--subject", "User:jnae");
    expect(code).toBe(1);
    expect(out).toContain("\nNo binding in this repository names User 'jnae'.");
  });
});

describe("--through", () => {
  it.each([
    ["reader", ["ServiceAccount:shop/cd shop readers", "ServiceAccount:shop/ci shop readers"]],
    ["shop/reader", ["ServiceAccount:shop/cd shop readers", "ServiceAccount:shop/ci shop readers"]],
    ["Role shop/reader", ["ServiceAccount:shop/cd shop readers", "ServiceAccount:shop/ci shop readers"]],
    [
      "readers",
      [
        EVERYWHERE,
        "ServiceAccount:shop/cd shop readers",
        "ServiceAccount:shop/ci shop readers",
        "User:jane everywhere readers",
      ],
    ],
    ["ClusterRoleBinding readers", [EVERYWHERE, "User:jane everywhere readers"]],
    ["RoleBinding *", ["ServiceAccount:shop/cd shop readers", "ServiceAccount:shop/ci shop readers"]],
    ["cluster-admin", [EVERYWHERE, "User:jane everywhere readers"]],
    ["view", []],
  ])("%s", async (name, expected) => {
    expect(await answers(files, "who-can", "get", "secrets", "--through", name)).toEqual(expected);
  });

  it("leaves out what is not known of other chains", async () => {
    const given = {
      ...files,
      "e.yaml": named(roleBinding("gone", "shop", "Role", user("ada")), "lost"),
    };
    const unknown = async (name: string) => {
      const { out } = await run(given, "who-can", "get", "secrets", "--through", name, "--format", "json");
      return (JSON.parse(out) as { cannotKnow: { what: string }[] }).cannotKnow.map(({ what }) => what);
    };
    expect(await unknown("reader")).toEqual([]);
    expect(await unknown("lost")).toEqual(["RoleBinding 'shop/lost'"]);
    expect(await unknown("gone")).toEqual(["RoleBinding 'shop/lost'"]);
  });

  it("keeps only the rules of an aggregated role that come through the one that is named", async () => {
    const aggregated = (name: string, label: string, rest: string) =>
      manifest("ClusterRole", name, undefined, rest).replace(
        "metadata:\n",
        `metadata:\n  labels: { ${label}: "1" }\n`,
      );
    const given = {
      "all.yaml": manifest(
        "ClusterRole",
        "all",
        undefined,
        "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: '1' } }] }\n",
      ),
      "one.yaml": aggregated("one", "part", rules("secrets")),
      "two.yaml": aggregated("two", "part", rules("configmaps")),
      "b.yaml": clusterBinding("all", user("ada")),
    };
    const { out } = await run(given, "what-can", "User:ada", "--through", "two");
    expect(out.split("\n")[1]).toBe(
      "User:ada  whole cluster  get,list  configmaps  all    ClusterRoleBinding readers (b.yaml:10) > ClusterRole all (all.yaml:5) > ClusterRole two (two.yaml:7)",
    );
    expect(out.split("\n")[2]).toBe("");
  });

  it("refuses a name that no binding and no role has", async () => {
    expect(await run(files, "what-can", "User:jane", "--through", "writter")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: There is no binding or role 'writter' in this repository. Did you mean 'writer'?",
    });
  });
});

describe("--cluster", () => {
  const ASKED = ["who-can", "get", "pods", "-n", "shop"];
  const [prod, test] = [
    "ServiceAccount:shop/ci shop flux:clusters/prod readers",
    "ServiceAccount:shop/ci shop flux:clusters/test readers",
  ];

  it.each([
    ["prod", [prod]],
    ["clusters/prod", [prod]],
    ["flux:clusters/test", [test]],
  ])("%s", async (name, expected) => {
    expect(await answers(TWO_CLUSTERS, ...ASKED, "--cluster", name)).toEqual(expected);
    expect(await answers(TWO_CLUSTERS, "what-can", "ServiceAccount:shop/*", "--cluster", name)).toEqual(
      expected,
    );
  });

  it("names the clusters where there are several, whether there is an answer or not", async () => {
    expect(await answers(TWO_CLUSTERS, ...ASKED)).toEqual([prod, test]);
    const { out } = await run(TWO_CLUSTERS, ...ASKED);
    expect(out.split("\n")[0]).toMatch(/^SUBJECT +CLUSTER +WHERE/);
    const none = await run(TWO_CLUSTERS, "who-can", "get", "nodes");
    expect(none.out).toContain("\nAsked of clusters 'flux:clusters/prod' and 'flux:clusters/test'.\n");
    const one = await run(TWO_CLUSTERS, "who-can", "get", "nodes", "--cluster", "test");
    expect(one.out).toContain("\nAsked of cluster 'flux:clusters/test'.\n");
    const { out: json } = await run(TWO_CLUSTERS, ...ASKED, "--cluster", "test", "--format", "json");
    expect(JSON.parse(json)).toMatchObject({ clusters: ["flux:clusters/test"] });
  });

  it("leaves out what is hidden in other clusters", async () => {
    const given = {
      ...TWO_CLUSTERS,
      "clusters/prod/more/kustomization.yaml": "resources: ['https://example.org/a.yaml']\n",
      "clusters/prod/kustomization.yaml": "resources: [flux-system, binding.yaml, more]\n",
    };
    const hidden = async (name: string) =>
      (await run(given, ...ASKED, "--cluster", name)).out.match(/^Cannot know/gm)?.length ?? 0;
    expect([await hidden("prod"), await hidden("test")]).toEqual([1, 0]);
  });

  it.each([
    [
      "prdo",
      TWO_CLUSTERS,
      "This repository has no cluster 'prdo'. Did you mean 'prod'? It has 'flux:clusters/prod' and 'flux:clusters/test'.",
    ],
    ["prod", files, "This repository tells no clusters apart, so it has no cluster 'prod'."],
  ])("refuses %s", async (name, given, words) => {
    for (const argv of [
      ["who-can", "get", "pods"],
      ["what-can", "User:ada"],
      ["access-path", "User:ada", "get", "pods"],
      ["isolation"],
      ["connections"],
    ])
      expect(await run(given, ...argv, "--cluster", name)).toEqual({
        code: 2,
        out: "",
        err: `gitops-lint: ${words}`,
      });
  });

  it("refuses a name that may be of several", async () => {
    const given = Object.fromEntries(
      Object.entries(TWO_CLUSTERS).map(([path, text]) => [
        path.replace(/^clusters\/(\w+)/, "clusters/$1/eu"),
        text.replaceAll(/clusters\/(\w+)/g, "clusters/$1/eu"),
      ]),
    );
    const { code, err } = await run(given, ...ASKED, "--cluster", "eu");
    expect({ code, err }).toEqual({
      code: 2,
      err: "gitops-lint: '--cluster eu' may mean 'flux:clusters/prod/eu' and 'flux:clusters/test/eu'. Write one in full.",
    });
  });

  it("is asked of networks and of the way of a request", async () => {
    const isolation = await run(TWO_CLUSTERS, "isolation", "--cluster", "prod");
    expect(isolation.out).toContain("Cluster flux:clusters/prod\n");
    expect(isolation.out).not.toContain("test");
    const connections = await run(TWO_CLUSTERS, "connections", "--cluster", "test");
    expect(connections.out).toContain("Cluster flux:clusters/test\n");
    expect(connections.out).not.toContain("prod");
    const path = await run(
      TWO_CLUSTERS,
      "access-path",
      "ServiceAccount:shop/ci",
      "create",
      "pods",
      "-n",
      "shop",
      "--cluster",
      "prod",
    );
    expect(path).toMatchObject({ code: 1 });
    const other = await run(
      TWO_CLUSTERS,
      "access-path",
      "ServiceAccount:shop/ci",
      "create",
      "pods",
      "-n",
      "shop",
    );
    expect(other).toMatchObject({ code: 0 });
  });
});

describe("--format markdown", () => {
  it("is a table whose cells are code", async () => {
    const { out, code } = await run(files, "who-can", "list", "configmaps", "-n", "web", "-f", "markdown");
    expect({ out, code }).toEqual({
      code: 0,
      out: `| Subject | Where | Names | Through |
| :--- | :--- | :--- | :--- |
| \`Group:system:serviceaccounts:shop\` | \`whole cluster\` | \`all\` | \`ClusterRoleBinding readers (b.yaml:11)\` → \`ClusterRole cluster-admin (of every cluster)\` |
| \`ServiceAccount:shop/ci\` | \`namespace web\` | \`all\` | \`RoleBinding web/writers (c.yaml:11)\` → \`Role web/writer (web.yaml:7)\` |
| \`ServiceAccount:web/ci\` | \`namespace web\` | \`all\` | \`RoleBinding web/writers (c.yaml:12)\` → \`Role web/writer (web.yaml:7)\` |
| \`User:jane\` | \`whole cluster\` | \`all\` | \`ClusterRoleBinding readers (b.yaml:10)\` → \`ClusterRole cluster-admin (of every cluster)\` |

- Not counted: the bindings that every cluster has, and group system:masters, which may do everything.`,
    });
  });

  it("says that there is nobody", async () => {
    const { out } = await run({}, "what-can", "User:@someone", "-f", "markdown");
    expect(out.split("\n").slice(0, 3)).toEqual([
      "Nothing, as far as the repository shows.",
      "",
      "- No binding in this repository names User '`@someone`'.",
    ]);
  });

  it("ends before it is too long for a comment", async () => {
    const subjects = Array.from({ length: 1000 }, (_, index) => user(`user-${index}`)).join("");
    const { out } = await run(
      { "a.yaml": clusterBinding("view", subjects) },
      "who-can",
      "get",
      "pods",
      "-f",
      "markdown",
    );
    expect(out.length).toBeLessThan(60_500);
    const shown = out.match(/^\| `User/gm)?.length ?? 0;
    expect(out).toContain(`\n\nThere is no room here for ${1000 - shown} more answers.\n\n- Not counted`);
  });

  it("is there for Argo CD as well", async () => {
    const given = {
      "argocd-rbac-cm.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-rbac-cm, namespace: argocd }
data:
  policy.csv: |
    p, role:ops, applications, sync, */*, allow
    g, a|b, role:ops
`,
    };
    const { out } = await run(given, "who-can", "sync", "applications", "--argocd", "-f", "markdown");
    expect(out.split("\n")[2]).toBe(
      "| `a`&#124;`b` | `*/*` | `g, a`&#124;`b, role:ops (argocd-rbac-cm.yaml:7)` → `p, role:ops, applications, sync, */*, allow (argocd-rbac-cm.yaml:6)` |",
    );
  });
});

it("names paths in place of names", async () => {
  const role = manifest(
    "ClusterRole",
    "metrics",
    undefined,
    'rules:\n  - { nonResourceURLs: [/metrics, "/logs/*"], verbs: [get] }\n',
  );
  const given = { "r.yaml": role, "b.yaml": clusterBinding("metrics", user("ada")) };
  const { out } = await run(given, "who-can", "get", "/logs/a");
  expect(out.split("\n").slice(0, 2)).toEqual([
    "SUBJECT   WHERE          PATHS              THROUGH",
    "User:ada  whole cluster  /metrics, /logs/*  ClusterRoleBinding readers (b.yaml:10) > ClusterRole metrics (r.yaml:6)",
  ]);
});

it.each(["cluster", "subject", "through"])("refuses --%s for Argo CD", async (name) => {
  const asked = ["who-can", "sync", "applications", "--argocd", `--${name}`, "User:x"];
  expect(await run(files, ...asked)).toEqual({
    code: 2,
    out: "",
    err: `gitops-lint: '--argocd' asks Argo CD's policies only; leave out '--${name}'.`,
  });
});

it("reads with --untrusted what a repository wants to hide", async () => {
  const root = repository(files);
  writeFileSync(join(root, ".gitignore"), "b.yaml\n");
  writeFileSync(join(root, ".gitops-lint.yaml"), "settings: { knownNamespaces: ['*'] }\n");
  const asked = ["who-can", "delete", "nodes", "-n", "anywhere", "--root", root];
  const [trusting, strict] = [await runIn(root, ...asked), await runIn(root, ...asked, "--untrusted")];
  expect(trusting).toMatchObject({ code: 1 });
  expect(trusting.out).not.toContain("nowhere");
  expect(strict).toMatchObject({ code: 0 });
  expect(strict.out).toContain("User:jane");
  expect(strict.out).toContain("Namespace 'anywhere' is nowhere in this repository.");
});
