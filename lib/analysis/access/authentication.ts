import type { Place } from "../../builds/build.js";
import { type Issuer, issuerOf, issuersIn } from "../../kubernetes/authentication/issuers.js";
import { isOn, lastFlag } from "../../kubernetes/components/flags.js";
import type { Repository } from "../../repository/repository.js";
import { field, items } from "../../util/plain-values.js";
import { type ApiServer, apiServersOf, asComponent } from "./api-servers.js";
import { configurationsOf, namedConfiguration, type PlacedConfiguration } from "./configurations.js";

/** The issuers whose tokens API servers take: those of flags, and those of files, named by an API server or not. */
export function issuersOf(repository: Repository): { issuer: Issuer; place: Place; server?: ApiServer }[] {
  const used = new Set<PlacedConfiguration>();
  const inFile = (configuration: PlacedConfiguration, server?: ApiServer) => {
    used.add(configuration);
    const { file, document, at } = configuration;
    return issuersIn(configuration.value).map((issuer) => {
      return { issuer, place: { file, document, path: [...at, ...issuer.at] }, ...(server && { server }) };
    });
  };
  const ofServers = apiServersOf(repository).flatMap((server) => {
    const issuer = issuerOf(asComponent(server));
    const own = issuer ? [{ issuer, place: { ...server.place, path: issuer.at }, server }] : [];
    const configuration = authenticationFile(repository, server);
    return [...own, ...(configuration ? inFile(configuration, server) : [])];
  });
  const others = configurationsOf(repository, "AuthenticationConfiguration").filter((one) => !used.has(one));
  return [...ofServers, ...others.flatMap((one) => inFile(one))];
}

/** The AuthenticationConfiguration that an API server names, if the repository has it. */
function authenticationFile(repository: Repository, server: ApiServer): PlacedConfiguration | undefined {
  const flag = lastFlag(asComponent(server), "authentication-config");
  return flag && namedConfiguration(repository, server.file, flag.value, "AuthenticationConfiguration");
}

/** Whether an API server takes requests without credentials; `some` for some paths, undefined if nobody can say. */
export function takesAnonymous(
  repository: Repository,
  server: ApiServer,
): "all" | "some" | "none" | undefined {
  const component = asComponent(server);
  const file = lastFlag(component, "authentication-config");
  const configuration = authenticationFile(repository, server);
  const anonymous = configuration && field(configuration.value, "anonymous");
  if (anonymous !== undefined) {
    if (field(anonymous, "enabled") !== true)
      return field(anonymous, "enabled") === false ? "none" : undefined;
    return items(field(anonymous, "conditions")).length > 0 ? "some" : "all";
  }
  // With AlwaysAllow it takes none, whatever else is written: options/authentication.go, ApplyAuthorization.
  if (server.authorizers?.some(({ mode }) => mode === "AlwaysAllow")) return "none";
  const flag = lastFlag(component, "anonymous-auth");
  if (flag) {
    const on = isOn(flag.value);
    return on === undefined ? undefined : on ? "all" : "none";
  }
  const byTool = server.defaults["anonymous-auth"];
  if (byTool !== undefined) return byTool === "false" ? "none" : "all";
  return file ? undefined : "all";
}
