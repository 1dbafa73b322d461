import type { ConfigFile } from "../repository/configuration/config-file.js";
import type { VendoredMode } from "../repository/vendored.js";
import { COMMAND_SETTINGS, type CommandSettings } from "./vendored-reports.js";

/** ESLint's settings for a repository that the command lints. */
export function commandSettings(
  root: string,
  file: ConfigFile | undefined,
  given: { vendored?: VendoredMode | undefined },
): Record<string, unknown> {
  return {
    gitops: { ...file?.settings, root },
    [COMMAND_SETTINGS]: { vendored: given.vendored, isBounded: true } satisfies CommandSettings,
  };
}
