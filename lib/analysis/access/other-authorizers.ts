import type { PolicySpec } from "../../kubernetes/abac/policy.js";
import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { AUTHENTICATED_GROUP, UNAUTHENTICATED_GROUP } from "../../kubernetes/rbac/subjects.js";
import type { PolicyRule } from "../../kubernetes/objects.js";
import type { Question, User } from "../../kubernetes/rbac/authorizer.js";
import type { Repository } from "../../repository/repository.js";
import { policiesOf, policySubject, rulesOf, whereCovers } from "./abac-policies.js";
import { type ApiServer, apiServersOf, mayHave, namesOf, type PlacedAuthorizer } from "./api-servers.js";
import type { Allowed, Authorization, Found, Step, Unknown } from "./answers.js";
import { Users } from "./users.js";

/** How requests are authorized; undefined if the repository does not say. */
export function authorizationOf(repository: Repository): Authorization | undefined {
  const servers = apiServersOf(repository);
  return servers.length === 0 ? undefined : { servers, hasRbac: mayHave(servers, "RBAC") };
}

/** Whether API servers authorize requests in different ways. */
export function areDifferent(servers: readonly ApiServer[]): boolean {
  return new Set(servers.map((server) => namesOf(server).join(","))).size > 1;
}

/** What authorizers other than RBAC allow, those first that let everybody do everything. */
export function otherwiseAllowed(
  repository: Repository,
  given: (policy: PolicySpec) => { rule: PolicyRule; namespace?: string }[],
  everything: readonly PolicyRule[],
): Found {
  const [first, then, unknown]: [Allowed[], Allowed[], Unknown[]] = [[], [], []];
  for (const server of apiServersOf(repository)) {
    if (server.unknown !== undefined) unknown.push(unsaid(server, server.unknown));
    for (const authorizer of server.authorizers ?? []) {
      if (authorizer.mode === "AlwaysAllow") {
        const through = [serverStep(server, "AlwaysAllow")];
        for (const rule of everything) first.push({ subject: `Group:${AUTHENTICATED_GROUP}`, rule, through });
      }
      const why = whyUnknown(authorizer);
      if (why !== undefined)
        unknown.push({ what: whatOf(authorizer), why, place: authorizer.place ?? server.place });
      if (authorizer.mode !== "ABAC") continue;
      const policies = policiesOf(repository, server);
      for (const { policy, place } of policies.lines) {
        const subject = policySubject(policy);
        const through = [serverStep(server, "ABAC"), { kind: "ABAC policy", place }];
        for (const one of given(policy)) then.push({ subject, ...one, through });
      }
      for (const one of policies.unknown) unknown.push({ what: "what ABAC policies allow", ...one });
    }
  }
  return { allowed: [...first, ...then], unknown };
}

/** Who is otherwise allowed something. */
export function otherwiseWhoCan(
  repository: Repository,
  question: Question,
  { of, ...options }: { namespace?: string | undefined; resources: ApiResources; of?: Users | undefined },
): Found {
  const isPath = "path" in question;
  const isAsked = ({ rule }: { rule: PolicyRule }) => (rule.nonResourceURLs !== undefined) === isPath;
  return otherwiseAllowed(
    repository,
    (policy) => {
      const isMeant = of?.hasPolicySubject(policy) ?? true;
      const where = isMeant ? whereCovers(policy, question, options) : undefined;
      return where
        ? rulesOf(policy)
            .filter(isAsked)
            .map(({ rule }) => ({ rule, ...where }))
        : [];
    },
    isLoggedIn(of) ? EVERYTHING.filter((rule) => isAsked({ rule })) : [],
  );
}

/** What somebody is otherwise allowed. */
export function otherwiseWhatCan(
  repository: Repository,
  who: User | Users,
  { namespace: asked }: { namespace?: string | undefined } = {},
): Found {
  const of = Users.of(who);
  const isAsked = ({ namespace }: { namespace?: string }) =>
    asked === undefined || !namespace || namespace === asked;
  return otherwiseAllowed(
    repository,
    (policy) => (of.hasPolicySubject(policy) ? rulesOf(policy).filter(isAsked) : []),
    isLoggedIn(of) ? EVERYTHING : [],
  );
}

/** Whether some of the users have credentials: with AlwaysAllow, the API server lets nobody in without. */
function isLoggedIn(of: Users | undefined): boolean {
  return of?.all.some(({ groups }) => !groups.includes(UNAUTHENTICATED_GROUP)) ?? true;
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

/** The API server that asks an authorizer, as the first step of what it allows. */
export function serverStep({ place, authorizers = [] }: ApiServer, mode: string): Step {
  const own = authorizers.find((one) => one.mode === mode)?.place;
  return { kind: "API server", name: mode, place: own ?? place };
}

function unsaid({ file, place }: ApiServer, why: string): Unknown {
  return { what: `which authorizers the API server of '${file}' asks`, why, place };
}

function whatOf({ mode, name }: PlacedAuthorizer): string {
  return mode === undefined
    ? `what the authorizer '${name}' is`
    : `what the authorizer ${name} allows or denies`;
}

/** Why nobody can say what an authorizer says; undefined if it can be said, or is the Node authorizer. */
export function whyUnknown({ mode, failurePolicy, isConditional }: PlacedAuthorizer): string | undefined {
  if (mode === undefined)
    return "it is filled in later, or the API server does not know it and does not start";
  if (mode !== "Webhook") return undefined;
  const asked = isConditional ? "the API server asks it about some requests" : "the API server asks it";
  if (failurePolicy === undefined) return asked;
  const failing = failurePolicy === "Deny" ? "denies the request" : "asks the next one";
  return `${asked}, and ${failing} if it does not answer (failurePolicy ${failurePolicy})`;
}
