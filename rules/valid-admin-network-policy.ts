import type { AdminPolicyDefect } from "../lib/kubernetes/network-policy/admin-policy-defect.js";
import { adminPolicyDefects } from "../lib/kubernetes/network-policy/admin-policy-defects.js";
import { PROTOCOLS } from "../lib/kubernetes/network-policy/policy-defects.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import { defectHint, LISTED, quoteAll } from "../lib/rule-kit/admin-policy-phrases.js";
import { type AppliedDefect, appliedDefects } from "../lib/rule-kit/applied-defects.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { hasUnknownField } from "../lib/rule-kit/schema-phrases.js";
import { operatorMeant, selectorData, selectorMessages } from "../lib/rule-kit/selector-phrases.js";
import { meantKind } from "../lib/util/nearest.js";

const REFUSED = "the API server refuses this policy{{by}}";

export default defineRule({
  name: "valid-admin-network-policy",
  meta: {
    docs: {
      description: "Disallow admin network policies that the API server refuses",
      topic: "Network isolation",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      apiVersion: `There is no {{kind}} in '{{value}}', so ${REFUSED}. Write '{{instead}}'.`,
      baselineName: `A cluster has one BaselineAdminNetworkPolicy, which is named 'default', so the API server refuses '{{value}}'{{by}}. Write 'default'.`,
      missing: `This {{called}} has no '{{value}}', so ${REFUSED}. {{hint}}`,
      empty: `This {{called}} says nothing, so ${REFUSED}. {{hint}}`,
      several: `A {{called}} has only one of its fields, and this one has {{fields}}, so ${REFUSED}. {{hint}}`,
      noItems: "List '{{value}}' is empty, so {{refused}} this policy{{by}}. {{hint}}",
      manyItems: `There can be {{max}} {{items}} here and {{value}} are listed, so ${REFUSED}. {{hint}}`,
      outOfRange: `{{field}} {{value}} is not between {{min}} and {{max}}, so ${REFUSED}. Correct it.`,
      unknownValue: `There is no {{name}} {{shown}} in this kind of policy, so ${REFUSED}. Write {{allowed}}.`,
      longName: `The name of a rule has up to 100 characters and this one has {{value}}, so ${REFUSED}. Shorten it.`,
      cidr: `Value {{shown}} is not an address block, so ${REFUSED}. Write one such as '10.20.0.0/16' or '2001:db8::/32'.`,
      bareAddress: `Address '{{value}}' has no prefix length, so ${REFUSED}. Write '{{value}}/{{bits}}' if only this address is meant.`,
      leadingZeros: `Block '{{value}}' has leading zeros, which some programs take for octal, so ${REFUSED}. Write '{{instead}}'.`,
      mappedAddress: `Block '{{value}}' is an IPv4 address in the form of an IPv6 one, so ${REFUSED}. Write {{ipv4}}.`,
      domain: `Value {{shown}} is not a domain name, so ${REFUSED}. Write one such as 'example.com' or '*.example.com'.`,
      duplicate: `Value '{{value}}' is in this list already, so ${REFUSED}. Leave it out.`,
      rangeOrder: `Port {{value}}, where this range ends, is not above {{instead}}, where it begins, so ${REFUSED}. Write the last port of the range{{orNumber}}.`,
      backwards:
        "Port {{value}}, where this range{{by}} ends, is below {{instead}}, where it begins: the API server stores that, but no port is in the range. Write the last port.",
      protocol:
        "Protocol {{shown}}{{by}} is not one that this API has: the API server stores it, but a network plugin may let the rule match nothing. Write 'TCP', 'UDP' or 'SCTP'.",
      namedPort: `Nothing in '{{instead}}' has named ports, so ${REFUSED}. Write the number of port '{{value}}'.`,
      removedField:
        "Since version {{since}} of this API there is no '{{value}}' here, so API servers with newer CustomResourceDefinitions refuse this policy{{by}}. {{hint}}",
      ...selectorMessages("no network plugin can read this selector{{by}}"),
      write: "Write '{{value}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"],
  patches: true,
  check(written, context) {
    const { analysis, defects: here, place, report } = context;
    const isPatch = analysis.isPatch(place.file);
    const isSaid = ({ defect, by }: AppliedDefect<AdminPolicyDefect>): boolean => {
      const { id, at } = defect;
      if (id !== "missing" && id !== "empty" && id !== "several") return true;
      // A patch leaves out what it does not change; only a list replaces the whole.
      if (isPatch && !at.some((step) => typeof step === "number")) return false;
      // The field is there under another name, and `valid-manifest` says so.
      const all = [here, ...by.map(({ object }) => object.defects ?? [])];
      const map = id === "empty" ? at : at.slice(0, -1);
      return !all.some((defects) => hasUnknownField(defects, map));
    };
    const reportDefect = ({ defect, by }: AppliedDefect<AdminPolicyDefect>): void => {
      const { id, at, value, called = "", allowed = [], bounds: [min, max] = [0, 0], since = "" } = defect;
      const { shown, instead } = { ...selectorData(defect), ...defect };
      const field = String(at.findLast((step) => typeof step === "string"));
      const replacement = replacementOf(defect);
      report({
        at,
        isKey:
          id === "several" || id === "removedField" || (id === "labelKey" && at.at(-2) === "matchLabels"),
        messageId: id,
        data: {
          ...{ value, shown, called, instead, since },
          kind: written.kind ?? "",
          by: by.length > 0 ? asApplied(by) : "",
          hint: defectHint(defect),
          fields: quoteAll(allowed, "and"),
          allowed: quoteAll(allowed, "or"),
          items: LISTED[field] ?? "items",
          field: field === "priority" ? "Priority" : "Port",
          name: field,
          min: String(min),
          max: String(max),
          refused:
            since === ""
              ? "the API server refuses"
              : `API servers with version ${since} of this API or newer refuse`,
          bits: value.includes(":") ? "128" : "32",
          ipv4: instead === "" ? "the IPv4 blocks that are meant" : `'${instead}'`,
          orNumber: value === instead ? ", or 'number' for one port" : "",
        },
        suggest:
          by.length > 0 || replacement === undefined
            ? []
            : [{ messageId: "write", data: { value: replacement }, edit: replaceScalar(at, replacement) }],
      });
    };
    const judged = appliedDefects(
      adminPolicyDefects(written),
      ({ object }) => adminPolicyDefects(object.object),
      context,
    );
    for (const found of judged) if (isSaid(found)) reportDefect(found);
  },
});

/** What people who know the other version of the API write. */
const OTHER_VERSION: ReadonlyMap<string, string> = new Map([
  ["Allow", "Accept"],
  ["Accept", "Allow"],
]);

/** What to write instead, if it is certain. */
function replacementOf({ id, value, instead = "", allowed = [] }: AdminPolicyDefect): string | undefined {
  switch (id) {
    case "apiVersion":
      return instead;
    case "baselineName":
      return "default";
    case "bareAddress":
      return `${value}/${value.includes(":") ? "128" : "32"}`;
    case "leadingZeros":
    case "mappedAddress":
      return instead || undefined;
    case "protocol":
      return meantKind(value, PROTOCOLS);
    case "unknownValue": {
      const other = OTHER_VERSION.get(value) ?? "";
      return allowed.includes(other) ? other : meantKind(value, allowed);
    }
    default:
      return operatorMeant({ id, value });
  }
}
