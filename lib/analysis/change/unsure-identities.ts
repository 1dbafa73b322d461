import type { User } from "../../kubernetes/rbac/authorizer.js";
import { memoizeParts } from "../../util/memoize.js";
import type { EscalationNode, SubjectNode } from "../escalation/escalation.js";
import type { Escalations } from "../escalation/escalations.js";
import type { GrantSide } from "./grant-sides.js";
import { perhapsGiven } from "./given-rights.js";
import { NewHidden } from "./new-hidden.js";
import type { Given } from "./given.js";

/** More subjects that could become whom something is not known about are not followed. */
const MOST_FOLLOWED = 200;

/** Who may have more on one side of a change than is seen there, for a reason that the other side does not have. */
export class UnsureIdentities {
  readonly #escalations: Escalations;
  readonly #hidden: NewHidden;
  readonly #names = new Set<string>();
  readonly #unfilled: readonly Given[];
  #followed = 0;

  /** @param side the one that is not sure */
  constructor(escalations: Escalations, side: GrantSide, other: GrantSide) {
    this.#escalations = escalations;
    this.#hidden = new NewHidden(side.analysis, other.analysis);
    const unfilled: Given[] = [];
    for (const [name, given] of side.given) {
      const known = new Set(other.given.get(name)?.map(({ key }) => key));
      for (const one of given) {
        if (known.has(one.key)) continue;
        if (one.identity.couldBe) unfilled.push(one);
        else if (perhapsGiven(side.analysis.apiResources, one).length > 0) this.#names.add(name);
      }
    }
    this.#unfilled = unfilled;
  }

  /** Whether it depends on the names of subjects who may have more. */
  get areNamed(): boolean {
    return this.#unfilled.length > 0 || !this.#hidden.isEmpty;
  }

  /** Whether any of it may be one of those on a path, or somebody who is reached from where it starts. */
  concern(start: SubjectNode, path: readonly EscalationNode[]): boolean {
    const { world } = this.#escalations;
    if (this.#names.size === 0 && this.#unfilled.length === 0 && this.#hidden.isEmpty) return false;
    if (++this.#followed > MOST_FOLLOWED) return true;
    return [...path, ...this.#escalations.reachable(start)].some((node) => {
      const identity = world.identityOf(node);
      return identity !== undefined && this.#mayHaveMore(identity);
    });
  }

  #mayHaveMore({ subject, user }: SubjectNode): boolean {
    const groups = user.groups.map((name) => `Group:${name}`);
    return this.#isUnsure(subject) || groups.some((group) => this.#names.has(group)) || this.#mayBind(user);
  }

  readonly #isUnsure = memoizeParts((subject: string): boolean => {
    return this.#names.has(subject) || this.#unfilled.some(({ identity }) => identity.couldBe?.(subject));
  });

  readonly #mayBind = memoizeParts((user: User): boolean => {
    const { cluster } = this.#escalations.world;
    return this.#hidden.mayBind({ user }, cluster === undefined ? {} : { cluster });
  });
}
