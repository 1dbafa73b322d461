import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the platform keeps what can be made again: `%LOCALAPPDATA%`, `~/Library/Caches`, `$XDG_CACHE_HOME` or
 * `~/.cache`. What is no absolute path there is ignored, as the XDG specification says.
 */
export function cacheDirectory(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === "win32")
    return join(env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "gitops-lint", "Cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "gitops-lint");
  const { XDG_CACHE_HOME: given = "" } = env;
  return join(given.startsWith("/") ? given : join(home, ".cache"), "gitops-lint");
}
