import { UNKNOWN, isKnown } from "../../kubernetes/objects.js";
import { parseValue } from "../../manifests/parse.js";
import type { Repository } from "../../repository/repository.js";
import type { Place } from "../../builds/build.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { configurationsOf } from "./configurations.js";

/** An identity of AWS that a cluster lets in, and whom that makes it. */
export interface AwsIdentity {
  arn: string;
  /** `UNKNOWN` if it is made of something else, such as the name of a session. */
  user: string;
  groups: readonly string[];
  place: Place;
}

const LISTS = { mapRoles: "rolearn", mapUsers: "userarn" } as const;

/**
 * The identities that the ConfigMaps aws-auth of a repository let in. Without a user name, the ARN is the name.
 * aws-iam-authenticator: pkg/mapper/configmap/configmap.go, ParseMap, and pkg/server/server.go, doMapping.
 */
export function awsIdentities(repository: Repository): AwsIdentity[] {
  return configurationsOf(repository, "AwsAuth").flatMap(({ value, file, document, at }) =>
    (["mapRoles", "mapUsers"] as const).flatMap((list) => {
      const mappings = items(valueIn(field(value, "data", list)));
      return mappings.flatMap((mapping, index): AwsIdentity[] => {
        const arn = text(mapping, LISTS[list]);
        if (arn === undefined) return [];
        const place = { file, document, path: [...at, "data", list, 0, index] };
        const groups = items(field(mapping, "groups")).filter((one) => typeof one === "string");
        return [{ arn, user: nameOf(text(mapping, "username") ?? arn), groups, place }];
      });
    }),
  );
}

function valueIn(written: unknown): unknown {
  return typeof written === "string" ? parseValue(written) : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = isMap(value) ? field(value, key) : undefined;
  return typeof found === "string" && found !== "" ? found : undefined;
}

function nameOf(written: string): string {
  return isKnown(written) ? written : UNKNOWN;
}
