import { isWithin } from "../lib/kubernetes/api/kubernetes-version.js";
import {
  type EncryptionEntry,
  encryptionEntries,
  type Provider,
  storageOf,
} from "../lib/kubernetes/encryption/encryption-configuration.js";
import { encryptionDefects, writtenKeys } from "../lib/kubernetes/encryption/encryption-defects.js";
import type { Path } from "../lib/manifests/locate.js";
import { kubernetesVersionOf } from "../lib/repository/configuration/settings.js";
import { defineRule, type RuleContext } from "../lib/rule-kit/define-rule.js";
import { field, isMap } from "../lib/util/plain-values.js";

type Value = Readonly<Record<string, unknown>>;
type Context = RuleContext<"uncovered" | "identityFirst" | "identityOnly" | "aesgcm" | "oldKms", unknown>;

const REFUSED = "so the API server does not start";
/** The minor version that deprecates version 1 of KMS plugins; the next one switches it off. */
const KMS_V1_DEPRECATED = 28;

export default defineRule({
  name: "strong-encryption-config",
  meta: {
    docs: {
      description: "Require Secrets to be encrypted in etcd, with keys that are not in the repository",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "strict",
      controls: ["CIS 1.2.27", "CIS 1.2.28"],
    },
    messages: {
      identityFirst:
        "The first provider stores what is written, and 'identity' stores it as it is: every Secret that is created or changed is plain text in etcd and in its backups. Move 'identity' behind the providers that encrypt.",
      identityOnly:
        "'identity' stores Secrets as plain text in etcd and in its backups. Put a provider that encrypts before it, such as 'kms' or 'secretbox'.",
      uncovered:
        "No entry is about Secrets, so they are plain text in etcd and in its backups. List 'secrets' under the 'resources' of one that encrypts.",
      aesgcm:
        "Secrets are encrypted with 'aesgcm', which is safe only if the key changes every 200,000 writes, and nothing changes a key in a file. Put 'kms' or 'secretbox' before it.",
      oldKms:
        "Version 1 of KMS is deprecated, and from Kubernetes 1.29 on the API server does not start with it unless feature gate KMSv1 is on. Put a plugin with 'apiVersion: v2' first.",
      key: "This key of provider '{{provider}}' is in the repository and stays in its history: whoever can read it can decrypt etcd and its backups. Let a 'kms' plugin hold the key, or encrypt this file with SOPS, and replace the key.",
      noEntries: `An EncryptionConfiguration needs at least one entry under 'resources', and this one has none, ${REFUSED}. Add it.`,
      noResources: `This entry lists no resources, ${REFUSED}. List 'secrets' there, or delete the entry.`,
      noProviders: `This entry has no providers, ${REFUSED}. List one there, or delete the entry.`,
      noProvider: `There is no provider {{shown}}, ${REFUSED}. Write 'kms', 'secretbox', 'aescbc', 'aesgcm' or 'identity'.`,
      emptyProvider: `Without a value, '{{value}}' counts as not written, ${REFUSED}. Write {{instead}}.`,
      manyProviders: `One item of the list has one provider, and this one has several ({{value}}), ${REFUSED}. Make an item of each.`,
      noKeys: `Provider '{{value}}' has no keys, ${REFUSED}. Add one under 'keys'.`,
      capitals: `Resource '{{value}}' has capital letters, ${REFUSED}. Write the plural in lower case, such as 'secrets'.`,
      bareStar: `'*' alone is not accepted here, ${REFUSED}. Write '*.*' for all resources, or '*.' for those of the core group.`,
      unstored: `No API serves '{{value}}', ${REFUSED}. Delete it.`,
      eventsGroup: `Events are stored in the core group, so '{{value}}' is refused and the API server does not start. Write 'events'.`,
      extensionsGroup: `Group 'extensions' no longer exists, so '{{value}}' is refused and the API server does not start. Name the group that the resource is in now.`,
      anyGroup: `A resource of any group, such as '{{value}}', is not accepted, ${REFUSED}. Name the group, or write '*.*' for all resources.`,
      repeated: `'{{value}}' is listed already, ${REFUSED}. Delete it.`,
      overlap: `'{{beside}}' in the same list covers '{{value}}' already, which is not accepted, ${REFUSED}. Keep one of them.`,
      masked: `An earlier entry covers '{{value}}' already with '{{beside}}', so this would never be used, and the API server does not start. Move this entry before that one.`,
      kmsVersion: `There is no version '{{value}}' of KMS plugins, ${REFUSED}. Write 'v2'.`,
      endpoint: `A KMS plugin is reached by a Unix socket, and '{{value}}' is none, ${REFUSED}. Write one such as 'unix:///var/run/kms.sock'.`,
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["EncryptionConfiguration"],
  check({ value }, context) {
    const { report } = context;
    const defects = encryptionDefects(value);
    for (const { id, at, value: written, beside = "" } of defects) {
      const shown = written === "" ? "here" : `'${written}'`;
      const instead = written === "identity" ? "'identity: {}'" : `its settings, or delete it`;
      report({ at, messageId: id, data: { value: written, beside, shown, instead } });
    }
    // A configuration that is refused stores nothing.
    if (defects.length === 0) checkStorage(value, context);
    // Who encrypts the file with SOPS may leave some values as they are, but hardly the keys.
    if (isMap(field(value, "sops"))) return;
    for (const { at, provider } of writtenKeys(value)) report({ at, messageId: "key", data: { provider } });
  },
});

function checkStorage(value: Value, { analysis, report }: Context): void {
  const entries = encryptionEntries(value);
  const storage = storageOf(entries, "secrets", "");
  if (storage.state === "uncovered" && entries.some(isOfKubernetes))
    report({ at: ["resources"], messageId: "uncovered" });
  if (storage.state === "stored") {
    const { by, entry } = storage;
    if (by.names[0] === "identity") {
      const encrypts = entry.providers.some(({ names }) => names.some((name) => name !== "identity"));
      report({ at: placeOf(by), messageId: encrypts ? "identityFirst" : "identityOnly" });
    }
    if (by.names[0] === "aesgcm") report({ at: placeOf(by), messageId: "aesgcm" });
  }
  if (!isWithin({ since: KMS_V1_DEPRECATED }, kubernetesVersionOf(analysis.settings))) return;
  for (const { providers } of entries) {
    const [first] = providers;
    if (first && isKmsV1(first)) report({ at: versionPlace(first), messageId: "oldKms" });
  }
}

/** Whether an entry is for Kubernetes' API server: one that serves other groups alone stores no Secrets. */
function isOfKubernetes({ resources }: EncryptionEntry): boolean {
  return resources.some(({ group }) => !group.includes(".") || group.endsWith(".k8s.io"));
}

function placeOf({ at, names: [name] }: Provider): Path {
  return name === undefined ? at : [...at, name];
}

/** Without a version, a plugin has the first: apiserver/pkg/apis/apiserver/v1/defaults.go, SetDefaults_KMSConfiguration. */
function isKmsV1({ names, isUnknown, value }: Provider): boolean {
  if (isUnknown || names.length !== 1 || names[0] !== "kms") return false;
  const version = field(value, "kms", "apiVersion");
  return version === undefined || version === null || version === "" || version === "v1";
}

function versionPlace(provider: Provider): Path {
  const isWritten = field(provider.value, "kms", "apiVersion") === "v1";
  return isWritten ? [...provider.at, "kms", "apiVersion"] : placeOf(provider);
}
