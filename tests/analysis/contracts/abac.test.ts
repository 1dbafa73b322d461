import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { contractDoubts } from "../../../lib/analysis/contracts/contract-doubts.js";
import { contractsOf } from "../../../lib/repository/configuration/contracts.js";
import { parseConfigFile } from "../../../lib/repository/configuration/config-file.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { withSpec } from "../../rules/abac-lines.js";
import { lint } from "../../rules/lint.js";
import { manifest } from "../../rules/manifests.js";

const NAMESPACES = ["shop", "vault"].map((name) => manifest("Namespace", name)).join("---\n");
const server = (...flags: string[]) =>
  `apiVersion: v1
kind: Pod
metadata: { name: kube-apiserver, namespace: kube-system }
spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.34.0
      command: [kube-apiserver, ${flags.map((flag) => `"${flag}"`).join(", ")}]
`;
const SERVER = server("--authorization-mode=ABAC", "--authorization-policy-file=/etc/policies.jsonl");
const config = (...keys: string[]) =>
  `contracts:\n  - name: promise\n${keys.map((key) => `    ${key}\n`).join("")}`;
const SECRETS = ["can: [get, list]", "on: secrets", "in: vault", "only: User:ada"];
const line = (spec: Record<string, unknown>) => withSpec(JSON.stringify(spec));
const BOB = line({ user: "bob", namespace: "vault", resource: "secrets" });

const files = (keys: string[], lines: string[], others: Record<string, string> = {}) => ({
  ".gitops-lint.yaml": config(...keys),
  "namespaces.yaml": NAMESPACES,
  "kube-apiserver.yaml": SERVER,
  "policies.jsonl": lines.join("\n"),
  ...others,
});
const found = (keys: string[], lines: string[], others: Record<string, string> = {}) =>
  lint("access-contract", files(keys, lines, others));

const WORDS = (what: string, where = "in namespace 'vault'", leaves = "'User:ada'") =>
  `${what} ${where} by this ABAC policy, and contract 'promise' leaves that to ${leaves}. Narrow the line or delete it, or name who has it in the contract.`;

describe("a line of a policy file", () => {
  it("is reported where it breaks a contract, at whom it is about", async () => {
    expect(
      await found(SECRETS, [line({ user: "ada", namespace: "*", resource: "*", apiGroup: "*" }), BOB]),
    ).toEqual([["policies.jsonl:2:89-2:94", WORDS("User 'bob' has 'get' and 'list' on 'secrets'")]]);
  });

  it.each([
    [
      "everything",
      { group: "dev", namespace: "*", resource: "*", apiGroup: "*" },
      "Group 'dev' has 'get' and 'list' on 'secrets'",
      "in the whole cluster",
    ],
    [
      "reading",
      { user: "bob", namespace: "*", resource: "secrets", readonly: true },
      "User 'bob' has 'get' and 'list' on 'secrets'",
      "in the whole cluster",
    ],
    [
      "lists of all namespaces",
      { user: "bob", resource: "secrets" },
      "User 'bob' has 'list' on 'secrets'",
      "outside of namespaces and in lists of all namespaces",
    ],
    [
      "everybody",
      { user: "*", namespace: "vault", resource: "secrets" },
      "Everybody who is authenticated, every ServiceAccount included, has 'get' and 'list' on 'secrets'",
      "in namespace 'vault'",
    ],
  ])("breaks it with %s", async (_, spec, what, where) => {
    expect((await found(SECRETS, [line(spec)])).map(([, message]) => message)).toEqual([WORDS(what, where)]);
  });

  it.each([
    ["another resource", { user: "bob", namespace: "vault", resource: "pods" }],
    ["another namespace", { user: "bob", namespace: "shop", resource: "secrets" }],
    ["another API group", { user: "bob", namespace: "vault", resource: "secrets", apiGroup: "example.com" }],
    ["whom the contract names", { user: "ada", group: "dev", namespace: "vault", resource: "secrets" }],
    [
      "whom Kubernetes consists of",
      { user: "system:kube-controller-manager", namespace: "*", resource: "*" },
    ],
    ["the group of masters", { group: "system:masters", namespace: "*", resource: "*", apiGroup: "*" }],
    ["nobody", { namespace: "vault", resource: "secrets" }],
    ["a name that is filled in", { user: "${USER}", namespace: "vault", resource: "secrets" }],
  ])("keeps it with %s", async (_, spec) => {
    const kept = await found(SECRETS, [
      line({ user: "ada", namespace: "vault", resource: "secrets" }),
      line(spec),
    ]);
    expect(kept).toEqual([]);
  });

  it("grants subresources with the resource, and what is in no namespace", async () => {
    const pods = line({ user: "bob", namespace: "*", resource: "pods" });
    const shell = ["can: create", "on: pods/exec", "nobody: true"];
    expect((await found(shell, [pods])).map(([, message]) => message)).toEqual([
      WORDS("User 'bob' has 'create' on 'pods/exec'", "in the whole cluster", "nobody"),
    ]);
    const nodes = ["can: delete", "on: nodes", "nobody: true"];
    expect(
      (await found(nodes, [line({ user: "bob", resource: "nodes" })])).map(([, message]) => message),
    ).toEqual([
      WORDS(
        "User 'bob' has 'delete' on 'nodes'",
        "outside of namespaces and in lists of all namespaces",
        "nobody",
      ),
    ]);
    const url = ["can: get", "on: /metrics", "nobody: true"];
    expect(
      (await found(url, [line({ user: "bob", nonResourcePath: "/met*", readonly: true })])).map(
        ([, message]) => message,
      ),
    ).toEqual([WORDS("User 'bob' has 'get' on '/metrics'", "in the whole cluster", "nobody")]);
  });

  it("counts only where an API server asks it", async () => {
    const asked = server("--authorization-mode=RBAC", "--authorization-policy-file=/etc/policies.jsonl");
    expect(
      await found(["can: get", "on: secrets", "nobody: true"], [BOB], { "kube-apiserver.yaml": asked }),
    ).toEqual([]);
  });

  it("keeps a contract from matching nothing", async () => {
    const both = {
      "kube-apiserver.yaml": server(
        "--authorization-mode=RBAC,ABAC",
        "--authorization-policy-file=/etc/policies.jsonl",
      ),
    };
    const ada = (namespace: string) => [line({ user: "ada", namespace, resource: "secrets" })];
    const idle = await found(SECRETS, ada("shop"), both);
    expect(idle).toHaveLength(1);
    expect(idle[0]?.[1]).toContain("matches nothing");
    expect(await found(SECRETS, [line({ user: "ada", namespace: "vault", resource: "secrets" })])).toEqual(
      [],
    );
  });
});

describe("what other authorizers leave open", () => {
  const doubts = (lines: string[], others: Record<string, string> = {}) => {
    const all = files(SECRETS, lines, others);
    const settings = parseConfigFile(all[".gitops-lint.yaml"] ?? "").settings;
    const analysis = new Analysis(repositoryOf(all), settings);
    return contractsOf({ settings }).flatMap((contract) => contractDoubts(analysis, contract));
  };

  it("is said, each with its reason", () => {
    const NO_RBAC = "the API servers of this repository do not ask RBAC";
    expect(doubts([BOB])).toEqual([NO_RBAC]);
    expect(doubts([line({ user: "${USER}", namespace: "vault", resource: "secrets" })])).toEqual([
      "an ABAC policy is about somebody whose name is filled in later",
      NO_RBAC,
    ]);
    expect(doubts([BOB], { "kube-apiserver.yaml": server("--authorization-mode=RBAC,AlwaysAllow") })).toEqual(
      ["an API server lets everybody who logs in do everything"],
    );
    expect(doubts([BOB], { "kube-apiserver.yaml": server("--authorization-mode=RBAC,Webhook") })).toEqual([
      expect.stringMatching(
        /^what the authorizer Webhook allows or denies is not known: the API server asks it/,
      ),
    ]);
    expect(doubts([BOB], { "kube-apiserver.yaml": server("--authorization-mode=RBAC") })).toEqual([]);
  });
});
