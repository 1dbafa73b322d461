import { field, items, saysNothing } from "../../../util/plain-values.js";
import type { AnyObject } from "../../objects.js";
import { DIRECTIONS, rulesField } from "../policy-step.js";
import {
  type AddressRule,
  blockOf,
  exceptions,
  hasOnly,
  holdsWeb,
  inOrder,
  placed,
  texts,
} from "./address-rule.js";

const RULE_FIELDS = ["action", "metadata", "notes", "protocol", "ipVersion", "source", "destination"];
const PEER_FIELDS = ["nets", "notNets", "ports"];

/**
 * The rules of a Calico policy that allow nets and do not narrow them by anything but ports. Policies that are not for
 * pods have none.
 */
export function calicoAddresses(object: AnyObject): AddressRule[] {
  if (field(object, "spec", "doNotTrack") === true || field(object, "spec", "preDNAT") === true) return [];
  return DIRECTIONS.flatMap((direction) => {
    const key = rulesField(direction);
    const [peer, other] =
      direction === "Ingress" ? (["source", "destination"] as const) : (["destination", "source"] as const);
    const deniedBy = (rule: unknown) => (isWeb(rule) ? (texts(field(rule, peer, "nets")) ?? []) : []);
    return inOrder(field(object, "spec", key), ["spec", key], deniedBy).flatMap(
      ({ item, at, denied }): AddressRule[] => {
        const addresses = field(item, peer);
        const isPlainRule = field(item, "action") === "Allow" && hasOnly(item, RULE_FIELDS);
        const isNarrow = !hasOnly(addresses, PEER_FIELDS) || !hasOnly(field(item, other), ["ports"]);
        const except = exceptions(field(addresses, "notNets"), [...at, peer, "notNets"]);
        if (!isPlainRule || isNarrow || !except) return [];
        const nets = placed(field(addresses, "nets"), [...at, peer, "nets"]);
        const blocks = nets.flatMap((net) => blockOf(net.item, net.at, except));
        const ports = field(item, "destination", "ports");
        const isEveryPort = saysNothing(field(item, "protocol")) && saysNothing(ports);
        return [{ direction, at, blocks, denied, isEveryPort, isWeb: isWeb(item) }];
      },
    );
  });
}

/** The nets to which a Calico policy denies connections on port 80. */
export function deniedByCalico(object: AnyObject): string[] {
  return items(field(object, "spec", "egress"))
    .filter((rule) => field(rule, "action") === "Deny" && isWeb(rule))
    .flatMap((rule) => texts(field(rule, "destination", "nets")) ?? []);
}

/** Whether a rule covers TCP port 80: its ports are numbers, ranges such as `1:1024`, or names. */
function isWeb(rule: unknown): boolean {
  const protocol = field(rule, "protocol") ?? "TCP";
  if (protocol !== "TCP" && protocol !== 6) return false;
  const ports = field(rule, "destination", "ports");
  return saysNothing(ports) || items(ports).some(isWebPort);
}

function isWebPort(port: unknown): boolean {
  if (typeof port !== "string") return holdsWeb(port);
  const [, from, to = from] = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(port) ?? [];
  return from !== undefined && holdsWeb(Number(from), Number(to));
}
