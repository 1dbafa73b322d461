import type { PolicyRule } from "../../kubernetes/objects.js";
import { type Question, ruleCovers } from "../../kubernetes/rbac/authorizer.js";
import { isEverything, resourceNameMatches } from "../../kubernetes/rbac/rbac.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Step } from "../access/answers.js";
import type { BoundRule } from "../access/bound-rules.js";

/** Rules that somebody is given together: by a binding, or by what it binds to itself on the way. */
export interface Given {
  rules: readonly BoundRule[];
  /** The namespace in which they hold; undefined for the whole cluster. */
  namespace?: string | undefined;
  /** The role that is bound. */
  role: { kind: string; name: string };
  /** The same for the copies of a binding in several builds: a cluster has one of its name. */
  key: string;
  /** What gives a rule, step by step: the binding, then the roles. */
  through: (rule: BoundRule) => readonly Step[];
}

/** A rule that somebody has. */
export interface Held {
  rule: PolicyRule;
  /** The namespace in which it holds; undefined for the whole cluster. */
  namespace: string | undefined;
  bound: BoundRule;
  given: Given;
}

/** The binding that gives a rule, then the roles on the way to it. */
export function throughOf({ given, bound }: Held): readonly Step[] {
  return given.through(bound);
}

/** What is asked for: an object by its name, something in a namespace, or neither. */
export interface Where {
  namespace?: string | undefined;
  name?: string;
}

/** What somebody may do. Questions are constants: each is answered once for all who are bound by the same binding. */
export class Rights {
  readonly given: readonly Given[];
  readonly #byNamespace: ReadonlyMap<string | undefined, readonly Given[]>;

  constructor(given: readonly Given[]) {
    this.given = given;
    this.#byNamespace = groupBy(given, ({ namespace }) => namespace);
  }

  /** The rules that allow what is asked somewhere, if only for some names. */
  allowing(question: Question): readonly Held[] {
    const held: Held[] = [];
    for (const given of this.given) addHeld(held, given, question);
    return held;
  }

  /** The same, without what holds in a namespace only: for what is in none, and for every namespace at once. */
  allowingInCluster(question: Question): readonly Held[] {
    const held: Held[] = [];
    for (const given of this.#byNamespace.get(undefined) ?? []) addHeld(held, given, question);
    return held;
  }

  /** A rule that allows what is asked in a place; undefined if there is none. */
  may(question: Question, where: Where = {}): Held | undefined {
    for (const namespace of where.namespace === undefined ? [undefined] : [where.namespace, undefined]) {
      for (const given of this.#byNamespace.get(namespace) ?? []) {
        const bound = covering(given.rules, question).find((one) => {
          return resourceNameMatches(one.rule, where.name ?? "");
        });
        if (bound) return { rule: bound.rule, namespace, bound, given };
      }
    }
    return undefined;
  }

  /** A rule that allows the first of several questions that any allows in a place; undefined if there is none. */
  mayAny(questions: readonly Question[], where: Where = {}): Held | undefined {
    for (const question of questions) {
      const held = this.may(question, where);
      if (held) return held;
    }
    return undefined;
  }

  /** The rules that together allow everything in the whole cluster; undefined if they do not. */
  everything(): readonly Held[] | undefined {
    const wide = this.given.flatMap((given) => {
      return given.namespace === undefined ? heldOf(given, onEverything(given.rules)) : [];
    });
    if (!isEverything(wide.map(({ rule }) => rule))) return undefined;
    const alone = wide.find(({ rule }) => isEverything([rule]));
    return alone ? [alone] : wide;
  }
}

function heldOf(given: Given, rules: readonly BoundRule[]): Held[] {
  return rules.map((bound) => ({ rule: bound.rule, namespace: given.namespace, bound, given }));
}

/** Nearly all that is asked is answered with nothing: so no list is made for that. */
function addHeld(held: Held[], given: Given, question: Question): void {
  for (const one of heldOf(given, covering(given.rules, question))) held.push(one);
}

/** To remember the answers for a few rules takes longer, and much more memory, than to find them again. */
const FEW_RULES = 8;

function covering(rules: readonly BoundRule[], question: Question): readonly BoundRule[] {
  return rules.length > FEW_RULES ? rememberedCovering(rules, question) : findCovering(rules, question);
}

function findCovering(rules: readonly BoundRule[], question: Question): readonly BoundRule[] {
  return rules.filter(({ rule }) => ruleCovers(rule, question));
}

const rememberedCovering = memoizePairs(findCovering);

/** The rules on every resource of every group: only these can add up to everything. */
export const onEverything = memoize((rules: readonly BoundRule[]): readonly BoundRule[] => {
  return rules.filter(({ rule }) => {
    return rule.apiGroups?.includes("*") && rule.resources?.includes("*") && !rule.resourceNames?.length;
  });
});
