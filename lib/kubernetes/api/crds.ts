import { type ApiResource, COMMON_VERBS } from "./api-resource.js";
import { field, items } from "../../util/plain-values.js";
import { type AnyObject, isKnown } from "../objects.js";

const SUBRESOURCE_VERBS = ["get", "update", "patch"];
const SUBRESOURCES = ["status", "scale"];

/**
 * The resource that a CustomResourceDefinition makes the API server serve; undefined if its group or names
 * are not known. Kubernetes: apiextensions-apiserver, pkg/apiserver/customresource_discovery_controller.go, sync.
 */
export function resourceOfCrd(crd: AnyObject): ApiResource | undefined {
  const { spec } = crd;
  const names = field(spec, "names");
  const group = textAt(spec, "group");
  const name = textAt(names, "plural");
  const kind = textAt(names, "kind");
  if (group === undefined || name === undefined || kind === undefined) return undefined;
  const versions = items(field(spec, "versions")).filter((version) => field(version, "served") !== false);
  const served = [...versions.map((version) => textAt(version, "name")), textAt(spec, "version")];
  // In v1beta1 the subresources could also be defined once for all versions.
  const subresources = SUBRESOURCES.filter((part) =>
    [spec, ...versions].some((where) => field(field(where, "subresources"), part) !== undefined),
  );
  return {
    group,
    name,
    kind,
    singular: textAt(names, "singular") ?? kind.toLowerCase(),
    shortNames: items(field(names, "shortNames")).filter(
      (short) => typeof short === "string" && isKnown(short),
    ),
    namespaced: field(spec, "scope") !== "Cluster",
    versions: Object.fromEntries(
      served.filter((version) => version !== undefined).map((version) => [version, {}]),
    ),
    verbs: COMMON_VERBS,
    subresources: Object.fromEntries(subresources.map((part) => [part, { verbs: SUBRESOURCE_VERBS }])),
  };
}

function textAt(value: unknown, key: string): string | undefined {
  const text = field(value, key);
  return typeof text === "string" && isKnown(text) ? text : undefined;
}
