import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterCredentials, readArgoCdCluster } from "../../../lib/kubernetes/kubeconfig/argocd-cluster.js";
import { userCredentials } from "../../../lib/kubernetes/kubeconfig/credentials.js";
import { redactArgoCdCluster, redactKubeconfig } from "../../../lib/kubernetes/kubeconfig/redact.js";
import { SECRET } from "../../../lib/kubernetes/configuration/configuration.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";
import { ADA, KEY } from "./certificates.js";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const text = (data: string) => Buffer.from(data, "base64").toString();
const JWT = `eyJ${"a".repeat(20)}.${"b".repeat(20)}.${"c".repeat(20)}`;

const withUser = (user: unknown) => ({ apiVersion: "v1", kind: "Config", users: [{ name: "ada", user }] });
const redactUser = (user: unknown) =>
  (redactKubeconfig(withUser(user)) as ReturnType<typeof withUser>).users[0]?.user;

describe("redactKubeconfig", () => {
  it.each([
    ["a key", { "client-key-data": KEY }, { "client-key-data": SECRET }],
    [
      "a short text that stands with a certificate for a key",
      { "client-certificate-data": ADA, "client-key-data": base64("USER_KEY") },
      { "client-certificate-data": ADA, "client-key-data": SECRET },
    ],
    ["a token", { token: JWT }, { token: SECRET }],
    ["a short token", { token: "blue-token" }, { token: SECRET }],
    ["a password", { username: "a", password: "b2" }, { username: "a", password: SECRET }],
    ["a number", { password: 1234 }, { password: SECRET }],
    [
      "what an auth provider keeps",
      {
        "auth-provider": {
          name: "oidc",
          config: {
            "client-id": "kubernetes",
            "client-secret": "s3",
            "id-token": JWT,
            "refresh-token": "r3",
          },
        },
      },
      {
        "auth-provider": {
          name: "oidc",
          config: {
            "client-id": "kubernetes",
            "client-secret": SECRET,
            "id-token": SECRET,
            "refresh-token": SECRET,
          },
        },
      },
    ],
    [
      "arguments",
      { exec: { args: ["get", "--token=abc", "--client-secret", "def", "--token", "--user", "ada", JWT] } },
      {
        exec: {
          args: ["get", `--token=${SECRET}`, "--client-secret", SECRET, "--token", "--user", "ada", SECRET],
        },
      },
    ],
    [
      "a password in a URL among arguments",
      { exec: { args: ["--server=https://a:b2@c", "https://c/@d"] } },
      { exec: { args: ["--server=https://c", "https://c/@d"] } },
    ],
    [
      "a token in a command",
      { exec: { args: ["-c", `echo '{"status":{"token":"${JWT}"}}'`] } },
      { exec: { args: ["-c", `echo '{"status":{"token":"${SECRET}"}}'`] } },
    ],
    [
      "variables",
      {
        exec: {
          env: [
            { name: "AWS_SECRET_ACCESS_KEY", value: "wJalrXUtnFEMI" },
            { name: "AWS_PROFILE", value: "prod" },
          ],
        },
      },
      {
        exec: {
          env: [
            { name: "AWS_SECRET_ACCESS_KEY", value: SECRET },
            { name: "AWS_PROFILE", value: "prod" },
          ],
        },
      },
    ],
    [
      "a key that stands with its certificate",
      {
        "client-certificate-data": base64(text(ADA) + text(KEY)),
      },
      { "client-certificate-data": ADA },
    ],
    [
      "a key where a path belongs",
      { "client-key": "-----BEGIN PRIVATE KEY-----\nA" },
      { "client-key": SECRET },
    ],
    ["a password that may hold a variable", { password: "pa$word" }, { password: UNKNOWN }],
  ])("replaces %s", (_, user, redacted) => {
    expect(redactUser(user)).toEqual(redacted);
  });

  it.each([
    ["a certificate", { "client-certificate-data": ADA }],
    ["paths", { "client-certificate": "/a.crt", "client-key": "/a.key", tokenFile: "/var/token" }],
    [
      "a key and a certificate that tests have made up",
      { "client-certificate-data": base64("USER_CERT"), "client-key-data": base64("USER_KEY") },
    ],
    ["what is empty", { token: "", password: null }],
    [
      "what is filled in later",
      { token: "{{ .token }}", password: "${PASSWORD}", "client-key-data": "<key>" },
    ],
    ["what kubectl prints", { "client-certificate-data": "DATA+OMITTED", "client-key-data": "REDACTED" }],
    ["what is cut short", { token: "eyJhbGciOi...", "client-key-data": "LS0tLS1C…" }],
    ["what is crossed out", { token: "xxxxxxxx", password: "********" }],
    ["what people put in examples", { token: "your-token-here", password: "changeme" }],
    ["what SOPS has encrypted", { token: "ENC[AES256_GCM,data:aGVsbG8=,iv:a,tag:b,type:str]" }],
    ["what a vault keeps", { token: "op://vault/item/field", password: "ref+vault://secret#/a" }],
    [
      "arguments and variables that hold no secret",
      {
        exec: {
          args: [
            "--token-file=/t",
            "--token=/path/to/token",
            "--token=${TOKEN}",
            "--password-stdin",
            "--key",
            "a.pem",
          ],
          env: [
            { name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" },
            { name: "TOKEN_URL", value: "https://a" },
            { name: "USE_TOKEN", value: "true" },
            { name: "CLIENT_KEY", value: "/etc/client.key" },
            { name: "TOKEN", value: "$TOKEN" },
          ],
        },
      },
    ],
  ])("keeps %s", (_, user) => {
    expect(redactUser(user)).toEqual(user);
  });

  it("replaces the password in an address", () => {
    const clusters = [
      { name: "a", cluster: { server: "https://ada:b3@example.com", "proxy-url": "http://p:8080" } },
    ];
    expect(redactKubeconfig({ clusters })).toEqual({
      clusters: [
        { name: "a", cluster: { server: `https://ada:${SECRET}@example.com`, "proxy-url": "http://p:8080" } },
      ],
    });
  });

  it("finds the same secrets in what it has made", () => {
    const user = {
      "client-key-data": KEY,
      token: "t1",
      "auth-provider": { config: { "refresh-token": "r1" } },
      exec: { args: ["--token=a1", "--password", "p1", JWT], env: [{ name: "TOKEN", value: "v1" }] },
    };
    const before = userCredentials(user);
    expect(before).toHaveLength(7);
    expect(userCredentials(redactUser(user))).toEqual(before);
  });

  it("leaves a secret nowhere, whatever stands around it", () => {
    const secret = "s3cr3t-0123456789";
    const keys = fc.constantFrom(
      "token",
      "password",
      "client-key-data",
      "users",
      "user",
      "exec",
      "__proto__",
      "constructor",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, 7, true, "a"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
        fc.record({ token: fc.constant(secret), password: fc.constant(secret) }),
        fc.record({ args: fc.constant(["--token", secret, `--password=${secret}`]) }),
        fc.record({ name: fc.constant("API_TOKEN"), value: fc.constant(secret) }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, value), (written) => {
        expect(JSON.stringify(redactKubeconfig(written))).not.toContain(secret);
      }),
    );
  });

  it("bears aliases upon aliases, and depth", () => {
    let wide: unknown = { token: "abc" };
    for (let i = 0; i < 40; i++) wide = { a: wide, b: wide };
    expect(redactKubeconfig({ users: wide })).toBeDefined();
    let deep: unknown = "abc";
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(redactKubeconfig({ users: deep })).toBeDefined();
  });
});

const CONFIG = JSON.stringify({
  bearerToken: "t1",
  awsAuthConfig: { clusterName: "prod", roleARN: "arn:aws:iam::1:role/a" },
  execProviderConfig: { command: "a", args: ["--token=b1"], env: { API_TOKEN: "c1", REGION: "d1" } },
  tlsClientConfig: { insecure: false, caData: ADA, certData: ADA, keyData: KEY },
});
const REDACTED = JSON.stringify({
  bearerToken: SECRET,
  awsAuthConfig: { clusterName: "prod", roleARN: "arn:aws:iam::1:role/a" },
  execProviderConfig: { command: "a", args: [`--token=${SECRET}`], env: { API_TOKEN: SECRET, REGION: "d1" } },
  tlsClientConfig: { insecure: false, caData: ADA, certData: ADA, keyData: SECRET },
});

describe("redactArgoCdCluster", () => {
  it("replaces the secrets in the text of a cluster", () => {
    const stringData = { name: "prod", server: "https://example.com", config: CONFIG, other: "x1" };
    expect(redactArgoCdCluster({ kind: "Secret", stringData })).toEqual({
      kind: "Secret",
      stringData: { ...stringData, config: REDACTED, other: SECRET },
    });
  });

  it("replaces those in base64", () => {
    expect(redactArgoCdCluster({ data: { config: base64(CONFIG), name: base64("prod") } })).toEqual({
      data: { config: base64(REDACTED), name: base64("prod") },
    });
  });

  it("leaves out what kubectl has noted", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": CONFIG, a: "b" };
    expect(redactArgoCdCluster({ metadata: { name: "prod", annotations } })).toEqual({
      metadata: { name: "prod", annotations: { a: "b" } },
    });
  });

  it.each([
    ["a template", '{ "bearerToken": {{ .token }} }'],
    ["a list", "[]"],
    ["no text", 7],
  ])("takes %s for unknown", (_, config) => {
    expect(redactArgoCdCluster({ stringData: { config } })).toEqual({ stringData: { config: UNKNOWN } });
    expect(redactArgoCdCluster({ stringData: 7, data: null })).toEqual({
      stringData: UNKNOWN,
      data: UNKNOWN,
    });
  });

  it("finds the same secrets in what it has made", () => {
    const cluster = readArgoCdCluster({ stringData: { config: CONFIG } });
    expect(clusterCredentials(cluster.config).map(({ at }) => at)).toEqual([
      ["tlsClientConfig", "keyData"],
      ["bearerToken"],
      ["execProviderConfig", "args", 0],
      ["execProviderConfig", "env", "API_TOKEN"],
    ]);
    const redacted = readArgoCdCluster({ data: { config: base64(REDACTED) } });
    expect(clusterCredentials(redacted.config)).toEqual(clusterCredentials(cluster.config));
  });
});
