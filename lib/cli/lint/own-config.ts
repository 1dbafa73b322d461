import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { CONFIG_FILES } from "../../repository/configuration/config-file.js";

/** Whether `--config` names the file that a root has as its own configuration. */
export function isOwnConfig(root: string, file: string): boolean {
  return CONFIG_FILES.some((name) => real(join(root, name)) === real(file));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
