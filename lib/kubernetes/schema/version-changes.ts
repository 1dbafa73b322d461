import { field, isMap, items } from "../../util/plain-values.js";
import type { KindName } from "../objects.js";

/** What else is to be changed in an object when its apiVersion becomes the one that is served. */
export type VersionChange = "backends" | "schemas" | "webhooks" | "selector";

/**
 * What the served version of a kind has in another way than a removed one, or asks for and the removed one did not:
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/. Undefined if only the apiVersion is to be changed.
 */
export function versionChange(kind: KindName, object: unknown): VersionChange | undefined {
  const spec = field(object, "spec");
  switch (kind) {
    case "Ingress":
      return "backends";
    case "CustomResourceDefinition":
      return "schemas";
    case "ValidatingWebhookConfiguration":
    case "MutatingWebhookConfiguration": {
      const isWhole = items(field(object, "webhooks")).every((webhook) => {
        const versions = items(field(webhook, "admissionReviewVersions"));
        return versions.length > 0 && field(webhook, "sideEffects") !== undefined;
      });
      return isWhole ? undefined : "webhooks";
    }
    case "DaemonSet":
    case "Deployment":
    case "ReplicaSet":
    case "StatefulSet":
      return isMap(spec) && !isMap(spec.selector) ? "selector" : undefined;
    default:
      return undefined;
  }
}
