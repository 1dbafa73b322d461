import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encryptionEntries, storageOf } from "../../../lib/kubernetes/encryption/encryption-configuration.js";
import { encryptionDefects, writtenKeys } from "../../../lib/kubernetes/encryption/encryption-defects.js";

const aescbc = { aescbc: { keys: [{ name: "a", secret: "(secret)" }] } };
const identity = { identity: {} };
const entry = (resources: unknown, ...providers: unknown[]) => ({ resources, providers });
const of = (...resources: unknown[]) => ({ resources });

/** How Secrets are stored: the path of the provider, or the state. */
function secrets(...entries: unknown[]): string {
  const storage = storageOf(encryptionEntries(of(...entries)), "secrets", "");
  return storage.state === "stored" ? `${storage.by.at.join(".")} ${storage.by.names.join()}` : storage.state;
}

const defects = (value: Readonly<Record<string, unknown>>) =>
  encryptionDefects(value).map(({ at, id, value: written, beside }) =>
    [at.join("."), id, written, beside].filter(Boolean).join(" "),
  );

describe("storageOf", () => {
  it.each([
    ["the first provider", [entry(["secrets"], aescbc, identity)], "resources.0.providers.0 aescbc"],
    ["plain text first", [entry(["secrets"], identity, aescbc)], "resources.0.providers.0 identity"],
    ["with the dot of the core group", [entry(["secrets."], identity)], "resources.0.providers.0 identity"],
    [
      "the first of two entries",
      [entry(["secrets"], identity), entry(["secrets"], aescbc)],
      "resources.0.providers.0 identity",
    ],
    [
      "the name before the group",
      [entry(["*."], aescbc), entry(["secrets"], identity)],
      "resources.1.providers.0 identity",
    ],
    [
      "the group before everything",
      [entry(["*.*"], aescbc), entry(["*."], identity)],
      "resources.1.providers.0 identity",
    ],
    ["everything", [entry(["events"], identity), entry(["*.*"], aescbc)], "resources.1.providers.0 aescbc"],
    ["another group", [entry(["*.apps", "secrets.apps"], aescbc)], "uncovered"],
    ["no entries", [], "uncovered"],
    ["a variable before", [entry(["${MORE}"], identity), entry(["secrets"], aescbc)], "unknown"],
    [
      "a variable behind",
      [entry(["secrets"], aescbc), entry("${MORE}", identity)],
      "resources.0.providers.0 aescbc",
    ],
    ["a variable as provider", [entry(["secrets"], "${FIRST}", aescbc)], "unknown"],
    ["what SOPS has encrypted", [entry(["ENC[AES256_GCM,data:x]"], aescbc)], "unknown"],
    ["two providers in one", [entry(["secrets"], { ...aescbc, ...identity })], "unknown"],
  ])("knows %s", (_, entries, expected) => {
    expect(secrets(...entries)).toBe(expected);
  });
});

// Each as apiserver/pkg/apis/apiserver/validation/validation_encryption_test.go has it.
describe("encryptionDefects", () => {
  it.each([
    [of(entry(["secrets", "configmaps", "pandas.awesome.bears.example"], aescbc, identity))],
    [of(entry(["events"], identity), entry(["*.apps"], aescbc), entry(["*.*"], aescbc))],
    [of(entry(["secrets"], aescbc), entry(["secrets"], identity))],
    [of(entry(["secrets"], { kms: { apiVersion: "v2", name: "k", endpoint: "unix:///tmp/k.sock" } }))],
    [{ resources: "${RESOURCES}" }],
    [of("${ENTRY}")],
    [of(entry("${RESOURCES}", "${PROVIDER}"))],
    [of(entry(["secrets"], { aescbc: { keys: "${KEYS}" } }))],
  ])("takes %j", (value) => {
    expect(defects(value)).toEqual([]);
  });

  it.each([
    [{}, "resources noEntries"],
    [of(), "resources noEntries"],
    [of(entry([], aescbc)), "resources.0.resources noResources"],
    [of(entry(["secrets"])), "resources.0.providers noProviders"],
    [of(entry(["secrets"], {})), "resources.0.providers.0 noProvider"],
    [of(entry(["secrets"], { identity: null })), "resources.0.providers.0.identity emptyProvider identity"],
    [of(entry(["secrets"], { aes: {} })), "resources.0.providers.0.aes noProvider aes"],
    [
      of(entry(["secrets"], { ...aescbc, ...identity })),
      "resources.0.providers.0 manyProviders aescbc, identity",
    ],
    [
      of(entry(["secrets"], { secretbox: { keys: [] } })),
      "resources.0.providers.0.secretbox noKeys secretbox",
    ],
    [of(entry(["Secrets"], identity)), "resources.0.resources.0 capitals Secrets"],
    [of(entry(["*"], identity)), "resources.0.resources.0 bareStar *"],
    [of(entry(["apiserveripinfo"], identity)), "resources.0.resources.0 unstored apiserveripinfo"],
    [
      of(entry(["events.events.k8s.io"], identity)),
      "resources.0.resources.0 eventsGroup events.events.k8s.io",
    ],
    [of(entry(["*.extensions"], identity)), "resources.0.resources.0 extensionsGroup *.extensions"],
    [of(entry(["secrets.*"], identity)), "resources.0.resources.0 anyGroup secrets.*"],
    [of(entry(["secrets", "secrets."], identity)), "resources.0.resources.1 repeated secrets."],
    [of(entry(["secrets", "*."], identity)), "resources.0.resources.0 overlap secrets *."],
    [of(entry(["*.*", "jobs.batch"], identity)), "resources.0.resources.1 overlap jobs.batch *.*"],
    [of(entry(["*.*", "*.apps"], identity)), "resources.0.resources.1 overlap *.apps *.*"],
    [of(entry(["*."], aescbc), entry(["secrets"], identity)), "resources.1.resources.0 masked secrets *."],
    [
      of(entry(["*.*"], aescbc), entry(["jobs.batch"], identity)),
      "resources.1.resources.0 masked jobs.batch *.*",
    ],
    [of(entry(["*.*"], aescbc), entry(["*.*"], identity)), "resources.1.resources.0 masked *.* *.*"],
    [
      of(entry(["secrets"], { kms: { apiVersion: "v3" } })),
      "resources.0.providers.0.kms.apiVersion kmsVersion v3",
    ],
    [
      of(entry(["secrets"], { kms: { endpoint: "tcp://a:1" } })),
      "resources.0.providers.0.kms.endpoint endpoint tcp://a:1",
    ],
  ])("refuses %j", (value, expected) => {
    expect(defects(value)).toEqual([expected]);
  });

  it("takes anything without an error", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("resources", "__proto__", "kind"), fc.anything()),
        (value) => {
          encryptionDefects(value);
          writtenKeys(value);
          storageOf(encryptionEntries(value), "secrets", "");
        },
      ),
    );
  });
});

describe("writtenKeys", () => {
  it("finds those that stand in the file", () => {
    const keys = [
      { secret: "(secret)" },
      { secret: "<BASE 64 ENCODED SECRET>" },
      { secret: "" },
      { secret: 1 },
      null,
    ];
    const value = of(entry(["secrets"], { aesgcm: { keys } }, { secretbox: { keys } }, "${PROVIDER}"));
    expect(writtenKeys(value).map(({ at }) => at.join("."))).toEqual([
      "resources.0.providers.0.aesgcm.keys.0.secret",
      "resources.0.providers.1.secretbox.keys.0.secret",
    ]);
  });
});
