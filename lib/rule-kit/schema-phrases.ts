import { sameButCase } from "../kubernetes/schema/meant-field.js";
import type { FieldDefect, SchemaDefect } from "../kubernetes/schema/schema-defects.js";
import type { TypeDefect } from "../kubernetes/schema/type-defect.js";
import { meantQuantities } from "../kubernetes/schema/quantity.js";
import type { VersionChange } from "../kubernetes/schema/version-changes.js";
import { WHOLE_DEFINITIONS } from "../kubernetes/schema/whole-definitions.js";
import type { Path } from "../manifests/locate.js";
import { series } from "../util/phrases.js";

/** What a value must be, for a sentence. */
const WANTED: Readonly<Record<TypeDefect["wanted"], string>> = {
  text: "a text",
  boolean: "true or false",
  integer: "a whole number",
  "number or text": "a whole number or a name",
  quantity: "a quantity",
  list: "a list",
  map: "a map",
  any: "anything",
};

/** The field that a value is in, for a sentence: `'verbs'`, or `An item of 'verbs'`. */
export function fieldWords(at: Path): string {
  const field = at.findLast((step) => typeof step === "string");
  const name = `'${String(field ?? "")}'`;
  return typeof at.at(-1) === "number" ? `An item of ${name}` : name;
}

export function wantedWords({ wanted }: TypeDefect): string {
  return WANTED[wanted];
}

/** What a value is, for a sentence: `the text 'get'`, `the number 80.5`, `a list`. */
export function foundWords({ found: { type, text, isEmpty } }: TypeDefect): string {
  if (text === undefined) return isEmpty ? `an empty ${type}` : `a ${type}`;
  return type === "text" ? `the text '${text}'` : `the ${type} ${text}`;
}

/** How to write a value of the right type instead, as a sentence; empty if nobody can say. */
export function typeHint({ wanted, found, only }: TypeDefect): string {
  const { type, text = "", isEmpty } = found;
  const isCollection = type === "list" || type === "map";
  if (only === "kustomized")
    return ` kubectl takes it for ${oldBoolean(text)}, kustomize for a text. Write '${oldBoolean(text)}'.`;
  if (only === "plain" && OLD.test(text))
    return " YAML 1.1, which kubectl reads, takes it for one. Put it in quotes.";
  if (wanted === "text" && !isCollection) return " Put it in quotes.";
  if (wanted === "list" && !isCollection) return ` Write '${asList(found)}'.`;
  if (wanted === "list") return isEmpty ? " Write '[]'." : " Make it an item of a list, behind '- '.";
  if (wanted === "map" && isEmpty) return " Write '{}'.";
  if (wanted === "map" && type === "list") return " Write a map, without '- '.";
  if (wanted === "map" && /^[^\s:]+:\S/.test(text)) return " Put a space after the ':'.";
  if (wanted === "boolean" && (text === "true" || text === "false")) return " Leave out the quotes.";
  if (wanted === "integer" && type === "text" && /^\d+$/.test(text)) return " Leave out the quotes.";
  if (wanted === "quantity" && type === "text") {
    const meant = meantQuantities(text).map((one) => `'${one}'`);
    return meant.length > 0 ? ` Write ${meant.join(" or ")}.` : "";
  }
  return "";
}

/** A boolean of YAML 1.1 that later versions take for a text. */
const OLD = /^(?:y|yes|n|no|on|off)$/i;

/** What kubectl makes of a boolean of YAML 1.1. */
function oldBoolean(text: string): "true" | "false" {
  return /^(?:y|yes|on)$/i.test(text) ? "true" : "false";
}

/** A scalar as the only item of a list of texts. */
function asList({ type, text = "" }: TypeDefect["found"]): string {
  if (type !== "text") return `['${text}']`;
  return /^[\w./-]+$/.test(text) ? `[${text}]` : `[${JSON.stringify(text)}]`;
}

/** What people write in a definition that has no such field, and what they mean. */
const INSTEAD: Readonly<Record<string, string>> = {
  "IngressBackend.serviceName": " Write it as 'service.name'.",
  "IngressBackend.servicePort": " Write it as 'service.port.number', or 'service.port.name' for a name.",
  "NetworkPolicyPeer.namespace":
    " Select it by 'namespaceSelector', with the label 'kubernetes.io/metadata.name'.",
  ...Object.fromEntries(
    ["dns", "dnsName", "dnsNames", "domain", "domains", "fqdn", "fqdns", "host", "hosts"].map((name) => [
      `NetworkPolicyPeer.${name}`,
      " A NetworkPolicy knows no names of hosts. Write their addresses as an 'ipBlock', or use a policy of Cilium or Calico.",
    ]),
  ),
  "IngressServiceBackend.namespace":
    " An Ingress sends only to Services of its own namespace. Leave it out, and put the Ingress where the Service is.",
  "NetworkPolicyEgressRule.from": " Write 'to'.",
  "NetworkPolicyIngressRule.to": " Write 'from'.",
  "BaselinePolicySpec.priority": " There is only one such policy. Leave it out.",
  "AdminPolicyIngressRule.to": " Write 'from'.",
  "AdminPolicyEgressRule.from": " Write 'to'.",
  "AdminPolicyIngressPeer.networks": " Only the peers of egress rules are addresses.",
  "BaselinePolicyIngressRule.to": " Write 'from'.",
  "BaselinePolicyEgressRule.from": " Write 'to'.",
  "ClusterPolicyIngressRule.to": " Write 'from'.",
  "ClusterPolicyEgressRule.from": " Write 'to'.",
  "ClusterPolicyIngressRule.ports":
    " Write 'protocols', and in it a list such as '- tcp: {destinationPort: {number: 80}}'.",
  "ClusterPolicyEgressRule.ports":
    " Write 'protocols', and in it a list such as '- tcp: {destinationPort: {number: 80}}'.",
  "ClusterPolicyIngressPeer.networks": " Only the peers of egress rules are addresses.",
  "ResourceRequirements.cpu": " Write it under 'limits' or 'requests'.",
  "ResourceRequirements.memory": " Write it under 'limits' or 'requests'.",
  "RoleRef.namespace": " A role is in no other namespace than its binding. Leave it out.",
  "RoleRef.apiVersion": " Leave it out, or write 'apiGroup' without a version.",
  "Subject.apiVersion": " Leave it out, or write 'apiGroup' without a version.",
};

/** The pod and its containers have a `securityContext` each, with other fields: where each is to stand instead. */
const OTHER_CONTEXT: Readonly<Record<string, { of: string; whose: string }>> = {
  PodSecurityContext: { of: "SecurityContext", whose: "each container" },
  SecurityContext: { of: "PodSecurityContext", whose: "the pod" },
};

function otherContext(definition: string, field: string): string | undefined {
  const other = OTHER_CONTEXT[definition];
  if (!other) return undefined;
  const meant = sameButCase(field, Object.keys(WHOLE_DEFINITIONS[other.of] ?? {}));
  // What both have is only misspelt.
  if (meant === undefined || Object.hasOwn(WHOLE_DEFINITIONS[definition] ?? {}, meant)) return undefined;
  return ` Write it ${meant === field ? "" : `as '${meant}' `}in the 'securityContext' of ${other.whose}.`;
}

/** What to write instead of a field that does not exist, as a sentence. */
export function fieldHint({ at, of, meant, under = [], outside, isText, removedIn }: FieldDefect): string {
  if (removedIn !== undefined) return ` Kubernetes 1.${String(removedIn)} removed it. Leave it out.`;
  const instead = INSTEAD[`${of}.${String(at.at(-1))}`] ?? otherContext(of, String(at.at(-1)));
  if (instead !== undefined) return instead;
  if (meant !== undefined) return ` Write '${meant}'.`;
  if (under.length > 0)
    return ` Write it under ${series(
      under.map((field) => `'${field}'`),
      "or",
    )}.`;
  if (outside === "") return " Write it at the top.";
  if (outside !== undefined) return ` Write it further out, in '${outside}'.`;
  if ((of === "LabelSelector" || of === "AdminPolicyNamespaces") && isText)
    return " Write it under 'matchLabels'.";
  if (of === "ObjectMeta" && isText) return " Write it under 'labels' or 'annotations'.";
  return " Leave it out.";
}

const CHANGES: Readonly<Record<VersionChange, string>> = {
  backends:
    "which writes a backend as 'service.name' and 'service.port.number', and asks for the 'pathType' of a path",
  schemas: "which asks for a schema in each of 'versions'",
  webhooks: "which asks for 'sideEffects' and 'admissionReviewVersions' in each webhook",
  selector: "which asks for a 'selector' with the labels of the template",
};

/** What the version that is to be written has in another way, as a clause. */
export function changeWords(change: VersionChange | undefined): string {
  return change === undefined ? "" : `, ${CHANGES[change]}`;
}

/**
 * Whether a map has a field that does not exist, which is then what is wrong with it: something that seems to be
 * missing is probably misspelt.
 */
export function hasUnknownField(defects: readonly SchemaDefect[], map: Path): boolean {
  return defects.some(({ id, at }) => {
    return (
      id === "unknownField" && at.length === map.length + 1 && map.every((step, index) => step === at[index])
    );
  });
}
