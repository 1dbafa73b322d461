import { mayDenyMetadata } from "../lib/analysis/denied-metadata.js";
import { type PublicBlock, publicBlocks } from "../lib/kubernetes/network-policy/addresses/public-blocks.js";
import { replaceItem } from "../lib/manifests/edit.js";
import { type AppliedDefect, appliedDefects } from "../lib/rule-kit/applied-defects.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { quoteList } from "../lib/util/phrases.js";
import { NETWORK_POLICY_KINDS } from "../lib/kubernetes/objects.js";

const CREDENTIALS = "can ask it for credentials of their node";

export default defineRule({
  name: "no-public-cidr",
  meta: {
    docs: {
      description: "Disallow policies that let every address, or the cloud's metadata service, through",
      topic: "Network isolation",
      consequence: "danger",
      preset: "strict",
      controls: [
        "OWASP K8s 2025 K05",
        "OWASP K8s 2025 K08",
        "OWASP K8s 2022 K07",
        "NSA: Network separation and hardening",
      ],
    },
    hasSuggestions: true,
    messages: {
      everybody:
        "{{blocks}}{{by}} {{are}} every {{family}}address{{outside}}, so anybody can reach the pods that this policy selects{{ports}}. Name the addresses that need to.",
      everything:
        "{{blocks}}{{by}} {{are}} every {{family}}address{{outside}}, so the pods that this policy selects can reach everything{{ports}}{{metadata}}. Name the {{names}} that they need.",
      metadata: `{{blocks}}{{by}} holds the cloud's metadata service at {{address}}, so the pods that this policy selects ${CREDENTIALS}. {{hint}}`,
      metadataOnly: `{{blocks}}{{by}} is the cloud's metadata service, so the pods that this policy selects ${CREDENTIALS}. Leave it out if they have identities of their own.`,
      addException: "Add '{{host}}' to the exceptions.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: NETWORK_POLICY_KINDS,
  patches: true,
  check(written, context) {
    const { analysis, applied, kind, report } = context;
    const namespaces = new Set([written, ...applied.map(({ object }) => object.object)].map(namespaceOf));
    const reportBlock = ({ defect, by }: AppliedDefect<PublicBlock>): void => {
      const { id, at, isEveryPort, metadata: address, lastExcept, isOnly } = defect;
      const isDenied =
        address !== undefined && [...namespaces].some((namespace) => mayDenyMetadata(analysis, namespace));
      if (isDenied && id === "metadata") return;
      const host = address?.includes(":") ? `${address}/128` : `${address}/32`;
      const canExcept = lastExcept !== undefined && by.length === 0;
      report({
        at,
        messageId: isOnly ? "metadataOnly" : id,
        data: {
          ...{ ...blockWords(defect), by: by.length > 0 ? asApplied(by) : "" },
          ports: isEveryPort ? " on every port" : " on the ports of this rule",
          metadata:
            address === undefined || isDenied
              ? ""
              : `, and ask the cloud's metadata service at ${address} for credentials of their node`,
          names: kind.startsWith("Cilium") ? "addresses or domains" : "addresses",
          address: address ?? "",
          hint: hintFor(at, host),
        },
        suggest: canExcept
          ? [
              {
                messageId: "addException",
                data: { host },
                edit: replaceItem(lastExcept.at, [lastExcept.value, host]),
              },
            ]
          : [],
      });
    };
    const judged = appliedDefects(
      publicBlocks({ kind, object: written }),
      ({ object }) => publicBlocks(object),
      context,
    );
    for (const found of judged) reportBlock(found);
  },
});

function namespaceOf({ metadata }: { metadata?: { namespace?: string } }): string | undefined {
  return metadata?.namespace;
}

/** The blocks that do it, as the subject of a sentence. */
function blockWords({ written }: PublicBlock): Record<"blocks" | "are" | "family" | "outside", string> {
  const isSingle = written.length === 1;
  const isEntity = written.some((one) => !one.includes("/"));
  const noun = isEntity ? (isSingle ? "Entity" : "Entities") : isSingle ? "Block" : "Blocks";
  const isIPv6 = written.every((one) => one.includes(":") || one === "world-ipv6");
  return {
    blocks: `${noun} ${quoteList(written)}`,
    are: isSingle ? "is" : "are",
    family: isIPv6 ? "IPv6 " : "",
    outside: written.every((one) => one.startsWith("world")) ? " outside of the cluster" : "",
  };
}

/** How to leave an address out of a block, by where the block is written. */
function hintFor(at: PublicBlock["at"], host: string): string {
  if (at.includes("networks")) return `Deny '${host}' in a rule before this one.`;
  if (at.includes("nets")) return `Add '${host}' under 'notNets'.`;
  if (at.includes("toCIDR")) return `Write it under 'toCIDRSet', with '${host}' under 'except'.`;
  if (at.includes("toEntities")) return `Deny '${host}' under 'egressDeny'.`;
  return `Add '${host}' under 'except'.`;
}
