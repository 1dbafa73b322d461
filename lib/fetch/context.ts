import type { LockedSource } from "../repository/sources/locked.js";
import type { Credentials } from "./credentials/credentials.js";
import type { Hosts } from "./hosts/hosts.js";
import type { HttpClient } from "./http/client.js";

/** What every fetcher is given. `openContext` makes one for a run. */
export interface FetchContext {
  http: HttpClient;
  hosts: Hosts;
  credentials: Credentials;
  /**
   * What the lock says of the request. If it is given, that version is wanted and no newer one is looked for; a chart or a
   * file with another digest is refused. Of a tree, only the store knows the digest, and compares it.
   */
  locked?: LockedSource;
}
