import { field, isMap } from "../../util/plain-values.js";
import { UNKNOWN } from "../objects.js";
import { certificatesIn, isMadeUp } from "./certificate.js";
import { withoutArgumentSecrets } from "./exec-secrets.js";
import { isLiteralSecret, namesSecret, withoutSecret, withoutTokens } from "./secret-texts.js";
import { SECRET } from "../configuration/configuration.js";

type Value = Readonly<Record<string, unknown>>;

/** The fields that are secret, in lower case and without hyphens. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  "accesstoken",
  "bearertoken",
  "clientkeydata",
  "clientsecret",
  "idtoken",
  "keydata",
  "password",
  "refreshtoken",
  "token",
]);
/** Those that only look so: the path of a key. */
const PATH_FIELDS: ReadonlySet<string> = new Set(["clientkey"]);
const CERTIFICATE_FIELDS: ReadonlySet<string> = new Set([
  "cadata",
  "certdata",
  "certificateauthoritydata",
  "clientcertificatedata",
]);

/** Neither a kubeconfig nor an Argo CD cluster Secret is nested deeper. */
const MAX_DEPTH = 50;
const PRIVATE_KEY = "PRIVATE KEY-----";
/** The user and password of an address, up to its host. */
const CREDENTIALS_IN_URL = /^(\w{1,20}:\/\/[^/@:\s]{0,500}:)[^/@\s]{1,2000}@/;

/**
 * A copy of a kubeconfig in which `SECRET` stands for every secret: keys, tokens, passwords, and what the arguments and
 * the environment of a credential plugin hold. Certificates, and what only stands for a secret, are kept; so is the
 * shape, so that paths hold in both.
 */
export function redactKubeconfig(value: Value): Record<string, unknown> {
  return copyMap(value, new Map(), 0);
}

/** The entries of an Argo CD cluster Secret that are no secrets: util/db/cluster.go, SecretToCluster. */
const PLAIN_ENTRIES: ReadonlySet<string> = new Set([
  "clusterResources",
  "config",
  "name",
  "namespaces",
  "project",
  "server",
  "shard",
]);

/**
 * A copy of a Secret with which Argo CD knows a cluster, without its secrets: those in the JSON text `config`, plain in
 * `stringData` and as base64 in `data`. What it has been before, which kubectl notes in an annotation, is left out.
 */
export function redactArgoCdCluster(value: Value): Record<string, unknown> {
  const annotations = field(value, "metadata", "annotations");
  return {
    ...value,
    ...(isMap(annotations) &&
      isMap(value.metadata) && {
        metadata: { ...value.metadata, annotations: withoutApplied(annotations) },
      }),
    ...(Object.hasOwn(value, "stringData") && { stringData: redactEntries(value.stringData, redactJson) }),
    ...(Object.hasOwn(value, "data") && { data: redactEntries(value.data, redactBase64) }),
  };
}

function redactEntries(entries: unknown, redactConfig: (text: string) => string): unknown {
  if (!isMap(entries)) return UNKNOWN;
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => {
      if (key === "config") return [key, typeof entry === "string" ? redactConfig(entry) : UNKNOWN];
      return [key, PLAIN_ENTRIES.has(key) ? redactText(entry) : withoutSecret(entry)];
    }),
  );
}

function redactJson(text: string): string {
  const value = parseJson(text);
  // A template, or what SOPS has encrypted, holds nothing that could be read.
  return value === undefined ? UNKNOWN : JSON.stringify(copyMap(value, new Map(), 0));
}

function redactBase64(text: string): string {
  const redacted = redactJson(Buffer.from(text, "base64").toString());
  return redacted === UNKNOWN ? UNKNOWN : Buffer.from(redacted).toString("base64");
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function withoutApplied(annotations: Value): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) => key !== "kubectl.kubernetes.io/last-applied-configuration"),
  );
}

type Copies = Map<object, unknown>;

/** Aliases make one value stand in many places, so each is copied once. */
function copy(value: unknown, copies: Copies, depth: number): unknown {
  if (typeof value !== "object" || value === null) return redactText(value);
  if (depth > MAX_DEPTH) return UNKNOWN;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copied = isMap(value)
    ? copyMap(value, copies, depth)
    : (value as unknown[]).map((item) => copy(item, copies, depth + 1));
  copies.set(value, copied);
  return copied;
}

function copyMap(map: Value, copies: Copies, depth: number): Record<string, unknown> {
  // A list item such as { name: TOKEN, value: abc } is a variable.
  const { name, value } = map;
  const isSecretVariable = typeof name === "string" && namesSecret(name) && isLiteralSecret(value);
  return Object.fromEntries(
    Object.entries(map).map(([key, entry]) => {
      if (isSecretVariable && key === "value") return [key, SECRET];
      if (key === "client-key-data" && isMadeUp(entry, map["client-certificate-data"])) return [key, entry];
      return [key, copyField(key, entry, copies, depth)];
    }),
  );
}

function copyField(key: string, value: unknown, copies: Copies, depth: number): unknown {
  const name = key.replaceAll(/[-_]/g, "").toLowerCase();
  if (key === "args" && Array.isArray(value)) return withoutArgumentSecrets(value);
  if (typeof value === "object") return copy(value, copies, depth + 1);
  if (SECRET_FIELDS.has(name)) return withoutSecret(value);
  if (CERTIFICATE_FIELDS.has(name)) return withoutKeys(value);
  if (!PATH_FIELDS.has(name) && namesSecret(key) && isLiteralSecret(value)) return SECRET;
  return redactText(value);
}

/** A text that is no secret by its field, without those that it holds all the same. */
function redactText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.includes(PRIVATE_KEY)) return SECRET;
  return withoutTokens(value).replace(CREDENTIALS_IN_URL, `$1${SECRET}@`);
}

/** The certificates of a field that, as files often do, may hold their key as well. */
function withoutKeys(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const pem = Buffer.from(value, "base64").toString("latin1");
  if (pem.includes(PRIVATE_KEY)) return Buffer.from(certificatesIn(pem).join("")).toString("base64");
  return redactText(value);
}
