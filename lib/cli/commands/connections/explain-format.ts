import {
  type DecidingPolicy,
  type DecidingRule,
  policyName,
  policyPlace,
  policyWords,
} from "../../../analysis/network/deciding.js";
import { outsideWords, workloadWords } from "../../../analysis/network/endpoint-words.js";
import type { ExplainedConnection, ExplainedEnd } from "../../../analysis/network/explain-connection.js";
import type { Workload } from "../../../analysis/network/workloads.js";
import { blocksOf } from "../../../kubernetes/connections/address-blocks.js";
import type { Endpoint } from "../../../kubernetes/connections/endpoint.js";
import {
  isEveryPort,
  isNoPort,
  type PortSet,
  portsWithout,
  portWords,
} from "../../../kubernetes/connections/port-set.js";
import { ALL_PORTS } from "../../../kubernetes/connections/port-set.js";
import { allowedPorts, unknownPorts, type Verdict } from "../../../kubernetes/connections/verdict.js";
import { printable, series } from "../../../util/phrases.js";
import type { Lines } from "../../report/lines.js";
import { notRead } from "../../report/not-read.js";
import { placeWords } from "../who-can-format.js";
import { workloadAsJson } from "./workload-json.js";
import { clusterHeading, policyAsJson, portRanges, withLines } from "./words.js";

/** Why connections are allowed or denied, for people. */
export function explainedAsText(all: readonly ExplainedConnection[], lines: Lines): string {
  return [...all.map((one) => explained(one, lines)), NOTES]
    .map((part) => part.map(printable).join("\n"))
    .join("\n\n");
}

const NOTES = [
  "A pod always reaches itself, and its own node always reaches it.",
  "Policies judge the pods behind a Service and their ports, not the Service and its ports.",
];

function explained(one: ExplainedConnection, lines: Lines): string[] {
  const { network, from, to, verdict, egress, ingress } = one;
  const name = (end: Endpoint) =>
    end.is === "pods" ? workloadWords(network)(end as Workload) : outsideWords(end.addresses);
  const isSelf = from === to;
  return [
    ...clusterHeading(network),
    `${name(from)} to ${name(to)}: ${verdictWords(verdict)}`,
    ...(isSelf ? ["This is about two pods of it: a pod always reaches itself."] : []),
    "",
    `1. Egress of ${name(from)}`,
    ...endLines(egress, lines),
    "",
    `2. Ingress of ${name(to)}`,
    ...endLines(ingress, lines),
  ];
}

/** What a verdict says, as sentences. */
function verdictWords(verdict: Verdict): string {
  const [allowed, unknown] = [allowedPorts(verdict), unknownPorts(verdict)];
  const denied = portsWithout(portsWithout(ALL_PORTS, allowed), unknown);
  const parts = [
    ...(isNoPort(allowed) ? [] : [`allowed on ${portWords(allowed)}`]),
    ...(isNoPort(unknown) ? [] : [`not known on ${portWords(unknown)}`]),
    ...(isNoPort(denied)
      ? []
      : [`denied on ${isEveryPort(denied) ? "all ports" : restWords(denied, allowed, unknown)}`]),
  ];
  return `${series(parts)}.`;
}

/** What is denied, in short where it is all the rest. */
function restWords(denied: PortSet, ...others: readonly PortSet[]): string {
  const isFew = others.every((ports) => portWords(ports).length < portWords(denied).length);
  return isFew ? "all other ports" : portWords(denied);
}

function endLines({ direction, workload, verdict, policies }: ExplainedEnd, lines: Lines): string[] {
  const word = direction.toLowerCase();
  if (!workload) return ["   It is outside of the cluster, where policies have no say."];
  if (policies.length === 0) return [`   No policy selects it for ${word}, so all ports are allowed.`];
  return [
    ...(workload.isOnHostNetwork
      ? ["   It has the network of its node: what policies do there is up to the network plugin."]
      : []),
    ...policies.flatMap((policy) => policyLines(policy, lines)),
    `   Together: ${verdictWords(verdict)}`,
  ];
}

function policyLines(policy: DecidingPolicy, lines: Lines): string[] {
  const { source, selects, isolates, tier, rules, doubt } = policy;
  if (!source) return [`   Cannot know: ${doubt ?? ""}.`];
  const where = `${policyWords(policyName(source))} (${placeWords(policyPlace(source), lines)})`;
  const first = selects
    ? `   ${where} selects it${isolates ? " and isolates it" : isolates === false ? " and does not isolate it" : ""}${tierWords(tier)}.`
    : `   ${where} may select it${tierWords(tier)}.`;
  return [
    `${first}${doubt === undefined ? "" : ` Cannot know: ${doubt}.`}`,
    ...(rules.length === 0 ? ["     None of its rules is about this connection."] : []),
    ...rules.map((rule) => ruleWords(rule, lines)),
  ];
}

function tierWords(tier: DecidingPolicy["tier"]): string {
  if (tier === "namespace") return "";
  return tier === "admin" ? ", before other policies" : ", if no other policy does";
}

const DOES = { allow: "allows", deny: "denies", pass: "passes on", unclear: "may allow or deny" } as const;

function ruleWords({ action, words, place, sure, possible, doubts }: DecidingRule, lines: Lines): string {
  const maybe = portsWithout(possible, sure);
  const ports = isNoPort(sure)
    ? `may ${DOES[action].replace(/^(\w+)s\b/, "$1").replace(/^may /, "")} ${portWords(maybe)}`
    : `${DOES[action]} ${portWords(sure)}${isNoPort(maybe) ? "" : ` and perhaps ${portWords(maybe)}`}`;
  const at = place ? ` (${placeWords(place, lines)})` : "";
  return `     ${words}${at} ${ports}.${doubts.map((doubt) => ` Cannot know: ${doubt}.`).join("")}`;
}

/** The same for programs. */
export function explainedAsJson(all: readonly ExplainedConnection[], lines: Lines): string {
  const endpoint = (end: Endpoint) =>
    end.is === "pods"
      ? { is: "workload", ...workloadAsJson(end as Workload) }
      : { is: "outside", blocks: blocksOf(end.addresses) };
  const ports = (verdict: Verdict) => ({
    ports: portRanges(allowedPorts(verdict)),
    unknownPorts: portRanges(unknownPorts(verdict)),
  });
  const end = ({ verdict, policies }: ExplainedEnd) => ({
    ...ports(verdict),
    policies: policies.map(({ doubt, rules, isolates, selects, ...policy }) => ({
      ...withLines([{ ...policy, selects, isolates, rules: [] }], lines).map(policyAsJson)[0],
      selects: selects ?? "not known",
      isolates: isolates ?? "not known",
      ...(doubt !== undefined && { cannotKnow: doubt }),
      rules: rules.map(({ action, words, place, sure, possible, doubts }) => ({
        action,
        rule: words,
        ...(place && { file: place.file, line: lines.of(place) }),
        ports: portRanges(sure),
        unknownPorts: portRanges(portsWithout(possible, sure)),
        cannotKnow: doubts,
      })),
    })),
  });
  return JSON.stringify(
    {
      explained: all.map(({ network, from, to, verdict, egress, ingress }) => ({
        ...(network.cluster !== undefined && { cluster: network.cluster }),
        from: endpoint(from),
        to: endpoint(to),
        ...ports(verdict),
        egress: end(egress),
        ingress: end(ingress),
      })),
      cannotKnow: notRead(lines.builds),
    },
    null,
    2,
  );
}
