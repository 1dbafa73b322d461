/** A name and a password, for basic authentication. */
export interface Login {
  username: string;
  password: string;
}

/** What the user has put down to log in with. Each login is for one host, and is sent nowhere else. */
export interface Credentials {
  /** For a Helm repository or a plain file at an address: of the environment, or Helm's own list of repositories. */
  forUrl(url: URL): Login | undefined;
  /** For a registry: of the environment, Docker's and Helm's configuration, or, where asked for, a credential helper. */
  forRegistry(url: URL): Promise<Login | undefined>;
}
