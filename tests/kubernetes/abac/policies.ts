import { NO_POLICY, type PolicySpec } from "../../../lib/kubernetes/abac/policy.js";
import { type PolicyReading, readPolicy } from "../../../lib/kubernetes/abac/read-policy.js";
import { isProblem, parseDocument } from "../../../lib/manifests/parse.js";

export const VERSION = "abac.authorization.kubernetes.io/v1beta1";

/** A line of the current form. */
export function policyLine(spec: object): string {
  return JSON.stringify({ apiVersion: VERSION, kind: "Policy", spec });
}

export function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  return isProblem(document) ? undefined : document.value;
}

export function read(line: string): PolicyReading {
  return readPolicy({ line, length: Buffer.byteLength(line) }, parseYaml);
}

export function policy(fields: Partial<PolicySpec>): PolicySpec {
  return { ...NO_POLICY, ...fields };
}
