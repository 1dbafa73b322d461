import { isIP } from "node:net";
import { field, items } from "../../util/plain-values.js";
import { labelSelectorDefects } from "../labels/label-syntax.js";
import { isPlain } from "../objects.js";
import { fitShape } from "../shape.js";
import type { AdminPolicyDefect, Path } from "./admin-policy-defect.js";
import { parseCidr, strictDefect } from "./cidr.js";
import { PROTOCOLS } from "./policy-defects.js";

type Map = Record<string, unknown>;

const LONGEST_NAME = 100;
const LONGEST_BLOCK = 43;
/** The version of the API in which the namespaces of a peer became a selector themselves. */
const SELECTORS_SINCE = "0.1.3";
const REMOVED_FIELDS = ["namespaceSelector", "sameLabels", "notSameLabels"] as const;

/**
 * What of a map is refused or means nothing although each of its fields may be so.
 * @param name its definition
 */
export function beyondLimits(map: Map, name: string, at: Path): AdminPolicyDefect[] {
  if (name.endsWith("Rule")) return [...nameDefects(map, at), ...namedPortDefects(map, at)];
  if (name.endsWith("EgressPeer")) return addressDefects(map, at);
  if (name.endsWith("Range")) return [...rangeDefects(map, name, at), ...protocolDefects(map, at)];
  if (name === "AdminPolicyPortNumber") return protocolDefects(map, at);
  if (name === "AdminPolicyPeerPods") return removedDefects(map, ["namespaces"], at);
  return [];
}

/**
 * What is wrong with a label selector. The API server only looks for missing fields; everything else it stores, and
 * who reads it cannot make a selector of it: apimachinery, pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export function selectorDefects(map: Map, name: string, at: Path): AdminPolicyDefect[] {
  const selector = fitShape(map, SELECTOR) as Parameters<typeof labelSelectorDefects>[0];
  const found = labelSelectorDefects(selector).filter(
    ({ id, at: [list, index, key] }) =>
      !(id === "noKey" || id === "noOperator") || isEmptyText(items(map[String(list)])[Number(index)], key),
  );
  return [
    ...found.map((defect) => ({ ...defect, at: [...at, ...defect.at], isStored: true as const })),
    ...(name === "AdminPolicyNamespaces" ? removedDefects(map, REMOVED_FIELDS, at) : []),
  ];
}

const SELECTOR = {
  fields: {
    matchLabels: { map: "text" },
    matchExpressions: {
      list: { fields: { key: "text", operator: "text", values: { list: "text" } } },
    },
  },
} as const;

function isEmptyText(expression: unknown, key: string | number | undefined): boolean {
  return field(expression, String(key)) === "";
}

function removedDefects(map: Map, fields: readonly string[], at: Path): AdminPolicyDefect[] {
  return fields
    .filter((key) => (field(map, key) ?? null) !== null)
    .map((key) => ({ id: "removedField", at: [...at, key], value: key, since: SELECTORS_SINCE }));
}

function nameDefects({ name }: Map, at: Path): AdminPolicyDefect[] {
  if (typeof name !== "string" || !isPlain(name) || [...name].length <= LONGEST_NAME) return [];
  return [{ id: "longName", at: [...at, "name"], value: String([...name].length) }];
}

/**
 * A named port beside peers that have none. The standard channel refuses its fields as well, but for networks in a
 * ClusterNetworkPolicy, beside which it stores the name.
 */
function namedPortDefects(map: Map, at: Path): AdminPolicyDefect[] {
  const isCluster = Object.hasOwn(map, "protocols");
  const [list, key] = isCluster ? ["protocols", "destinationNamedPort"] : ["ports", "namedPort"];
  const isRefused = (peer: unknown): boolean =>
    ["nodes", "domainNames", ...(isCluster ? [] : ["networks"])].some(
      (one) => (field(peer, one) ?? null) !== null,
    );
  const peer = items(map["to"]).find(isRefused);
  const beside = ["networks", "nodes", "domainNames"].find((one) => (field(peer, one) ?? null) !== null);
  if (beside === undefined) return [];
  return items(field(map, list as string)).flatMap((port, index): AdminPolicyDefect[] => {
    const value = field(port, key as string);
    return typeof value === "string"
      ? [{ id: "namedPort", at: [...at, list as string, index, key as string], value, instead: beside }]
      : [];
  });
}

function addressDefects(map: Map, at: Path): AdminPolicyDefect[] {
  return [
    ...eachText(map, "networks", at).flatMap(({ value, at: place }) => blockDefects(value, place)),
    ...eachText(map, "domainNames", at).flatMap(({ value, at: place }): AdminPolicyDefect[] =>
      isDomain(value) ? [] : [{ id: "domain", at: place, value }],
    ),
    ...["networks", "domainNames"].flatMap((key) => duplicates(eachText(map, key, at))),
  ];
}

function eachText(map: Map, key: string, at: Path): { value: string; at: Path }[] {
  return items(field(map, key)).flatMap((value, index) =>
    typeof value === "string" && isPlain(value) ? [{ value, at: [...at, key, index] }] : [],
  );
}

/** Both lists are sets. */
function duplicates(texts: readonly { value: string; at: Path }[]): AdminPolicyDefect[] {
  const seen = new Set<string>();
  return texts.flatMap(({ value, at }): AdminPolicyDefect[] => {
    if (seen.has(value)) return [{ id: "duplicate", at, value }];
    seen.add(value);
    return [];
  });
}

/**
 * CEL's isCIDR, which takes bits behind the prefix: staging/src/k8s.io/apiserver/pkg/cel/library/cidr.go, parseCIDR.
 */
function blockDefects(value: string, at: Path): AdminPolicyDefect[] {
  const block = parseCidr(value);
  if (!block || value.length > LONGEST_BLOCK)
    return [{ id: isIP(value) === 0 ? "cidr" : "bareAddress", at, value }];
  const strict = strictDefect(block);
  if (!strict || strict.id === "hostBits") return [];
  return [{ id: strict.id, at, value, instead: strict.instead }];
}

/** The pattern of DomainName; its `[A-z]` also takes a few marks. */
function isDomain(name: string): boolean {
  const labels = name.replace(/^\*\./, "").replace(/\.$/, "").split(".");
  return labels.length > 1 && labels.every((label) => /^[A-z\d](?:[-\w]*[A-Za-z\d])?$/.test(label));
}

function rangeDefects({ start, end }: Map, name: string, at: Path): AdminPolicyDefect[] {
  if (!Number.isInteger(start) || !Number.isInteger(end)) return [];
  const [first, last] = [Number(start), Number(end)];
  const defect = { at: [...at, "end"], value: String(last), instead: String(first) };
  // Only a ClusterNetworkPolicy has the rule `self.start < self.end`.
  if (name === "ClusterPolicyRange") return first < last ? [] : [{ ...defect, id: "rangeOrder" }];
  return first <= last ? [] : [{ ...defect, id: "backwards", isStored: true }];
}

/** In a CustomResourceDefinition, a protocol is any text. */
function protocolDefects({ protocol }: Map, at: Path): AdminPolicyDefect[] {
  const isWrong =
    typeof protocol === "string" && isPlain(protocol) && !PROTOCOLS.some((known) => known === protocol);
  return isWrong ? [{ id: "protocol", at: [...at, "protocol"], value: protocol, isStored: true }] : [];
}
