import type { Applied } from "../lib/analysis/analysis.js";
import { type Build, ofKinds } from "../lib/builds/build.js";
import {
  ADMISSION_CONTROL_KINDS,
  type AdmissionControl,
  type AdmissionControlKind,
  type Webhook,
} from "../lib/kubernetes/admission/admission-control.js";
import {
  concernKubernetes,
  type RequestRule,
  requestWords,
} from "../lib/kubernetes/admission/request-rules.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { replaceItem, replaceScalar } from "../lib/manifests/edit.js";
import { kubernetesVersionOf } from "../lib/repository/configuration/settings.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule, type ObjectRuleContext } from "../lib/rule-kit/define-rule.js";
import { effectiveWebhooks } from "../lib/rule-kit/effective-webhooks.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";
import { memoize } from "../lib/util/memoize.js";

interface Options {
  mutating: boolean;
  customResources: boolean;
}

type MessageId =
  | "webhookIgnored"
  | "webhookIgnoredByDefault"
  | "policyIgnored"
  | "onlyReported"
  | "writeFail"
  | "writeDeny"
  | "addDeny";
type Context = ObjectRuleContext<MessageId, Options, AdmissionControlKind>;

const UNANSWERED = "{{requests}} pass {{how}} while {{webhook}} does not answer{{by}}";

export default defineRule({
  name: "no-toothless-admission",
  meta: {
    docs: {
      description:
        "Disallow admission control that lets requests through when it fails, or that denies nothing",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "strict",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    hasSuggestions: true,
    messages: {
      webhookIgnored: `${UNANSWERED}, since its failurePolicy is 'Ignore'. Write 'Fail', and leave out with 'namespaceSelector' what must start without it.`,
      webhookIgnoredByDefault: `${UNANSWERED}: in {{apiVersion}}, its failurePolicy is 'Ignore' unless it is written. Write 'failurePolicy: Fail', and apiVersion 'admissionregistration.k8s.io/v1', since Kubernetes 1.22 removed this one.`,
      policyIgnored:
        "{{requests}} pass {{how}} where this policy cannot be evaluated{{by}}, such as where an expression reads a field that is not there, since its failurePolicy is 'Ignore'. Write 'Fail'.",
      onlyReported:
        "This binding denies nothing{{by}}: what breaks {{policy}} is stored all the same, and is only {{reported}}. {{way}}.",
      writeFail: "Write 'Fail'.",
      writeDeny: "Write 'Deny' instead of 'Warn'.",
      addDeny: "Add 'Deny'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          mutating: {
            type: "boolean",
            description: "Whether webhooks and policies that change objects are reported as well.",
          },
          customResources: {
            type: "boolean",
            description: "Whether webhooks and policies for custom resources alone are reported as well.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ mutating: false, customResources: false } as Options],
  },
  on: "object",
  kinds: ADMISSION_CONTROL_KINDS,
  patches: true,
  check(written, context) {
    const { kind, options } = context;
    if (kind.startsWith("Mutating") && !options.mutating) return;
    if (kind.endsWith("WebhookConfiguration")) checkWebhooks(written, context);
    else if (kind.endsWith("Policy")) checkPolicy(written, context);
    else checkBinding(written, context);
  },
});

function checkWebhooks(written: AdmissionControl, context: Context): void {
  const { analysis, options, place, report } = context;
  const isServed = (kubernetesVersionOf(analysis.settings)?.minor ?? 0) < 22;
  const isIgnored = ({ name, failurePolicy, rules = [] }: Webhook, { apiVersion = "" }: AdmissionControl) => {
    if (!isControl(rules, options) || FAILS_LATER.test(name ?? "")) return false;
    return (
      failurePolicy === "Ignore" ||
      (failurePolicy === undefined && apiVersion.endsWith("/v1beta1") && isServed)
    );
  };
  for (const { at, webhook, uses } of effectiveWebhooks(written, "failurePolicy", isIgnored, context)) {
    const isDefault = webhook.failurePolicy === undefined;
    // What a patch leaves out, the object has.
    if (isDefault && analysis.isPatch(place.file)) continue;
    const index = at[1];
    const own = typeof index === "number" ? written.webhooks?.[index]?.failurePolicy : undefined;
    const path = [...at, "failurePolicy"];
    report({
      at: path,
      messageId: isDefault ? "webhookIgnoredByDefault" : "webhookIgnored",
      data: {
        requests: requestWords(webhook.rules ?? []),
        how: howIn(context),
        webhook: isKnown(webhook.name) ? `webhook '${webhook.name}'` : "this webhook",
        apiVersion: written.apiVersion ?? "",
        by: byOf(uses, own === webhook.failurePolicy),
      },
      suggest: own === "Ignore" ? [{ messageId: "writeFail", edit: replaceScalar(path, "Fail") }] : [],
    });
  }
}

/** Istio writes this one with `Ignore` and makes it `Fail` itself: pkg/webhooks/validation/controller/controller.go. */
const FAILS_LATER = /(?:^|\.)validation\.istio\.io$/;

function checkPolicy(written: AdmissionControl, context: Context): void {
  const { options, report } = context;
  const path = ["spec", "failurePolicy"];
  const all = effective(written, path, context).filter(({ control: { spec = {} } }) => {
    return spec.failurePolicy === "Ignore" && isControl(spec.matchConstraints?.resourceRules ?? [], options);
  });
  const [first] = all;
  if (!first) return;
  const isOwn = written.spec?.failurePolicy === "Ignore";
  report({
    at: path,
    messageId: "policyIgnored",
    data: {
      requests: requestWords(first.control.spec?.matchConstraints?.resourceRules ?? []),
      how: howIn(context),
      by: byOf(
        all.flatMap(({ applied }) => applied ?? []),
        isOwn,
      ),
    },
    suggest: isOwn ? [{ messageId: "writeFail", edit: replaceScalar(path, "Fail") }] : [],
  });
}

function checkBinding(written: AdmissionControl, context: Context): void {
  const path = ["spec", "validationActions"];
  const all = effective(written, path, context).filter(({ control: { spec = {} }, applied }) => {
    const { policyName = "", validationActions: actions = [] } = spec;
    // Without any, the API server refuses it.
    if (actions.length === 0 || !actions.every((action) => action === "Warn" || action === "Audit"))
      return false;
    // A policy can be denied to some and only be reported to others.
    return !applied || !deniedIn(applied.build).has(policyName);
  });
  const [first] = all;
  if (!first) return;
  const { policyName, validationActions: actions = [] } = first.control.spec ?? {};
  const own = written.spec?.validationActions ?? [];
  const isOwn = own.join() === actions.join();
  const warnAt = actions.indexOf("Warn");
  const [reported, instead] = [actions.map((action) => REPORTED[action]), warnAt >= 0];
  context.report({
    at: own.length === 1 ? [...path, 0] : path,
    messageId: "onlyReported",
    data: {
      policy: isKnown(policyName) ? `policy '${policyName}'` : "its policy",
      reported: [...new Set(reported)].join(" and "),
      way: instead ? "Write 'Deny' instead of 'Warn'" : "Add 'Deny'",
      by: byOf(
        all.flatMap(({ applied }) => applied ?? []),
        isOwn,
      ),
    },
    suggest: !isOwn
      ? []
      : instead
        ? [{ messageId: "writeDeny", edit: replaceScalar([...path, warnAt], "Deny") }]
        : [{ messageId: "addDeny", edit: replaceItem([...path, 0], ["Deny", "Audit"]) }],
  });
}

const REPORTED: Readonly<Record<string, string>> = {
  Warn: "shown to the user as a warning",
  Audit: "written into the audit log",
};

/** The policies that some binding of a build enforces. */
const deniedIn = memoize((build: Build) => {
  const bindings = ofKinds(build.objects, ["ValidatingAdmissionPolicyBinding"]);
  const specs = bindings.flatMap(({ object }) => object.spec ?? []);
  return new Set(specs.filter((one) => one.validationActions?.includes("Deny")).map((one) => one.policyName));
});

/** An object as a build applies it, or as it is written if none does. */
interface Use {
  control: AdmissionControl;
  applied?: Applied<AdmissionControlKind>;
}

/** The object as every build applies it whose value at a path is written here. */
function effective(written: AdmissionControl, path: readonly string[], context: Context): Use[] {
  const { applied, patched } = context;
  if (applied.length + patched.length === 0) return [{ control: written }];
  return writtenHere(path, context).map((one) => ({ control: one.object.object, applied: one }));
}

function isControl(rules: readonly RequestRule[], { customResources }: Options): boolean {
  return customResources ? rules.length > 0 : concernKubernetes(rules);
}

function howIn({ kind }: Context): string {
  return kind.startsWith("Mutating") ? "unchanged" : "unchecked";
}

/** Names the builds that make something else of what is written. */
function byOf(uses: readonly Applied[], isAsWritten: boolean): string {
  return isAsWritten || uses.length === 0 ? "" : asApplied(uses);
}
