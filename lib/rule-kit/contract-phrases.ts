import { portWords } from "../kubernetes/connections/port-set.js";
import { namespaceWords, nameWords, roleRefWords, subjectWords } from "../kubernetes/name-words.js";
import type { AbacBreach } from "../analysis/contracts/abac-breaches.js";
import type { AccessBreach } from "../analysis/contracts/access-breaches.js";
import type { ContractDefect } from "../analysis/contracts/contract-defects.js";
import type { PlacedReach } from "../analysis/contracts/reach-places.js";
import { sourcesWords, workloadsWords } from "../analysis/contracts/reach-words.js";
import type { Contract } from "../repository/configuration/contracts.js";
import type { Subject } from "../kubernetes/objects.js";
import { plural, quoteList } from "../util/phrases.js";
import { policySubject } from "./abac-phrases.js";

/** Those to whom a contract leaves something. */
function allowedWords(contract: Contract): string {
  return quoteList(contract.about === "access" ? contract.subjects : contract.ends, "nobody");
}

/** What a binding gives a subject against a contract. */
export function breachWords(
  { contract, grant }: AccessBreach,
  subject: Subject,
  namespaces: readonly (string | undefined)[],
): Record<string, string> {
  const { binding, bound, granted } = grant;
  const { resourceNames = [] } = bound.rule;
  const [first, ...others] = bound.roles;
  const last = others.at(-1);
  const name = first?.object.metadata?.name;
  return {
    contract: contract.name,
    subject: subjectWords(subject, binding.namespace),
    verbs: quoteList(granted.verbs),
    targets:
      quoteList(granted.targets) + (resourceNames.length > 0 ? ` named ${quoteList(resourceNames)}` : ""),
    where:
      binding.kind === "ClusterRoleBinding"
        ? "the whole cluster"
        : (namespaceWords(namespaces) ?? "its namespace"),
    role:
      (first ? nameWords(first.kind, name) : "its role") +
      (last ? `, which takes in ${nameWords(last.kind, last.object.metadata?.name)}` : ""),
    allowed: allowedWords(contract),
  };
}

/** What a line of a policy file gives against a contract. */
export function abacWords({ contract, grant }: AbacBreach): Record<string, string> {
  const { policy, granted, namespace } = grant;
  return {
    contract: contract.name,
    subject: policySubject(policy),
    verbs: quoteList(granted.verbs),
    targets: quoteList(granted.targets),
    where:
      namespace === undefined
        ? "in the whole cluster"
        : namespace === ""
          ? "outside of namespaces and in lists of all namespaces"
          : `in namespace '${namespace}'`,
    allowed: allowedWords(contract),
  };
}

/** Which connections are made against a contract. */
export function reachWords({ contract, network, from, to, ports }: PlacedReach): Record<string, string> {
  return {
    contract: contract.name,
    from: sourcesWords(network, from),
    to: workloadsWords(network, to),
    ports: portWords(ports),
    allowed: allowedWords(contract),
  };
}

/** The message for what is wrong with a contract itself, and its words. */
export function defectWords(defect: ContractDefect): {
  messageId: ContractDefect["is"];
  data: Record<string, string>;
} {
  const { contract, is } = defect;
  return { messageId: is, data: { contract: contract.name, ...wordsOf(defect) } };
}

function wordsOf(defect: ContractDefect): Record<string, string> {
  switch (defect.is) {
    case "resource":
      return { words: defect.words };
    case "verb":
      return {
        verb: defect.verb,
        targets: quoteList(defect.contract.about === "access" ? defect.contract.on : []),
      };
    case "namespace":
      return {
        namespace: defect.glob,
        hint:
          defect.nearest === undefined
            ? "Correct it, or list it under 'knownNamespaces'."
            : `Did you mean '${defect.nearest}'?`,
      };
    case "noPods":
      return { pods: defect.text };
    case "unmet": {
      const { subject, verb, resource, namespace } = defect.lack;
      return {
        subject,
        verb,
        resource,
        where: namespace === undefined ? "the whole cluster" : `namespace '${namespace}'`,
        more:
          defect.more > 0
            ? ` It lacks ${plural(defect.more, "other permission")} that the contract demands.`
            : "",
      };
    }
    case "unreached":
      return { from: defect.from, to: defect.to };
    case "builtIn": {
      const { binding, subject, granted } = defect.breach;
      return {
        subject: subjectWords(subject, binding.metadata?.namespace),
        verbs: quoteList(granted.verbs),
        targets: quoteList(granted.targets),
        role: roleRefWords(binding.roleRef),
        more: defect.more > 0 ? `, and to ${plural(defect.more, "other")},` : "",
        allowed: allowedWords(defect.contract),
      };
    }
    case "clusterScoped":
      return {};
    case "noGrant":
      return { allowed: allowedWords(defect.contract) };
  }
}
