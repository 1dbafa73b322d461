import { directoryOf } from "../repository/paths.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";
import { field } from "../util/plain-values.js";

interface Settings {
  file: string;
  namespace: unknown;
}

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
  const { anonymous, policies } = settingsOf(repository);
  const found = anonymous.find((one) => {
    const isSameNamespace =
      one.namespace === undefined || namespace === undefined || one.namespace === namespace;
    return isSameNamespace && (policies === 1 || directoryOf(one.file) === directoryOf(file));
  });
  return found?.file;
}

const settingsOf = memoize((repository: Repository) => {
  const anonymous: Settings[] = [];
  let policies = 0;
  for (const [file, { configurations = [] }] of repository.files) {
    for (const { format, value } of configurations) {
      if (format === "ArgoCdRbac") policies++;
      if (format !== "ArgoCdSettings" || field(value, "data", "users.anonymous.enabled") !== "true") continue;
      anonymous.push({ file, namespace: field(value, "metadata", "namespace") });
    }
  }
  return { anonymous, policies };
});
