import type { BuildSet } from "../../builds/build-set.js";
import { CONFIG_FILES } from "../../repository/configuration/config-file.js";

/** The configuration in which what is wrong with contracts themselves is reported; undefined if none has any. */
export function contractsFile({ repository }: Pick<BuildSet, "repository">): string | undefined {
  return CONFIG_FILES.find((name) => repository.files.get(name)?.contracts !== undefined);
}
