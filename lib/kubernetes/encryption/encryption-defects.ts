import { field, isMap, items } from "../../util/plain-values.js";
import {
  type EncryptionEntry,
  encryptionEntries,
  isWritten,
  type ListedResource,
  type Provider,
  PROVIDERS,
} from "./encryption-configuration.js";

type Path = readonly (string | number)[];

/** Why the API server refuses an EncryptionConfiguration, and then does not start. */
export interface EncryptionDefect {
  id:
    | "noEntries"
    | "noResources"
    | "noProviders"
    | "noProvider"
    | "emptyProvider"
    | "manyProviders"
    | "noKeys"
    | "capitals"
    | "bareStar"
    | "unstored"
    | "eventsGroup"
    | "extensionsGroup"
    | "anyGroup"
    | "repeated"
    | "overlap"
    | "masked"
    | "kmsVersion"
    | "endpoint";
  at: Path;
  /** What is written there. */
  value: string;
  /** What it is in the way of, or what covers it already. */
  beside?: string;
}

/** Resources that are stored but that no API serves. */
const UNSTORED: ReadonlySet<string> = new Set([
  "apiserveripinfo",
  "serviceipallocations",
  "servicenodeportallocations",
]);
const EVERYTHING = "*.*";

/**
 * The defects for which the API server refuses an EncryptionConfiguration. Values that something fills in later are
 * left out, and so is what is wrong with a key: keys are not read.
 * Kubernetes: apiserver/pkg/apis/apiserver/validation/validation_encryption.go, ValidateEncryptionConfiguration, and
 * apiserver/pkg/server/options/encryptionconfig/config.go, getTransformerOverridesAndKMSPluginProbes.
 */
export function encryptionDefects(value: Readonly<Record<string, unknown>>): EncryptionDefect[] {
  const entries = encryptionEntries(value);
  const listed = field(value, "resources");
  if (entries.length === 0) {
    const isEmpty = listed === undefined || listed === null || Array.isArray(listed);
    return isEmpty ? [{ id: "noEntries", at: ["resources"], value: "" }] : [];
  }
  return [...entries.flatMap(entryDefects), ...maskedResources(entries)];
}

function entryDefects(entry: EncryptionEntry): EncryptionDefect[] {
  const { at, resources, providers, hasUnknown } = entry;
  const isRead = !hasUnknown;
  return [
    ...(resources.length === 0 && isRead
      ? [{ id: "noResources" as const, at: [...at, "resources"], value: "" }]
      : []),
    ...resources.flatMap(nameDefect),
    ...overlaps(resources),
    ...(providers.length === 0 && isRead
      ? [{ id: "noProviders" as const, at: [...at, "providers"], value: "" }]
      : []),
    ...providers.flatMap(providerDefects),
  ];
}

function nameDefect({ at, written, resource, group }: ListedResource): EncryptionDefect[] {
  const id = nameDefectId(written, resource, group);
  return id === undefined ? [] : [{ id, at, value: written }];
}

function nameDefectId(written: string, resource: string, group: string): EncryptionDefect["id"] | undefined {
  if (written !== written.toLowerCase()) return "capitals";
  if (written === "*") return "bareStar";
  if (UNSTORED.has(written)) return "unstored";
  if (group === "events.k8s.io") return "eventsGroup";
  if (group === "extensions") return "extensionsGroup";
  return group === "*" && resource !== "*" ? "anyGroup" : undefined;
}

/** validateResourceOverlap: the later of two names that cover the same, in one list. */
function overlaps(resources: readonly ListedResource[]): EncryptionDefect[] {
  const seen = new Set<string>();
  const coverers = new Map<string, string>();
  for (const { written, resource, group } of resources) if (resource === "*") coverers.set(group, written);
  return resources.flatMap(({ at, written, resource, group }): EncryptionDefect[] => {
    const key = `${resource}.${group}`;
    if (seen.has(key)) return [{ id: "repeated", at, value: written }];
    seen.add(key);
    const everything = key === EVERYTHING ? undefined : coverers.get("*");
    const beside = everything ?? (resource === "*" ? undefined : coverers.get(group));
    return beside === undefined ? [] : [{ id: "overlap", at, value: written, beside }];
  });
}

/** What an earlier entry covers with a wildcard already. */
function maskedResources(entries: readonly EncryptionEntry[]): EncryptionDefect[] {
  const found: EncryptionDefect[] = [];
  const wildcards = new Map<string, string>();
  for (const { resources } of entries) {
    for (const { at, written, group } of resources) {
      const beside = wildcards.get(group) ?? wildcards.get("*");
      if (beside !== undefined) found.push({ id: "masked", at, value: written, beside });
    }
    // Within one list, `overlaps` says so.
    for (const { written, resource, group } of resources) if (resource === "*") wildcards.set(group, written);
  }
  return found;
}

function providerDefects({ at, names, isUnknown, value }: Provider): EncryptionDefect[] {
  if (isUnknown) return [];
  if (names.length > 1) return [{ id: "manyProviders", at, value: names.join(", ") }];
  const [name] = names;
  if (name === undefined) {
    const [written] = isMap(value) ? Object.keys(value) : [];
    if (written === undefined) return [{ id: "noProvider", at, value: "" }];
    const isOne = PROVIDERS.some((provider) => provider === written);
    return [{ id: isOne ? "emptyProvider" : "noProvider", at: [...at, written], value: written }];
  }
  const settings = field(value, name);
  if (name === "kms") return kmsDefects(settings, [...at, name]);
  const keys = field(settings, "keys");
  const lacksKeys =
    name !== "identity" &&
    (keys === undefined || keys === null || (Array.isArray(keys) && keys.length === 0));
  return lacksKeys ? [{ id: "noKeys", at: [...at, name], value: name }] : [];
}

function kmsDefects(settings: unknown, at: Path): EncryptionDefect[] {
  const [version, endpoint] = [field(settings, "apiVersion"), field(settings, "endpoint")];
  const found: EncryptionDefect[] = [];
  if (isWritten(version) && version !== "v1" && version !== "v2")
    found.push({ id: "kmsVersion", at: [...at, "apiVersion"], value: version });
  if (isWritten(endpoint) && !/^unix:/i.test(endpoint))
    found.push({ id: "endpoint", at: [...at, "endpoint"], value: endpoint });
  return found;
}

/** The keys that are written in an EncryptionConfiguration: where each `secret` is, and what it is. */
export function writtenKeys(
  value: Readonly<Record<string, unknown>>,
): { at: Path; secret: string; provider: string }[] {
  return encryptionEntries(value).flatMap(({ providers }) =>
    providers.flatMap(({ at, names, value: provider }) =>
      names.flatMap((name) =>
        items(field(provider, name, "keys")).flatMap((key, index) => {
          const secret = field(key, "secret");
          return isWritten(secret)
            ? [{ at: [...at, name, "keys", index, "secret"], secret, provider: name }]
            : [];
        }),
      ),
    ),
  );
}
