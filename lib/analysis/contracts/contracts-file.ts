import type { BuildSet } from "../../builds/build-set.js";
import { CONFIG_FILES } from "../../repository/configuration/config-file.js";

/** The configuration in which what is wrong with contracts themselves is reported; undefined if none has any that count. */
export function contractsFile({
  repository,
  settings,
}: Pick<BuildSet, "repository" | "settings">): string | undefined {
  if (settings.hasNamedContracts) return undefined;
  return CONFIG_FILES.find((name) => repository.files.get(name)?.contracts !== undefined);
}
