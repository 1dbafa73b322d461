import { describe, expect, it } from "vitest";
import { ADA, KEY, KUBEADM_ADMIN, MASTERS, NODE } from "../kubernetes/kubeconfig/certificates.js";
import { argoCdCluster, kubeconfig } from "./kubeconfigs.js";
import { lint } from "./lint.js";
import { clusterBinding, group, roleBinding, user } from "./manifests.js";

const RULE = "no-kubeconfig-credentials";
const OUT = "take it out of the repository and its history";
const KEY_OUT = "take the key out of the repository and its history";
const ELSEWHERE = `${OUT}, and let 'exec' fetch credentials, or name a file outside of the repository.`;
const NO_REVOCATION = "no revocation can take this away until the certificate expires on 2126-11-04.";
const SEALED = `${OUT}, and encrypt the Secret, or have it made from a vault.`;

const withUser = (written: string) => kubeconfig({ user: written.replaceAll(/^(?=.)/gm, "      ") });
const withKey = (certificate: string) =>
  withUser(`client-certificate-data: ${certificate}\nclient-key-data: ${KEY}\n`);
const KEY_PLACE = `a.yaml:15:24-15:${24 + KEY.length}`;

describe("no-kubeconfig-credentials", () => {
  it("names the group that nobody can take the rights from", async () => {
    expect(await lint(RULE, { "a.yaml": withKey(MASTERS) })).toEqual([
      [
        KEY_PLACE,
        `Whoever can read this key is User 'kubernetes-admin' in group 'system:masters' and may do everything: no binding and ${NO_REVOCATION} Replace the CA of the cluster, ${KEY_OUT}, and give nobody a certificate for this group.`,
      ],
    ]);
  });

  const whoever = (who: string) =>
    `Whoever can read this key is ${who}, and ${NO_REVOCATION} Take the rights of this user and its groups away, ${ELSEWHERE.replace(OUT, KEY_OUT)}`;

  it("does not have the rights taken away that a component of the cluster needs", async () => {
    expect(await lint(RULE, { "a.yaml": withKey(NODE) })).toEqual([
      [
        KEY_PLACE,
        `Whoever can read this key is User 'system:node:a' in group 'system:nodes', and ${NO_REVOCATION} Replace the CA of the cluster, ${ELSEWHERE.replace(OUT, KEY_OUT)}`,
      ],
    ]);
  });

  it.each([
    ["with its groups", ADA, {}, "User 'ada' in groups 'dev' and 'ops'"],
    [
      "with what kubeadm gives",
      KUBEADM_ADMIN,
      {},
      "User 'kubernetes-admin' in group 'kubeadm:cluster-admins', to whom kubeadm gives ClusterRole 'cluster-admin'",
    ],
    [
      "with what the repository gives",
      ADA,
      {
        "rbac/b.yaml":
          roleBinding("edit", "shop", "ClusterRole", user("ada")) +
          "---\n" +
          clusterBinding("view", group("ops")),
      },
      "User 'ada' in groups 'dev' and 'ops', to whom ClusterRoleBinding 'readers' gives ClusterRole 'view', besides 1 other binding",
    ],
  ])("names the user of a certificate %s", async (_, certificate, files: Record<string, string>, who) => {
    expect(await lint(RULE, { "a.yaml": withKey(certificate), ...files })).toEqual([
      [KEY_PLACE, whoever(who)],
    ]);
  });

  it.each([
    [
      "a key without a certificate that can be read",
      `client-certificate: /etc/ada.crt\nclient-key-data: ${KEY}\n`,
      KEY_PLACE.slice(7),
      `Whoever can read this key can act as user 'prod' of this kubeconfig, and no revocation can take this away. Take the rights of this user away, ${ELSEWHERE.replace(OUT, KEY_OUT)}`,
    ],
    [
      "a token",
      "token: abcdef.0123\n",
      "14:14-14:25",
      `Whoever can read this token can act as user 'prod' of this kubeconfig. Revoke it, ${ELSEWHERE}`,
    ],
    [
      "a password",
      "username: admin\npassword: 'b2'\n",
      "15:17-15:21",
      `Whoever can read this password can act as user 'admin'. Change it, ${ELSEWHERE}`,
    ],
    [
      "what an auth provider has kept",
      "auth-provider: { name: oidc, config: { client-id: a, refresh-token: b2 } }\n",
      "14:75-14:77",
      `'refresh-token' is a secret in plain text, and whoever can read it can use it to act as user 'prod' of this kubeconfig. Revoke it, ${OUT}, and let 'exec' fetch credentials.`,
    ],
    [
      "an option of a command",
      "exec:\n  apiVersion: client.authentication.k8s.io/v1\n  args:\n    - get-token\n    - --oidc-client-secret=b2\n",
      "18:13-18:36",
      `The value of '--oidc-client-secret' is a secret in plain text, and whoever can read it can use it to act as user 'prod' of this kubeconfig. Revoke it, ${OUT}, and let the command find it on the machine where it runs.`,
    ],
    [
      "the argument behind an option",
      "exec:\n  args: [login, --token, b2]\n",
      "15:32-15:34",
      `The value of '--token' is a secret in plain text, and whoever can read it can use it to act as user 'prod' of this kubeconfig. Revoke it, ${OUT}, and let the command find it on the machine where it runs.`,
    ],
    [
      "a token in a script",
      `exec:\n  args: [-c, 'echo eyJ${"a".repeat(9)}.${"b".repeat(12)}.${"c".repeat(12)}']\n`,
      "15:20-15:65",
      `A token in this argument is a secret in plain text, and whoever can read it can use it to act as user 'prod' of this kubeconfig. Revoke it, ${OUT}, and let the command find it on the machine where it runs.`,
    ],
    [
      "a variable",
      "exec:\n  env:\n    - { name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE }\n    - { name: AWS_SECRET_ACCESS_KEY, value: b2 }\n",
      "17:51-17:53",
      `The value of variable 'AWS_SECRET_ACCESS_KEY' is a secret in plain text, and whoever can read it can use it to act as user 'prod' of this kubeconfig. Revoke it, ${OUT}, and let the command find it on the machine where it runs.`,
    ],
  ])("reports %s", async (_, written, place, message) => {
    expect(await lint(RULE, { "a.yaml": withUser(written) })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    ["paths", "client-certificate: /a.crt\nclient-key: /a.key\n"],
    [
      "the token of a ServiceAccount in its pod",
      "tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n",
    ],
    [
      "a command alone",
      "exec:\n  apiVersion: client.authentication.k8s.io/v1beta1\n  command: aws\n  args: [eks, get-token, --cluster-name, prod]\n  env: [{ name: AWS_PROFILE, value: prod }]\n",
    ],
    ["a certificate without its key", `client-certificate-data: ${MASTERS}\n`],
    ["what is filled in later", "token: ${TOKEN}\npassword: '{{ password }}'\nclient-key-data: <key>\n"],
    ["what kubectl prints", "client-certificate-data: DATA+OMITTED\nclient-key-data: REDACTED\n"],
    ["what is cut short", "token: eyJhbGciOi...\n"],
    ["what tests make up", "client-certificate-data: Q0VSVA==\nclient-key-data: S0VZ\n"],
    ["what is empty", "token: ''\npassword:\n"],
    ["what SOPS has encrypted", "token: ENC[AES256_GCM,data:aGVsbG8=,iv:YQ==,tag:YQ==,type:str]\n"],
    ["wrong types", "token: [a]\npassword: { a: b }\nexec: a\nauth-provider: [a]\n"],
  ])("is silent on %s", async (_, written) => {
    expect(await lint(RULE, { "a.yaml": withUser(written) })).toEqual([]);
  });

  it("is silent on a kubeconfig that names files", async () => {
    const text = `apiVersion: v1
kind: Config
clusters:
  - name: mini
    cluster: { certificate-authority: /home/dev/.mini/ca.crt, server: "https://192.0.2.10:8443" }
contexts:
  - name: mini
    context: { cluster: mini, user: mini }
current-context: mini
preferences: {}
users:
  - name: mini
    user: { client-certificate: /home/dev/.mini/client.crt, client-key: /home/dev/.mini/client.key }
`;
    for (const rule of [RULE, "no-insecure-kubeconfig", "valid-kubeconfig"])
      expect(await lint(rule, { "kubeconfig.yaml": text })).toEqual([]);
  });

  it("looks into the texts of ConfigMaps and Secrets", async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
  kubeconfig: |
${withUser("token: b2c3d4\n").replaceAll(/^(?=.)/gm, "    ")}`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:19:18-19:24", expect.stringMatching(/^Whoever can read this token/)],
    ]);
  });

  it("reports the key of a cluster of Argo CD", async () => {
    const config = JSON.stringify({ tlsClientConfig: { certData: ADA, keyData: KEY } }, undefined, 2);
    expect(await lint(RULE, { "a.yaml": argoCdCluster(config) })).toEqual([
      [
        `a.yaml:16:20-16:${22 + KEY.length}`,
        `Whoever can read this key is User 'ada' in groups 'dev' and 'ops' in cluster 'prod', as Argo CD is, and ${NO_REVOCATION} Take the rights of this user and its groups away, ${SEALED.replace(OUT, KEY_OUT)}`,
      ],
    ]);
  });

  const does = (what: string) =>
    `${what} is a secret in plain text, and whoever can read it can do in cluster 'prod' what Argo CD can, which is everything unless its rights are limited. Revoke it, ${SEALED}`;

  it.each([
    ["a token", '{ "bearerToken": "b2" }', "13:22-13:26", "'bearerToken'"],
    ["a password", '{ "username": "a", "password": "b2" }', "13:36-13:40", "'password'"],
    ["a key of nobody known", '{ "tlsClientConfig": { "keyData": "b2" } }', "13:39-13:43", "'keyData'"],
    [
      "an option",
      '{ "execProviderConfig": { "args": ["--token=b2"] } }',
      "13:40-13:52",
      "The value of '--token'",
    ],
    [
      "a variable",
      '{ "execProviderConfig": { "env": { "API_TOKEN": "b2" } } }',
      "13:53-13:57",
      "The value of variable 'API_TOKEN'",
    ],
  ])("reports %s of a cluster of Argo CD", async (_, config, place, what) => {
    expect(await lint(RULE, { "a.yaml": argoCdCluster(config) })).toEqual([[`a.yaml:${place}`, does(what)]]);
  });

  it("does not show the password in the address of a cluster", async () => {
    const text = argoCdCluster('{ "bearerToken": "b2" }', "https://ada:b3@a.example.com");
    const [[, message] = ["", ""]] = await lint(RULE, {
      "a.yaml": text.replace("  name: prod\n  server", "  server"),
    });
    expect(message).toContain("in cluster 'https://a.example.com'");
  });

  it("reports base64 once, and the worst in it", async () => {
    const written = { bearerToken: "b2", tlsClientConfig: { certData: MASTERS, keyData: KEY } };
    const config = Buffer.from(JSON.stringify(written)).toString("base64");
    const text = `apiVersion: v1
kind: Secret
metadata:
  name: prod
  labels: { argocd.argoproj.io/secret-type: cluster }
data:
  config: ${config}
`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [`a.yaml:7:11-7:${11 + config.length}`, expect.stringContaining("in group 'system:masters'")],
    ]);
  });

  it.each([
    ["a command", '{ "execProviderConfig": { "command": "argocd-k8s-auth", "args": ["aws"] } }'],
    ["a role of AWS", '{ "awsAuthConfig": { "clusterName": "prod", "roleARN": "arn:aws:iam::1:role/a" } }'],
    ["what is filled in later", '{ "bearerToken": "<authentication token>" }'],
    ["what is no JSON yet", '{ "bearerToken": {{ .token }} }'],
    ["what SOPS has encrypted", "ENC[AES256_GCM,data:aGVsbG8=,iv:YQ==,tag:YQ==,type:str]"],
  ])("is silent on %s of a cluster of Argo CD", async (_, config) => {
    expect(await lint(RULE, { "a.yaml": argoCdCluster(config) })).toEqual([]);
  });

  it.each([
    [
      "a sealed Secret",
      argoCdCluster('{ "bearerToken": "b2" }').replace("kind: Secret", "kind: SealedSecret"),
    ],
    [
      "a Secret of another kind",
      argoCdCluster('{ "bearerToken": "b2" }').replace("cluster\n", "repository\n"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
