import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { Analysis } from "../../lib/analysis/analysis.js";
import { type Connections, connectionsIn } from "../../lib/analysis/network/connections.js";
import { networksOf } from "../../lib/analysis/network/network.js";
import { waysIn } from "../../lib/analysis/network/ways-in.js";
import type { Workload } from "../../lib/analysis/network/workloads.js";
import { type AddressSet, EVERY_IPV4 } from "../../lib/kubernetes/connections/address-set.js";
import { intersection, type Intervals, union } from "../../lib/kubernetes/connections/intervals.js";
import {
  isEveryPort,
  isNoPort,
  NO_PORTS,
  PROTOCOLS,
  type PortSet,
  unitePorts,
} from "../../lib/kubernetes/connections/port-set.js";
import { allowedPorts, unknownPorts } from "../../lib/kubernetes/connections/verdict.js";
import { isNamespaced, podTemplateOf } from "../../lib/kubernetes/kinds.js";
import type { FileFacts } from "../../lib/repository/facts.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { Repository } from "../../lib/repository/repository.js";
import { groupBy } from "../../lib/util/group-by.js";
import { field, isMap, items } from "../../lib/util/plain-values.js";

/*
 * The lists of connections that the tests of np-guard/netpol-analyzer expect, against ours. A checkout of it is not part
 * of this repository: NETPOL_ANALYZER names one. Without it, this file tests nothing.
 */

const checkout = process.env.NETPOL_ANALYZER ?? "";
const directories = existsSync(join(checkout, "tests"))
  ? readdirSync(join(checkout, "tests")).filter((name) => existsSync(expectedFile(name)))
  : [];
/** Networks of OVN-Kubernetes and of Multus, of which no policy here speaks. */
const OTHER_NETWORKS = /^(?:c?udn|nad)_|^multiple_topology/;

/** The directories that we read in another way on purpose. */
const OTHERWISE: ReadonlySet<string> = new Set([
  // np-guard says that it does not read IPv6; the block in here may hold addresses of pods.
  "anp_and_banp_using_networks_with_ipv6_test",
  // The API server refuses a rule with a named port and networks, which have no names for ports.
  "anp_test_named_ports_multiple_peers",
]);

describe.skipIf(directories.length === 0)("the lists of np-guard", () => {
  it.each(directories.filter((name) => !OTHER_NETWORKS.test(name) && !OTHERWISE.has(name)))(
    "of %s",
    (name) => {
      const root = join(checkout, "tests", name);
      const lines = readFileSync(expectedFile(name), "utf8")
        .split("\n")
        .filter((line) => line.includes(" => "));
      const found = listOf(root);
      const expected = withJoinedRanges(lines);
      expect([
        ...expected.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`),
        ...found.filter((line) => !expected.includes(line)).map((line) => `too much: ${line}`),
      ]).toEqual([]);
    },
  );
});

function expectedFile(name: string): string {
  return join(checkout, "test_outputs", "connlist", `${name}_connlist_output.txt`);
}

function listOf(root: string): string[] {
  const repository = readRepository(root);
  const files = new Map([...repository.files].map(([path, facts]) => [path, asNpGuardReads(facts)]));
  const analysis = new Analysis(new Repository({ root: "", files }), {});
  const [network] = networksOf(analysis);
  if (!network) return [];
  const owners = ownersIn(root);
  const throughIngress = groupBy(
    waysIn(analysis, network).ways.filter(({ route }) => route !== undefined),
    ({ workload }) => nameOf(workload, owners),
  );
  return [
    ...linesOf(connectionsIn(network), owners),
    ...[...throughIngress].flatMap(([name, ways]) => {
      const open = ways.map((way) => way.open).reduce(unitePorts, NO_PORTS);
      return isNoPort(open) ? [] : [`{ingress-controller} => ${name} : ${wordsOf(open)}`];
    }),
  ].sort();
}

/**
 * The facts of a file as np-guard reads them: it passes over fields that do not exist, takes pods that have the network of
 * their node for any others, and what names no namespace is in `default`.
 */
function asNpGuardReads(facts: FileFacts): FileFacts {
  return {
    ...facts,
    objects: facts.objects.map(({ kind, object, document, at }) => {
      const written = { kind, object, document, at };
      const one = structuredClone(written);
      delete podTemplateOf(one)?.spec?.hostNetwork;
      if (one.kind.endsWith("AdminNetworkPolicy")) one.object.spec = withBothSelectors(one.object.spec);
      if (!isNamespaced(one.kind) || one.object.metadata?.namespace) return one;
      const metadata = { ...one.object.metadata, namespace: "default" };
      return { ...one, object: { ...one.object, metadata } };
    }),
  };
}

/** An admin policy whose peers have both selectors, without one of which the API server refuses it. */
function withBothSelectors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBothSelectors);
  if (!isMap(value)) return value;
  const fields = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    key === "pods" && isMap(item)
      ? { namespaceSelector: {}, podSelector: {}, ...item }
      : withBothSelectors(item),
  ]);
  return Object.fromEntries(fields);
}

/** What has made the Pods that say so, by namespace and name. */
function ownersIn(root: string): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.ya?ml$|\.json$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const document of parseAllDocuments(text)) {
      const value: unknown = Array.isArray(document) ? undefined : document.toJS();
      const all = isMap(value) && Array.isArray(value.items) ? items(value.items) : [value];
      for (const object of all) {
        const [owner] = items(field(object, "metadata", "ownerReferences"));
        const kind = textAt(owner, "kind") ?? "Pod";
        if (owner === undefined || kind === "Node") continue;
        const namespace = textAt(object, "metadata", "namespace") ?? "default";
        const name = textAt(object, "metadata", "name") ?? "";
        owners.set(`${namespace}/${name}`, `${namespace}/${textAt(owner, "name") ?? ""}[${kind}]`);
      }
    }
  }
  return owners;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = field(value, ...path);
  return typeof found === "string" ? found : undefined;
}

function nameOf(one: Workload, owners: ReadonlyMap<string, string>): string {
  const name = `${one.namespace.name}/${one.name}`;
  return owners.get(name) ?? `${name}[${one.kind}]`;
}

function linesOf(connections: Connections, owners: ReadonlyMap<string, string>): string[] {
  const pods = connections.network.workloads;
  const lines = new Set<string>();
  for (const from of pods) {
    for (const to of pods) {
      if (nameOf(from, owners) !== nameOf(to, owners))
        add(`${nameOf(from, owners)} => ${nameOf(to, owners)}`, connections.between(from, to));
    }
    byPorts(
      connections,
      (one) => connections.between(from, one),
      (outside) => `${nameOf(from, owners)} => ${outside}`,
    );
    byPorts(
      connections,
      (one) => connections.between(one, from),
      (outside) => `${outside} => ${nameOf(from, owners)}`,
    );
  }
  return [...lines].sort();

  function add(ends: string, verdict: ReturnType<Connections["between"]>): void {
    const [allowed, unknown] = [allowedPorts(verdict), unknownPorts(verdict)];
    if (!isNoPort(allowed)) lines.add(`${ends} : ${wordsOf(allowed)}`);
    if (!isNoPort(unknown)) lines.add(`${ends} : not known ${wordsOf(unknown)}`);
  }

  /** The addresses outside, those with the same ports together. */
  function byPorts(
    { endpoints }: Connections,
    ask: (outside: (typeof endpoints)[number]) => ReturnType<Connections["between"]>,
    ends: (outside: string) => string,
  ): void {
    const byWords = new Map<string, AddressSet>();
    const verdicts = new Map<string, ReturnType<Connections["between"]>>();
    for (const outside of endpoints) {
      if (outside.is !== "addresses") continue;
      const addresses = intersection(outside.addresses, EVERY_IPV4);
      if (addresses.length === 0) continue;
      const verdict = ask(outside);
      const key = JSON.stringify([verdict.mayAllow, verdict.mayDeny]);
      byWords.set(key, union(byWords.get(key) ?? [], addresses));
      verdicts.set(key, verdict);
    }
    for (const [key, addresses] of byWords) {
      for (const range of addresses) {
        add(ends(`${rangeWords(range)}[External]`), verdicts.get(key) as ReturnType<Connections["between"]>);
      }
    }
  }
}

const RANGE = /(\d+\.\d+\.\d+\.\d+)-(\d+\.\d+\.\d+\.\d+)\[External\]/;

/** The same lines with ranges of addresses joined that are told apart although nothing tells them apart. */
function withJoinedRanges(lines: readonly string[]): string[] {
  const byRest = new Map<string, AddressSet>();
  for (const line of lines) {
    const [, from, to] = RANGE.exec(line) ?? [];
    const range: AddressSet = from && to ? [[number(from), number(to) + 1n]] : [];
    const rest = line.replace(RANGE, "RANGE");
    byRest.set(rest, union(byRest.get(rest) ?? [], range));
  }
  return [...byRest].flatMap(([rest, ranges]) =>
    ranges.length === 0
      ? [rest]
      : ranges.map((range) => rest.replace("RANGE", `${rangeWords(range)}[External]`)),
  );
}

function number(address: string): bigint {
  return address.split(".").reduce((sum, octet) => (sum << 8n) + BigInt(octet), 0n);
}

function rangeWords([from, end]: AddressSet[number]): string {
  return `${ipv4(from)}-${ipv4(end - 1n)}`;
}

function ipv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}

function wordsOf(ports: PortSet): string {
  if (isEveryPort(ports)) return "All Connections";
  const parts = PROTOCOLS.filter((protocol) => ports[protocol].length > 0).map(
    (protocol) => `${protocol} ${rangesIn(ports[protocol])}`,
  );
  return parts.sort().join(",");
}

function rangesIn(intervals: Intervals<number>): string {
  return intervals.map(([from, end]) => (end - from === 1 ? String(from) : `${from}-${end - 1}`)).join(",");
}
