import { field, isMap, items } from "../../util/plain-values.js";
import type { Component } from "../components/component.js";
import { lastFlag } from "../components/flags.js";
import { isPlain } from "../objects.js";

type Path = readonly (string | number)[];

/** Whom the tokens of an issuer can make one. */
export interface Issuer {
  url: string;
  username: Claim;
  /** Left out if its tokens bring no groups. */
  groups?: Claim;
  at: Path;
}

/** Where a name comes from: a claim of the token, or a CEL expression, of which nobody can say what it gives. */
export interface Claim {
  claim?: string;
  /** What the name begins with; undefined if that is not known. */
  prefix: string | undefined;
}

/** Whether a claim can give a name. */
export function canGive({ prefix }: Claim, name: string): boolean {
  return prefix === undefined || (name.length > prefix.length && name.startsWith(prefix));
}

/** The issuer that the flags of an API server name: pkg/kubeapiserver/options/authentication.go, ToAuthenticationConfig. */
export function issuerOf(flags: Component): Issuer | undefined {
  const issuer = lastFlag(flags, "oidc-issuer-url");
  if (!issuer || issuer.value === "") return undefined;
  const value = (name: string) => lastFlag(flags, `oidc-${name}`)?.value;
  const claim = value("username-claim") ?? "sub";
  const groups = value("groups-claim") ?? "";
  const written = value("username-prefix") ?? "";
  const own = written === "" && claim !== "email" ? `${issuer.value}#` : written;
  return {
    url: issuer.value,
    username: { claim, prefix: known(own === "-" ? "" : own) },
    ...(groups !== "" && { groups: { claim: groups, prefix: known(value("groups-prefix") ?? "") } }),
    at: issuer.at,
  };
}

/** The issuers of an AuthenticationConfiguration: apiserver, pkg/apis/apiserver/v1/types.go, JWTAuthenticator. */
export function issuersIn(value: Readonly<Record<string, unknown>>): Issuer[] {
  return items(value.jwt).flatMap((one, index): Issuer[] => {
    const url = field(one, "issuer", "url");
    if (typeof url !== "string") return [];
    const groups = claimOf(field(one, "claimMappings", "groups"));
    return [
      {
        url,
        username: claimOf(field(one, "claimMappings", "username")) ?? { prefix: undefined },
        ...(groups && { groups }),
        at: ["jwt", index, "issuer", "url"],
      },
    ];
  });
}

function claimOf(value: unknown): Claim | undefined {
  if (!isMap(value)) return undefined;
  const { claim, prefix } = value;
  if (typeof claim !== "string" || claim === "") return { prefix: undefined };
  return {
    claim,
    prefix: typeof prefix === "string" ? known(prefix) : prefix === undefined ? "" : undefined,
  };
}

function known(prefix: string): string | undefined {
  return isPlain(prefix) ? prefix : undefined;
}
