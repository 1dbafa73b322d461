import { isMap, items } from "../../util/plain-values.js";
import { isKnown } from "../objects.js";

type Path = readonly (string | number)[];

/** Who of AWS is let into a cluster, and in which groups. */
export interface IdentityMapping {
  /** The identity, if it is known. */
  arn: string | undefined;
  groups: readonly { at: Path; name: string }[];
}

/** The fields that name the identity, in the ConfigMap, in the authenticator's own file, in eksctl's. */
const ARN_FIELDS = new Set(["rolearn", "userarn", "arn"]);

/**
 * The mappings of a list of them, such as `mapRoles`. The names of fields are read in any case, as by encoding/json.
 * aws-iam-authenticator: pkg/config/types.go, RoleMapping and UserMapping.
 */
export function identityMappings(list: unknown, at: Path): IdentityMapping[] {
  return items(list).flatMap((mapping, index) =>
    isMap(mapping) ? [identityMapping(mapping, [...at, index])] : [],
  );
}

/** A mapping by itself. */
export function identityMapping(mapping: Readonly<Record<string, unknown>>, at: Path): IdentityMapping {
  const fields = Object.entries(mapping);
  const [, arn] = fields.find(([key]) => ARN_FIELDS.has(key.toLowerCase())) ?? [];
  return {
    arn: typeof arn === "string" && isKnown(arn) ? arn : undefined,
    groups: fields
      .filter(([key]) => key.toLowerCase() === "groups")
      .flatMap(([key, groups]) =>
        items(groups).flatMap((name, index) =>
          typeof name === "string" && isKnown(name) ? [{ at: [...at, key, index], name }] : [],
        ),
      ),
  };
}

/** An account of AWS whose every identity is let in. */
export interface MappedAccount {
  at: Path;
  id: string;
}

const ACCOUNT = /^\d{12}$/;

/**
 * The accounts of a list of them, such as `mapAccounts`: each identity of one is let in under its ARN, in no group.
 * aws-iam-authenticator: pkg/server/server.go, doMapping; pkg/mapper/configmap/mapper.go, IsAccountAllowed.
 */
export function mappedAccounts(list: unknown, at: Path): MappedAccount[] {
  return items(list).flatMap((account, index) => mappedAccount(account, [...at, index]));
}

/** An account by itself; none if it is not a known one. */
export function mappedAccount(account: unknown, at: Path): MappedAccount[] {
  // Without quotes it is a number.
  const id = typeof account === "number" ? String(account).padStart(12, "0") : account;
  return typeof id === "string" && ACCOUNT.test(id) ? [{ at, id }] : [];
}
