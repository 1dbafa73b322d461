import { FIRST_MINOR, LAST_MINOR } from "../../kubernetes/data/api-resources.js";
import { minorVersion, type Settings } from "../../repository/configuration/settings.js";

/** Says which versions of Kubernetes in the settings the data does not cover, since rules then say less. */
export function versionNotes(all: readonly Settings[]): string[] {
  const minors = new Set(all.map(minorVersion).filter((minor) => minor !== undefined));
  const known = `1.${FIRST_MINOR} to 1.${LAST_MINOR}`;
  return [...minors].flatMap((minor) => {
    const setting = `Kubernetes 1.${minor}, which 'kubernetesVersion' names,`;
    const less = `${known}, so rules on resources and verbs say less.`;
    if (minor > LAST_MINOR)
      return [`${setting} is newer than what is known here, ${less} A newer gitops-lint may know it.`];
    return minor < FIRST_MINOR ? [`${setting} is older than what is known here, ${less}`] : [];
  });
}
