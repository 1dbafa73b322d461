import { field, items, saysNothing } from "../../../util/plain-values.js";
import type { AnyObject } from "../../objects.js";
import { type AddressRule, blockOf, holdsWeb, inOrder, placed, texts } from "./address-rule.js";

/** The egress rules of an admin policy that allow networks. Only egress rules can name them. */
export function adminAddresses(object: AnyObject): AddressRule[] {
  const rules = inOrder(field(object, "spec", "egress"), ["spec", "egress"], networksOf);
  return rules.flatMap(({ item, at, denied }): AddressRule[] => {
    const action = field(item, "action");
    if (action !== "Allow" && action !== "Accept") return [];
    const blocks = placed(field(item, "to"), [...at, "to"]).flatMap(({ item: peer, at: place }) =>
      placed(field(peer, "networks"), [...place, "networks"]).flatMap((one) => blockOf(one.item, one.at)),
    );
    const isEveryPort = saysNothing(field(item, "ports")) && saysNothing(field(item, "protocols"));
    return [{ direction: "Egress", at, blocks, denied, isEveryPort, isWeb: isEveryPort || isWeb(item) }];
  });
}

/** The networks that a rule names for port 80 too. */
function networksOf(rule: unknown): string[] {
  const isEveryPort = saysNothing(field(rule, "ports")) && saysNothing(field(rule, "protocols"));
  if (!isEveryPort && !isWeb(rule)) return [];
  return items(field(rule, "to")).flatMap((peer) => texts(field(peer, "networks")) ?? []);
}

/** The networks that an admin policy denies for port 80. */
export function deniedByAdmin(object: AnyObject): string[] {
  const rules = items(field(object, "spec", "egress"));
  return rules.filter((rule) => field(rule, "action") === "Deny").flatMap(networksOf);
}

function isWeb(rule: unknown): boolean {
  const ofAdmin = items(field(rule, "ports")).some((port) => {
    const [number, range] = [field(port, "portNumber"), field(port, "portRange")];
    const protocol = field(number ?? range, "protocol") ?? "TCP";
    if (protocol !== "TCP") return false;
    return holdsWeb(field(number, "port")) || holdsWeb(field(range, "start"), field(range, "end"));
  });
  const ofCluster = items(field(rule, "protocols")).some((protocol) => {
    const port = field(protocol, "tcp", "destinationPort");
    return (
      holdsWeb(field(port, "number")) || holdsWeb(field(port, "range", "start"), field(port, "range", "end"))
    );
  });
  return ofAdmin || ofCluster;
}
