import { join } from "node:path";
import { absoluteFrom, homesOfUser, inHome } from "./user-places.js";

/**
 * Where the platform keeps what can be made again: `%LOCALAPPDATA%`, `~/Library/Caches`, `$XDG_CACHE_HOME` or
 * `~/.cache`. A value that is not an absolute path is ignored, as the XDG specification says: it would be in
 * the current directory, which is mostly that of a repository.
 * @param homes candidates for the user's home directory; the first one that is an absolute path counts
 */
export function cacheDirectory(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  homes: readonly string[] = homesOfUser(),
): string | undefined {
  const places = { platform, env, homes };
  if (platform === "win32") {
    const local = absoluteFrom(places, "LOCALAPPDATA") ?? inHome(places, "AppData", "Local");
    return local && join(local, "gitops-lint", "Cache");
  }
  if (platform === "darwin") return inHome(places, "Library", "Caches", "gitops-lint");
  const caches = absoluteFrom(places, "XDG_CACHE_HOME") ?? inHome(places, ".cache");
  return caches && join(caches, "gitops-lint");
}
