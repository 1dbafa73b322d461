import { asApplied } from "../lib/rule-kit/build-phrases.js";
import type { Applied } from "../lib/analysis/analysis.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { OPERATORS } from "../lib/kubernetes/labels/label-syntax.js";
import { meantKind } from "../lib/util/nearest.js";
import {
  type PolicyDefect,
  policyDefects,
  PROTOCOLS,
} from "../lib/kubernetes/network-policy/policy-defects.js";
import { DIRECTIONS } from "../lib/kubernetes/network-policy/policy-step.js";
import { replaceScalar } from "../lib/manifests/edit.js";

const REFUSED = "the API server refuses this policy{{by}}";

/** The values that a misspelled one may have been meant to be. */
const VALID_VALUES: Partial<Record<PolicyDefect["id"], readonly string[]>> = {
  protocol: PROTOCOLS,
  policyType: DIRECTIONS,
  operator: OPERATORS,
};

export default defineRule({
  name: "valid-network-policy",
  meta: {
    docs: {
      description: "Disallow NetworkPolicies that the API server refuses",
      topic: "Network isolation",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      bareAddress: `Address '{{value}}' has no prefix length, so ${REFUSED}. Write '{{value}}/{{bits}}' if only this address is meant.`,
      cidr: `Value '{{value}}' is not an address block, so ${REFUSED}. Write one such as '10.20.0.0/16' or '2001:db8::/32'.`,
      noCidr: `This 'ipBlock' has no 'cidr', so ${REFUSED}. Add it.`,
      except: `Block '{{value}}' is not part of '{{beside}}', so ${REFUSED}. List under 'except' only smaller blocks that lie within 'cidr'.`,
      protocol: `There is no protocol '{{value}}' here, so ${REFUSED}. Write 'TCP', 'UDP' or 'SCTP'.`,
      portNumber: `Port {{value}} is not between 1 and 65535, so ${REFUSED}. Correct it.`,
      portDigits: `In quotes, '{{value}}' is the name of a port, which needs a letter, so ${REFUSED}. Leave the quotes out.`,
      portName: `No port can be named '{{value}}', so ${REFUSED}. Write up to 15 lower-case letters, digits and '-', with a letter among them.`,
      endPortAlone: `An 'endPort' needs a number as 'port', so ${REFUSED}. Write the first port of the range there.`,
      endPortBelow: `Port {{value}}, where this range ends, is below {{beside}}, where it begins, so ${REFUSED}. Write the last port of the range.`,
      emptyPeer: `This peer names nobody, so ${REFUSED}. Write 'podSelector: {}' for every pod of the namespace, or name an 'ipBlock' or 'namespaceSelector'.`,
      mixedPeer: `A peer has either an 'ipBlock' or selectors, and this one has both, so ${REFUSED}. Make two peers of it.`,
      policyType: `There is no policy type '{{value}}', so ${REFUSED}. Write 'Ingress' or 'Egress'.`,
      manyTypes: `There are two policy types and {{value}} are listed, so ${REFUSED}. List each once.`,
      operator: `There is no operator '{{value}}', so ${REFUSED}. Write 'In', 'NotIn', 'Exists' or 'DoesNotExist'.`,
      noValues: `Operator '{{value}}' needs 'values', so ${REFUSED}. Add them, or write '{{instead}}'.`,
      unusedValues: `Operator '{{value}}' takes no 'values', so ${REFUSED}. Leave them out, or write '{{instead}}'.`,
      labelKey: `Value '{{value}}' cannot be the key of a label, so ${REFUSED}. Write letters, digits, '-', '_' and '.', optionally after a domain and a slash.`,
      labelValue: `Value '{{value}}' cannot be the value of a label, so ${REFUSED}. Write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.`,
      write: "Write '{{value}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: true,
  check(written, { applied, analysis, place, report }) {
    const isPatch = analysis.isPatch(place.file);
    const here = new Map(policyDefects(written).map((defect) => [JSON.stringify(defect), defect]));
    const elsewhere = new Map<string, { defect: PolicyDefect; by: Applied[] }>();
    const stays = new Set<string>(applied.length > 0 ? [] : here.keys());
    for (const one of applied) {
      for (const defect of policyDefects(one.object.object)) {
        const key = JSON.stringify(defect);
        if (here.has(key)) stays.add(key);
        else if (!analysis.isFromPatch(one, defect.at)) {
          const found = elsewhere.get(key) ?? { defect, by: [] };
          elsewhere.set(key, found);
          found.by.push(one);
        }
      }
    }
    const reportDefect = ({ id, at, value, beside = "" }: PolicyDefect, by: readonly Applied[]): void => {
      const meant = VALID_VALUES[id] && meantKind(value, VALID_VALUES[id]);
      const instead = INSTEAD.get(value) ?? "";
      const bits = value.includes(":") ? "128" : "32";
      const replacement = id === "bareAddress" ? `${value}/${bits}` : meant;
      report({
        at,
        messageId: id,
        data: { value, beside, bits, instead, by: by.length > 0 ? asApplied(by) : "" },
        suggest:
          by.length > 0 || replacement === undefined
            ? []
            : [{ messageId: "write", data: { value: replacement }, edit: replaceScalar(at, replacement) }],
      });
    };
    for (const [key, defect] of here) {
      // In a patch, a peer without a field is an instruction to kustomize, such as `$patch: replace`.
      if (stays.has(key) && !(isPatch && defect.id === "emptyPeer")) reportDefect(defect, []);
    }
    for (const { defect, by } of elsewhere.values()) reportDefect(defect, by);
  },
});

/** For an operator that needs values, the one that takes none, and vice versa. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["In", "Exists"],
  ["NotIn", "DoesNotExist"],
  ["Exists", "In"],
  ["DoesNotExist", "NotIn"],
]);
