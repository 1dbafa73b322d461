import { join } from "node:path";
import { fromJson, mapOf } from "../plain.js";
import { absoluteFrom, inHome, type UserPlaces } from "../../util/user-places.js";
import type { Login } from "./credentials.js";
import { helmDirectory } from "./helm-repositories.js";

/** What a configuration of Docker, or the like of Helm, says of registries. */
export interface RegistryFile {
  /** By the host, as `hostOfKey` makes it. */
  logins: ReadonlyMap<string, Login>;
  /** The name of the program that knows the login of a host: `NAME` of `docker-credential-NAME`. */
  helpers: ReadonlyMap<string, string>;
  /** That of the program for all other hosts. */
  store?: string;
}

/** The files that registries' logins are in: that of Docker, and that of `helm registry login`. */
export function registryFilePaths(places: UserPlaces): (string | undefined)[] {
  const docker = absoluteFrom(places, "DOCKER_CONFIG") ?? inHome(places, ".docker");
  const helm = helmDirectory(places);
  return [
    docker && join(docker, "config.json"),
    absoluteFrom(places, "HELM_REGISTRY_CONFIG") ?? (helm && join(helm, "registry", "config.json")),
  ];
}

/** Reads such a file: docker, cli/config/configfile/file.go. What is wrong in it counts as missing. */
export function readRegistryFile(text: string): RegistryFile {
  const { auths, credHelpers, credsStore } = mapOf(fromJson(text));
  const logins = new Map<string, Login>();
  for (const [key, value] of Object.entries(mapOf(auths))) {
    const login = loginOf(mapOf(value));
    if (login) logins.set(hostOfKey(key), login);
  }
  const helpers = Object.entries(mapOf(credHelpers)).flatMap(([key, name]): [string, string][] =>
    isHelper(name) ? [[hostOfKey(key), name]] : [],
  );
  return { logins, helpers: new Map(helpers), store: isHelper(credsStore) ? credsStore : undefined };
}

/** A key of `auths`: a host, or an address of which only the host counts. Docker Hub has several. */
export function hostOfKey(key: string): string {
  const host = key
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "")
    .toLowerCase();
  return host === "docker.io" || host === "registry-1.docker.io" ? "index.docker.io" : host;
}

/** The name of a program, not a path to one. */
function isHelper(name: unknown): name is string {
  return typeof name === "string" && /^[a-z\d][\w.-]{0,60}$/i.test(name);
}

function loginOf({ auth, username, password }: Record<string, unknown>): Login | undefined {
  if (typeof auth === "string" && auth !== "") {
    const [, user = "", secret = ""] =
      /^([^:]*):([^]*)$/.exec(Buffer.from(auth, "base64").toString("utf8")) ?? [];
    return user === "" ? undefined : { username: user, password: secret.replace(/\0+$/, "") };
  }
  return typeof username === "string" && typeof password === "string" && username !== ""
    ? { username, password }
    : undefined;
}
