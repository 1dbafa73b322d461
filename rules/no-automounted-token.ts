import { tokenOf } from "../lib/analysis/useless-tokens.js";
import { AUTOMOUNT, automountIn, DEFAULT_ACCOUNT } from "../lib/kubernetes/identities/pod-identity.js";
import { WORKLOAD_KINDS } from "../lib/kubernetes/kinds.js";
import { namespaceWords } from "../lib/kubernetes/name-words.js";
import type { AnyObject } from "../lib/kubernetes/objects.js";
import { addField, replaceScalar } from "../lib/manifests/edit.js";
import { inWhatApplies } from "../lib/rule-kit/build-phrases.js";
import { defineRule, type ObjectRuleContext } from "../lib/rule-kit/define-rule.js";

interface Options {
  ofDefault: boolean;
}

const KINDS = [...WORKLOAD_KINDS, "ServiceAccount"] as const;
type Context = ObjectRuleContext<"workload" | "account" | "setFalse", Options, (typeof KINDS)[number]>;

export default defineRule({
  name: "no-automounted-token",
  meta: {
    docs: {
      description: "Disallow giving pods the token of a ServiceAccount that has no role",
      topic: "Identities and namespaces",
      consequence: "danger",
      preset: "strict",
      presetOptions: { ofDefault: false },
      controls: ["CIS 5.1.6", "OWASP K8s 2025 K02", "OWASP K8s 2022 K03", "RBAC Good Practices: Hardening"],
    },
    hasSuggestions: true,
    messages: {
      workload:
        "{{pods}} a token of ServiceAccount '{{name}}'{{where}}, which no binding gives a role: the token helps nobody but an attacker who gets into a container. Set 'automountServiceAccountToken: false'.",
      account:
        "Every pod of {{namespace}} that names no ServiceAccount gets a token of this one. Set 'automountServiceAccountToken: false', and give what calls the API server a ServiceAccount of its own.",
      setFalse: "Set 'automountServiceAccountToken: false'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          ofDefault: {
            type: "boolean",
            description:
              "Whether workloads that run as `default` are reported as well. The presets leave them to `no-default-service-account`.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ ofDefault: true } as Options],
  },
  on: "object",
  kinds: KINDS,
  patches: false,
  check(written, context) {
    if (context.kind === "ServiceAccount") checkAccount(written, context);
    else checkWorkload(written, context);
  },
});

function checkWorkload(written: AnyObject, { applied, analysis, kind, options, report }: Context): void {
  const wrong = applied.flatMap((one) => {
    const token = tokenOf(analysis, one);
    if (!token?.isUseless) return [];
    // What such an object of the repository says is reported there, for all pods of the namespace.
    if (token.isDefault && (!options.ofDefault || token.isDeclared)) return [];
    return [{ one, token }];
  });
  const [first] = wrong;
  if (!first) return;
  const { at, automount, automountAt, name } = first.token.identity;
  const isOn = automount === true;
  report({
    at: isOn ? automountAt : at,
    messageId: "workload",
    data: {
      pods: kind === "Pod" ? "This Pod gets" : `The pods of this ${written.kind ?? kind} get`,
      name,
      where:
        wrong.length === applied.filter(({ build }) => !build.isUnreached).length
          ? ""
          : inWhatApplies(wrong.map(({ one }) => one)),
    },
    suggest: [
      {
        messageId: "setFalse",
        edit: isOn ? replaceScalar(automountAt, false) : addField(automountAt.slice(0, -1), AUTOMOUNT, false),
      },
    ],
  });
}

function checkAccount(written: AnyObject, { applied, report }: Context): void {
  const uses = applied.filter(({ build }) => !build.isUnreached).map(({ object }) => object.object);
  const wrong = (applied.length > 0 ? uses : [written]).filter((one) => {
    const automount = automountIn(one);
    return one.metadata?.name === DEFAULT_ACCOUNT && automount !== false && automount !== "unknown";
  });
  if (wrong.length === 0) return;
  const isOn = automountIn(written) === true;
  report({
    at: isOn ? [AUTOMOUNT] : ["metadata", "name"],
    messageId: "account",
    data: { namespace: namespaceWords(wrong.map(({ metadata }) => metadata?.namespace)) ?? "its namespace" },
    suggest: [
      {
        messageId: "setFalse",
        edit: isOn ? replaceScalar([AUTOMOUNT], false) : addField([], AUTOMOUNT, false),
      },
    ],
  });
}
