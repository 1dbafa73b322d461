import { configMapKeys } from "../lib/analysis/config-map-keys.js";
import {
  type AuthorizationDefect,
  authorizationDefects,
  authorizerDefects,
} from "../lib/kubernetes/authorization/authorization-defects.js";
import { MODES } from "../lib/kubernetes/authorization/authorizers.js";
import type { Component, Flag } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { mountedKey } from "../lib/kubernetes/components/mounted-key.js";
import { lastFlag, listOf } from "../lib/kubernetes/components/flags.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { isReadByName } from "../lib/repository/disk/walk.js";
import { directoryOf } from "../lib/repository/paths.js";
import { fileNamed, POLICY_FILE } from "../lib/repository/policy-files.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";
import type { Repository } from "../lib/repository/repository.js";
import { groupBy } from "../lib/util/group-by.js";
import { memoize } from "../lib/util/memoize.js";
import { meantKind } from "../lib/util/nearest.js";
import { quoteList } from "../lib/util/phrases.js";

/** The flags that name files which the component reads when it starts. */
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

/** All of them, whatever `quoteList` would leave out. */
const ANY_MODE = MODES.map((mode) => `'${mode}'`)
  .join(", ")
  .replace(/, (?=[^,]*$)/, " or ");

type MessageId = AuthorizationDefect["id"] | "missingFile" | "missingKey" | "unusedPolicies";
type Context = RuleContext<MessageId, undefined>;

export default defineRule({
  name: "valid-authorization",
  meta: {
    docs: {
      description:
        "Disallow authorization settings and file names with which the API server does not start, and ABAC policies that it does not read",
      topic: "How clusters are set up",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    messages: {
      unknownMode: "The API server does not start: there is no authorization mode '{{mode}}'. {{instead}}",
      modeTwice: "The API server does not start: authorization mode '{{mode}}' is there twice. Delete one.",
      modeWithoutFile:
        "The API server does not start: mode '{{mode}}' needs a file, and '--{{flag}}' is missing. Add it, or delete the mode.",
      fileWithoutMode:
        "The API server does not start: '{{written}}' is only for mode '{{mode}}', and the modes are {{modes}}. Delete it, or add the mode.",
      noType: "The API server does not start: this authorizer has no 'type'. Write {{modes}}.",
      noName: "The API server does not start: this authorizer has no 'name'. Give it one.",
      nameTwice: "The API server does not start: two authorizers have the name '{{name}}'. Rename one.",
      noWebhook: "The API server does not start: an authorizer of type 'Webhook' needs 'webhook'. Add it.",
      webhookUnused:
        "The API server does not start: only an authorizer of type 'Webhook' may have 'webhook', and this one is of type '{{type}}'. Delete it, or change the type.",
      noAuthorizers:
        "The API server does not start: this AuthorizationConfiguration has no authorizers. Add those of types 'Node' and 'RBAC'.",
      missingFile:
        "'{{written}}' names '{{path}}', which is not in the repository, so {{component}} does not start. Add the file, or write the path that it has on the node.",
      missingKey:
        "'{{written}}' names '{{key}}' of ConfigMap '{{configMap}}', which {{why}}, so {{component}} does not start. Add it there, or correct the path.",
      unusedPolicies:
        "These ABAC policies grant nothing: the API server that '{{file}}' sets up authorizes by {{modes}}. Delete them, or bind roles that say the same.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: [...COMPONENT_FORMATS, "AuthorizationConfiguration", "AbacPolicy"],
  check(configuration, context: Context) {
    const { format, value } = configuration;
    if (format === "AbacPolicy") checkPolicies(configuration, context);
    else if (format === "AuthorizationConfiguration")
      authorizerDefects(value).forEach((one) => report(one, context));
    for (const component of componentsOf(configuration)) {
      if (component.name === "kube-apiserver")
        authorizationDefects(component).forEach((one) => report(one, context));
      checkFiles(component, configuration, context);
    }
  },
});

function report(defect: AuthorizationDefect, context: Context): void {
  const { id, at, ...words } = defect;
  const data = Object.fromEntries(
    Object.entries(words).map(([key, word]) => [key, typeof word === "string" ? word : quoteList(word)]),
  );
  const meant = id === "unknownMode" ? meantKind(defect.mode, MODES) : undefined;
  const instead = meant === undefined ? `Write ${ANY_MODE}.` : `Write '${meant}'.`;
  context.report({ at, messageId: id, data: { modes: ANY_MODE, instead, ...data } });
}

/** Files that are named by a path beside the manifest, or are keys of ConfigMaps. Those on the node are not known. */
function checkFiles(component: Component, configuration: JudgedConfiguration, context: Context): void {
  for (const name of FILE_FLAGS) {
    const flag = lastFlag(component, name);
    if (!flag || !isKnown(flag.value)) continue;
    if (isRelative(flag)) checkBeside(flag, component, configuration, context);
    else checkMounted(flag, component, configuration, context);
  }
}

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

function isRelative({ value }: Flag): boolean {
  return value !== "" && !value.startsWith("/") && !value.includes("://");
}

/**
 * Policies in a directory in which an API server is told to authorize by something else. What a tool sets by itself
 * says nothing about the policies. One finding a file is enough.
 */
function checkPolicies({ place }: JudgedConfiguration, { report, analysis }: Context): void {
  const { files } = analysis.repository;
  if (files.get(place.file)?.configurations?.[0]?.document !== place.document) return;
  const servers = serversIn(analysis.repository).get(directoryOf(place.file)) ?? [];
  if (servers.some(({ component }) => mayReadPolicies(component))) return;
  const [first] = servers.flatMap(({ file, component }) => {
    const modes = listOf(component, "authorization-mode");
    return modes ? [{ file, modes: modes.items.map(({ text }) => text) }] : [];
  });
  if (!first) return;
  report({ at: [], messageId: "unusedPolicies", data: { file: first.file, modes: quoteList(first.modes) } });
}

/** Whether an API server reads policies, may read them, or allows everything with or without them. */
function mayReadPolicies(component: Component): boolean {
  if ([POLICY_FILE, "authorization-config"].some((name) => lastFlag(component, name))) return true;
  const modes = listOf(component, "authorization-mode");
  if (!modes) return false;
  return !modes.isKnown || modes.items.some(({ text }) => text === "ABAC" || text === "AlwaysAllow");
}

/** The API servers that files set up, by directory. */
const serversIn = memoize(({ files }: Repository) => {
  const servers = [...files].flatMap(([file, { configurations = [] }]) => {
    const components = configurations.flatMap(componentsOf).filter(({ name }) => name === "kube-apiserver");
    return components.map((component) => ({ file, component }));
  });
  return groupBy(servers, ({ file }) => directoryOf(file));
});
