import {
  type AdmissionPlugins,
  admissionPlugins,
  goneSince,
  hasNodeRestriction,
  WITHOUT_PLUGIN,
} from "../lib/kubernetes/components/admission-plugins.js";
import { isOnByDefault } from "../lib/kubernetes/admission/plugins.js";
import type { Component } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { isFirstWithout, versionOf } from "../lib/rule-kit/components.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";

interface Options {
  require: string[];
  forbid: string[];
}

type Context = RuleContext<
  "gone" | "alwaysAdmit" | "forbidden" | "disabled" | "leftOut" | "missing",
  Options
>;

const NAMES = { type: "array", items: { type: "string" }, uniqueItems: true };

export default defineRule({
  name: "require-admission-plugins",
  meta: {
    docs: {
      description: "Require the admission plugins that protect a cluster",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { require: ["NodeRestriction", "AlwaysPullImages", "EventRateLimit"] },
      controls: ["CIS 1.2.9", "CIS 1.2.10", "CIS 1.2.11", "CIS 1.2.12", "CIS 1.2.13", "CIS 1.2.14"],
    },
    messages: {
      gone: "There is no admission plugin '{{plugin}}' in Kubernetes since 1.{{minor}}, so the API server does not start. Delete it{{instead}}.",
      alwaysAdmit: "Plugin 'AlwaysAdmit' admits everything and is there for tests. Delete it.",
      forbidden: "Plugin '{{plugin}}' is on, and option 'forbid' lists it. Delete it.",
      disabled:
        "Plugin '{{plugin}}'{{byDefault}} is switched off here: {{effect}}. Delete it from 'disable-admission-plugins'.",
      leftOut: "'{{written}}' leaves out '{{plugin}}': {{effect}}. Add it.",
      missing:
        "This API server runs without admission plugin '{{plugin}}': {{effect}}. Add it to '--enable-admission-plugins'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          require: {
            ...NAMES,
            description: "Plugins that must be on, by default or because a flag says so.",
          },
          forbid: { ...NAMES, description: "Plugins that must not be on." },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ require: ["NodeRestriction"], forbid: ["AlwaysAdmit"] } as Options],
  },
  on: "configuration",
  formats: COMPONENT_FORMATS,
  check(configuration, context: Context) {
    for (const component of componentsOf(configuration)) {
      if (component.name !== "kube-apiserver") continue;
      const plugins = admissionPlugins(component);
      checkListed(component, plugins, context);
      const isOld = !hasNodeRestriction(versionOf(component, context.analysis));
      for (const plugin of new Set(context.options.require)) {
        if (isOld && plugin === "NodeRestriction") continue;
        checkRequired(plugin, plugins, { component, configuration, context });
      }
    }
  },
});

/** What is wrong with the plugins that the flags name. */
function checkListed(
  component: Component,
  { enabled, disabled }: AdmissionPlugins,
  { analysis, options, report }: Context,
): void {
  const reported = new Set<string>();
  for (const [list, isOn] of [
    [enabled, true],
    [disabled, false],
  ] as const) {
    for (const { text: plugin, flag } of list?.items ?? []) {
      const gone = goneSince(plugin, versionOf(component, analysis));
      const effect = Object.hasOwn(WITHOUT_PLUGIN, plugin) ? WITHOUT_PLUGIN[plugin] : undefined;
      const isWanted = isOnByDefault(plugin) || options.require.includes(plugin);
      const key = `${plugin} ${isOn}`;
      if (reported.has(key)) continue;
      reported.add(key);
      if (gone !== undefined) {
        const instead =
          plugin === "PodSecurityPolicy" ? ", and use 'PodSecurity', which is on by default" : "";
        report({ at: flag.at, messageId: "gone", data: { plugin, minor: String(gone), instead } });
      } else if (isOn && options.forbid.includes(plugin)) {
        const messageId = plugin === "AlwaysAdmit" ? "alwaysAdmit" : "forbidden";
        report({ at: flag.at, messageId, data: { plugin } });
      } else if (!isOn && isWanted && (effect !== undefined || options.require.includes(plugin))) {
        const byDefault = isOnByDefault(plugin) ? " is on by default and" : "";
        report({
          at: flag.at,
          messageId: "disabled",
          data: { plugin, byDefault, effect: effect ?? DEMANDED },
        });
      }
    }
  }
}

const DEMANDED = "option 'require' demands it";

/** Reports a plugin that is not on although no flag switches it off. */
function checkRequired(
  plugin: string,
  { isOn, disabled, flag }: AdmissionPlugins,
  {
    component,
    configuration: { place },
    context,
  }: { component: Component; configuration: JudgedConfiguration; context: Context },
): void {
  if (isOn(plugin) !== false || disabled?.items.some(({ text }) => text === plugin)) return;
  const effect = Object.hasOwn(WITHOUT_PLUGIN, plugin) ? (WITHOUT_PLUGIN[plugin] ?? DEMANDED) : DEMANDED;
  if (flag) {
    const data = { written: flag.written, plugin, effect };
    context.report({ at: flag.at, messageId: "leftOut", data });
    return;
  }
  const { analysis } = context;
  const lacks = (other: Component) => {
    const plugins = admissionPlugins(other);
    return !plugins.flag && plugins.isOn(plugin) === false;
  };
  if (isFirstWithout(component, { place, analysis, lacks })) {
    context.report({ at: component.at, messageId: "missing", data: { plugin, effect } });
  }
}
