import { betterModes, missingModes, modesData, withoutModes } from "../lib/rule-kit/authorization-phrases.js";
import { mayBeMode } from "../lib/kubernetes/authorization/authorizers.js";
import type { Component, Flag } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { type FlagList, lastFlag, listOf } from "../lib/kubernetes/components/flags.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { isFirstWithout } from "../lib/rule-kit/components.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";
import { field, items } from "../lib/util/plain-values.js";

interface Options {
  failingWebhooks: boolean;
}

type MessageId =
  | "alwaysAllow"
  | "alwaysAllowByDefault"
  | "abac"
  | "leftOut"
  | "both"
  | "kubeletAlwaysAllow"
  | "kubeletByDefault"
  | "noOpinion";
type Context = RuleContext<MessageId, Options>;

export default defineRule({
  name: "no-permissive-authorization",
  meta: {
    docs: {
      description: "Disallow API servers and kubelets that do not authorize by `Node` and `RBAC`",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { failingWebhooks: true },
      controls: ["CIS 1.2.6", "CIS 1.2.7", "CIS 1.2.8", "CIS 4.2.2"],
    },
    messages: {
      alwaysAllow:
        "'{{written}}' lets everybody who authenticates do everything, whatever the roles of the cluster say. {{instead}}.",
      alwaysAllowByDefault:
        "With neither '--authorization-mode' nor '--authorization-config', this API server lets everybody who authenticates do everything. Add '--authorization-mode=Node,RBAC'.",
      abac: "'{{written}}' grants what the lines of a file say: no command shows them, and only a restart reads them again.{{also}} {{instead}}, and grant by roles.",
      leftOut: "'{{written}}' leaves out {{modes}}, so {{effects}}. {{instead}}.",
      both: "The API server does not start with '{{written}}' beside '--authorization-config'. Delete it, and list its modes in that file.",
      kubeletAlwaysAllow:
        "'{{written}}' lets everybody who authenticates to this kubelet run commands in the pods of its node. Write 'Webhook', which asks the API server.",
      kubeletByDefault:
        "With neither '--authorization-mode' nor '--config', this kubelet lets everybody who authenticates to it run commands in the pods of its node. Add '--authorization-mode=Webhook'.",
      noOpinion:
        "While webhook '{{name}}' fails, 'NoOpinion' leaves its decisions to the authorizers behind it, so they allow what it would deny. Write 'Deny'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          failingWebhooks: {
            type: "boolean",
            description:
              "Whether a webhook that others stand in for while it fails is reported, in an AuthorizationConfiguration.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ failingWebhooks: false } as Options],
  },
  on: "configuration",
  formats: [...COMPONENT_FORMATS, "AuthorizationConfiguration"],
  check(configuration, context: Context) {
    if (configuration.format === "AuthorizationConfiguration")
      return checkAuthorizers(configuration, context);
    for (const component of componentsOf(configuration)) {
      if (component.name === "kube-apiserver") checkApiServer(component, configuration, context);
      if (component.name === "kubelet") checkKubelet(component, configuration, context);
    }
  },
});

function checkApiServer(component: Component, { place }: JudgedConfiguration, context: Context): void {
  const modes = listOf(component, "authorization-mode");
  if (lastFlag(component, "authorization-config")) {
    const flag = lastFlag(component, "authorization-mode");
    // Talos has its own file of authorizers and refuses another one.
    if (flag && component.format !== "TalosMachine") {
      context.report({ at: flag.at, messageId: "both", data: { written: flag.written } });
    }
    return;
  }
  if (modes) return checkModes(modes, lastFlag(component, "authorization-mode")!, context);
  const { analysis } = context;
  if (hasNoModes(component) && isFirstWithout(component, { place, analysis, lacks: hasNoModes })) {
    context.report({ at: component.at, messageId: "alwaysAllowByDefault" });
  }
}

/** Kubernetes: pkg/kubeapiserver/options/authorization.go, BuiltInAuthorizationOptions.Complete. */
function hasNoModes(component: Component): boolean {
  return (
    component.isWhole &&
    !lastFlag(component, "authorization-mode") &&
    !lastFlag(component, "authorization-config")
  );
}

function checkModes({ items: modes, isKnown: isAllKnown }: FlagList, last: Flag, { report }: Context): void {
  const names = modes.map(({ text }) => text);
  const instead = `Set 'authorization-mode' to '${betterModes(names)}'`;
  // With a mode that does not exist, the API server does not start: valid-authorization reports that.
  const missing = isAllKnown && modes.length > 0 && names.every(mayBeMode) ? missingModes(names) : [];
  const everything = modes.find(({ text }) => text === "AlwaysAllow")?.flag;
  const abac = modes.find(({ text }) => text === "ABAC")?.flag;
  if (everything) {
    const { at, written } = everything;
    const isKops = at.at(-1) === "alwaysAllow";
    const data = { written, instead: isKops ? "Write 'rbac: {}' in its place" : instead };
    report({ at, messageId: "alwaysAllow", data });
  } else if (abac) {
    const data = { written: abac.written, also: withoutModes(missing), instead };
    report({ at: abac.at, messageId: "abac", data });
  } else if (missing.length > 0) {
    const data = { written: last.written, ...modesData(missing), instead };
    report({ at: last.at, messageId: "leftOut", data });
  }
}

function checkKubelet(component: Component, { place }: JudgedConfiguration, context: Context): void {
  const mode = lastFlag(component, "authorization-mode");
  if (mode?.value === "AlwaysAllow") {
    context.report({ at: mode.at, messageId: "kubeletAlwaysAllow", data: { written: mode.written } });
  }
  const { analysis } = context;
  if (isOpenByDefault(component) && isFirstWithout(component, { place, analysis, lacks: isOpenByDefault })) {
    context.report({ at: component.at, messageId: "kubeletByDefault" });
  }
}

/** Kubernetes: cmd/kubelet/app/options/options.go, applyLegacyDefaults, which a file replaces by other defaults. */
function isOpenByDefault(component: Component): boolean {
  return (
    component.isWhole &&
    !["authorization-mode", "config", "config-dir"].some((name) => lastFlag(component, name))
  );
}

/** Kubernetes: apiserver, pkg/apis/apiserver/validation/validation.go, ValidateAuthorizationConfiguration. */
function checkAuthorizers({ value }: JudgedConfiguration, { options, report }: Context): void {
  const authorizers = items(field(value, "authorizers"));
  const types = authorizers.map((authorizer) => field(authorizer, "type"));
  const names = types.filter((type) => typeof type === "string").filter(isKnown);
  const isWhole = names.length === types.length && types.length > 0 && names.every(mayBeMode);
  const missing = isWhole ? missingModes(names) : [];
  const instead = "Use the types 'Node' and 'RBAC'";
  types.forEach((type, index) => {
    const at = ["authorizers", index, "type"];
    if (type === "AlwaysAllow") {
      report({ at, messageId: "alwaysAllow", data: { written: "type: AlwaysAllow", instead } });
    } else if (type === "ABAC") {
      const data = { written: "type: ABAC", also: withoutModes(missing), instead };
      report({ at, messageId: "abac", data });
    }
  });
  if (missing.length > 0 && !names.includes("AlwaysAllow") && !names.includes("ABAC")) {
    const data = {
      written: "authorizers",
      ...modesData(missing),
      instead: "Add an authorizer of each of these types",
    };
    report({ at: ["authorizers"], messageId: "leftOut", data });
  }
  if (options.failingWebhooks) checkWebhooks(authorizers, report);
}

function checkWebhooks(authorizers: readonly unknown[], report: Context["report"]): void {
  authorizers.slice(0, -1).forEach((authorizer, index) => {
    const isLenient = field(authorizer, "webhook", "failurePolicy") === "NoOpinion";
    if (field(authorizer, "type") !== "Webhook" || !isLenient) return;
    const name = field(authorizer, "name");
    const at = ["authorizers", index, "webhook", "failurePolicy"];
    report({ at, messageId: "noOpinion", data: { name: typeof name === "string" ? name : "" } });
  });
}
