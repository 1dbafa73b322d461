import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "strong-encryption-config";
const KEY = "bm90IGEga2V5IHRoYXQgYW55Ym9keSBoYXMgdXNlZCE=";

function config(...entries: [resources: string, ...providers: string[]][]): string {
  const list = entries.map(([resources, ...providers]) => {
    const items = providers.map((provider) => `      - ${provider}\n`).join("");
    return `  - resources: [${resources}]\n    providers:\n${items}`;
  });
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n${list.join("")}`;
}

const withKey = (provider: string, secret: string) => `${provider}: {keys: [{name: a, secret: ${secret}}]}`;
const AESCBC = withKey("aescbc", "<BASE 64 ENCODED SECRET>");
const KMS = "kms: {apiVersion: v2, name: a, endpoint: unix:///run/a.sock}";
const FIRST =
  "The first provider stores what is written, and 'identity' stores it as it is: every Secret that is created or changed is plain text in etcd and in its backups. Move 'identity' behind the providers that encrypt.";
const keyOf = (provider: string) =>
  `This key of provider '${provider}' is in the repository and stays in its history: whoever can read it can decrypt etcd and its backups. Let a 'kms' plugin hold the key, or encrypt this file with SOPS, and replace the key.`;

describe(RULE, () => {
  // https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#understanding-the-encryption-at-rest-configuration
  it("reports the example that warns of itself: plain text first, and its keys", async () => {
    const text = `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources:
      - secrets
      - configmaps
      - pandas.awesome.bears.example
    providers:
      - identity: {}
      - aesgcm:
          keys:
            - name: key1
              secret: ${KEY}
      - secretbox:
          keys:
            - name: key1
              secret: "${KEY}"
  - resources:
      - events
    providers:
      - identity: {}
  - resources:
      - '*.apps'
    providers:
      - aescbc:
          keys:
            - name: key2
              secret: ${KEY}
`;
    const found = await lint(RULE, { "a.yaml": text });
    expect(found).toEqual([
      ["a.yaml:9:9-9:17", FIRST],
      ["a.yaml:13:23-13:67", keyOf("aesgcm")],
      ["a.yaml:17:23-17:69", keyOf("secretbox")],
      ["a.yaml:28:23-28:67", keyOf("aescbc")],
    ]);
    expect(JSON.stringify(found)).not.toContain(KEY);
  });

  it.each<[string, string, [string, string]]>([
    [
      "plain text alone, by the old name",
      "kind: EncryptionConfig\napiVersion: v1\nresources:\n  - resources: [secrets]\n    providers:\n      - identity: {}\n",
      [
        "6:9-6:17",
        "'identity' stores Secrets as plain text in etcd and in its backups. Put a provider that encrypts before it, such as 'kms' or 'secretbox'.",
      ],
    ],
    ["decryption of everything", config(["secrets", "identity: {}", AESCBC]), ["6:9-6:17", FIRST]],
    [
      "plain text by a wildcard",
      config(["events", KMS], ["'*.*'", "identity: {}", KMS]),
      ["9:9-9:17", FIRST],
    ],
    [
      "no entry on Secrets",
      config(["configmaps", KMS]),
      [
        "3:1-3:10",
        "No entry is about Secrets, so they are plain text in etcd and in its backups. List 'secrets' under the 'resources' of one that encrypts.",
      ],
    ],
    [
      "aesgcm",
      config(["secrets", withKey("aesgcm", "'${KEY}'")]),
      [
        "6:9-6:15",
        "Secrets are encrypted with 'aesgcm', which is safe only if the key changes every 200,000 writes, and nothing changes a key in a file. Put 'kms' or 'secretbox' before it.",
      ],
    ],
    [
      "KMS without a version",
      config(["secrets", "kms: {name: a, endpoint: unix:///run/a.sock}", "identity: {}"]),
      [
        "6:9-6:12",
        "Version 1 of KMS is deprecated, and from Kubernetes 1.29 on the API server does not start with it unless feature gate KMSv1 is on. Put a plugin with 'apiVersion: v2' first.",
      ],
    ],
    [
      "no entries",
      config(),
      [
        "3:1-3:10",
        "An EncryptionConfiguration needs at least one entry under 'resources', and this one has none, so the API server does not start. Add it.",
      ],
    ],
    [
      "no resources",
      config(["secrets", KMS], ["", KMS]),
      [
        "7:5-7:14",
        "This entry lists no resources, so the API server does not start. List 'secrets' there, or delete the entry.",
      ],
    ],
    [
      "no providers",
      config(["secrets", KMS], ["events"]),
      [
        "8:5-8:14",
        "This entry has no providers, so the API server does not start. List one there, or delete the entry.",
      ],
    ],
    [
      "a provider that is none",
      config(["secrets", "aes: {}"]),
      [
        "6:9-6:12",
        "There is no provider 'aes', so the API server does not start. Write 'kms', 'secretbox', 'aescbc', 'aesgcm' or 'identity'.",
      ],
    ],
    [
      "identity without a value",
      config(["secrets", KMS, "identity:"]),
      [
        "7:9-7:17",
        "Without a value, 'identity' counts as not written, so the API server does not start. Write 'identity: {}'.",
      ],
    ],
    [
      "two providers in one",
      config(["secrets", "{identity: {}, kms: {apiVersion: v2}}"]),
      [
        "6:10-6:18",
        "One item of the list has one provider, and this one has several (kms, identity), so the API server does not start. Make an item of each.",
      ],
    ],
    [
      "no keys",
      config(["secrets", "secretbox: {keys: []}"]),
      [
        "6:9-6:18",
        "Provider 'secretbox' has no keys, so the API server does not start. Add one under 'keys'.",
      ],
    ],
    [
      "capital letters",
      config(["secrets, ConfigMaps", KMS]),
      [
        "4:26-4:36",
        "Resource 'ConfigMaps' has capital letters, so the API server does not start. Write the plural in lower case, such as 'secrets'.",
      ],
    ],
    [
      "a star alone",
      config(["secrets", KMS], ["'*'", KMS]),
      [
        "7:17-7:20",
        "'*' alone is not accepted here, so the API server does not start. Write '*.*' for all resources, or '*.' for those of the core group.",
      ],
    ],
    [
      "what no API serves",
      config(["secrets, apiserveripinfo", KMS]),
      ["4:26-4:41", "No API serves 'apiserveripinfo', so the API server does not start. Delete it."],
    ],
    [
      "Events by their new group",
      config(["secrets, events.events.k8s.io", KMS]),
      [
        "4:26-4:46",
        "Events are stored in the core group, so 'events.events.k8s.io' is refused and the API server does not start. Write 'events'.",
      ],
    ],
    [
      "a group that is gone",
      config(["secrets, ingresses.extensions", KMS]),
      [
        "4:26-4:46",
        "Group 'extensions' no longer exists, so 'ingresses.extensions' is refused and the API server does not start. Name the group that the resource is in now.",
      ],
    ],
    [
      "any group",
      config(["secrets, 'jobs.*'", KMS]),
      [
        "4:26-4:34",
        "A resource of any group, such as 'jobs.*', is not accepted, so the API server does not start. Name the group, or write '*.*' for all resources.",
      ],
    ],
    [
      "a resource twice",
      config(["secrets, secrets.", KMS]),
      ["4:26-4:34", "'secrets.' is listed already, so the API server does not start. Delete it."],
    ],
    [
      "an overlap",
      config(["secrets, '*.'", KMS]),
      [
        "4:17-4:24",
        "'*.' in the same list covers 'secrets' already, which is not accepted, so the API server does not start. Keep one of them.",
      ],
    ],
    [
      "what an earlier entry covers",
      config(["'*.'", KMS], ["events", "identity: {}"]),
      [
        "7:17-7:23",
        "An earlier entry covers 'events' already with '*.', so this would never be used, and the API server does not start. Move this entry before that one.",
      ],
    ],
    [
      "a version of KMS",
      config(["secrets", "kms: {apiVersion: v3, endpoint: unix:///run/a.sock}"]),
      ["6:27-6:29", "There is no version 'v3' of KMS plugins, so the API server does not start. Write 'v2'."],
    ],
    [
      "a KMS elsewhere",
      config(["secrets", "kms: {apiVersion: v2, endpoint: https://a}"]),
      [
        "6:41-6:50",
        "A KMS plugin is reached by a Unix socket, and 'https://a' is none, so the API server does not start. Write one such as 'unix:///var/run/kms.sock'.",
      ],
    ],
  ])("reports %s", async (_, text, [place, message]) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports one that is refused for that alone", async () => {
    const found = await lint(RULE, { "a.yaml": config(["'*.'", KMS], ["secrets", "identity: {}"]) });
    expect(found.map(([place]) => place)).toEqual(["a.yaml:7:17-7:24"]);
  });

  it("leaves KMS v1 to the versions of Kubernetes that had nothing else", async () => {
    const text = config(["secrets", "kms: {apiVersion: v1, name: a, endpoint: unix:///run/a.sock}"]);
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.27" } })).toEqual([]);
    const [found] = await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.28" } });
    expect(found?.[0]).toBe("a.yaml:6:27-6:29");
  });

  it.each([
    // https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#encrypting-your-data
    [
      "the documentation's example",
      config(["secrets, configmaps, pandas.awesome.bears.example", AESCBC, "identity: {}"]),
    ],
    ["Events that are not encrypted", config(["events", "identity: {}"], ["'*.*'", KMS])],
    ["an API server that stores no Secrets", config(["controllerregistrations.core.gardener.cloud", KMS])],
    ["KMS v1 that only decrypts", config(["secrets", KMS, "kms: {name: b, endpoint: unix:///run/b.sock}"])],
    ["a variable", config(["secrets", withKey("secretbox", "'${KEY}'")])],
    [
      "what SOPS has encrypted",
      `${config(["secrets", withKey("secretbox", "ENC[AES256_GCM,data:YQ==]")])}sops: {mac: a}\n`,
    ],
    ["unknown entries", config(["secrets", KMS]).replace("  - resources", "  - ${MORE}\n  - resources")],
    [
      "values of wrong types",
      "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: {a: 1}\n",
    ],
    ["another kind", "apiVersion: example.com/v1\nkind: EncryptionConfiguration\nresources: []\n"],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
