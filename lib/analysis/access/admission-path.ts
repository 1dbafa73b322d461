import { type Build, type Place, placeOf } from "../../builds/build.js";
import { pluginsFor } from "../../kubernetes/admission/plugins.js";
import {
  isExempt,
  operationsOf,
  type Request,
  type RequestRule,
  ruleMatches,
} from "../../kubernetes/admission/requests.js";
import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { resourceName } from "../../kubernetes/api/resource-name.js";
import { isNode } from "../../kubernetes/authorization/decide.js";
import { admissionPlugins } from "../../kubernetes/components/admission-plugins.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Question, User } from "../../kubernetes/rbac/authorizer.js";
import { isAskedInNamespace } from "../../kubernetes/rbac/namespaced-requests.js";
import { kubernetesVersionOf } from "../../repository/configuration/settings.js";
import { once } from "../../util/once.js";
import type { Analysis, Applied } from "../analysis.js";
import { mayBeIn } from "../clusters.js";
import { type ApiServer, asComponent } from "./api-servers.js";
import type { AskedRequest } from "./asked-request.js";

/** A webhook or a policy of the repository that is asked to admit a request. */
export interface Admitter {
  kind: string;
  /** The name of the object. */
  name: string;
  /** That of the webhook in it. */
  webhook?: string;
  failurePolicy: string;
  /** Whether a policy has a binding in the repository, without which it does nothing. */
  isBound?: boolean;
  place: Place;
}

/** What sees a request that is allowed; undefined if nothing does, since it reads. */
export interface AdmissionPath {
  plugins: readonly string[];
  admitters: readonly Admitter[];
}

/** What sees a request. Selectors and conditions, which leave out some objects, are not looked at. */
export function admissionPath(
  analysis: Analysis,
  {
    question,
    user,
    server,
    cluster,
    resources,
  }: AskedRequest & { user: User; server: ApiServer | undefined },
): AdmissionPath | undefined {
  const request = requestOf(question, user, resources);
  if (!request) return undefined;
  const plugins = pluginsFor(request, switchesOf(analysis, server));
  const asked = isExempt(request) ? [] : ASKED.filter(({ by }) => plugins.includes(by));
  return { plugins, admitters: asked.flatMap(({ find }) => find(analysis, { ...request, cluster })) };
}

function requestOf(question: Question, user: User, resources: ApiResources): Request | undefined {
  const operations = operationsOf(question);
  if ("path" in question || operations.length === 0) return undefined;
  const { apiGroups, resource, subresource, verb } = question;
  const full = resourceName(question);
  const isNamespaced =
    apiGroups?.some((apiGroup) => isAskedInNamespace(resources, { apiGroup, resource: full, verb })) ?? true;
  return { operations, apiGroups, resource, subresource, isNamespaced, isByNode: isNode(user) };
}

function switchesOf({ settings }: Analysis, server: ApiServer | undefined) {
  const version = server?.version ?? kubernetesVersionOf(settings);
  if (!server) return { enabled: [], disabled: [], version };
  const { enabled, disabled } = admissionPlugins(asComponent(server));
  const names = (list: typeof enabled) => list?.items.map(({ text }) => text).filter(isKnown);
  const byTool = server.defaults["enable-admission-plugins"]?.split(",");
  return { enabled: names(enabled) ?? byTool ?? [], disabled: names(disabled) ?? [], version };
}

/** A request to one cluster, or to every one. */
type InCluster = Request & { cluster: string | undefined };

const ASKED: readonly { by: string; find: (analysis: Analysis, request: InCluster) => Admitter[] }[] = [
  {
    by: "MutatingAdmissionPolicy",
    find: (analysis, request) => policies(analysis, "MutatingAdmissionPolicy", request),
  },
  {
    by: "MutatingAdmissionWebhook",
    find: (analysis, request) => webhooks(analysis, "MutatingWebhookConfiguration", request),
  },
  {
    by: "ValidatingAdmissionPolicy",
    find: (analysis, request) => policies(analysis, "ValidatingAdmissionPolicy", request),
  },
  {
    by: "ValidatingAdmissionWebhook",
    find: (analysis, request) => webhooks(analysis, "ValidatingWebhookConfiguration", request),
  },
];

function webhooks(
  analysis: Analysis,
  kind: "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration",
  request: InCluster,
): Admitter[] {
  const all: readonly Applied<"MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration">[] =
    analysis.ofKind(kind);
  return once(
    inCluster(all, request).flatMap(({ object }) =>
      (object.object.webhooks ?? []).flatMap(({ name, rules, failurePolicy = "Fail" }, index): Admitter[] => {
        if (!matchesAny(rules, request)) return [];
        const place = placeOf(object, ["webhooks", index, "name"]);
        const own = object.object.metadata?.name ?? "?";
        return [{ kind, name: own, webhook: name ?? "?", failurePolicy, place }];
      }),
    ),
  );
}

function policies(
  analysis: Analysis,
  kind: "MutatingAdmissionPolicy" | "ValidatingAdmissionPolicy",
  request: InCluster,
): Admitter[] {
  const all: readonly Applied<"MutatingAdmissionPolicy" | "ValidatingAdmissionPolicy">[] =
    analysis.ofKind(kind);
  const bindings: readonly Applied<"MutatingAdmissionPolicyBinding" | "ValidatingAdmissionPolicyBinding">[] =
    analysis.ofKind(`${kind}Binding`);
  const bound = new Set(inCluster(bindings, request).map(({ object }) => object.object.spec?.policyName));
  return once(
    inCluster(all, request).flatMap(({ object }): Admitter[] => {
      const { metadata, spec } = object.object;
      if (!matchesAny(spec?.matchConstraints?.resourceRules, request)) return [];
      const name = metadata?.name ?? "?";
      const place = placeOf(object, ["metadata", "name"]);
      return [{ kind, name, failurePolicy: spec?.failurePolicy ?? "Fail", isBound: bound.has(name), place }];
    }),
  );
}

function inCluster<One extends { build: Build }>(all: readonly One[], { cluster }: InCluster): One[] {
  return all.filter(({ build }) => mayBeIn(build, cluster));
}

function matchesAny(rules: readonly RequestRule[] | undefined, request: Request): boolean {
  return rules?.some((rule) => ruleMatches(rule, request)) ?? false;
}
