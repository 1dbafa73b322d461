import type { Component } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { isOn, lastFlag, listOf } from "../lib/kubernetes/components/flags.js";
import { isFirstWithout } from "../lib/rule-kit/components.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";
import { field, items } from "../lib/util/plain-values.js";

interface Options {
  unset: boolean;
}

type Context = RuleContext<
  "apiServer" | "apiServerByDefault" | "everyPath" | "kubelet" | "kubeletByDefault",
  Options
>;

const WHO =
  "requests without credentials as 'system:anonymous', which may do what is granted to it or to 'system:unauthenticated'";
const PATHS = "let them in at the paths of probes alone, by an AuthenticationConfiguration with 'conditions'";

export default defineRule({
  name: "no-anonymous-auth",
  meta: {
    docs: {
      description: "Disallow API servers and kubelets that take requests without credentials",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { unset: true },
      controls: ["CIS 1.2.1", "CIS 4.2.1"],
    },
    messages: {
      apiServer: `'{{written}}' makes the API server take ${WHO}. Set it to 'false', or ${PATHS}.`,
      apiServerByDefault: `Without 'anonymous-auth', this API server takes ${WHO}. Add '--anonymous-auth=false', or ${PATHS}.`,
      everyPath: `On every path, the API server takes ${WHO}. Write 'false', or list the paths of probes, such as '/livez' and '/readyz', under 'conditions'.`,
      kubelet:
        "'{{written}}' makes this kubelet take requests without credentials{{more}}. Write 'false': the API server has a certificate.",
      kubeletByDefault:
        "With neither '--anonymous-auth' nor '--config', this kubelet takes requests without credentials{{more}}. Add '--anonymous-auth=false': the API server has a certificate.",
    },
    schema: [
      {
        type: "object",
        properties: {
          unset: {
            type: "boolean",
            description: "Whether an API server whose flags do not say whether it takes them is reported.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ unset: false } as Options],
  },
  on: "configuration",
  formats: [...COMPONENT_FORMATS, "AuthenticationConfiguration"],
  check(configuration, context: Context) {
    if (configuration.format === "AuthenticationConfiguration") return checkFile(configuration, context);
    for (const component of componentsOf(configuration)) {
      if (component.name === "kube-apiserver") checkApiServer(component, configuration, context);
      if (component.name === "kubelet") checkKubelet(component, configuration, context);
    }
  },
});

function checkFile({ value }: JudgedConfiguration, { report }: Context): void {
  const anonymous = field(value, "anonymous");
  if (field(anonymous, "enabled") !== true) return;
  const conditions = field(anonymous, "conditions");
  // What is no list may be filled in later.
  const isEvery = conditions === undefined || conditions === null || isEmpty(conditions);
  if (isEvery) report({ at: ["anonymous", "enabled"], messageId: "everyPath" });
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && items(value).length === 0;
}

function checkApiServer(component: Component, { place }: JudgedConfiguration, context: Context): void {
  if (allowsAll(component)) return;
  const flag = lastFlag(component, "anonymous-auth");
  if (flag && isOn(flag.value)) {
    context.report({ at: flag.at, messageId: "apiServer", data: { written: flag.written } });
  }
  if (!context.options.unset || !isUnset(component)) return;
  const { analysis } = context;
  if (isFirstWithout(component, { place, analysis, lacks: isUnset })) {
    context.report({ at: component.at, messageId: "apiServerByDefault" });
  }
}

/**
 * Whether the API server allows everything and, for that, takes no anonymous requests; no-permissive-authorization
 * reports it. Kubernetes: pkg/kubeapiserver/options/authentication.go, ApplyAuthorization.
 */
function allowsAll(component: Component): boolean {
  if (lastFlag(component, "authorization-config")) return false;
  const modes = listOf(component, "authorization-mode");
  return modes ? modes.items.some(({ text }) => text === "AlwaysAllow") : component.isWhole;
}

function isUnset(component: Component): boolean {
  const names = ["anonymous-auth", "authentication-config"];
  return component.isWhole && !allowsAll(component) && !names.some((name) => lastFlag(component, name));
}

function checkKubelet(component: Component, { place }: JudgedConfiguration, context: Context): void {
  const flag = lastFlag(component, "anonymous-auth");
  if (flag && isOn(flag.value)) {
    const data = { written: flag.written, more: moreOf(component) };
    context.report({ at: flag.at, messageId: "kubelet", data });
  }
  const { analysis } = context;
  if (isOpenByDefault(component) && isFirstWithout(component, { place, analysis, lacks: isOpenByDefault })) {
    context.report({ at: component.at, messageId: "kubeletByDefault", data: { more: moreOf(component) } });
  }
}

/** Kubernetes: cmd/kubelet/app/options/options.go, applyLegacyDefaults, which a file replaces by other defaults. */
function isOpenByDefault(component: Component): boolean {
  return (
    component.isWhole && !["anonymous-auth", "config", "config-dir"].some((name) => lastFlag(component, name))
  );
}

/** What anonymous requests to a kubelet may do. */
function moreOf(component: Component): string {
  const mode = lastFlag(component, "authorization-mode");
  const isByDefault =
    component.isWhole && !["config", "config-dir"].some((name) => lastFlag(component, name));
  const allowsEverything = mode ? mode.value === "AlwaysAllow" : isByDefault;
  return allowsEverything
    ? ", and lets everybody who reaches it run commands in the pods of its node"
    : " as 'system:anonymous'";
}
