import { version } from "../plugin/package.js";
import type { FetchContext } from "./context.js";
import { UserCredentials } from "./credentials/user-credentials.js";
import { Hosts } from "./hosts/hosts.js";
import { readUserConfiguration } from "./hosts/user-configuration.js";
import { NodeHttpClient } from "./http/node-client.js";
import { type UserPlaces, userPlaces } from "../util/user-places.js";

export interface ContextOptions {
  /** Of the repository that is linted, absolute. */
  root: string;
  /** What `--allow` has named. */
  allow: readonly string[];
  /** `--credential-helpers` */
  runsHelpers: boolean;
  places?: UserPlaces;
}

/**
 * What the fetchers of a run share, and what the user is to be told of it, as sentences.
 * @throws {FetchError} for a mistake in what the user has said: hosts, the configuration, the environment
 */
export function openContext({ root, allow, runsHelpers, places = userPlaces() }: ContextOptions): {
  context: FetchContext;
  said: string[];
} {
  const configuration = readUserConfiguration(places, root);
  const hosts = Hosts.of([...configuration.allow, ...allow]);
  const http = new NodeHttpClient({ hosts, version });
  const credentials = new UserCredentials({ places, root, runsHelpers });
  return {
    context: { hosts, http, credentials },
    said: [...(configuration.problem === undefined ? [] : [configuration.problem]), ...credentials.problems],
  };
}
