import type { UserPlaces } from "../../util/user-places.js";
import { readUserFile } from "../user-files.js";
import type { Credentials, Login } from "./credentials.js";
import { CREDENTIALS_VARIABLE, type HostLogin, loginFor, loginsFromEnvironment } from "./from-environment.js";
import { type HelmLogin, helmLoginFor, helmLogins, helmRepositoriesPath } from "./helm-repositories.js";
import { askHelper } from "./helper.js";
import { hostOfKey, readRegistryFile, registryFilePaths, type RegistryFile } from "./registry-file.js";

export interface CredentialOptions {
  places: UserPlaces;
  /** Of the repository that is linted, absolute: no file below it is read. */
  root: string;
  /** Whether credential helpers, which are programs, may be run. */
  runsHelpers: boolean;
  /** Asks a helper; for tests. */
  ask?: typeof askHelper;
}

/** The logins that the user has put down: in the environment, and in the files of Helm and Docker. */
export class UserCredentials implements Credentials {
  readonly #environment: readonly HostLogin[];
  readonly #helm: readonly HelmLogin[];
  readonly #registries: readonly RegistryFile[];
  readonly #options: CredentialOptions;
  /** Why files of the user are not read, as sentences. */
  readonly problems: string[] = [];
  readonly #asked = new Map<string, Promise<Login | undefined>>();

  /** @throws {FetchError} if what the environment says is not understood */
  constructor(options: CredentialOptions) {
    const { places } = options;
    this.#options = options;
    this.#environment = loginsFromEnvironment(places.env[CREDENTIALS_VARIABLE]);
    const helm = this.#read(helmRepositoriesPath(places));
    this.#helm = helm === undefined ? [] : helmLogins(helm);
    this.#registries = registryFilePaths(places).flatMap((path) => {
      const text = this.#read(path);
      return text === undefined ? [] : [readRegistryFile(text)];
    });
  }

  forUrl(url: URL): Login | undefined {
    return loginFor(this.#environment, url) ?? helmLoginFor(this.#helm, url);
  }

  async forRegistry(url: URL): Promise<Login | undefined> {
    const own = loginFor(this.#environment, url);
    if (own) return own;
    // A key without a port is of https.
    const host = hostOfKey(url.protocol === "http:" && url.port === "" ? `${url.host}:80` : url.host);
    for (const file of this.#registries) {
      const login = (await this.#helped(file, host)) ?? file.logins.get(host);
      if (login) return login;
    }
    return undefined;
  }

  #helped({ helpers, store }: RegistryFile, host: string): Promise<Login | undefined> | undefined {
    const name = helpers.get(host) ?? store;
    if (name === undefined || !this.#options.runsHelpers) return undefined;
    // Docker's own key for its registry.
    const server = host === "index.docker.io" ? "https://index.docker.io/v1/" : host;
    const key = `${name} ${server}`;
    const answer = this.#asked.get(key) ?? (this.#options.ask ?? askHelper)(name, server);
    this.#asked.set(key, answer);
    return answer;
  }

  #read(path: string | undefined): string | undefined {
    const file = readUserFile(path, this.#options.root);
    if (file && "problem" in file) this.problems.push(`${path} is not read: ${file.problem}.`);
    return file && "text" in file ? file.text : undefined;
  }
}
