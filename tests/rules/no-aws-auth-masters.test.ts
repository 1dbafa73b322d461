import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-aws-auth-masters";

function configMap(
  data: string,
  { name = "aws-auth", namespace = "  namespace: kube-system\n" } = {},
): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${namespace}data:\n${data}`;
}

const masters = (who: string) =>
  `${who} gets group 'system:masters' here, and with it every right in the cluster, which no role limits and no binding takes away. Map it to a group of your own, and bind that to a role.`;
const account = (id: string) =>
  `This lets every user and role of AWS account '${id}' log in to the cluster, with all that group 'system:authenticated' may do. Map those who need it under 'mapRoles' or 'mapUsers' instead.`;

const NODES = `  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/nodes
      username: system:node:{{EC2PrivateDNSName}}
      groups: ["system:bootstrappers", "system:nodes"]
`;

describe(RULE, () => {
  it("reports roles, users and accounts, at their places inside of the texts", async () => {
    const text = configMap(`${NODES}    - rolearn: arn:aws:iam::111122223333:role/ops
      username: ops:{{SessionName}}
      groups:
        - viewers
        - system:masters
  mapUsers: |
    - userarn: arn:aws:iam::111122223333:user/ada
      username: ada
      groups: [system:masters]
    - userarn: \${ARN}
      groups: ["system:masters"]
  mapAccounts: |
    - "111122223333"
    - 444455556666
`);
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:15:11-15:25", masters("'arn:aws:iam::111122223333:role/ops'")],
      ["a.yaml:19:16-19:30", masters("'arn:aws:iam::111122223333:user/ada'")],
      ["a.yaml:21:16-21:32", masters("This identity of AWS")],
      ["a.yaml:23:7-23:21", account("111122223333")],
      ["a.yaml:24:7-24:19", account("444455556666")],
    ]);
  });

  it("reports it in JSON within the text, and in a text in quotes", async () => {
    const text = configMap(`  mapRoles: '[{"rolearn": "a", "groups": ["system:masters"]}]'\n`);
    expect(await lint(RULE, { "a.yaml": text })).toEqual([["a.yaml:7:43-7:59", masters("'a'")]]);
  });

  it("reports it in the file of eksctl", async () => {
    const text = `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: a, region: eu-central-1}
iamIdentityMappings:
  - arn: arn:aws:iam::111122223333:role/ops
    groups: ["system:masters"]
  - arn: arn:aws:iam::111122223333:role/nodes
    groups: ["system:nodes"]
  - account: "444455556666"
`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:6:14-6:30", masters("'arn:aws:iam::111122223333:role/ops'")],
      ["a.yaml:9:14-9:28", account("444455556666")],
    ]);
  });

  it("reports it in the ConfigMap and in an object of aws-iam-authenticator", async () => {
    const file = `  config.yaml: |
    clusterID: a
    server:
      mapRoles:
      - roleARN: arn:aws:iam::111122223333:role/ops
        groups:
        - system:masters
      mapAccounts:
      - 012345678901
`;
    const object =
      "apiVersion: iamauthenticator.k8s.aws/v1alpha1\nkind: IAMIdentityMapping\nmetadata: {name: a}\nspec:\n  arn: ${ARN}\n  groups: [a, system:masters]\n";
    const files = { "a.yaml": configMap(file, { name: "aws-iam-authenticator" }), "b.yaml": object };
    expect(await lint(RULE, files)).toEqual([
      ["a.yaml:13:11-13:25", masters("'arn:aws:iam::111122223333:role/ops'")],
      ["a.yaml:15:9-15:21", account("012345678901")],
      ["b.yaml:6:15-6:29", masters("This identity of AWS")],
    ]);
  });

  it("reads all that Kubernetes takes, and says so of a longer text", async () => {
    const line = "    - { rolearn: arn:aws:iam::111122223333:role/nodes, groups: [g] }\n";
    const filled = (length: number) => line.repeat(Math.floor(length / line.length));
    const last = "    - { rolearn: arn:aws:iam::111122223333:role/ops, groups: [system:masters] }\n";
    const whole = configMap(`  mapRoles: |\n${filled(1_040_000)}${last}`);
    expect((await lint(RULE, { "a.yaml": whole })).map(([, message]) => message)).toEqual([
      masters("'arn:aws:iam::111122223333:role/ops'"),
    ]);
    expect(await lint(RULE, { "a.yaml": configMap(`  mapRoles: |\n${filled(1_130_000)}${last}`) })).toEqual([
      [
        expect.stringMatching(/^a\.yaml:7:13-/),
        "Kubernetes refuses a ConfigMap of more than 1 MiB, so nothing in this text was checked. Leave out what is not needed.",
      ],
    ]);
  });

  it.each([
    ["nodes", configMap(NODES)],
    [
      "another namespace, which nothing reads",
      configMap("  mapUsers: '[{groups: [system:masters]}]'\n", { namespace: "  namespace: shop\n" }),
    ],
    ["another ConfigMap", configMap("  mapUsers: '[{groups: [system:masters]}]'\n", { name: "users" })],
    ["empty texts", configMap("  mapRoles: ''\n  mapUsers: |\n    []\n  mapAccounts: '``'\n")],
    ["a text that does not parse", configMap("  mapRoles: |\n    - groups: [system:masters\n")],
    ["a template", configMap("  mapRoles: |\n    {{- toYaml .Values.roles | nindent 4 }}\n")],
    ["accounts that are filled in later", configMap("  mapAccounts: |\n    - ${ACCOUNT}\n    - abc\n")],
    [
      "values of wrong types",
      configMap("  mapRoles: [1]\n  mapUsers: |\n    a: 1\n  mapAccounts: |\n    - [1]\n    - {a: 1}\n"),
    ],
    ["no data", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: aws-auth\n"],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
