import { describe, expect, it } from "vitest";
import { argoCdCluster, kubeconfig } from "./kubeconfigs.js";
import { lint } from "./lint.js";

const RULE = "no-insecure-kubeconfig";
const NAMES =
  "and give the CA in 'certificate-authority-data', or the name that the certificate is for in 'tls-server-name'.";
const POSE =
  "anybody on the way there can pose as the API server, and use the credentials that are sent. Leave it out,";

const withCluster = (cluster: string) => kubeconfig({ cluster: cluster.replaceAll(/^(?=.)/gm, "      ") });

describe("no-insecure-kubeconfig", () => {
  it.each([
    [
      "a server that nothing checks",
      "server: https://prod.example.com\ninsecure-skip-tls-verify: true\n",
      "11:33-11:37",
      `With 'insecure-skip-tls-verify: true' nothing checks who answers at 'https://prod.example.com': ${POSE} ${NAMES}`,
    ],
    [
      "one whose address is filled in later",
      "server: ${SERVER}\ninsecure-skip-tls-verify: true\n",
      "11:33-11:37",
      `With 'insecure-skip-tls-verify: true' nothing checks who answers at the server: ${POSE} ${NAMES}`,
    ],
    [
      "one whose CA may be filled in later",
      "server: https://a\ninsecure-skip-tls-verify: true\ncertificate-authority-data: ${CA}\n",
      "11:33-11:37",
      `With 'insecure-skip-tls-verify: true' nothing checks who answers at 'https://a': ${POSE} ${NAMES}`,
    ],
    [
      "one that has a CA as well",
      "server: https://a\ncertificate-authority: /ca.crt\ninsecure-skip-tls-verify: true\n",
      "12:33-12:37",
      "Clients such as kubectl refuse 'insecure-skip-tls-verify: true' beside a CA, so nothing connects to 'https://a'. Leave it out: the CA is what checks the server.",
    ],
    [
      "plain text",
      "server: http://ada:secret@10.0.0.1:8080\ninsecure-skip-tls-verify: true\n",
      "10:15-10:46",
      "Clients speak to 'http://10.0.0.1:8080' in plain text and send no credentials with it, so anybody on the way can read and change what is said, and the server has to answer everybody. Write 'https://', with the CA of the server.",
    ],
    [
      "an address without a scheme",
      "server: 10.0.0.1:6443\n",
      "10:15-10:28",
      "Clients take '10.0.0.1:6443' for 'http://10.0.0.1:6443', so they speak to it in plain text and send no credentials with it. Write 'https://10.0.0.1:6443'.",
    ],
  ])("reports %s", async (_, cluster, place, message) => {
    expect(await lint(RULE, { "a.yaml": withCluster(cluster) })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    ["a CA", "server: https://a\ncertificate-authority: /ca.crt\n"],
    ["the opposite", "server: https://a\ninsecure-skip-tls-verify: false\n"],
    ["a text", 'server: https://a\ninsecure-skip-tls-verify: "true"\n'],
    ["what is filled in later", "server: ${SERVER}\ninsecure-skip-tls-verify: ${SKIP}\n"],
    ["an address that is filled in later", "server: http://${SERVER}:8080\n"],
    ["kubectl proxy", "server: http://127.0.0.1:8001\n"],
    ["a server on the same machine", "server: http://localhost:8080\n"],
    ["another scheme", "server: unix:///run/api.sock\n"],
    ["what is no address", "server: http://[\n"],
    ["a list", "server: [http://a]\n"],
    ["no server", "tls-server-name: a\n"],
  ])("is silent on %s", async (_, cluster) => {
    expect(await lint(RULE, { "a.yaml": withCluster(cluster) })).toEqual([]);
  });

  it("reports a cluster of Argo CD that nothing checks", async () => {
    const config = '{\n  "tlsClientConfig": { "insecure": true }\n}';
    expect(await lint(RULE, { "a.yaml": argoCdCluster(config) })).toEqual([
      [
        "a.yaml:14:40-14:44",
        `With 'insecure: true' nothing checks who answers at 'https://prod.example.com': ${POSE} and give the CA in 'caData', or the name that the certificate is for in 'serverName'.`,
      ],
    ]);
  });

  it("reports one that has a CA as well, in base64 and in another case", async () => {
    const config = Buffer.from('{"TLSClientConfig":{"Insecure":true,"caData":"QQ=="}}').toString("base64");
    const server = Buffer.from("https://a").toString("base64");
    const text = `apiVersion: v1
kind: Secret
metadata:
  name: prod
  labels:
    argocd.argoproj.io/secret-type: cluster
data:
  server: ${server}
  config: ${config}
`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        `a.yaml:9:11-9:${11 + config.length}`,
        "Clients such as kubectl refuse 'insecure: true' beside a CA, so nothing connects to 'https://a'. Leave it out: the CA is what checks the server.",
      ],
    ]);
  });

  it("reports one in plain text", async () => {
    expect(await lint(RULE, { "a.yaml": argoCdCluster("{}", "http://prod.example.com") })).toEqual([
      [
        "a.yaml:11:11-11:34",
        "Argo CD speaks to 'http://prod.example.com' in plain text, so anybody on the way can read the credentials that it sends, and use them. Write 'https://'.",
      ],
    ]);
  });

  it.each([
    ["one that is checked", '{ "tlsClientConfig": { "insecure": false } }'],
    ["a template", '{ "tlsClientConfig": { "insecure": {{ .insecure }} } }'],
    ["what is no JSON", "insecure: true"],
    ["nothing", ""],
  ])("is silent on %s", async (_, config) => {
    expect(await lint(RULE, { "a.yaml": argoCdCluster(config) })).toEqual([]);
  });
});
