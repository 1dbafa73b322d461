import { join } from "node:path";
import { urlOf } from "../hosts/entry.js";
import { fromYaml, mapOf } from "../plain.js";
import { absoluteFrom, type UserPlaces } from "../../util/user-places.js";
import { configurationDirectory } from "../user-files.js";
import type { Login } from "./credentials.js";

/** A repository that the user has added to Helm with a login. */
export interface HelmLogin {
  url: URL;
  login: Login;
}

/** Where Helm keeps its configuration: helm, pkg/helmpath/lazypath.go. */
export function helmDirectory(places: UserPlaces): string | undefined {
  return absoluteFrom(places, "HELM_CONFIG_HOME") ?? configurationDirectory(places, "helm", "Preferences");
}

/** Helm's own list of repositories: helm, pkg/cli/environment.go. */
export function helmRepositoriesPath(places: UserPlaces): string | undefined {
  const directory = helmDirectory(places);
  return (
    absoluteFrom(places, "HELM_REPOSITORY_CONFIG") ?? (directory && join(directory, "repositories.yaml"))
  );
}

/** The repositories with a login: helm, pkg/repo/repo.go, Entry. `pass_credentials_all` counts for nothing here. */
export function helmLogins(text: string): HelmLogin[] {
  const { repositories } = mapOf(fromYaml(text));
  if (!Array.isArray(repositories)) return [];
  return repositories.flatMap((item) => {
    const { url, username, password } = mapOf(item);
    const address = typeof url === "string" ? urlOf(url) : undefined;
    if (!address || typeof username !== "string" || typeof password !== "string") return [];
    return username === "" && password === "" ? [] : [{ url: address, login: { username, password } }];
  });
}

/** The login of the repository at an address, or of one that the address is below. */
export function helmLoginFor(logins: readonly HelmLogin[], url: URL): Login | undefined {
  return logins.find((one) => one.url.origin === url.origin && folder(url).startsWith(folder(one.url)))
    ?.login;
}

function folder({ pathname }: URL): string {
  return `${pathname.replace(/\/+$/, "")}/`;
}
