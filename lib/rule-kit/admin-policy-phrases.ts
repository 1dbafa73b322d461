import type { AdminPolicyDefect } from "../kubernetes/network-policy/admin-policy-defect.js";
import { series } from "../util/phrases.js";

/** How to write a field that is missing, by its name. */
const ADD: Readonly<Record<string, string>> = {
  priority: "Add a number from 0, which is first, to 1000.",
  tier: "Add 'tier: Admin', which comes before NetworkPolicies, or 'tier: Baseline', which comes after them.",
  subject: "Add it, with 'namespaces: {}' for every pod of the cluster.",
  action: "Add 'action: Deny', or another one.",
  from: "Add a peer, or '- namespaces: {}' for every pod of the cluster.",
  to: "Add a peer, or '- namespaces: {}' for every pod of the cluster.",
  podSelector: "Add 'podSelector: {}' for every pod of these namespaces.",
  namespaceSelector: "Add 'namespaceSelector: {}' for every namespace.",
  operator: "Add 'operator: Exists', or another one.",
};

/** What lists hold. */
export const LISTED: Readonly<Record<string, string>> = {
  ingress: "rules",
  egress: "rules",
  from: "peers",
  to: "peers",
  ports: "ports",
  protocols: "protocols",
  networks: "address blocks",
  domainNames: "domain names",
};

/** What more of one map must become. */
const SPLIT: Readonly<Record<string, string>> = {
  subject: "Write another policy for the other.",
  port: "Leave one out, or make two ports of it.",
  protocol: "Make two items of it.",
};

/** What to do about a defect, as a sentence. */
export function defectHint({ id, at, value, called = "", allowed = [] }: AdminPolicyDefect): string {
  switch (id) {
    case "missing":
      return ADD[value] ?? "Add it.";
    case "empty":
      return called === "peer" || called === "subject"
        ? "Write 'namespaces: {}' for every pod of the cluster, or select some."
        : `Write ${quoteAll(allowed, "or")} in it.`;
    case "several":
      return SPLIT[called] ?? "Make two peers of it.";
    case "noItems":
      return value === "ports" || value === "protocols"
        ? "Leave it out if every port is meant."
        : "Add an item.";
    case "manyItems":
      return at.length === 2 ? "Move some to another policy." : "Move some to another rule.";
    case "removedField":
      return value === "namespaceSelector"
        ? "Write what is in it directly under 'namespaces'."
        : value === "namespaces"
          ? "Write 'namespaceSelector'."
          : "Select the namespaces by labels.";
    default:
      return "";
  }
}

/** All names in quotes. */
export function quoteAll(names: readonly string[], conjunction: "and" | "or"): string {
  return series(
    names.map((name) => `'${name}'`),
    conjunction,
  );
}
