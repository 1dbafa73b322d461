import { expect, it } from "vitest";
import {
  type Direction,
  isolation,
  type IsolatingPolicy,
  type Isolation,
} from "../../../lib/kubernetes/network-policy/network-policy.js";
import type { KindName } from "../../../lib/kubernetes/objects.js";

/** Some policies, and what a namespace is by them. */
export type Case = [name: string, policies: IsolatingPolicy[], expected: Isolation["state"]];

/** Makes policies of a kind, of a spec and other fields. */
export function of(kind: KindName): (spec: unknown, rest?: object) => IsolatingPolicy {
  return (spec, rest) => ({ kind, object: { metadata: { name: "p" }, spec, ...rest } });
}

/** NetworkPolicies to put beside other policies. */
export const network = of("NetworkPolicy");
export const denyAll = network({ podSelector: {} });
export const allowAll = network({ podSelector: {}, ingress: [{}] });

/** Checks cases in the namespace `shop`, with a label that is known and one that is not. */
export function check(direction: Direction, cases: Case[], { strict = false } = {}): void {
  const namespace = { name: "shop", labels: { team: "a", stage: "${STAGE}" } };
  it.each(cases)("%s", (_, policies, expected) => {
    expect(isolation(policies, direction, { strict, namespace }).state).toBe(expected);
  });
}
