import type { Question, User } from "../../kubernetes/rbac/authorizer.js";
import { once } from "../../util/once.js";
import type { Analysis } from "../analysis.js";
import type { Allowed, Answers, Found, Step, Unknown } from "./answers.js";
import type { Circumstances } from "./circumstances.js";
import { authorizationOf, otherwiseWhatCan, otherwiseWhoCan } from "./other-authorizers.js";
import { rbacWhatCan, rbacWhoCan } from "./rbac-answers.js";
import { unread, unseen } from "./unknown-parts.js";
import { Users } from "./users.js";

export type { Allowed, Answers, Step };
export { once, rbacWhoCan };

/**
 * Who is allowed something by what the repository applies.
 * @param of the users who are asked about; without them, everybody
 */
export function whoCan(
  builds: Analysis,
  question: Question,
  { of, ...circumstances }: Circumstances & { of?: Users | undefined },
): Answers {
  return combined(builds, circumstances, {
    rbac: rbacWhoCan(builds, question, { ...circumstances, user: of }),
    others: otherwiseWhoCan(builds.repository, question, { ...circumstances, of }),
    of,
  });
}

/** What somebody is allowed by what the repository applies. */
export function whatCan(builds: Analysis, who: User | Users, circumstances: Circumstances): Answers {
  const of = Users.of(who);
  return combined(builds, circumstances, {
    rbac: rbacWhatCan(builds, of, circumstances),
    others: otherwiseWhatCan(builds.repository, of, circumstances),
    of,
  });
}

const NOTHING: Found = { allowed: [], unknown: [] };

/** The answers of all authorizers: those of RBAC only if it is asked, or the repository does not say. */
function combined(
  builds: Analysis,
  { through, cluster }: Circumstances,
  found: { rbac: Found; others: Found; of: Users | undefined },
): Answers {
  const { rbac, of } = found;
  // No other authorizer has bindings and roles.
  const others = through === undefined ? found.others : NOTHING;
  const authorization = authorizationOf(builds.repository);
  const isAsked = authorization?.hasRbac ?? true;
  const hidden = unseen(builds, (part) => of?.mayBeBoundBy(builds, part) ?? true, cluster);
  const unknown: Unknown[] = [
    ...others.unknown,
    ...(isAsked ? rbac.unknown : []),
    ...unread(builds),
    ...hidden,
  ];
  return {
    allowed: [...others.allowed, ...(isAsked ? rbac.allowed : [])],
    unknown: once(unknown),
    authorization,
    ...(!isAsked && rbac.allowed.length > 0 && { withoutRbac: rbac.allowed.length }),
  };
}
