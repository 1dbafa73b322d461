import { field, isMap } from "../../util/plain-values.js";
import { type CertificateIdentity, certificateIdentity } from "./certificate.js";
import { type Credential, execCredentials } from "./credentials.js";
import { textIn } from "./kubeconfig.js";
import { isSecret } from "./secret-texts.js";

type Path = readonly (string | number)[];
type Fields = Readonly<Record<string, unknown>>;

/** A cluster as Argo CD knows it from a Secret. */
export interface ArgoCdCluster {
  /** Its name and address; empty if they are not written, unknown if they are filled in later. */
  name: string;
  server: string;
  serverAt: Path;
  /** What its `config` says; empty if it says nothing that can be read. */
  config: Fields;
  /** The place of a field of `config` in the Secret: base64 is one place for all. */
  place: (path: Path) => Path;
}

/**
 * Reads a Secret with the label `argocd.argoproj.io/secret-type: cluster`.
 * Argo CD: util/db/cluster.go, SecretToCluster.
 */
export function readArgoCdCluster(secret: Fields): ArgoCdCluster {
  const [text, encoded] = [field(secret, "stringData"), field(secret, "data")];
  const isInText = field(text, "config") !== undefined;
  const config = isInText ? field(text, "config") : fromBase64(field(encoded, "config"));
  return {
    name: textIn(text, "name") || textIn({ name: fromBase64(field(encoded, "name")) }, "name"),
    server: textIn(text, "server") || textIn({ server: fromBase64(field(encoded, "server")) }, "server"),
    serverAt: [field(text, "server") === undefined ? "data" : "stringData", "server"],
    config: parse(config),
    place: (path) => (isInText ? ["stringData", "config", 0, ...path] : ["data", "config"]),
  };
}

/**
 * The secrets in the `config` of a cluster, as it is written or redacted.
 * Argo CD: pkg/apis/application/v1alpha1/types.go, ClusterConfig.
 */
export function clusterCredentials(config: Fields): Credential[] {
  const [tlsKey, tls] = anyCase(config, "tlsClientConfig");
  const [execKey, exec] = anyCase(config, "execProviderConfig");
  const fields = [
    { kind: "key", under: [tlsKey], fields: tls, name: "keyData" },
    { kind: "token", under: [], fields: config, name: "bearerToken" },
    { kind: "password", under: [], fields: config, name: "password" },
  ] as const;
  return [
    ...fields.flatMap(({ kind, under, fields, name }): Credential[] => {
      const [key, value] = anyCase(fields, name);
      return isSecret(value) ? [{ kind, at: [...under, key], name }] : [];
    }),
    ...execCredentials(exec, [execKey]),
  ];
}

/** Whom the client certificate of a cluster's `config` makes Argo CD there. */
export function clusterIdentity(config: Fields): CertificateIdentity | undefined {
  const [, tls] = anyCase(config, "tlsClientConfig");
  return certificateIdentity(anyCase(tls, "certData")[1]);
}

/**
 * A field and the key that it is written with: Go decodes JSON without regard to case, and prefers the exact one.
 * Go: encoding/json, Unmarshal.
 */
export function anyCase(fields: unknown, name: string): [key: string, value: unknown] {
  if (!isMap(fields) || Object.hasOwn(fields, name)) return [name, field(fields, name)];
  const key = Object.keys(fields).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
  return [key, field(fields, key)];
}

function parse(text: unknown): Fields {
  if (typeof text !== "string") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : {};
  } catch {
    // A template, or what another tool has yet to decrypt.
    return {};
  }
}

function fromBase64(text: unknown): unknown {
  return typeof text === "string" ? Buffer.from(text, "base64").toString() : text;
}
