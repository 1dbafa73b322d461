import { meantKind, nearest } from "../../util/nearest.js";
import { isPlain } from "../objects.js";
import { LEVELS } from "./pod-security-configuration.js";

type Labels = Readonly<Record<string, string>>;

/** Kubernetes: pod-security-admission/api/constants.go. */
const PREFIX = "pod-security.kubernetes.io/";
const MODES = ["enforce", "audit", "warn"] as const;
const NAMES: readonly string[] = MODES.flatMap((mode) => [mode, `${mode}-version`]);

/** The label by which a namespace says what it enforces. */
export const ENFORCE_LABEL = `${PREFIX}enforce`;

/** Something in the labels of a namespace that Pod Security admission refuses or passes over. */
export interface PodSecurityLabelDefect {
  id:
    | "level"
    | "version"
    /** No label is called so. */
    | "unknownLabel"
    /** The version of a level that no label sets. */
    | "versionAlone"
    /** A weaker level than the one that is enforced. */
    | "weaker";
  at: readonly ["metadata", "labels", string];
  value: string;
  /** What was probably meant: a value, or for an unknown label another one. */
  meant?: string;
  /** The level that is enforced, if this one is weaker. */
  enforced?: string;
}

/**
 * The levels, versions and labels that do not exist. Values that something fills in later are left out.
 * Kubernetes: pod-security-admission/api/helpers.go, PolicyToEvaluate. Of a new Namespace, and of a change to its
 * labels, these are errors: admission/admission.go, ValidateNamespace.
 */
export function podSecurityLabelDefects(labels: Labels): PodSecurityLabelDefect[] {
  return Object.entries(labels).flatMap(([key, value]): PodSecurityLabelDefect[] => {
    const at = ["metadata", "labels", key] as const;
    const name = nameIn(key);
    if (name === undefined) return [];
    if (PREFIX + name !== key) {
      const isThere = Object.hasOwn(labels, PREFIX + name);
      return [{ id: "unknownLabel", at, value: key, ...(!isThere && { meant: PREFIX + name }) }];
    }
    if (!NAMES.includes(name)) return [{ id: "unknownLabel", at, value: key }];
    if (!isPlain(value)) return [];
    if (name.endsWith("-version")) {
      if (isVersion(value)) return [];
      return [{ id: "version", at, value, meant: meantVersion(value) }];
    }
    const meant = meantKind(value, LEVELS);
    return LEVELS.includes(value) ? [] : [{ id: "level", at, value, ...(meant !== undefined && { meant }) }];
  });
}

/**
 * What the labels of a namespace say together and that does nothing.
 *
 * `warn` and `audit` judge workloads before their pods are there, so at the level that is enforced they say of a
 * Deployment that its pods will be refused, and at a stronger one they say what would be. At a weaker one they say
 * nothing of either. `privileged` is left out: it switches off what the cluster has by default.
 * Kubernetes: pod-security-admission/admission/admission.go, ValidatePodController and EvaluatePod.
 */
export function podSecurityLabelGaps(labels: Labels): PodSecurityLabelDefect[] {
  if (Object.keys(labels).some((key) => !isPlain(key))) return [];
  const names = new Set(Object.keys(labels).map(nameIn));
  return MODES.flatMap((mode): PodSecurityLabelDefect[] => {
    const [level, version] = [valueOf(labels, mode), valueOf(labels, `${mode}-version`)];
    const at = (name: string) => ["metadata", "labels", PREFIX + name] as const;
    if (level === undefined) {
      // A label that was meant to set the level is a finding by itself.
      if (version === undefined || names.has(mode)) return [];
      return [{ id: "versionAlone", at: at(`${mode}-version`), value: version, meant: mode }];
    }
    const enforced = valueOf(labels, "enforce") ?? "";
    // Another version of a weaker level can check what this one of the stronger does not.
    if (version !== valueOf(labels, "enforce-version") || level === "privileged") return [];
    return isWeaker(level, enforced) ? [{ id: "weaker", at: at(mode), value: level, enforced }] : [];
  });
}

/** Whether a level checks less than another one. What is no level is neither. */
export function isWeaker(one: string, other: string): boolean {
  return LEVELS.includes(one) && LEVELS.indexOf(one) < LEVELS.indexOf(other);
}

function valueOf(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, PREFIX + name) ? labels[PREFIX + name] : undefined;
}

/**
 * Which of the labels a key is, or was probably meant to be, without the prefix. Undefined for a key that has nothing
 * to do with Pod Security; what has the prefix and is near none keeps its own name.
 */
function nameIn(key: string): string | undefined {
  const slash = key.indexOf("/");
  if (slash < 0 || !isPlain(key)) return undefined;
  const [prefix, name] = [key.slice(0, slash + 1), key.slice(slash + 1)];
  const meant = NAMES.includes(name) ? name : meantKind(name.replaceAll("_", "-"), NAMES);
  if (prefix === PREFIX) return meant ?? name;
  const isMeant = prefix === "pod-security.k8s.io/" || nearest(prefix, [PREFIX]) !== undefined;
  return isMeant ? meant : undefined;
}

/** Kubernetes: pod-security-admission/api/helpers.go, ParseVersion, which reads the number as an integer. */
function isVersion(version: string): boolean {
  return version === "latest" || /^v1\.(?:\d|[1-9]\d{1,17})$/.test(version);
}

/** The version that has the form of one and was probably meant: `v1.30` for `1.30` and for `v1.30.2`. */
function meantVersion(written: string): string {
  const minor = /^v?1\.(0|[1-9]\d{0,2})(?:\.\d+)?$/i.exec(written)?.[1];
  return minor === undefined ? "latest" : `v1.${minor}`;
}
