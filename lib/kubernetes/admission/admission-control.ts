import type { KindName } from "../objects.js";
import type { RequestRule } from "./request-rules.js";

/** The kinds that say what is asked before the API server stores an object, and what follows from the answer. */
export const ADMISSION_CONTROL_KINDS = [
  "ValidatingWebhookConfiguration",
  "MutatingWebhookConfiguration",
  "ValidatingAdmissionPolicy",
  "MutatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
] as const satisfies KindName[];
export type AdmissionControlKind = (typeof ADMISSION_CONTROL_KINDS)[number];

/** One webhook of a configuration, as far as it is read. */
export interface Webhook {
  name?: string;
  failurePolicy?: string;
  rules?: readonly RequestRule[];
}

/** An object of any of these kinds, as far as it is read. */
export interface AdmissionControl {
  apiVersion?: string;
  webhooks?: readonly Webhook[];
  spec?: {
    failurePolicy?: string;
    matchConstraints?: { resourceRules?: readonly RequestRule[] };
    policyName?: string;
    validationActions?: readonly string[];
  };
}
