import { subjectMatches } from "../../kubernetes/abac/authorizes.js";
import type { PolicySpec } from "../../kubernetes/abac/policy.js";
import type { Subject } from "../../kubernetes/objects.js";
import { appliesToUser, serviceAccountUser, type User } from "../../kubernetes/rbac/authorizer.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { push } from "../../util/group-by.js";
import { mayBind } from "../hidden-parts.js";
import type { Analysis } from "../analysis.js";

/** For more users than this, what is hidden counts whomever it goes by. */
const MOST_COMPARED = 100;

/** Those about whom something is asked: one user, or all that a pattern matches. */
export class Users {
  readonly #byName = new Map<string, User[]>();
  readonly #byGroup = new Map<string, User[]>();

  constructor(readonly all: readonly User[]) {
    for (const user of all) {
      push(this.#byName, user.name, user);
      for (const group of user.groups) push(this.#byGroup, group, user);
    }
  }

  static of(users: User | Users): Users {
    return users instanceof Users ? users : new Users([users]);
  }

  /**
   * Whether a subject of a binding means one of them.
   * @param namespace that of the binding, if it has one
   */
  hasSubject(subject: Subject, namespace: string | undefined): boolean {
    const { kind, name = "" } = subject;
    const account = () => serviceAccountUser(subject.namespace || (namespace ?? ""), name);
    const [user] =
      (kind === "Group"
        ? this.#byGroup.get(name)
        : this.#byName.get(kind === "ServiceAccount" ? account() : name)) ?? [];
    return user !== undefined && appliesToUser(user, subject, namespace);
  }

  /** Whether an ABAC policy is about one of them. */
  hasPolicySubject(policy: PolicySpec): boolean {
    const { user, group } = policy;
    if (isNamed(user)) return (this.#byName.get(user) ?? []).some((one) => subjectMatches(policy, one));
    const [first] = (isNamed(group) ? this.#byGroup.get(group) : this.all) ?? [];
    return first !== undefined && subjectMatches(policy, first);
  }

  /** Whether a hidden part could hold a binding for one of them. */
  mayBeBoundBy(analysis: Analysis, part: HiddenPart): boolean {
    return this.all.length > MOST_COMPARED || this.all.some((user) => mayBind(analysis, part, user));
  }
}

/** Whether a policy names somebody, and does not mean everybody. */
function isNamed(name: string): boolean {
  return name !== "" && name !== "*";
}
