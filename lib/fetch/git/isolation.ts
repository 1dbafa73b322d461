import { devNull } from "node:os";

/** What ssh and git need of the user's environment: to find programs, keys and a place for temporary files. */
const KEPT = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "TMPDIR",
  "SSH_AUTH_SOCK",
  // Windows
  "SystemRoot",
  "USERPROFILE",
  "HOMEDRIVE",
  "HOMEPATH",
  "TEMP",
  "TMP",
  "PATHEXT",
];

/**
 * An environment in which git reads no configuration but what it is given, asks nobody, and uses no proxy.
 * @param env that of the process
 */
export function isolated(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = KEPT.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(kept),
    // Some bytes of a pack can claim to become gigabytes. It holds for each piece of memory that git asks for.
    GIT_ALLOC_LIMIT: "256m",
    GIT_ASKPASS: "",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_SYSTEM: devNull,
    GIT_NO_LAZY_FETCH: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
    SSH_ASKPASS: "",
  };
}

/** What keeps git from running programs, from following the server elsewhere and from keeping on with more than a fetch. */
export const SWITCHES: readonly string[] = [
  "--no-pager",
  ...[
    "core.askPass=",
    // Larger contents are not taken into memory.
    "core.bigFileThreshold=32m",
    "core.fsmonitor=",
    `core.hooksPath=${devNull}`,
    "credential.helper=",
    "fetch.fsckObjects=false",
    "fetch.recurseSubmodules=false",
    "fetch.unpackLimit=1",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
    "http.proxy=",
    "http.sslVerify=true",
    "maintenance.auto=false",
    "pack.threads=1",
    "protocol.allow=never",
    "protocol.version=2",
    "submodule.recurse=false",
    "transfer.bundleURI=false",
  ].flatMap((setting) => ["-c", setting]),
];
