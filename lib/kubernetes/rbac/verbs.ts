import { API_RESOURCES } from "../data/api-resources.js";
import {
  AUDIENCE_VERB,
  MORE_API_RESOURCES,
  SYNTHETIC_RESOURCES,
  VERB_PREFIXES_OF_ANY_RESOURCE,
  VERBS_OF_ANY_RESOURCE,
} from "../data/synthetic-resources.js";

/** The verbs of requests for paths: HTTP's, in lowercase. */
export const HTTP_VERBS: ReadonlySet<string> = new Set([
  "get",
  "head",
  "post",
  "put",
  "patch",
  "delete",
  "options",
  "trace",
]);

const served = [...API_RESOURCES, ...MORE_API_RESOURCES].flatMap(({ verbs, subresources = {} }) => {
  return [...verbs, ...Object.values(subresources).flatMap((part) => part.verbs)];
});

/** Every verb that any version of Kubernetes checks for some resource. */
export const RESOURCE_VERBS: ReadonlySet<string> = new Set([
  ...served,
  ...SYNTHETIC_RESOURCES.flatMap(({ verbs }) => verbs),
  ...VERBS_OF_ANY_RESOURCE,
  ...VERB_PREFIXES_OF_ANY_RESOURCE.flatMap((prefix) => served.map((verb) => prefix + verb)),
  AUDIENCE_VERB,
]);

/** What people write, and the verbs that they mean. */
export const MEANT: ReadonlyMap<string, readonly string[]> = new Map([
  ["post", ["create"]],
  ["put", ["update"]],
  ["head", ["get"]],
  ["read", ["get", "list", "watch"]],
  ["view", ["get", "list", "watch"]],
  ["describe", ["get"]],
  ["write", ["create", "update", "patch", "delete"]],
  ["edit", ["update", "patch"]],
  ["modify", ["update", "patch"]],
  ["add", ["create"]],
  ["remove", ["delete"]],
  ["connect", ["create"]],
  ["deletecollections", ["deletecollection"]],
]);

/** What people write for paths, and the HTTP verbs that they mean. */
export const MEANT_OF_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ["list", ["get"]],
  ["watch", ["get"]],
  ["create", ["post"]],
  ["update", ["put"]],
]);

/** What people write as a verb, and the access to a subresource that they mean. */
export const MEANT_SUBRESOURCES: ReadonlyMap<string, string> = new Map([
  ["exec", "'create' on 'pods/exec'"],
  ["attach", "'create' on 'pods/attach'"],
  ["port-forward", "'create' on 'pods/portforward'"],
  ["portforward", "'create' on 'pods/portforward'"],
  ["logs", "'get' on 'pods/log'"],
  ["log", "'get' on 'pods/log'"],
  ["scale", "'update' on the subresource 'scale'"],
  ["evict", "'create' on 'pods/eviction'"],
]);
