import type { Place } from "../builds/build.js";
import { isKnown } from "../kubernetes/objects.js";
import { directoryOf } from "../repository/paths.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";
import { field } from "../util/plain-values.js";
import { configurationsOf } from "./access/configurations.js";

/** What argocd-cm, or the object of the operator, can say of who logs in. */
const SETTINGS = {
  anonymous: { key: "users.anonymous.enabled", value: "true", ofOperator: "usersAnonymousEnabled" },
  withoutAdmin: { key: "admin.enabled", value: "false", ofOperator: "disableAdmin" },
} as const;

/**
 * The file that lets everyone into an Argo CD without logging in, next to the one that says what they may do there:
 * argo-cd util/settings/settings.go, `users.anonymous.enabled` in argocd-cm. It counts if it stands in the same
 * directory, or if the repository sets up one Argo CD alone.
 */
export function anonymousAccess(
  repository: Repository,
  file: string,
  namespace: unknown,
): string | undefined {
  return settingAt(repository, { file, namespace }, "anonymous")?.file;
}

/**
 * Where a setting is written for the Argo CD of a policy.
 * @param policy the file that has it, if any, and its namespace
 */
export function settingAt(
  repository: Repository,
  policy: { file?: string; namespace?: unknown },
  setting: keyof typeof SETTINGS,
): Place | undefined {
  const { settings, policies } = settingsOf(repository);
  const { key, value, ofOperator } = SETTINGS[setting];
  for (const one of settings) {
    const isOperator = one.format === "ArgoCdOperator";
    const isSet = isOperator
      ? one.file === policy.file && field(one.value, "spec", ofOperator) === true
      : field(one.value, "data", key) === value;
    const isNear =
      policies <= 1 || (policy.file !== undefined && directoryOf(one.file) === directoryOf(policy.file));
    if (!isSet || !isNear || !areTogether(field(one.value, "metadata", "namespace"), policy.namespace))
      continue;
    const path = isOperator ? ["spec", ofOperator] : ["data", key];
    return { file: one.file, document: one.document, path: [...one.at, ...path] };
  }
  return undefined;
}

/** Whether two objects can be of the same Argo CD, by their namespaces as they are written. */
export function areTogether(one: unknown, other: unknown): boolean {
  const known = [one, other].filter((name) => typeof name === "string" && isKnown(name));
  return new Set(known).size < 2;
}

const settingsOf = memoize((repository: Repository) => ({
  settings: [
    ...configurationsOf(repository, "ArgoCdSettings"),
    ...configurationsOf(repository, "ArgoCdOperator"),
  ],
  policies: configurationsOf(repository, "ArgoCdRbac").length,
}));
