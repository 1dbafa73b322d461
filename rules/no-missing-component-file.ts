import { configMapKeys } from "../lib/analysis/config-map-keys.js";
import type { Component, Flag } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { lastFlag } from "../lib/kubernetes/components/flags.js";
import { mountedKey } from "../lib/kubernetes/components/mounted-key.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { isReadByName } from "../lib/repository/disk/walk.js";
import { fileNamed, POLICY_FILE } from "../lib/repository/policy-files.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";

/** The flags that name files of policies and settings which a component reads when it starts. */
const FILE_FLAGS = [
  POLICY_FILE,
  "authorization-config",
  "authorization-webhook-config-file",
  "authentication-config",
  "authentication-token-webhook-config-file",
  "admission-control-config-file",
  "audit-policy-file",
  "encryption-provider-config",
  "config",
] as const;

type Context = RuleContext<"missingFile" | "missingKey", undefined>;

export default defineRule({
  name: "no-missing-component-file",
  meta: {
    docs: {
      description: "Disallow flags of components that name a file which is not there",
      topic: "How clusters are set up",
      consequence: "breakage",
      preset: "recommended",
      controls: [],
    },
    messages: {
      missingFile:
        "'{{written}}' names '{{path}}', which is not in the repository, so {{component}} does not start. Add the file, or write the path that it has on the node.",
      missingKey:
        "'{{written}}' names '{{key}}' of ConfigMap '{{configMap}}', which {{why}}, so {{component}} does not start. Add it there, or correct the path.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: COMPONENT_FORMATS,
  check(configuration, context: Context) {
    for (const component of componentsOf(configuration)) {
      for (const name of FILE_FLAGS) {
        const flag = lastFlag(component, name);
        if (!flag || !isKnown(flag.value)) continue;
        if (isRelative(flag)) checkBeside(flag, component, configuration, context);
        else checkMounted(flag, component, configuration, context);
      }
    }
  },
});

function isRelative({ value }: Flag): boolean {
  return value !== "" && !value.startsWith("/") && !value.includes("://");
}

/** A path beside the manifest. What one on the node leads to is not known. */
function checkBeside(
  { name, value, written, at }: Flag,
  { name: component }: Component,
  { place }: JudgedConfiguration,
  { report, analysis }: Context,
): void {
  const { unreadable, files } = analysis.repository;
  const path = fileNamed(place.file, value);
  // Files of other names are not read, but for those of policies.
  if (path === undefined || path === "" || !(name === POLICY_FILE || isReadByName(path))) return;
  if (files.has(path) || unreadable.some((one) => one.path === path)) return;
  report({ at, messageId: "missingFile", data: { written, path, component } });
}

function checkMounted(
  { value: path, written, at }: Flag,
  component: Component,
  { format, value }: JudgedConfiguration,
  { report, analysis }: Context,
): void {
  const mounted = format === "ComponentPod" ? mountedKey(value, component, path) : undefined;
  if (!mounted) return;
  const { configMap, key, isLeftOut } = mounted;
  const keys = configMapKeys(analysis.repository, configMap);
  if (!keys || (keys.has(key) && !isLeftOut)) return;
  const why = isLeftOut ? "the volume leaves out" : "has no such key";
  report({ at, messageId: "missingKey", data: { written, key, configMap, why, component: component.name } });
}
