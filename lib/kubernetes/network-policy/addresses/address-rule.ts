import { field, isMap, items, saysNothing } from "../../../util/plain-values.js";
import { addressesOf } from "../../connections/address-set.js";
import { isWithin } from "../../connections/intervals.js";
import { isPlain } from "../../objects.js";
import type { Direction } from "../policy-step.js";

export type Path = readonly (string | number)[];

/** Where AWS, Azure, Google Cloud, OpenStack and others answer with data and credentials of the node, on port 80. */
export const METADATA = "169.254.169.254";
/** The same of AWS over IPv6: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
export const METADATA_IPV6 = "fd00:ec2::254";

const HOSTS = [METADATA, METADATA_IPV6];
const HOST_ADDRESSES = new Map(
  HOSTS.map((host) => [host, addressesOf(host.includes(":") ? `${host}/128` : `${host}/32`) ?? []]),
);

/** What some blocks take away from others, as far as it matters. */
export interface Cut {
  /** Whether there are any. */
  some: boolean;
  /** The addresses of metadata services that are in them. */
  metadata: ReadonlySet<string>;
  /** The last of them, if they are a list. */
  last?: { at: Path; value: string };
}

export const NO_CUT: Cut = { some: false, metadata: new Set() };

/** A block of addresses as it is written in a rule, or what stands for one. */
export interface WrittenBlock {
  at: Path;
  /** How it is written: a block, or the name of an entity such as `world`. */
  written: string;
  /** The blocks that it is. */
  cidrs: readonly string[];
  /** What is excepted from it. */
  except: Cut;
}

/** A rule of a policy that lets addresses in or out, as far as that is certain. */
export interface AddressRule {
  direction: Direction;
  at: Path;
  blocks: readonly WrittenBlock[];
  /** What another rule of the same policy denies, whatever this one allows. */
  denied: Cut;
  /** Whether it names no ports. */
  isEveryPort: boolean;
  /** Whether TCP port 80 is among the ports. */
  isWeb: boolean;
}

/** Whether a block holds the address of a metadata service. */
export function holdsHost(cidr: string, host: string): boolean {
  return isWithin(HOST_ADDRESSES.get(host) ?? [], addressesOf(cidr) ?? []);
}

/** What blocks take away. */
export function cutBy(cidrs: readonly string[], before: Cut = NO_CUT): Cut {
  if (cidrs.length === 0) return before;
  const held = HOSTS.filter(
    (host) => before.metadata.has(host) || cidrs.some((cidr) => holdsHost(cidr, host)),
  );
  return { some: true, metadata: new Set(held) };
}

/** What a list of exceptions takes away; undefined if not all of it is known. */
export function exceptions(list: unknown, at: Path): Cut | undefined {
  const cidrs = texts(list);
  const value = cidrs?.at(-1);
  if (cidrs === undefined || value === undefined) return cidrs && NO_CUT;
  return { ...cutBy(cidrs), last: { at: [...at, cidrs.length - 1], value } };
}

/** A block without its exceptions; none if not all of it is known. */
export function blockOf(cidr: unknown, at: Path, except: Cut | undefined = NO_CUT): WrittenBlock[] {
  if (typeof cidr !== "string" || !isPlain(cidr)) return [];
  return [{ at, written: cidr, cidrs: [cidr], except }];
}

/** The items of a list of texts, none for one that is not there; undefined if not all are known. */
export function texts(list: unknown): readonly string[] | undefined {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return undefined;
  return list.every((one): one is string => typeof one === "string" && isPlain(one)) ? list : undefined;
}

/** Whether a number or two, both included, hold port 80. */
export function holdsWeb(from: unknown, to: unknown = from): boolean {
  return typeof from === "number" && typeof to === "number" && from <= 80 && 80 <= to;
}

/** Whether a map has no field that says something but these. */
export function hasOnly(map: unknown, fields: readonly string[]): boolean {
  if (map === undefined || map === null) return true;
  return isMap(map) && Object.keys(map).every((key) => fields.includes(key) || saysNothing(map[key]));
}

/** Each item of a list with its path. */
export function placed(list: unknown, at: Path): { item: unknown; at: Path }[] {
  return items(list).map((item, index) => ({ item, at: [...at, index] }));
}

/**
 * The rules of a list, which are asked in order, each with what those before it deny, on whatever ports.
 * @param deniedBy the blocks of a rule on port 80
 */
export function inOrder(
  list: unknown,
  at: Path,
  deniedBy: (rule: unknown) => readonly string[],
): { item: unknown; at: Path; denied: Cut }[] {
  let denied = NO_CUT;
  return placed(list, at).map((rule) => {
    const before = denied;
    if (field(rule.item, "action") === "Deny") denied = { ...cutBy(deniedBy(rule.item), denied), some: true };
    return { ...rule, denied: before };
  });
}
