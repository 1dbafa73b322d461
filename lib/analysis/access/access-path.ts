import { subjectMatches } from "../../kubernetes/abac/authorizes.js";
import { decide, type Decision, isNode, type Opinion } from "../../kubernetes/authorization/decide.js";
import type { Subject } from "../../kubernetes/objects.js";
import type { User } from "../../kubernetes/rbac/authorizer.js";
import { UNAUTHENTICATED_GROUP } from "../../kubernetes/rbac/subjects.js";
import { groupBy } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import { policiesOf, policySubject, rulesOf, whereCovers } from "./abac-policies.js";
import { type AdmissionPath, admissionPath } from "./admission-path.js";
import type { Analysis } from "../analysis.js";
import type { Allowed, Unknown } from "./answers.js";
import { type ApiServer, apiServersOf, type PlacedAuthorizer } from "./api-servers.js";
import type { AskedRequest } from "./asked-request.js";
import { builtInAnswers } from "./built-in-answers.js";
import { takesAnonymous } from "./authentication.js";
import { askedUser, type Login, loginsOf } from "./logins.js";
import { whyUnknown } from "./other-authorizers.js";
import { unread, unseen } from "./unknown-parts.js";
import { mayBind } from "../hidden-parts.js";
import { once, rbacWhoCan } from "./who-can.js";

/** What API servers make of the request of a user. */
export interface Passage {
  /** Those that make the same of it; none if the repository sets up none, so that RBAC is assumed. */
  servers: readonly ApiServer[];
  user: User;
  /** Whether the request is refused before anybody is asked, since it has no credentials. */
  isTurnedAway?: true;
  decision: Decision<readonly Allowed[], PlacedAuthorizer>;
  /** What sees it then; left out if nothing does, or the request does not get that far. */
  admission?: AdmissionPath;
}

/** How a request passes authentication, authorization and admission, as far as the repository shows. */
export interface AccessPath {
  logins: readonly Login[];
  passages: readonly Passage[];
  unknown: readonly Unknown[];
}

/** The way of a request of a subject through the three stages. */
export function accessPath(analysis: Analysis, subject: Subject, request: AskedRequest): AccessPath {
  const { logins, unknown } = loginsOf(analysis, subject);
  const servers = apiServersOf(analysis.repository);
  const found: Unknown[] = [...unknown];
  // RBAC says the same for every API server.
  const rbacOf = memoizeParts((key: string) => {
    return rbacOpinion(analysis, { user: JSON.parse(key) as User, request, found });
  });
  const passages = (servers.length === 0 ? [undefined] : servers).flatMap((server) => {
    const own = logins.filter((one) => one.server === undefined || one.server === server);
    return usersOf(subject, own).map((user) => {
      return passageOf(analysis, { user, server, request, found, rbac: () => rbacOf(JSON.stringify(user)) });
    });
  });
  const same = groupBy(passages, ({ user, ...one }) => JSON.stringify([keyOfUser(user), summaryOf(one)]));
  return {
    logins,
    passages: [...same.values()].map((alike) => {
      return { ...(alike[0] as Passage), servers: alike.flatMap((one) => one.servers) };
    }),
    unknown: once([
      ...found,
      ...unread(analysis),
      ...unseen(analysis, (part) => mayBind(analysis, part, askedUser(subject)), request.cluster),
    ]),
  };
}

/** What distinguishes passages, apart from the API server. */
function summaryOf({ decision, admission, isTurnedAway }: Omit<Passage, "user">): unknown {
  const steps = decision.steps.map(({ authorizer, opinion }) => [authorizer.name, opinion]);
  return [decision.verdict, steps, admission, isTurnedAway];
}

/** The users whom a subject is: who it is by itself, or what each of its credentials makes of it. */
function usersOf(subject: Subject, logins: readonly Login[]): User[] {
  const asked = askedUser(subject);
  // A member of a group may be anybody else besides.
  const own = asked.name === "" ? [] : logins.flatMap(({ user }) => user ?? []);
  const isOther = logins.some(({ user }) => user === undefined);
  const all = own.length === 0 || isOther ? [asked, ...own] : own;
  return [...new Map(all.map((user) => [keyOfUser(user), user])).values()];
}

/** The same for the same groups, in whatever order a credential has them. */
function keyOfUser({ name, groups }: User): string {
  return JSON.stringify([name, [...groups].sort()]);
}

interface Given {
  user: User;
  server: ApiServer | undefined;
  request: AskedRequest;
  /** Takes what is not known. */
  found: Unknown[];
  rbac: () => Opinion<readonly Allowed[]>;
}

function passageOf(analysis: Analysis, given: Given): Passage {
  const { user, server, request, found } = given;
  const servers = server ? [server] : [];
  if (server && user.groups.includes(UNAUTHENTICATED_GROUP)) {
    const takes = takesAnonymous(analysis.repository, server);
    if (takes === "none") {
      return { servers, user, isTurnedAway: true, decision: { verdict: "no", steps: [] } };
    }
    const what = "whether the API server takes requests without credentials";
    if (takes === "some") found.push({ what, why: "it does so for some paths", place: server.place });
    if (takes === undefined) found.push({ what, why: "the repository does not say it", place: server.place });
  }
  if (server?.unknown !== undefined) {
    found.push({
      what: `which authorizers the API server of '${server.file}' asks`,
      why: `${server.unknown}; RBAC is assumed`,
      place: server.place,
    });
  }
  const authorizers = server?.authorizers ?? [RBAC];
  const decision = decide(user, authorizers, (one) => opinionOf(analysis, one, given));
  if (decision.verdict === "no") return { servers, user, decision };
  const admission = admissionPath(analysis, { ...request, user, server });
  return { servers, user, decision, ...(admission && { admission }) };
}

const RBAC: PlacedAuthorizer = { mode: "RBAC", name: "RBAC" };

function opinionOf(
  analysis: Analysis,
  authorizer: PlacedAuthorizer,
  { user, server, request, found, rbac }: Given,
): Opinion<readonly Allowed[]> {
  const { mode } = authorizer;
  if (mode === "AlwaysAllow") return { says: "yes", through: [] };
  if (mode === "AlwaysDeny") return { says: "nothing" };
  if (mode === "Node") {
    if (!isNode(user)) return { says: "nothing" };
    return { says: "unknown", why: "it depends on which Pods run on the node" };
  }
  if (mode === "RBAC") return rbac();
  if (mode === "ABAC" && server) {
    const policies = policiesOf(analysis.repository, server);
    for (const one of policies.unknown) found.push({ what: "what ABAC policies allow", ...one });
    const isPath = "path" in request.question;
    const allowed = policies.lines.flatMap(({ policy, place }): Allowed[] => {
      const where = subjectMatches(policy, user) ? whereCovers(policy, request.question, request) : undefined;
      const rule = rulesOf(policy).find((one) => (one.rule.nonResourceURLs !== undefined) === isPath)?.rule;
      if (!where || !rule) return [];
      return [{ subject: policySubject(policy), ...where, rule, through: [{ kind: "ABAC policy", place }] }];
    });
    const own = opinionFrom(allowed, request);
    const [more] = policies.unknown;
    return own.says === "nothing" && more ? { says: "unknown", why: more.why } : own;
  }
  return { says: "unknown", why: whyUnknown(authorizer) ?? "nobody can say", mayDeny: true };
}

function rbacOpinion(
  analysis: Analysis,
  { user, request, found }: Pick<Given, "user" | "request" | "found">,
): Opinion<readonly Allowed[]> {
  const { allowed, unknown } = rbacWhoCan(analysis, request.question, { ...request, user });
  for (const one of unknown) found.push(one);
  return opinionFrom([...allowed, ...builtInAnswers(analysis, user, request)], request);
}

/** `yes` if something is allowed wherever and for whatever name it is asked, or else what is. */
function opinionFrom(allowed: readonly Allowed[], { namespace }: AskedRequest): Opinion<readonly Allowed[]> {
  if (allowed.length === 0) return { says: "nothing" };
  const whole = allowed.filter((one) => {
    const isEveryName = !one.rule.resourceNames?.length;
    return isEveryName && (namespace !== undefined || one.namespace === undefined);
  });
  return whole.length > 0 ? { says: "yes", through: whole } : { says: "partly", through: allowed };
}
