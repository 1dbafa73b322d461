import { field, isMap, items } from "../../util/plain-values.js";
import type { AnyObject } from "../objects.js";

/** The project of Applications that name no other. Argo CD creates it, and it lets everything through. */
export const DEFAULT_PROJECT = "default";

/** What a project lets through whatever it is. */
export type Wildcard = "sources" | "destinations" | "clusterResources";

/**
 * Where a project lets everything through, by what it is: argo-cd pkg/apis/application/v1alpha1/app_project_types.go,
 * IsSourcePermitted, isDestinationMatched and IsGroupKindNamePermitted. What it denies besides narrows a wildcard.
 */
export function wildcardsOf({ spec }: AnyObject): ReadonlyMap<Wildcard, readonly (string | number)[]> {
  const found = new Map<Wildcard, readonly (string | number)[]>();
  const sources = items(field(spec, "sourceRepos"));
  const source = sources.findIndex(isEverything);
  if (source >= 0 && !sources.some(isDenied)) found.set("sources", ["spec", "sourceRepos", source]);

  const destinations = items(field(spec, "destinations"));
  const isNarrowed =
    field(spec, "permitOnlyProjectScopedClusters") === true ||
    destinations.some((one) => isMap(one) && Object.values(one).some(isDenied));
  const destination = destinations.findIndex(
    (one) => clusterOf(one) && isEverything(field(one, "namespace")),
  );
  const cluster = clusterOf(destinations[destination]);
  if (cluster && !isNarrowed) found.set("destinations", ["spec", "destinations", destination, cluster]);

  const resources = items(field(spec, "clusterResourceWhitelist"));
  const resource = resources.findIndex((one) => {
    const name = field(one, "name") ?? "";
    const isOfAnyName = name === "" || isEverything(name);
    return isOfAnyName && isEverything(field(one, "group")) && isEverything(field(one, "kind"));
  });
  if (resource >= 0 && items(field(spec, "clusterResourceBlacklist")).length === 0) {
    found.set("clusterResources", ["spec", "clusterResourceWhitelist", resource, "kind"]);
  }
  return found;
}

/** The field of a destination that names every cluster. */
function clusterOf(destination: unknown): "server" | "name" | undefined {
  return (["server", "name"] as const).find((key) => isEverything(field(destination, key)));
}

function isEverything(value: unknown): boolean {
  return typeof value === "string" && /^\*+$/.test(value);
}

function isDenied(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("!");
}
