import type { NetworkPolicy } from "../../objects.js";
import { type NetworkPolicyRule, openingOf, peersOf, policyDirections } from "../network-policy.js";
import { peersField, rulesField } from "../policy-step.js";
import { type AddressRule, blockOf, exceptions, holdsWeb, NO_CUT } from "./address-rule.js";

/**
 * The rules of a NetworkPolicy that name blocks, but for those that let everything through, which are a matter of
 * their own.
 */
export function networkPolicyAddresses(policy: NetworkPolicy): AddressRule[] {
  return policyDirections(policy).flatMap((direction) => {
    const key = rulesField(direction);
    const rules: readonly NetworkPolicyRule[] = policy.spec?.[key] ?? [];
    return rules.flatMap((rule, index): AddressRule[] => {
      if (openingOf(rule, direction)?.to === "everything") return [];
      const at = ["spec", key, index];
      const { ports = [] } = rule;
      const blocks = peersOf(rule, direction).flatMap(({ ipBlock }, peer) => {
        const place = [...at, peersField(direction), peer, "ipBlock"];
        const except = exceptions(ipBlock?.except, [...place, "except"]);
        return except ? blockOf(ipBlock?.cidr, [...place, "cidr"], except) : [];
      });
      const isWeb = ports.some(({ protocol = "TCP", port, endPort }) => {
        return protocol === "TCP" && (port === undefined || holdsWeb(port, endPort ?? port));
      });
      const isEveryPort = ports.length === 0;
      return [{ direction, at, blocks, denied: NO_CUT, isEveryPort, isWeb: isEveryPort || isWeb }];
    });
  });
}
