import {
  type AuthorizationDefect,
  authorizationDefects,
  authorizerDefects,
} from "../lib/kubernetes/authorization/authorization-defects.js";
import { MODES } from "../lib/kubernetes/authorization/authorizers.js";
import type { Component } from "../lib/kubernetes/components/component.js";
import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { lastFlag, listOf } from "../lib/kubernetes/components/flags.js";
import { POLICY_FILE } from "../lib/repository/policy-files.js";
import { componentsBeside } from "../lib/rule-kit/components.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";
import { meantKind } from "../lib/util/nearest.js";
import { quoteList, series } from "../lib/util/phrases.js";

/** All of them, whatever `quoteList` would leave out. */
const ANY_MODE = series(
  MODES.map((mode) => `'${mode}'`),
  "or",
);

type MessageId = AuthorizationDefect["id"] | "unusedPolicies";
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

/**
 * Policies in a directory in which an API server is told to authorize by something else. What a tool sets by itself
 * says nothing about the policies. One finding a file is enough.
 */
function checkPolicies({ place }: JudgedConfiguration, { report, analysis }: Context): void {
  const { files } = analysis.repository;
  if (files.get(place.file)?.configurations?.[0]?.document !== place.document) return;
  const servers = componentsBeside(place.file, analysis).filter(({ component }) => {
    return component.name === "kube-apiserver";
  });
  if (servers.some(({ component }) => mayReadPolicies(component))) return;
  const [first] = servers.flatMap(({ place: { file }, component }) => {
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
