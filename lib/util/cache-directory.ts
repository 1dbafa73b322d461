import { homedir, userInfo } from "node:os";
import { join, posix, win32 } from "node:path";

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
  const isAbsolute = (path: string) => (platform === "win32" ? win32 : posix).isAbsolute(path);
  const home = homes.find(isAbsolute);
  const inHome = (...names: string[]) => home && join(home, ...names);
  const absolute = (path: string | undefined) => (path && isAbsolute(path) ? path : undefined);
  if (platform === "win32") {
    const local = absolute(env.LOCALAPPDATA) ?? inHome("AppData", "Local");
    return local && join(local, "gitops-lint", "Cache");
  }
  if (platform === "darwin") return inHome("Library", "Caches", "gitops-lint");
  const caches = absolute(env.XDG_CACHE_HOME) ?? inHome(".cache");
  return caches && join(caches, "gitops-lint");
}

/** The home directory according to the environment, where it can be empty, and to the system. */
export function homesOfUser(): string[] {
  return [homedir, () => userInfo().homedir].flatMap((home) => {
    try {
      return [home()];
    } catch {
      // The user of a container need not be known in it.
      return [];
    }
  });
}
