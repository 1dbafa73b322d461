import { field, isMap, items } from "../../util/plain-values.js";
import { isPlain } from "../objects.js";
import { isDnsLabel, isDnsSubdomain } from "../rbac/subjects.js";

type Path = readonly (string | number)[];

/** What each pod may do, from everything to least. Kubernetes: pod-security-admission/api/constants.go. */
export const LEVELS: readonly string[] = ["privileged", "baseline", "restricted"];
const MODES = ["enforce", "audit", "warn"] as const;

/** The fields that the API server decodes. */
export const POD_SECURITY_FIELDS = {
  top: ["defaults", "exemptions"],
  defaults: MODES.flatMap((mode): string[] => [mode, `${mode}-version`]),
  exemptions: ["usernames", "namespaces", "runtimeClasses"],
};

/** Fields that are not about pods. SOPS takes its own away before the API server reads the file. */
const ELSEWHERE = ["apiVersion", "kind", "sops"];

/** Why the API server refuses a PodSecurityConfiguration, and then does not start. */
export interface PodSecurityDefect {
  id: "level" | "version" | "namespace" | "runtimeClass" | "userName" | "duplicate" | "unknownField";
  at: Path;
  /** What is written there. */
  value: string;
}

/**
 * The defects for which the API server refuses a PodSecurityConfiguration. Values that something fills in later are
 * left out.
 * Kubernetes: pod-security-admission/admission/api/validation/validation.go, ValidatePodSecurityConfiguration; fields
 * that do not exist are errors, since admission/api/scheme/scheme.go decodes strictly.
 */
export function podSecurityDefects(value: Readonly<Record<string, unknown>>): PodSecurityDefect[] {
  const { defaults, exemptions } = {
    defaults: field(value, "defaults"),
    exemptions: field(value, "exemptions"),
  };
  return [
    ...unknownFields(value, [...POD_SECURITY_FIELDS.top, ...ELSEWHERE], []),
    ...unknownFields(defaults, POD_SECURITY_FIELDS.defaults, ["defaults"]),
    ...unknownFields(exemptions, POD_SECURITY_FIELDS.exemptions, ["exemptions"]),
    ...MODES.flatMap((mode) => [
      ...defaultDefects(defaults, mode, "level"),
      ...defaultDefects(defaults, `${mode}-version`, "version"),
    ]),
    ...nameDefects(exemptions, "namespaces", "namespace", isDnsLabel),
    ...nameDefects(exemptions, "runtimeClasses", "runtimeClass", isDnsSubdomain),
    ...nameDefects(exemptions, "usernames", "userName", (name) => name !== ""),
  ];
}

function unknownFields(value: unknown, known: readonly string[], at: Path): PodSecurityDefect[] {
  if (!isMap(value)) return [];
  return Object.keys(value)
    .filter((key) => isPlain(key) && !known.includes(key))
    .map((key) => ({ id: "unknownField", at: [...at, key], value: key }));
}

function defaultDefects(defaults: unknown, name: string, id: "level" | "version"): PodSecurityDefect[] {
  const written = field(defaults, name);
  // An empty one is the default, as a missing one is: admission/api/v1/defaults.go, SetDefaults_PodSecurityDefaults.
  if (written === undefined || written === null || written === "") return [];
  const at = ["defaults", name];
  // A number or a boolean does not decode into a string.
  if (typeof written === "number" || typeof written === "boolean")
    return [{ id, at, value: String(written) }];
  const isRefused = typeof written === "string" && isPlain(written) && !isValid(written, id);
  return isRefused ? [{ id, at, value: written }] : [];
}

/** Kubernetes: pod-security-admission/api/helpers.go, ParseLevel and ParseVersion. */
function isValid(written: string, id: "level" | "version"): boolean {
  if (id === "level") return LEVELS.includes(written);
  return written === "latest" || /^v1\.(?:\d|[1-9]\d{1,17})$/.test(written);
}

function nameDefects(
  exemptions: unknown,
  list: string,
  id: "namespace" | "runtimeClass" | "userName",
  isName: (name: string) => boolean,
): PodSecurityDefect[] {
  const seen = new Set<unknown>();
  return items(field(exemptions, list)).flatMap((name, index): PodSecurityDefect[] => {
    if (typeof name !== "string" || !isPlain(name)) return [];
    const at = ["exemptions", list, index];
    if (!isName(name)) return [{ id, at, value: name }];
    if (seen.has(name)) return [{ id: "duplicate", at, value: name }];
    seen.add(name);
    return [];
  });
}
