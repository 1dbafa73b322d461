import { homedir, userInfo } from "node:os";
import { join, posix, win32 } from "node:path";

/** Where the files of the user are. */
export interface UserPlaces {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** Candidates for the home directory; the first absolute path counts. */
  homes: readonly string[];
}

export function userPlaces(): UserPlaces {
  return { platform: process.platform, env: process.env, homes: homesOfUser() };
}

/** A path of an environment variable; undefined if it is not absolute: it would lie in the repository, mostly. */
export function absoluteFrom({ platform, env }: UserPlaces, name: string): string | undefined {
  const path = env[name];
  return path && isAbsolute(platform, path) ? path : undefined;
}

/** A path in the home directory; undefined if there is none. */
export function inHome({ platform, homes }: UserPlaces, ...names: string[]): string | undefined {
  const home = homes.find((one) => isAbsolute(platform, one));
  return home === undefined ? undefined : join(home, ...names);
}

function isAbsolute(platform: NodeJS.Platform, path: string): boolean {
  return (platform === "win32" ? win32 : posix).isAbsolute(path);
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
