import { describe, expect, it } from "vitest";
import { ADA, KEY } from "../kubernetes/kubeconfig/certificates.js";
import { kubeconfig } from "./kubeconfigs.js";
import { lint } from "./lint.js";

const RULE = "valid-kubeconfig";
const NOWHERE = "which neither this kubeconfig nor another one of the repository has";

const withUser = (written: string) => kubeconfig({ user: written.replaceAll(/^(?=.)/gm, "      ") });
const naming = (cluster: string, user: string, current = "prod") =>
  kubeconfig()
    .replace("{ cluster: prod, user: prod }", `{ cluster: ${cluster}, user: ${user} }`)
    .replace("current-context: prod", `current-context: ${current}`);

describe("valid-kubeconfig", () => {
  it.each([
    [
      "a current context that is not there",
      naming("prod", "prod", "prodd"),
      "3:18-3:23",
      `The current context is 'prodd', ${NOWHERE}, so kubectl refuses every command that does not choose another one. Write 'prod'.`,
    ],
    [
      "a cluster that is not there",
      naming("minikube", "prod"),
      "6:25-6:33",
      `Context 'prod' names cluster 'minikube', ${NOWHERE}, so kubectl looks for an API server on its own machine, at 'localhost:8080'. This kubeconfig has 'prod'.`,
    ],
    [
      "a user that is not there",
      naming("prod", "admin"),
      "6:37-6:42",
      `Context 'prod' names user 'admin', ${NOWHERE}, so requests carry no credentials. This kubeconfig has 'prod'.`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  const other = `apiVersion: v1
kind: Config
clusters: [{ name: minikube, cluster: { server: https://a } }]
users: [{ name: admin, user: {} }]
contexts: [{ name: dev, context: { cluster: minikube, user: admin } }]
`;

  it("knows what another kubeconfig has", async () => {
    const files = { "a.yaml": naming("minikube", "admin", "dev"), "b.yaml": other };
    expect(await lint(RULE, files)).toEqual([]);
    const templated = other.replace("name: admin", "name: '{{ .user }}'");
    expect(await lint(RULE, { "a.yaml": naming("prod", "root"), "b.yaml": templated })).toEqual([]);
  });

  it.each([
    ["what is filled in later", naming("'{{ .a }}'", "${USER}", "<context>")],
    [
      "a user that may be filled in later",
      naming("prod", "admin").replace("  - name: prod\n    user:", "  - name: ${X}\n    user:"),
    ],
    [
      "what SOPS has encrypted",
      naming("prod", "prod").replace(
        /users:[^]*/,
        "users:\n  - name: ENC[AES256_GCM,data:cHJvZA==,type:str]\n",
      ),
    ],
    ["no current context", naming("prod", "prod", "''")],
    ["a part that each user completes", naming("prod", "admin").replace(/users:[^]*/, "users: null\n")],
    ["the same, with an empty list", naming("prod", "admin").replace(/users:[^]*/, "users: []\n")],
    ["the same, without contexts", "kind: Config\napiVersion: v1\ncurrent-context: prod\n"],
    ["entries that are no maps", naming("prod", "admin").replace(/users:[^]*/, "users: [a, 7, null]\n")],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("reports names that come twice", async () => {
    const text = kubeconfig({ more: "  - name: prod\n    user: {}\n" });
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:15:11-15:15",
        "There is a user 'prod' already, and clients such as kubectl refuse a kubeconfig that has two of a name. Rename one of them, or delete it.",
      ],
    ]);
  });

  it("reports a CA that is there twice", async () => {
    const cluster = `      server: https://a\n      certificate-authority: /ca.crt\n      certificate-authority-data: ${ADA}\n`;
    expect(await lint(RULE, { "a.yaml": kubeconfig({ cluster }) })).toEqual([
      [
        "a.yaml:11:30-11:37",
        "Clients such as kubectl refuse cluster 'prod', since it has both 'certificate-authority' and 'certificate-authority-data'. Keep the one that is meant, and delete the other.",
      ],
    ]);
  });

  it.each([
    [
      "a certificate and a key that are there twice",
      `client-certificate: /a.crt\nclient-certificate-data: ${ADA}\nclient-key: /a.key\nclient-key-data: ${KEY}\n`,
      [
        [
          "14:27-14:33",
          "Clients such as kubectl refuse user 'prod', since it has both 'client-certificate' and 'client-certificate-data'. Keep the one that is meant, and delete the other.",
        ],
        [
          "16:19-16:25",
          "Clients such as kubectl refuse user 'prod', since it has both 'client-key' and 'client-key-data'. Keep the one that is meant, and delete the other.",
        ],
      ],
    ],
    [
      "a token and a file for it",
      "token: b2c3\ntokenFile: /var/run/token\n",
      [
        [
          "14:14-14:18",
          "There are both 'token' and 'tokenFile' in user 'prod': the file counts where it can be read, and this token where it cannot. Delete the token.",
        ],
      ],
    ],
    [
      "a token and a password",
      "token: b2c3\nusername: ada\npassword: d4\n",
      [
        [
          "16:17-16:19",
          "Clients such as kubectl refuse user 'prod', since it has both a token and 'password'. No API server has taken passwords since 1.19. Delete 'password'.",
        ],
      ],
    ],
    [
      "an auth provider that is gone",
      "auth-provider: { name: gcp, config: { cmd-path: gcloud } }\n",
      [
        [
          "14:30-14:33",
          "Since 1.26 kubectl has had no auth provider 'gcp', so user 'prod' cannot log in. Write 'exec' with the command 'gke-gcloud-auth-plugin' instead.",
        ],
      ],
    ],
    [
      "another one",
      "auth-provider: { name: openstack }\n",
      [
        [
          "14:30-14:39",
          "Since 1.19 kubectl has had no auth provider 'openstack', so user 'prod' cannot log in. Write 'exec' with the command 'client-keystone-auth' instead.",
        ],
      ],
    ],
    [
      "an auth provider beside a command",
      "auth-provider: { name: oidc }\nexec: { command: a, apiVersion: client.authentication.k8s.io/v1beta1 }\n",
      [
        [
          "14:7-14:20",
          "Clients such as kubectl refuse user 'prod', since it has both 'auth-provider' and 'exec'. Delete 'auth-provider'.",
        ],
      ],
    ],
    [
      "a version that is gone",
      "exec: { command: aws, apiVersion: client.authentication.k8s.io/v1alpha1 }\n",
      [
        [
          "14:41-14:78",
          "Since 1.24 kubectl has not known 'client.authentication.k8s.io/v1alpha1', so user 'prod' cannot log in. Write 'client.authentication.k8s.io/v1beta1' or 'client.authentication.k8s.io/v1', whichever the command prints.",
        ],
      ],
    ],
    [
      "a version that never was",
      "exec: { command: aws, apiVersion: client.authentication.k8s.io/v2 }\n",
      [
        [
          "14:41-14:72",
          "No kubectl knows 'client.authentication.k8s.io/v2' as a version of what a credential plugin prints, so user 'prod' cannot log in. Write 'client.authentication.k8s.io/v1', or '.../v1beta1' if the command prints that.",
        ],
      ],
    ],
    [
      "a version that needs to know whether it may ask",
      "exec: { command: aws, apiVersion: client.authentication.k8s.io/v1 }\n",
      [
        [
          "14:41-14:72",
          "Clients such as kubectl refuse user 'prod', since 'client.authentication.k8s.io/v1' needs an 'interactiveMode'. Write 'interactiveMode: IfAvailable', or 'Never' if the command never asks for anything.",
        ],
      ],
    ],
  ])("reports %s", async (_, user, found) => {
    expect(await lint(RULE, { "a.yaml": withUser(user) })).toEqual(
      found.map(([place, message]) => [`a.yaml:${place}`, message]),
    );
  });

  it.each([
    ["oidc", "auth-provider: { name: oidc, config: {} }\n"],
    ["a property that every object has", "auth-provider: { name: constructor }\n"],
    ["a provider that is filled in later", "auth-provider: { name: '{{ .provider }}' }\n"],
    ["a version that is filled in later", "exec: { command: aws, apiVersion: ${VERSION} }\n"],
    ["v1beta1", "exec: { command: aws, apiVersion: client.authentication.k8s.io/v1beta1 }\n"],
    ["v1", "exec: { command: aws, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never }\n"],
    ["what may be empty", "token: b2c3\ntokenFile: ${FILE}\nclient-key: ''\nclient-key-data: QQ==\n"],
    ["a certificate and a token", `token: b2c3\nclient-certificate: /a.crt\nclient-key: /a.key\n`],
    ["a key that nobody looks at", "client-key: /a.key\nclient-key-data: QQ==\n"],
  ])("is silent on %s", async (_, user) => {
    expect(await lint(RULE, { "a.yaml": withUser(user) })).toEqual([]);
  });

  it("heeds the version of the clusters", async () => {
    const text = withUser("exec: { command: aws, apiVersion: client.authentication.k8s.io/v1alpha1 }\n");
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.23" } })).toEqual([]);
  });
});
