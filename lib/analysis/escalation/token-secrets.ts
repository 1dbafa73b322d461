import type { Build } from "../../builds/build.js";
import { placeOf } from "../../builds/build.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Step } from "../access/answers.js";
import type { Analysis, Applied } from "../analysis.js";

/** A Secret that the cluster fills with the token of a ServiceAccount. */
export interface TokenSecret {
  name: string;
  namespace: string;
  /** The name of the ServiceAccount. */
  account: string;
  step: Step;
}

/** Kubernetes: pkg/apis/core/types.go, SecretTypeServiceAccountToken and ServiceAccountNameKey. */
const TYPE = "kubernetes.io/service-account-token";
const ACCOUNT = "kubernetes.io/service-account.name";

/** The Secrets of a repository that hold the token of a ServiceAccount, as one cluster has them. */
export function tokenSecretsOf(analysis: Analysis, isIn: (build: Build) => boolean): TokenSecret[] {
  return analysis.ofKind("Secret").flatMap((applied): TokenSecret[] => {
    const { type, metadata = {} } = applied.object.object;
    const { name, namespace } = metadata;
    const account = metadata.annotations?.[ACCOUNT];
    if (type !== TYPE || !isIn(applied.build)) return [];
    if (!isKnown(name) || !isKnown(namespace) || !isKnown(account)) return [];
    const { object } = applied as Applied;
    const place = placeOf(object, ["metadata", "annotations", ACCOUNT]);
    return [{ name, namespace, account, step: { kind: "Secret", name, namespace, place } }];
  });
}
