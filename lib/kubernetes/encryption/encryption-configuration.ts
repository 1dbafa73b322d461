import { field, isMap, items } from "../../util/plain-values.js";
import { isKnown } from "../objects.js";

type Path = readonly (string | number)[];

/** The providers that an EncryptionConfiguration can name. */
export const PROVIDERS = ["aescbc", "aesgcm", "secretbox", "kms", "identity"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** A provider as it is written; without a name if it has none or several that exist. */
export interface Provider {
  at: Path;
  names: readonly ProviderName[];
  /** Whether it may be something else than what is written: a variable, a value of a wrong type. */
  isUnknown: boolean;
  value: unknown;
}

/** A name in a list of `resources`: `secrets`, `deployments.apps`, `*.apps`, `*.` for the core group, `*.*`. */
export interface ListedResource {
  at: Path;
  written: string;
  resource: string;
  group: string;
}

/** An entry of an EncryptionConfiguration: resources, and how they are stored. */
export interface EncryptionEntry {
  at: Path;
  resources: readonly ListedResource[];
  providers: readonly Provider[];
  /** Whether it may list more resources than can be read. */
  hasUnknown: boolean;
}

/** The entries of an EncryptionConfiguration, or of an EncryptionConfig, its name until 1.13, in their order. */
export function encryptionEntries(value: Readonly<Record<string, unknown>>): EncryptionEntry[] {
  return items(field(value, "resources")).map((entry, index) => {
    const at = ["resources", index];
    const listed = field(entry, "resources");
    const names = items(listed);
    return {
      at,
      resources: names.flatMap((written, position) =>
        isWritten(written)
          ? [{ at: [...at, "resources", position], written, ...parseResource(written) }]
          : [],
      ),
      providers: items(field(entry, "providers")).map((provider, position) =>
        providerOf(provider, [...at, "providers", position]),
      ),
      hasUnknown: !isMap(entry) || !isListOrNone(listed) || !names.every(isWritten),
    };
  });
}

/** Whether a value is a plain text: nothing fills it in later, and SOPS has not encrypted it. */
export function isWritten(value: unknown): value is string {
  return typeof value === "string" && isKnown(value) && !value.startsWith("ENC[");
}

function isListOrNone(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

/** Kubernetes: apimachinery/pkg/runtime/schema/group_version.go, ParseGroupResource. */
function parseResource(written: string): { resource: string; group: string } {
  const dot = written.indexOf(".");
  return dot < 0
    ? { resource: written, group: "" }
    : { resource: written.slice(0, dot), group: written.slice(dot + 1) };
}

function providerOf(value: unknown, at: Path): Provider {
  if (!isMap(value)) return { at, names: [], isUnknown: value !== null, value };
  // `identity:` without `{}` is null, which is as if it were not there.
  const names = PROVIDERS.filter((name) => isMap(field(value, name)));
  const isUnknown = Object.entries(value).some(([key, item]) => {
    return !isWritten(key) || (item !== null && !isMap(item));
  });
  return { at, names, isUnknown, value };
}

/** What stores a resource: the provider that encrypts what is written, or nobody can tell. */
export type Storage =
  | { state: "stored"; by: Provider; entry: EncryptionEntry }
  /** No entry covers it, so it is stored as plain text. */
  | { state: "uncovered" }
  | { state: "unknown" };

/**
 * How a resource is stored: the first provider of the first entry that names it encrypts; without such an entry, the
 * one for all resources of the group does, then the one for everything. Providers of further entries only decrypt.
 * Kubernetes: apiserver/pkg/server/options/encryptionconfig/config.go, getTransformerOverridesAndKMSPluginProbes and
 * transformerFromOverrides; apiserver/pkg/storage/value/transformer.go, prefixTransformers.TransformToStorage.
 */
export function storageOf(entries: readonly EncryptionEntry[], resource: string, group: string): Storage {
  const wanted = [
    { resource, group },
    { resource: "*", group },
    { resource: "*", group: "*" },
  ];
  for (const name of wanted) {
    for (const entry of entries) {
      const isNamed = entry.resources.some(
        (one) => one.resource === name.resource && one.group === name.group,
      );
      if (isNamed) {
        const [by] = entry.providers;
        return by && !by.isUnknown && by.names.length === 1
          ? { state: "stored", by, entry }
          : { state: "unknown" };
      }
      // What cannot be read may name the resource itself.
      if (entry.hasUnknown) return { state: "unknown" };
    }
  }
  return { state: "uncovered" };
}
