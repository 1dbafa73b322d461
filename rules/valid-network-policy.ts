import { isWithin } from "../lib/kubernetes/api/kubernetes-version.js";
import {
  type PolicyDefect,
  policyDefects,
  PROTOCOLS,
} from "../lib/kubernetes/network-policy/policy-defects.js";
import { DIRECTIONS } from "../lib/kubernetes/network-policy/policy-step.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import { kubernetesVersionOf } from "../lib/repository/configuration/settings.js";
import { type AppliedDefect, appliedDefects } from "../lib/rule-kit/applied-defects.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { hasUnknownField } from "../lib/rule-kit/schema-phrases.js";
import { operatorMeant, selectorData, selectorMessages } from "../lib/rule-kit/selector-phrases.js";
import { meantKind } from "../lib/util/nearest.js";

const REFUSED = "the API server refuses this policy{{by}}";
/** Older versions accept it. */
const STRICTLY_REFUSED = "{{who}} this policy{{by}}";

/** The values that a misspelled one may have been meant to be. */
const VALID_VALUES: Partial<Record<PolicyDefect["id"], readonly string[]>> = {
  protocol: PROTOCOLS,
  policyType: DIRECTIONS,
};

/** The defects that are about a field that is not there. */
const MISSING: ReadonlySet<PolicyDefect["id"]> = new Set([
  "noCidr",
  "noKey",
  "noOperator",
  "noValues",
  "endPortAlone",
] as const);

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
      cidr: `Value {{shown}} is not an address block, so ${REFUSED}. Write one such as '10.20.0.0/16' or '2001:db8::/32'.`,
      noCidr: `This 'ipBlock' has no 'cidr', so ${REFUSED}. Add it.`,
      hostBits: `Block '{{value}}' has bits set behind its prefix, so ${STRICTLY_REFUSED}. Write '{{instead}}', or '{{beside}}' if only this address is meant.`,
      leadingZeros: `Block '{{value}}' has leading zeros, which some programs take for octal, so ${STRICTLY_REFUSED}. Write '{{instead}}'.`,
      mappedAddress: `Block '{{value}}' is an IPv4 address in the form of an IPv6 one, so ${STRICTLY_REFUSED}. Write {{ipv4}}.`,
      except: `Block '{{value}}' is not part of '{{beside}}', so ${REFUSED}. List under 'except' only smaller blocks that lie within 'cidr'.`,
      protocol: `There is no protocol {{shown}} here, so ${REFUSED}. Write 'TCP', 'UDP' or 'SCTP'.`,
      portNumber: `Port {{value}} is not between 1 and 65535, so ${REFUSED}. Correct it.`,
      portDigits: `In quotes, '{{value}}' is the name of a port, which needs a letter, so ${REFUSED}. Leave the quotes out.`,
      portName: `No port can be named {{shown}}, so ${REFUSED}. Write up to 15 lower-case letters, digits and '-', with a letter among them.`,
      endPortAlone: `An 'endPort' needs a number as 'port', so ${REFUSED}. Write the first port of the range there.`,
      endPortBelow: `Port {{value}}, where this range ends, is below {{beside}}, where it begins, so ${REFUSED}. Write the last port of the range.`,
      emptyPeer: `This peer names nobody, so ${REFUSED}. Write 'podSelector: {}' for every pod of the namespace, or name an 'ipBlock' or 'namespaceSelector'.`,
      mixedPeer: `A peer has either an 'ipBlock' or selectors, and this one has both, so ${REFUSED}. Make two peers of it.`,
      policyType: `There is no policy type {{shown}}, so ${REFUSED}. Write 'Ingress' or 'Egress'.`,
      manyTypes: `There are two policy types and {{value}} are listed, so ${REFUSED}. List each once.`,
      ...selectorMessages(REFUSED),
      write: "Write '{{value}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: true,
  check(written, context) {
    const { analysis, defects, place, report } = context;
    const isPatch = analysis.isPatch(place.file);
    const version = kubernetesVersionOf(analysis.settings);
    const isSaid = ({ id, at, since = 0 }: PolicyDefect): boolean => {
      if (!isWithin({ since }, version)) return false;
      // In a patch, a peer without a field is an instruction to kustomize, such as `$patch: replace`.
      if (id === "emptyPeer") return !isPatch && !hasUnknownField(defects, at);
      return !MISSING.has(id) || !hasUnknownField(defects, at.slice(0, -1));
    };
    const reportDefect = ({ defect, by }: AppliedDefect<PolicyDefect>): void => {
      const { id, at, value, beside = "", since } = defect;
      const bits = value.includes(":") ? "128" : "32";
      const replacement = replacementOf(defect);
      const { instead } = { ...selectorData(defect), ...defect };
      const ipv4 = instead === "" ? "the IPv4 blocks that are meant" : `'${instead}'`;
      const who = version ? "the API server refuses" : `Kubernetes 1.${since} and newer refuse`;
      report({
        at,
        isKey: id === "labelKey" && at.at(-2) === "matchLabels",
        messageId: id,
        data: {
          ...selectorData(defect),
          value,
          beside,
          bits,
          instead,
          ipv4,
          who,
          by: by.length > 0 ? asApplied(by) : "",
        },
        suggest:
          by.length > 0 || replacement === undefined
            ? []
            : [{ messageId: "write", data: { value: replacement }, edit: replaceScalar(at, replacement) }],
      });
    };
    const judged = appliedDefects(
      policyDefects(written),
      ({ object }) => policyDefects(object.object),
      context,
    );
    for (const found of judged) if (isSaid(found.defect)) reportDefect(found);
  },
});

/** What to write instead, if it is certain. A block that does not begin where it says can be meant in two ways. */
function replacementOf({ id, value, instead = "" }: PolicyDefect): string | undefined {
  if (id === "bareAddress") return `${value}/${value.includes(":") ? "128" : "32"}`;
  if (id === "leadingZeros" || id === "mappedAddress") return instead || undefined;
  const valid = VALID_VALUES[id];
  return valid ? meantKind(value, valid) : operatorMeant({ id, value });
}
