import type { Builds } from "../builds/builds.js";
import type { GitopsRule } from "../define-rule.js";
import type { KindName } from "../kubernetes/objects.js";
import { digest } from "../repository/digest.js";
import type { RuleOn } from "./rules-on.js";

/** What rules say of a file by what is known of it, before its text is looked at. */
export interface Judged {
  /** Whether there is anything in it that a rule that is on judges. */
  concerns: boolean;
  /** A digest of all findings; nothing where there are none. */
  findings: string | undefined;
  /** Whether only ESLint can say: comments speak to it, or a rule failed. */
  isUnsure: boolean;
}

/**
 * Lets rules judge a file without its text. They say the same as in ESLint, which finds the places, heeds comments and
 * makes fixes: so it need not see a file of which they say nothing, nor one of which they say what they said before.
 */
export function judged(path: string, builds: Builds, on: readonly RuleOn[]): Judged {
  const facts = builds.repository.files.get(path);
  if (!facts) return { concerns: false, findings: undefined, isUnsure: false };
  const found: unknown[] = [];
  let isUnsure = facts.directives === true;
  for (const { name, rule, options } of on) {
    if (!rule.judge) {
      if (facts.broken > 0) found.push([name]);
      continue;
    }
    rule.judge({ path, manifests: facts, builds }, options, {
      finding: (...finding) => found.push([name, ...finding]),
      failure: () => (isUnsure = true),
    });
  }
  return {
    concerns: isUnsure || found.length > 0 || on.some(({ rule }) => isAbout(rule, path, builds)),
    findings: found.length > 0 ? digest(JSON.stringify(found)) : undefined,
    isUnsure,
  };
}

/** Whether there is anything in a file that one of some rules judges. */
export function concerns(on: readonly GitopsRule[], path: string, builds: Builds): boolean {
  const { broken = 0, kustomization } = builds.repository.files.get(path) ?? {};
  return (
    on.some((rule) => (rule.on === "file" ? broken > 0 : isAbout(rule, path, builds))) ||
    (kustomization !== undefined && on.some((rule) => rule.on === "kustomization"))
  );
}

/** Whether a rule judges an object or a namespace that is written in a file. */
function isAbout(rule: GitopsRule, path: string, builds: Builds): boolean {
  if (rule.on === "namespace") return builds.namespacesIn(path).length > 0;
  const { objects = [] } = builds.repository.files.get(path) ?? {};
  return rule.on === "object" && objects.some(({ kind }) => kindsOf(rule).has(kind));
}

const kinds = new WeakMap<GitopsRule, ReadonlySet<KindName>>();

function kindsOf(rule: GitopsRule): ReadonlySet<KindName> {
  let known = kinds.get(rule);
  if (!known) kinds.set(rule, (known = new Set(rule.kinds)));
  return known;
}
