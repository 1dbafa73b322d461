import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import gitops from "../../lib/index.js";
import { lint, repository } from "./lint.js";
import { account, clusterBinding, denyAll, group, manifest, roleBinding, roleOf, user } from "./manifests.js";

const RULE = "access-contract";
const NAMESPACES = ["ci", "shop", "tools", "vault"].map((name) => manifest("Namespace", name)).join("---\n");

/** A configuration with one contract, whose keys begin in line 3. */
function contract(...keys: string[]): string {
  return `contracts:\n  - name: promise\n${keys.map((key) => `    ${key}\n`).join("")}`;
}

/** What the rule finds in a repository with a contract, without what Namespaces there are. */
function findings(config: string, ...manifests: string[]) {
  const text = manifests.join("---\n");
  return lint(RULE, { ".gitops-lint.yaml": config, "a.yaml": text, "namespaces.yaml": NAMESPACES });
}

const SECRETS = ["can: [get, list]", "on: secrets", "in: [shop, 'vault*']"];
const READER = roleOf('apiGroups: [""], resources: [secrets], verbs: [get, watch]');

describe("who may do something", () => {
  it("is reported at the subject, with the contract, what is granted, where and through which role", async () => {
    const binding = roleBinding("operator", "shop", "ClusterRole", account("web", "shop") + user("ada"));
    expect(await findings(contract(...SECRETS, "only: User:ada"), binding, READER)).toEqual([
      [
        "a.yaml:11:35-11:38",
        "ServiceAccount 'shop/web' has 'get' on 'secrets' in namespace 'shop' through ClusterRole 'operator', and contract 'promise' leaves that to 'User:ada'. Take it away here, or name who has it in the contract.",
      ],
    ]);
  });

  it("names the names of objects, and the role that is taken in", async () => {
    const whole = manifest(
      "ClusterRole",
      "operator",
      undefined,
      "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }\n",
    );
    const part = manifest(
      "ClusterRole",
      "part",
      undefined,
      '  labels: { a: b }\nrules: [{ apiGroups: [""], resources: ["*"], verbs: ["*"], resourceNames: [root] }]\n',
    );
    expect(
      await findings(
        contract(...SECRETS, "nobody: true"),
        clusterBinding("operator", user("ada")),
        whole,
        part,
      ),
    ).toEqual([
      [
        "a.yaml:10:25-10:30",
        "User 'ada' has 'get' and 'list' on 'secrets' named 'root' in the whole cluster through ClusterRole 'operator', which takes in ClusterRole 'part', and contract 'promise' leaves that to nobody. Take it away here, or name who has it in the contract.",
      ],
    ]);
  });

  it.each<[name: string, keys: string[], manifests: string[], found: number]>([
    [
      "another namespace",
      [...SECRETS, "nobody: true"],
      [roleBinding("operator", "tools", "ClusterRole", user("ada")), READER],
      0,
    ],
    [
      "a namespace that a glob means",
      [...SECRETS, "nobody: true"],
      [roleBinding("operator", "vault", "ClusterRole", user("ada")), READER],
      1,
    ],
    [
      "any namespace",
      ["can: get", "on: secrets", "nobody: true"],
      [roleBinding("operator", "tools", "ClusterRole", user("ada")), READER],
      1,
    ],
    [
      "another verb",
      ["can: delete", "on: secrets", "nobody: true"],
      [clusterBinding("operator", user("ada")), READER],
      0,
    ],
    [
      "any verb",
      ["can: '*'", "on: secrets", "nobody: true"],
      [clusterBinding("operator", user("ada")), READER],
      1,
    ],
    [
      "a subresource, which is no resource",
      ["can: get", "on: pods/log", "nobody: true"],
      [clusterBinding("operator", user("ada")), roleOf('apiGroups: [""], resources: [pods], verbs: [get]')],
      0,
    ],
    [
      "any subresource",
      ["can: get", "on: pods/*", "nobody: true"],
      [
        clusterBinding("operator", user("ada")),
        roleOf('apiGroups: [""], resources: [pods/log], verbs: [get]'),
      ],
      1,
    ],
    [
      "a subresource of everything",
      ["can: get", "on: pods/*", "nobody: true"],
      [
        clusterBinding("operator", user("ada")),
        roleOf('apiGroups: [""], resources: ["*/log"], verbs: [get]'),
      ],
      1,
    ],
    [
      "another group",
      ["can: get", "on: deployments", "nobody: true"],
      [
        clusterBinding("operator", user("ada")),
        roleOf("apiGroups: [example.org], resources: [deployments], verbs: [get]"),
      ],
      0,
    ],
    [
      "a group by a glob",
      ["can: get", "on: '*.example.org'", "nobody: true"],
      [
        clusterBinding("operator", user("ada")),
        roleOf("apiGroups: [example.org], resources: [things], verbs: [get]"),
      ],
      1,
    ],
    [
      "a kind",
      ["can: get", "on: Deployment", "nobody: true"],
      [
        clusterBinding("operator", user("ada")),
        roleOf("apiGroups: [apps], resources: [deployments], verbs: [get]"),
      ],
      1,
    ],
    [
      "a URL",
      ["can: get", "on: /metrics/*", "nobody: true"],
      [clusterBinding("operator", user("ada")), roleOf("nonResourceURLs: [/metrics/cadvisor], verbs: [get]")],
      1,
    ],
    [
      "a URL, which no RoleBinding gives",
      ["can: get", "on: /metrics", "nobody: true"],
      [
        roleBinding("operator", "shop", "ClusterRole", user("ada")),
        roleOf("nonResourceURLs: ['*'], verbs: [get]"),
      ],
      0,
    ],
    [
      "nodes, which no RoleBinding gives",
      ["can: get", "on: nodes", "nobody: true"],
      [
        roleBinding("operator", "shop", "ClusterRole", user("ada")),
        roleOf('apiGroups: [""], resources: [nodes], verbs: [get]'),
      ],
      0,
    ],
    ["cluster-admin", [...SECRETS, "nobody: true"], [clusterBinding("cluster-admin", user("ada"))], 1],
    [
      "system:masters, which a binding gives nothing",
      [...SECRETS, "nobody: true"],
      [clusterBinding("cluster-admin", group("system:masters"))],
      0,
    ],
    [
      "a group that the API server puts accounts into",
      [...SECRETS, "only: Group:system:serviceaccounts:shop"],
      [clusterBinding("operator", account("web", "shop")), READER],
      0,
    ],
    [
      "an account of another namespace",
      [...SECRETS, "only: Group:system:serviceaccounts:ci"],
      [clusterBinding("operator", account("web", "shop")), READER],
      1,
    ],
    [
      "a wider group",
      [...SECRETS, "only: Group:system:serviceaccounts:shop"],
      [clusterBinding("operator", group("system:serviceaccounts")), READER],
      1,
    ],
    [
      "a narrower group",
      [...SECRETS, "only: Group:system:serviceaccounts"],
      [clusterBinding("operator", group("system:serviceaccounts:shop")), READER],
      0,
    ],
    [
      "anybody who is logged in",
      [...SECRETS, "only: Group:system:authenticated"],
      [clusterBinding("operator", user("ada") + group("ops")), READER],
      0,
    ],
    [
      "who is not logged in",
      [...SECRETS, "only: Group:system:authenticated"],
      [clusterBinding("operator", user("system:anonymous") + group("system:unauthenticated")), READER],
      2,
    ],
    [
      "an account by its user name",
      [...SECRETS, "only: ServiceAccount:shop/*"],
      [clusterBinding("operator", user("system:serviceaccount:shop:web")), READER],
      0,
    ],
    [
      "an account without a namespace, in that of its binding",
      [...SECRETS, "only: ServiceAccount:shop/web"],
      [roleBinding("operator", "shop", "ClusterRole", account("web")), READER],
      0,
    ],
    [
      "a subject that is filled in later",
      [...SECRETS, "nobody: true"],
      [clusterBinding("operator", user("${NAME}")), READER],
      0,
    ],
    [
      "a namespace that is chosen later",
      [...SECRETS, "nobody: true"],
      [roleBinding("operator", "${NS}", "ClusterRole", user("ada")), READER],
      0,
    ],
  ])("%s", async (_, keys, manifests, found) => {
    expect(await findings(contract(...keys), ...manifests)).toHaveLength(found);
  });

  it("is judged as it is applied, and reported where the subject is written", async () => {
    const files = {
      ".gitops-lint.yaml": contract(...SECRETS, "nobody: true"),
      "namespaces.yaml": NAMESPACES,
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": `${READER}---\n${roleBinding("operator", "x", "ClusterRole", user("ada"))}`,
      "shop/kustomization.yaml": "namespace: shop\nresources: [../base]\n",
      "tools/kustomization.yaml": "namespace: tools\nresources: [../base]\n",
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "base/a.yaml:18:25-18:30",
        "User 'ada' has 'get' on 'secrets' in namespace 'shop' through ClusterRole 'operator', and contract 'promise' leaves that to nobody. Take it away here, or name who has it in the contract.",
      ],
    ]);
  });
});

describe("what Kubernetes grants by itself", () => {
  it("counts only where the contract says so", async () => {
    const keys = ["can: get", "on: secrets", "in: vault"];
    expect(await findings(contract(...keys, "nobody: true"))).toEqual([]);
    expect(await findings(contract(...keys, "nobody: true", "system: true"))).toEqual([
      [
        ".gitops-lint.yaml:7:13-7:17",
        expect.stringMatching(
          /^Kubernetes itself gives Group 'system:masters', and to \d+ others, 'get' on 'secrets' through ClusterRole 'cluster-admin', and contract 'promise' leaves that to nobody\./,
        ) as string,
      ],
    ]);
  });
});

describe("who must be able to do something", () => {
  const MUST = ["can: [get, list]", "on: [secrets, pods]", "in: shop", "must: [User:ada, Group:ops]"];

  it("is reported in the contract where nobody lets them", async () => {
    expect(await findings(contract(...MUST), clusterBinding("cluster-admin", group("ops")))).toEqual([
      [
        ".gitops-lint.yaml:6:12-6:20",
        "Contract 'promise' demands 'get' on 'secrets' in namespace 'shop' for 'User:ada', and nothing grants it. It lacks 3 other permissions that the contract demands. Bind a role that does, or correct the contract.",
      ],
    ]);
  });

  it.each<[name: string, manifests: string[], found: number]>([
    ["a grant in another namespace", [roleBinding("cluster-admin", "tools", "ClusterRole", user("ada"))], 1],
    [
      "a grant on one object only",
      [
        clusterBinding("operator", user("ada")),
        roleOf('apiGroups: [""], resources: [secrets, pods], verbs: [get, list], resourceNames: [a]'),
      ],
      1,
    ],
    [
      "several grants together",
      [
        clusterBinding("operator", user("ada")),
        roleBinding("view", "shop", "ClusterRole", user("ada")),
        roleOf('apiGroups: [""], resources: [secrets], verbs: ["*"]'),
      ],
      0,
    ],
    ["a role that is not known", [clusterBinding("cloud-reader", user("ada"))], 0],
    ["a subject that is filled in later", [clusterBinding("cluster-admin", user("${WHO}"))], 0],
  ])("counts %s", async (_, manifests, found) => {
    const unknownRole = {
      "kustomization.yaml": "resources: [a.yaml, namespaces.yaml, https://example.org/rbac.yaml]\n",
    };
    const files = {
      ".gitops-lint.yaml": contract("can: [get, list]", "on: [secrets, pods]", "in: shop", "must: User:ada"),
      "a.yaml": manifests.join("---\n"),
      "namespaces.yaml": NAMESPACES,
      ...(manifests[0]?.includes("cloud-reader") && unknownRole),
    };
    expect(await lint(RULE, files)).toHaveLength(found);
  });
});

const workload = (name: string, namespace = "shop"): string =>
  manifest(
    "Deployment",
    name,
    namespace,
    `spec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec: { containers: [{ name: a, image: a }] }\n`,
  );
const letIn = (peer: string, ports = ""): string =>
  manifest(
    "NetworkPolicy",
    "db",
    "shop",
    `spec:\n  podSelector: { matchLabels: { app: db } }\n  ingress:\n    - from: [${peer}]\n${ports}`,
  );
const FROM_API = "{ podSelector: { matchLabels: { app: api } } }";

describe("who may connect", () => {
  const DATABASE = ["reach: shop/app=db:5432", "only: shop/app=api"];
  const [DB, API, WEB] = [workload("db"), workload("api"), workload("web")];

  it("is reported at the rule of the policy that lets it", async () => {
    const policy = letIn(
      "{ podSelector: {} }, { ipBlock: { cidr: 10.0.0.0/8 } }",
      "      ports: [{ port: 5432 }]\n",
    );
    expect(await findings(contract(...DATABASE), policy, DB, API, WEB)).toEqual([
      [
        "a.yaml:9:7-9:11",
        "This lets in connections from shop/web, outside (10.0.0.0/8) to 'shop/db' on TCP 5432, and contract 'promise' leaves that to 'shop/app=api'. Narrow it, or name who may in the contract.",
      ],
    ]);
  });

  it("is reported at pods that no policy isolates", async () => {
    expect(await findings(contract("reach: shop/db", "nobody: true"), DB)).toEqual([
      [
        "a.yaml:4:9-4:11",
        "No policy says who may reach 'shop/db', so connections from outside on all ports are let in, and contract 'promise' leaves that to nobody. Write a NetworkPolicy that lets in only these.",
      ],
    ]);
  });

  it.each<[name: string, keys: string[], manifests: string[], found: number]>([
    ["those who are named", DATABASE, [letIn(FROM_API), DB, API, WEB], 0],
    [
      "others",
      DATABASE,
      [letIn(""), DB, API, WEB].map((text) => text.replace("from: []", "ports: [{ port: 5432 }]")),
      1,
    ],
    [
      "another port",
      DATABASE,
      [letIn("{ podSelector: {} }", "      ports: [{ port: 80 }]\n"), DB, API, WEB],
      0,
    ],
    [
      "what the egress of the others does not allow",
      DATABASE,
      [letIn("{ podSelector: {} }"), denyAll("shop", "Egress"), DB, API, WEB],
      0,
    ],
    ["nobody at all", ["reach: shop/*", "nobody: true"], [denyAll("shop"), DB, API, WEB], 0],
    [
      "addresses that are named",
      ["reach: shop/db", "only: [10.0.0.0/8, shop/app=api]"],
      [letIn(`${FROM_API}, { ipBlock: { cidr: 10.1.0.0/16 } }`), DB, API],
      0,
    ],
    [
      "labels that are filled in later",
      DATABASE,
      [letIn("{ podSelector: {} }"), DB, API, WEB.replaceAll("app: web", 'app: "${APP}"')],
      0,
    ],
    [
      "a workload of a namespace by a glob",
      ["reach: sh*/app=d?", "nobody: true"],
      [letIn("{ podSelector: {} }"), DB, API],
      1,
    ],
  ])("%s", async (_, keys, manifests, found) => {
    expect(await findings(contract(...keys), ...manifests)).toHaveLength(found);
  });

  it("must be let in where a contract demands it", async () => {
    const keys = ["reach: shop/app=db:5432", "must: [shop/api, shop/web]"];
    expect(await findings(contract(...keys), letIn(FROM_API), DB, API, WEB)).toEqual([
      [
        ".gitops-lint.yaml:4:22-4:30",
        "Contract 'promise' demands connections from shop/web to 'shop/db', and policies do not let them in. Let them in, or correct the contract.",
      ],
    ]);
  });
});

describe("a contract that matches nothing", () => {
  const BOUND = [clusterBinding("operator", user("ada")), READER];

  it.each<[name: string, keys: string[], manifests: string[], expected: [string, string]]>([
    [
      "names a namespace that is not there",
      ["can: get", "on: secrets", "in: [shop, vualt]", "nobody: true"],
      [],
      ["5:16-5:21", ": no namespace of this repository goes by 'vualt'. Did you mean 'vault'?"],
    ],
    [
      "names none by a glob",
      ["can: get", "on: secrets", "in: 'prod-*'", "nobody: true"],
      [],
      [
        "5:10-5:16",
        ": no namespace of this repository goes by 'prod-*'. Correct it, or list it under 'knownNamespaces'.",
      ],
    ],
    [
      "names a resource that is not there",
      ["can: get", "on: secretz", "nobody: true"],
      [],
      ["4:9-4:16", ". Kubernetes has no resource 'secretz'. Did you mean 'secrets'?"],
    ],
    [
      "names a resource that a group does not have",
      ["can: get", "on: [pods, pods.apps]", "nobody: true"],
      [],
      ["4:16-4:25", ". API group 'apps' has no resource 'pods'. Did you mean 'pods'?"],
    ],
    [
      "names a verb that is never asked for",
      ["can: [get, read]", "on: secrets", "nobody: true"],
      [],
      [
        "3:16-3:20",
        ": Kubernetes never asks for 'read' on 'secrets'. Write a verb such as 'get', 'list', 'create' or 'update'.",
      ],
    ],
    [
      "is on nothing in a namespace",
      ["can: get", "on: nodes", "in: shop", "nobody: true"],
      [],
      ["5:9-5:13", ": what it is on is in no namespace. Leave out 'in'."],
    ],
    [
      "is about what nobody has",
      ["can: delete", "on: secrets", "only: User:ada"],
      BOUND,
      [
        "2:11-2:18",
        ": nothing here grants what it leaves to 'User:ada', not even to them. Correct it, or write 'nobody: true'.",
      ],
    ],
    [
      "is about pods that are not there",
      ["reach: shop/app=dbb", "nobody: true"],
      [workload("db")],
      ["3:12-3:24", ": no pods of this repository go by 'shop/app=dbb'. Correct it, or delete the contract."],
    ],
  ])("%s", async (_, keys, manifests, [place, words]) => {
    expect(await findings(contract(...keys), ...manifests)).toEqual([
      [`.gitops-lint.yaml:${place}`, `Contract 'promise' matches nothing${words}`],
    ]);
  });

  it("is not reported where something hidden may be meant", async () => {
    const hidden = { "kustomization.yaml": "resources: [a.yaml, https://example.org/more.yaml]\n" };
    for (const keys of [
      ["can: get", "on: secrets", "in: prod", "nobody: true"],
      ["can: get", "on: pods", "only: User:bob"],
    ]) {
      const files = {
        ".gitops-lint.yaml": contract(...keys),
        "a.yaml": manifest("Namespace", "shop"),
        ...hidden,
      };
      expect(await lint(RULE, files)).toEqual([]);
    }
  });
});

it("says in the configuration that is ready for ESLint what it says in a preset, in the file with the contracts", async () => {
  const root = repository({
    ".gitops-lint.yaml": contract("can: get", "on: secrets", "in: vualt", "nobody: true"),
    "a.yaml": NAMESPACES,
  });
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [gitops.configs.recommended],
  });
  const results = await eslint.lintFiles(["."]);
  const found = results.flatMap(({ messages }) =>
    messages.filter(({ ruleId }) => ruleId === `gitops/${RULE}`),
  );
  expect(found.map(({ line, column }) => [line, column])).toEqual([[5, 9]]);
});

it("says nothing without contracts", async () => {
  const text = [clusterBinding("cluster-admin", user("ada")), workload("db")].join("---\n");
  expect(await lint(RULE, { "a.yaml": text, ".gitops-lint.yaml": "preset: all\n" })).toEqual([]);
});
