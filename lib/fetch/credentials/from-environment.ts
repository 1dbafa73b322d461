import { FetchError } from "../answer.js";
import { type HostEntry, isAllowedBy, parseEntry } from "../hosts/entry.js";
import type { Login } from "./credentials.js";

/** The variable that logins are read from. */
export const CREDENTIALS_VARIABLE = "GITOPS_LINT_CREDENTIALS";

/** A login, and the one host that it is for. */
export interface HostLogin {
  entry: HostEntry;
  login: Login;
}

/**
 * Logins of the environment: a line `HOST=USER:PASSWORD` for each host, which is written as for `--allow`, without wildcards.
 * @throws {FetchError} for a line that is none; it names its number alone, since it may have a secret in it
 */
export function loginsFromEnvironment(text: string | undefined): HostLogin[] {
  return (text ?? "").split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "") return [];
    const [, host = "", username = "", password = ""] = /^\s*([^=\s]+)=([^:]*):(.*)$/.exec(line) ?? [];
    const entry = parseEntry(host);
    if (entry && !entry.isWildcard && entry.scheme !== "ssh")
      return [{ entry, login: { username, password } }];
    throw new FetchError(
      `Line ${index + 1} of ${CREDENTIALS_VARIABLE} is not of the form HOST=USER:PASSWORD.`,
    );
  });
}

/** The login for an address. */
export function loginFor(logins: readonly HostLogin[], url: URL): Login | undefined {
  return logins.find(({ entry }) => isAllowedBy(url, entry))?.login;
}
