import { MASTERS_GROUP } from "../rbac/subjects.js";
import type { User } from "../rbac/authorizer.js";
import type { Authorizer } from "./authorizers.js";

/** What an authorizer says to a request, as far as the repository shows. */
export type Opinion<Through> =
  | { says: "yes"; through: Through }
  /** It allows a part of what is asked: in some namespaces, or for objects of some names. */
  | { says: "partly"; through: Through }
  /** It has no opinion, so the next one is asked. None of those that are known here denies anything. */
  | { says: "nothing" }
  /** Nobody can say; `mayDeny` where it can deny what a later one would allow. */
  | { says: "unknown"; why: string; mayDeny?: true };

/** An authorizer that was asked, and its answer; those after the first that allows are not asked. */
export interface Step<Through, One extends Authorizer = Authorizer> {
  authorizer: One;
  opinion: Opinion<Through> | { says: "notAsked" };
}

/**
 * `yes`: the first that has an opinion allows it. `partly`: only parts of it are allowed. `maybe`: one may allow it that cannot be known, or may deny it before
 * the one that allows it is asked. `no`: none allows it, which is to deny it.
 */
export type Verdict = "yes" | "partly" | "maybe" | "no";

export interface Decision<Through, One extends Authorizer = Authorizer> {
  verdict: Verdict;
  /** Empty for group system:masters, for which none is asked. */
  steps: readonly Step<Through, One>[];
}

/** Whether a user may do everything, whatever the authorizers say: reload.go, NewPrivilegedGroups. */
export function isPrivileged({ groups }: User): boolean {
  return groups.includes(MASTERS_GROUP);
}

/**
 * What comes of a request. The authorizers are asked in turn, and the first with an opinion decides; AlwaysDeny has
 * none, and denies only by being no other.
 * Kubernetes: pkg/kubeapiserver/authorizer/reload.go, newForConfig, and apiserver, pkg/authorization/union/union.go.
 */
export function decide<Through, One extends Authorizer>(
  user: User,
  authorizers: readonly One[],
  ask: (authorizer: One) => Opinion<Through>,
): Decision<Through, One> {
  if (isPrivileged(user)) return { verdict: "yes", steps: [] };
  const steps: Step<Through, One>[] = [];
  let isAllowed = false;
  let isPartly = false;
  let isOpen = false;
  let mayBeDenied = false;
  for (const authorizer of authorizers) {
    if (isAllowed) {
      steps.push({ authorizer, opinion: { says: "notAsked" } });
      continue;
    }
    const opinion = ask(authorizer);
    steps.push({ authorizer, opinion });
    if (opinion.says === "yes") isAllowed = true;
    if (opinion.says === "partly") isPartly = true;
    if (opinion.says === "unknown") {
      isOpen = true;
      mayBeDenied ||= opinion.mayDeny === true;
    }
  }
  if (isAllowed) return { verdict: mayBeDenied ? "maybe" : "yes", steps };
  return { verdict: isOpen ? "maybe" : isPartly ? "partly" : "no", steps };
}

/** The users whom the Node authorizer takes for a kubelet: pkg/auth/nodeidentifier/default.go, NodeIdentity. */
export function isNode({ name, groups }: User): boolean {
  // A question on the group is one on each of its members.
  const isNamed = name === "" || name.startsWith("system:node:");
  return isNamed && groups.includes("system:nodes");
}
