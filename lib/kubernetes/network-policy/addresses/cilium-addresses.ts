import { field, isMap, items, saysNothing } from "../../../util/plain-values.js";
import type { AnyObject } from "../../objects.js";
import { DIRECTIONS, type Direction, rulesField } from "../policy-step.js";
import {
  type AddressRule,
  blockOf,
  cutBy,
  exceptions,
  holdsWeb,
  NO_CUT,
  type Path,
  placed,
  type WrittenBlock,
} from "./address-rule.js";

/** The entities that hold every address, or every one of a family. Cilium: pkg/policy/api/entity.go. */
const ENTITIES: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["all", ["0.0.0.0/0", "::/0"]],
  ["world", ["0.0.0.0/0", "::/0"]],
  ["world-ipv4", ["0.0.0.0/0"]],
  ["world-ipv6", ["::/0"]],
]);

/** The rules of a Cilium policy that allow blocks, for pods; those with a nodeSelector are for hosts. */
export function ciliumAddresses(object: AnyObject): AddressRule[] {
  const spec = { item: field(object, "spec"), at: ["spec"] };
  return [spec, ...placed(field(object, "specs"), ["specs"])].flatMap(({ item, at }) =>
    isMap(item) && (item["nodeSelector"] ?? null) === null
      ? DIRECTIONS.flatMap((direction) => ofDirection(item, at, direction))
      : [],
  );
}

function ofDirection(spec: Record<string, unknown>, at: Path, direction: Direction): AddressRule[] {
  const key = rulesField(direction);
  const denied = {
    ...cutBy(deniedIn(spec, direction)),
    some: items(spec[`${key}Deny`]).some((rule) => !saysNothing(rule)),
  };
  return placed(spec[key], [...at, key]).flatMap(({ item, at: place }): AddressRule[] => {
    const prefix = direction === "Ingress" ? "from" : "to";
    const narrowing = [`${prefix}Requires`, "authentication", "icmps"];
    if (narrowing.some((name) => !saysNothing(field(item, name)))) return [];
    const isEveryPort = saysNothing(field(item, "toPorts"));
    const blocks = blocksOf(item, prefix, place);
    return [{ direction, at: place, blocks, denied, isEveryPort, isWeb: isWeb(item) }];
  });
}

function blocksOf(rule: unknown, prefix: string, at: Path): WrittenBlock[] {
  const list = (name: string) => placed(field(rule, `${prefix}${name}`), [...at, `${prefix}${name}`]);
  return [
    ...list("Entities").flatMap(({ item, at: place }): WrittenBlock[] => {
      const cidrs = ENTITIES.get(item);
      return cidrs ? [{ at: place, written: String(item), cidrs, except: NO_CUT }] : [];
    }),
    ...list("CIDR").flatMap(({ item, at: place }) => blockOf(item, place)),
    ...list("CIDRSet").flatMap(({ item, at: place }) => {
      const except = exceptions(field(item, "except"), [...place, "except"]);
      return except ? blockOf(field(item, "cidr"), [...place, "cidr"], except) : [];
    }),
  ];
}

/** The blocks that deny rules name for port 80. They beat every allow rule. */
function deniedIn(spec: unknown, direction: Direction): string[] {
  const prefix = direction === "Ingress" ? "from" : "to";
  const rules = items(field(spec, `${rulesField(direction)}Deny`));
  return rules.filter(isWeb).flatMap((rule) => blocksOf(rule, prefix, []).flatMap(({ cidrs }) => cidrs));
}

/** The blocks to which a Cilium policy denies connections on port 80. */
export function deniedByCilium(object: AnyObject): string[] {
  const specs = [field(object, "spec"), ...items(field(object, "specs"))];
  return specs.flatMap((spec) => deniedIn(spec, "Egress"));
}

/** Whether a rule surely covers TCP port 80, whatever is asked there. Port 0 is every port. */
function isWeb(rule: unknown): boolean {
  if (saysNothing(field(rule, "toPorts"))) return true;
  return items(field(rule, "toPorts")).some((entry) => {
    if (!saysNothing(field(entry, "rules"))) return false;
    const ports = items(field(entry, "ports"));
    return ports.length === 0 || ports.some(isWebPort);
  });
}

function isWebPort(port: unknown): boolean {
  const protocol = field(port, "protocol") ?? "ANY";
  const written = field(port, "port");
  const number = typeof written === "string" && /^\d{1,5}$/.test(written) ? Number(written) : written;
  const isTcp = protocol === "TCP" || protocol === "ANY";
  return isTcp && (number === 0 || holdsWeb(number, field(port, "endPort") ?? number));
}
