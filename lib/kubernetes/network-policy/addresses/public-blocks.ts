import { addresses, type AddressSet, EVERY_IPV4, EVERY_IPV6 } from "../../connections/address-set.js";
import { isWithin } from "../../connections/intervals.js";
import { field } from "../../../util/plain-values.js";
import type { AnyObject, KindName, NetworkPolicy } from "../../objects.js";
import type { Direction } from "../policy-step.js";
import {
  type AddressRule,
  holdsHost,
  METADATA,
  METADATA_IPV6,
  type Path,
  type WrittenBlock,
} from "./address-rule.js";
import { adminAddresses, deniedByAdmin } from "./admin-addresses.js";
import { calicoAddresses, deniedByCalico } from "./calico-addresses.js";
import { ciliumAddresses, deniedByCilium } from "./cilium-addresses.js";
import { networkPolicyAddresses } from "./network-policy-addresses.js";

/** That a rule lets in or out every address, or lets out to the cloud's metadata service. */
export interface PublicBlock {
  id: "everybody" | "everything" | "metadata";
  at: Path;
  /** The blocks or entities that do so, as they are written. */
  written: readonly string[];
  isEveryPort: boolean;
  /** The address of the metadata service that can be reached on port 80, if any. */
  metadata?: string;
  /** For the metadata service: the last exception of its block, or that the block is nothing else. */
  lastExcept?: { at: Path; value: string };
  isOnly?: true;
}

/** A policy of any engine. */
export interface AnyPolicy {
  kind: KindName;
  object: AnyObject | NetworkPolicy;
}

const FAMILIES = [
  { every: EVERY_IPV4, metadata: METADATA },
  { every: EVERY_IPV6, metadata: METADATA_IPV6 },
] as const;

/** The rules of a policy that let every address through, or the metadata service; what is not known is left out. */
export function publicBlocks(policy: AnyPolicy): PublicBlock[] {
  return addressRules(policy).flatMap((rule) => {
    const every = everyAddress(rule);
    const metadata = rule.direction === "Egress" && rule.isWeb ? metadataBlocks(rule) : [];
    // One finding for a block, whatever it lets through.
    return [...every, ...metadata.filter(({ at }) => !every.some((one) => one.at === at || one.metadata))];
  });
}

function addressRules({ kind, object }: AnyPolicy): AddressRule[] {
  switch (kind) {
    case "NetworkPolicy":
      return networkPolicyAddresses(object as NetworkPolicy);
    case "CiliumNetworkPolicy":
    case "CiliumClusterwideNetworkPolicy":
      return ciliumAddresses(object as AnyObject);
    case "CalicoNetworkPolicy":
    case "GlobalNetworkPolicy":
      return calicoAddresses(object as AnyObject);
    default:
      return adminAddresses(object as AnyObject);
  }
}

/**
 * Whether a policy, of whatever engine, denies connections to the metadata service without denying everything. What it
 * selects is not asked; of what only Baseline policies deny, others may allow a part.
 */
export function deniesMetadata({ kind, object }: AnyPolicy): boolean {
  return deniedBlocks(kind, object as AnyObject).some(
    (block) => !block.endsWith("/0") && holdsHost(block, METADATA),
  );
}

function deniedBlocks(kind: KindName, object: AnyObject): readonly string[] {
  switch (kind) {
    case "CiliumNetworkPolicy":
    case "CiliumClusterwideNetworkPolicy":
      return deniedByCilium(object);
    case "CalicoNetworkPolicy":
    case "GlobalNetworkPolicy":
      return deniedByCalico(object);
    case "AdminNetworkPolicy":
      return deniedByAdmin(object);
    case "ClusterNetworkPolicy":
      return field(object, "spec", "tier") === "Baseline" ? [] : deniedByAdmin(object);
    default:
      return [];
  }
}

function everyAddress(rule: AddressRule): PublicBlock[] {
  // A rule that denies something first is like an exception.
  if (rule.denied.some) return [];
  const whole = rule.blocks.filter(({ except }) => !except.some);
  const covered = FAMILIES.filter(({ every }) => isWithin(every, addresses(cidrsOf(whole))));
  if (covered.length === 0) return [];
  const shown = covered.flatMap(({ every }) => {
    const single = whole.find((block) => isWithin(every, addresses(block.cidrs)));
    return single ? [single] : whole.filter((block) => isPartOf(block, every));
  });
  const [first] = shown;
  if (!first) return [];
  const reached = rule.direction === "Egress" && rule.isWeb ? covered[0]?.metadata : undefined;
  const id = idOf(rule.direction);
  const written = [...new Set(shown.map((block) => block.written))];
  return [
    {
      ...{ id, at: first.at, written, isEveryPort: rule.isEveryPort },
      ...(reached !== undefined && { metadata: reached }),
    },
  ];
}

function idOf(direction: Direction): PublicBlock["id"] {
  return direction === "Ingress" ? "everybody" : "everything";
}

/** The first block of a rule that holds the metadata service; of IPv6 only one that holds every address but some. */
function metadataBlocks({ blocks, denied, isEveryPort }: AddressRule): PublicBlock[] {
  for (const { every, metadata } of FAMILIES) {
    if (denied.metadata.has(metadata)) continue;
    const block = blocks.find(({ cidrs, except }) => {
      if (except.metadata.has(metadata)) return false;
      if (metadata === METADATA) return cidrs.some((cidr) => holdsHost(cidr, metadata));
      return isWithin(every, addresses(cidrs));
    });
    if (!block) continue;
    const { at, written, except } = block;
    return [
      {
        ...{ id: "metadata" as const, at, written: [written], isEveryPort, metadata },
        ...(except.last && { lastExcept: except.last }),
        ...(written === `${metadata}/32` && { isOnly: true as const }),
      },
    ];
  }
  return [];
}

function cidrsOf(blocks: readonly WrittenBlock[]): string[] {
  return blocks.flatMap(({ cidrs }) => cidrs);
}

function isPartOf({ cidrs }: WrittenBlock, family: AddressSet): boolean {
  const all = addresses(cidrs);
  return all.length > 0 && isWithin(all, family);
}
