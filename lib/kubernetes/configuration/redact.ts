import { field, isMap, items } from "../../util/plain-values.js";
import { withoutArgumentSecrets } from "../kubeconfig/exec-secrets.js";
import { redactArgoCdCluster, redactKubeconfig } from "../kubeconfig/redact.js";
import { isLiteralSecret, namesSecretFlag, withoutSecretsInText } from "../kubeconfig/secret-texts.js";
import { isKnown } from "../objects.js";
import { type FormatName, SECRET } from "./configuration.js";

type Value = Readonly<Record<string, unknown>>;

/** The keys whose values are secret, in whatever format they are, besides those that are named like a secret. */
const SECRET_KEYS = new Set([
  "token",
  "agent-token",
  "auth",
  "certificateKey",
  "client-key-data",
  "content",
  "contents",
  "datastore-endpoint",
  "passphrase",
  "passwd",
  "password",
  "secret",
  "secretboxEncryptionSecret",
  "aescbcEncryptionSecret",
  "tlsBootstrapToken",
  "vpn-auth",
]);
/** What no rule reads and what holds secrets under any name: scripts, headers, and texts for others to read. */
const DROPPED = new Set([
  "additionalUserData",
  "annotations",
  "bootCommands",
  "configOverride",
  "containerdConfigPatches",
  "containerdConfigPatchesJSON6902",
  "extraManifestHeaders",
  "hooks",
  "ignition",
  // Each is a configuration of its own.
  "kubeadmConfigPatches",
  "kubeadmConfigPatchesJSON6902",
  "managedFields",
  "overrideBootstrapCommand",
  "postKubeadmCommands",
  "preBootstrapCommands",
  "preKubeadmCommands",
  "staticPodURLHeader",
]);
/** Environments, of which only the names of the variables matter. */
const ENVIRONMENTS = new Set(["env", "extraEnvs"]);
const COMMANDS = new Set(["args", "command"]);

/** What is read of a ConfigMap. What else is in it can be anything, such as the secrets of identity providers. */
const DATA: Partial<Record<FormatName, RegExp>> = {
  ArgoCdSettings: /^(?:users\.anonymous|admin|application\.sync\.impersonation)\.enabled$/,
  ArgoCdParameters: /^application(?:setcontroller)?\.namespaces$/,
  ArgoWorkflowsSettings: /^workflowRestrictions$/,
  ArgoCdRbac: /^policy\.|^scopes$/,
  AwsAuth: /^(?:map(?:Roles|Users|Accounts)|config\.yaml)$/,
};

/** What is read of the object of Argo CD's operator, which can hold what a ConfigMap can. */
const OPERATOR = /^(?:rbac|disableAdmin|usersAnonymousEnabled|sourceNamespaces)$/;

/** A configuration as facts hold it: without what is secret, or of no use to anybody. */
export function withoutSecrets(format: FormatName, value: Value): Value {
  if (format === "Kubeconfig") return redactKubeconfig(value);
  if (format === "ArgoCdCluster") return redactArgoCdCluster(value);
  const data = value.kind === "ConfigMap" ? DATA[format] : undefined;
  if (data)
    return { ...redactMap({ ...value, data: undefined }, new Map()), data: entriesIn(value.data, data) };
  if (format !== "ArgoCdOperator") return redactMap(value, new Map());
  return redactMap({ ...value, spec: entriesIn(value.spec, OPERATOR) }, new Map());
}

function entriesIn(data: unknown, read: RegExp): Record<string, unknown> {
  return Object.fromEntries(isMap(data) ? Object.entries(data).filter(([key]) => read.test(key)) : []);
}

/** Aliases make one value stand in many places, so each is copied once. */
type Copies = Map<object, unknown>;

function redact(value: unknown, copies: Copies): unknown {
  if (typeof value === "string") return withoutSecretsInText(value);
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = isMap(value)
    ? redactMap(value, copies)
    : (value as unknown[]).map((item) => redact(item, copies));
  copies.set(value, copy);
  return copy;
}

function redactMap(map: Value, copies: Copies): Record<string, unknown> {
  // A list item such as { name: oidc-client-secret, value: abc } is a flag.
  const { name } = map;
  const isSecretFlag = typeof name === "string" && namesSecretFlag(name);
  return Object.fromEntries(
    Object.entries(map)
      .filter(([key, item]) => !DROPPED.has(key) && item !== undefined)
      .map(([key, item]) => {
        if (ENVIRONMENTS.has(key)) return [key, withoutValues(item)];
        if (COMMANDS.has(key) && Array.isArray(item)) {
          return [key, redact(withoutArgumentSecrets(item), copies)];
        }
        return [key, isSecret(key, item, isSecretFlag) ? SECRET : redact(item, copies)];
      }),
  );
}

function isSecret(key: string, value: unknown, isSecretFlag: boolean): boolean {
  if (typeof value !== "string") return false;
  if (SECRET_KEYS.has(key)) return isKnown(value);
  return (namesSecretFlag(key) || (isSecretFlag && key === "value")) && isLiteralSecret(value);
}

/** An environment without its values, which hold secrets under any name. Its names tell what is set. */
function withoutValues(env: unknown): unknown[] {
  return items(env).map((variable) => ({ name: field(variable, "name") }));
}
