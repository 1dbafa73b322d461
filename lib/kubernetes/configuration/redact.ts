import { field, isMap, items } from "../../util/plain-values.js";
import { redactArgoCdCluster, redactKubeconfig } from "../kubeconfig/redact.js";
import { isKnown } from "../objects.js";
import { type FormatName, SECRET } from "./configuration.js";

/** The keys whose values are secret, in whatever format they are. */
const SECRET_KEYS = new Set([
  "token",
  "agent-token",
  "password",
  "passwd",
  "secret",
  "auth",
  "certificateKey",
  "tlsBootstrapToken",
  "client-key-data",
  "secretboxEncryptionSecret",
  "aescbcEncryptionSecret",
  "datastore-endpoint",
  "content",
]);
/** Scripts, which no rule reads and which hold secrets under any name. */
const DROPPED = new Set(["preKubeadmCommands", "postKubeadmCommands"]);
/** What a ConfigMap of Argo CD's settings can hold besides are the secrets of identity providers. */
const ARGO_CD_SETTINGS = /^(?:users\.anonymous\.enabled|admin\.enabled|accounts\..*)$/;

/** A configuration as facts hold it: without what is secret, or of no use to anybody. */
export function withoutSecrets(
  format: FormatName,
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (format === "Kubeconfig") return redactKubeconfig(value);
  if (format === "ArgoCdCluster") return redactArgoCdCluster(value);
  if (format === "ArgoCdSettings") return settingsOf(value);
  if (format === "ArgoCdRbac" || (format === "AwsAuth" && value.kind === "ConfigMap")) return value;
  return redacted(value) as Record<string, unknown>;
}

function settingsOf(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const data = isMap(value.data) ? Object.entries(value.data) : [];
  return { ...value, data: Object.fromEntries(data.filter(([key]) => ARGO_CD_SETTINGS.test(key))) };
}

function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !DROPPED.has(key))
      .map(([key, item]) => {
        const isSecret = SECRET_KEYS.has(key) || (key === "key" && Object.hasOwn(value, "crt"));
        if (key === "env") return [key, withoutValues(item)];
        if (isSecret && typeof item === "string") return [key, isKnown(item) ? SECRET : item];
        return [key, redacted(item)];
      }),
  );
}

/** An environment without its values, which hold secrets under any name. Its names tell what is set. */
function withoutValues(env: unknown): unknown[] {
  return items(env).map((variable) => ({ name: field(variable, "name") }));
}
