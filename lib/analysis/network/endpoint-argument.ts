import { INTERNET } from "../../kubernetes/connections/address-blocks.js";
import { type AddressSet, blockOrAddress, EVERY_ADDRESS } from "../../kubernetes/connections/address-set.js";
import { ArgumentProblem } from "../../kubernetes/api/resource-argument.js";
import { isGlob, matchesGlob } from "../../util/glob.js";
import { nearest } from "../../util/nearest.js";
import type { Asked } from "./connection-list.js";
import { askedNamespace, nameWords } from "./endpoint-words.js";
import type { Network } from "./network.js";
import type { Workload } from "./workloads.js";

/** With more names than this, the nearest is not looked for. */
const MAX_CANDIDATES = 1000;

const HOW =
  "Write 'namespace/name', 'Kind/namespace/name', 'namespace/' for all of a namespace, an address, a block of addresses, 'outside' or 'internet'";

/**
 * Reads one end of connections as somebody asks for it: `namespace/name`, `Kind/namespace/name` and `namespace/`, all
 * with `*` and `?`; an address or a block; `outside`, or `internet` for the addresses that are not private. A namespace
 * that is chosen when its objects are applied is empty.
 * @throws {ArgumentProblem} if it is none of these, or no workload goes by it
 */
export function askedEnd(networks: readonly Network[], written: string): Asked {
  const outside = outsideAsked(written);
  if (outside) return { workloads: () => false, outside };
  const asked: Asked = { workloads: workloadAsked(written, networks), outside: [] };
  const isThere = networks.some(({ workloads }) => workloads.some((one) => asked.workloads(one)));
  if (!isThere) throw new ArgumentProblem(nowhere(written, networks));
  return asked;
}

function outsideAsked(written: string): AddressSet | undefined {
  if (written === "outside") return EVERY_ADDRESS;
  if (written === "internet") return INTERNET;
  return blockOrAddress(written);
}

function workloadAsked(written: string, networks: readonly Network[]): (workload: Workload) => boolean {
  if (written === "*") return () => true;
  const [name = "", namespace, kind = "*", ...others] = written.split("/").reverse();
  if (namespace === undefined || others.length > 0) throw new ArgumentProblem(misread(written, networks));
  const lower = kind.toLowerCase();
  return (workload) =>
    matchesGlob(lower, workload.kind.toLowerCase()) &&
    matchesGlob(namespace, askedNamespace(workload.namespace.name)) &&
    matchesGlob(name === "" ? "*" : name, nameWords(workload));
}

/** A sentence about what is no end of a connection, with what was probably meant. */
function misread(written: string, networks: readonly Network[]): string {
  const named = workloadsOf(networks).find((workload) => nameWords(workload) === written);
  const isNamespace = networks.some(({ populated }) =>
    populated.some((one) => askedNamespace(one) === written),
  );
  const meant = named ? fullName(named) : isNamespace ? `${written}/` : undefined;
  return `'${written}' is no end of a connection. ${meant === undefined ? `${HOW}.` : `Did you mean '${meant}'?`}`;
}

function nowhere(written: string, networks: readonly Network[]): string {
  const [, namespace = ""] = written.split("/").reverse();
  const all = workloadsOf(networks);
  const namespaces = new Set(all.map((one) => askedNamespace(one.namespace.name)));
  const isPattern = isGlob(written);
  if (!isPattern && !namespaces.has(namespace)) {
    return `No workload of this repository is in namespace '${namespace}'.${hint(nearestOf(namespace, namespaces))}`;
  }
  if (isPattern || written.endsWith("/")) return `No workload of this repository goes by '${written}'.`;
  const names = all.flatMap((one) => [fullName(one), `${one.kind}/${fullName(one)}`]);
  const same = all.find((one) => `/${fullName(one)}` === `/${written.split("/").slice(-2).join("/")}`);
  const meant = same ? `${same.kind}/${fullName(same)}` : nearestOf(written, new Set(names));
  return `There is no workload '${written}' in this repository.${hint(meant)}`;
}

function workloadsOf(networks: readonly Network[]): Workload[] {
  return networks.flatMap(({ workloads }) => workloads);
}

function fullName(workload: Workload): string {
  return `${askedNamespace(workload.namespace.name)}/${nameWords(workload)}`;
}

function nearestOf(name: string, names: ReadonlySet<string>): string | undefined {
  return names.size > 2 * MAX_CANDIDATES ? undefined : nearest(name, names);
}

function hint(meant: string | undefined): string {
  return meant === undefined ? "" : ` Did you mean '${meant}'?`;
}
