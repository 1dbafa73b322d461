import type { Builds } from "../builds/builds.js";
import type { GitopsRule } from "../define-rule.js";
import { digest } from "../repository/digest.js";
import type { Said } from "../judge.js";
import type { RuleOn } from "./rules-on.js";

/** What rules say of a file by what is known of it, before its text is looked at. */
export interface Judged {
  /** Whether there is anything in it that a rule that is on judges. */
  concerns: boolean;
  /** A digest of all findings; nothing where there are none. */
  findings: string | undefined;
  /** Whether only ESLint can say: comments speak to it, or a rule failed. */
  isUnsure: boolean;
  /** What each rule says. */
  said: ReadonlyMap<string, Said>;
}

/**
 * Lets rules judge a file without its text. They say the same as in ESLint, which finds the places, heeds comments and
 * makes fixes: so it need not see a file of which they say nothing, nor one of which they say what they said before.
 */
export function judged(path: string, builds: Builds, on: readonly RuleOn[]): Judged {
  const facts = builds.repository.files.get(path);
  const said = new Map<string, Said>();
  if (!facts) return { concerns: false, findings: undefined, isUnsure: false, said };
  const found: unknown[] = [];
  let isUnsure = facts.directives === true;
  const about = rulesAbout(on, path, builds);
  for (const { name, rule, options } of about) {
    if (!rule.judge) {
      found.push([name]);
      continue;
    }
    const findings: Said["findings"][number][] = [];
    rule.judge({ path, manifests: facts, builds }, options, {
      finding: (...finding) => findings.push(finding),
      failure: () => (isUnsure = true),
    });
    for (const finding of findings) found.push([name, ...finding]);
    said.set(name, { options, findings });
  }
  return {
    concerns: isUnsure || about.some(({ rule }) => rule.on !== "kustomization") || found.length > 0,
    findings: found.length > 0 ? digest(JSON.stringify(found)) : undefined,
    isUnsure,
    said,
  };
}

/** Whether there is anything in a file that one of some rules judges. */
export function concerns(on: readonly GitopsRule[], path: string, builds: Builds): boolean {
  const asked = on.map((rule) => ({ rule }));
  return rulesAbout(asked, path, builds).length > 0;
}

/** Those of some rules that have something to judge in a file. */
function rulesAbout<On extends { rule: GitopsRule }>(on: readonly On[], path: string, builds: Builds): On[] {
  const { objects = [], broken = 0, kustomization } = builds.repository.files.get(path) ?? {};
  const kinds = new Set(objects.map(({ kind }) => kind));
  const has = {
    object: ({ kinds: own = [] }: GitopsRule) => own.some((kind) => kinds.has(kind)),
    namespace: () => builds.namespacesIn(path).length > 0,
    kustomization: () => kustomization !== undefined,
    file: () => broken > 0,
  };
  return on.filter(({ rule }) => has[rule.on](rule));
}
