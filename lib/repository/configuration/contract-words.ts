import { type AddressSet, blockOrAddress, EVERY_ADDRESS } from "../../kubernetes/connections/address-set.js";
import { INTERNET } from "../../kubernetes/connections/address-blocks.js";
import { ALL_PORTS, portRange, type PortSet, PROTOCOLS } from "../../kubernetes/connections/port-set.js";
import { isDnsLabel } from "../../kubernetes/rbac/subjects.js";

/** Pods as a contract names them. */
export interface NamedPods {
  /** A glob. */
  namespace: string;
  /** A glob of the names of workloads; undefined if labels say which pods are meant. */
  workload?: string;
  /** The labels, with globs as values. */
  labels: readonly (readonly [key: string, value: string])[];
  ports: PortSet;
}

/** One end of a connection as a contract names it. */
export type NamedEnd = { is: "pods"; pods: NamedPods } | { is: "outside"; addresses: AddressSet };

const SUBJECT_KINDS = ["User", "Group", "ServiceAccount"] as const;
const HOW_SUBJECT = "write 'User:jane', 'Group:developers' or 'ServiceAccount:namespace/name'";
const HOW_PODS = "write 'namespace/label=value', 'namespace/name' or 'namespace/*'";
const LAST_PORT = 65_535;

/** What is wrong with a subject, as a clause; undefined if nothing is. */
export function subjectMistake(text: string): string | undefined {
  const [kind = "", ...rest] = text.split(":");
  const name = rest.join(":");
  const parts = name.split("/");
  const isComplete = kind === "ServiceAccount" ? parts.length === 2 && !parts.includes("") : name !== "";
  const isKind = SUBJECT_KINDS.some((one) => one === kind);
  return isKind && isComplete ? undefined : `'${text}' is not a subject; ${HOW_SUBJECT}`;
}

/** What is wrong with a verb, as a clause; undefined if nothing is. */
export function verbMistake(text: string): string | undefined {
  if (/^[^\sA-Z]+$/.test(text)) return undefined;
  return `'${text}' is not a verb; verbs are lower-case words, such as 'get', or '*' for all`;
}

/** What is wrong with a resource or URL, as a clause; undefined if nothing is. */
export function resourceMistake(text: string): string | undefined {
  if (isUrl(text)) {
    const star = text.indexOf("*");
    const isPlain = !/[\s?]/.test(text) && (star < 0 || star === text.length - 1);
    return isPlain ? undefined : `'${text}' is not a URL; '*' can only be at its end, as in '/metrics/*'`;
  }
  if (/^[^\s/]+(?:\/[^\s/]+)?$/.test(text)) return undefined;
  return `'${text}' is not a resource; write 'secrets', 'deployments.apps', 'pods/exec', '*' or a URL such as '/metrics'`;
}

/** Whether what a contract is on is a URL, and no resource. */
export function isUrl(text: string): boolean {
  return text.startsWith("/");
}

/** What is wrong with a namespace, as a clause; undefined if nothing is. */
export function namespaceMistake(text: string): string | undefined {
  if (isDnsLabel(text.replace(/[*?]/g, "x"))) return undefined;
  return `'${text}' is not the name of a namespace; it has lower-case letters, digits and '-', and '*' for any text`;
}

/** One end of a connection, or what is wrong with its text, as a clause. */
export function readEnd(text: string): NamedEnd | string {
  if (text === "outside") return { is: "outside", addresses: EVERY_ADDRESS };
  if (text === "internet") return { is: "outside", addresses: INTERNET };
  const addresses = blockOrAddress(text);
  if (addresses) return { is: "outside", addresses };
  const pods = readPods(text);
  if (typeof pods === "string")
    return `${pods}, or for what is outside of the cluster an address, a block such as '10.0.0.0/8', 'internet' or 'outside'`;
  if (pods.ports !== ALL_PORTS) return `'${text}' has a port; those that it may reach stand under 'reach'`;
  return { is: "pods", pods };
}

/** Pods with their ports, or what is wrong with the text, as a clause. */
export function readPods(text: string): NamedPods | string {
  const [, namespace = "", selector = "", port] = /^([^/\s]+)\/([^\s:]+)(?::([^\s:]+))?$/.exec(text) ?? [];
  if (namespace === "" || namespaceMistake(namespace) !== undefined)
    return `'${text}' does not say which pods; ${HOW_PODS}`;
  const ports = port === undefined ? ALL_PORTS : readPorts(port);
  if (!ports)
    return `'${port}' is not a port; write a number such as '5432', '8000-8080', '53/UDP' or '53/TCP'`;
  if (!selector.includes("=")) return { namespace, workload: selector, labels: [], ports };
  const labels = selector.split(",").map((part) => /^([^=!]+)=([^=]*)$/.exec(part));
  if (labels.includes(null))
    return `'${text}' does not say which pods; write labels as 'label=value,other=value'`;
  return {
    namespace,
    labels: labels.map((one): [string, string] => [one?.[1] ?? "", one?.[2] ?? ""]),
    ports,
  };
}

function readPorts(text: string): PortSet | undefined {
  const [, first = "", last = first, written = "TCP"] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(text) ?? [];
  const protocol = PROTOCOLS.find((one) => one === written.toUpperCase());
  const [from, to] = [Number(first), Number(last)];
  if (first === "" || !protocol || from < 1 || to > LAST_PORT || from > to) return undefined;
  return portRange(protocol, from, to);
}
