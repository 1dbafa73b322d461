import {
  type AuthorizationDefect,
  authorizationDefects,
  authorizerDefects,
  MODES,
} from "../lib/kubernetes/authorization/authorization-defects.js";
import type { Component, Flag } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
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

type MessageId = AuthorizationDefect["id"] | "missingFile" | "unusedPolicies";
type Context = RuleContext<MessageId, undefined>;

export default defineRule({
  name: "valid-authorization",
  meta: {
    docs: {
      description:
        "Disallow authorization settings with which the API server does not start, and ABAC policies that it does not read",
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

/** Files that are named by a path beside the manifest. Those on the node are not known. */
function checkFiles(component: Component, { place }: JudgedConfiguration, context: Context): void {
  const { unreadable, files } = context.analysis.repository;
  for (const name of FILE_FLAGS) {
    const flag = lastFlag(component, name);
    if (!flag || !isRelative(flag)) continue;
    const path = fileNamed(place.file, flag.value);
    // Files of other names are not read, but for those of policies.
    if (path === undefined || path === "" || !(name === POLICY_FILE || isReadByName(path))) continue;
    if (files.has(path) || unreadable.some((one) => one.path === path)) continue;
    const data = { written: flag.written, path, component: component.name };
    context.report({ at: flag.at, messageId: "missingFile", data });
  }
}

function isRelative({ value }: Flag): boolean {
  return isKnown(value) && value !== "" && !value.startsWith("/") && !value.includes("://");
}

/** Policies in a directory in which an API server is set up that does not read them. One finding a file is enough. */
function checkPolicies({ place }: JudgedConfiguration, { report, analysis }: Context): void {
  const { files } = analysis.repository;
  if (files.get(place.file)?.configurations?.[0]?.document !== place.document) return;
  const servers = serversIn(analysis.repository).get(directoryOf(place.file)) ?? [];
  const [first] = servers;
  const isUnused = servers.every(({ modes, component }) => {
    return modes !== undefined && !modes.includes("ABAC") && !lastFlag(component, POLICY_FILE);
  });
  if (!first || !isUnused) return;
  report({
    at: [],
    messageId: "unusedPolicies",
    data: { file: first.file, modes: quoteList(first.modes ?? []) },
  });
}

/** The API servers that files set up, by directory. */
const serversIn = memoize(({ files }: Repository) => {
  const servers = [...files].flatMap(([file, { configurations = [] }]) => {
    const components = configurations.flatMap(componentsOf).filter(({ name }) => name === "kube-apiserver");
    return components.map((component) => ({ file, modes: modesOf(component), component }));
  });
  return groupBy(servers, ({ file }) => directoryOf(file));
});

/** The modes of an API server; undefined if they are not known. */
function modesOf(component: Component): readonly string[] | undefined {
  if (lastFlag(component, "authorization-config")) return undefined;
  const written = listOf(component, "authorization-mode");
  if (written) return written.isKnown ? written.items.map(({ text }) => text) : undefined;
  return component.defaults["authorization-mode"]?.split(",");
}
