import type { Place } from "../builds/build.js";
import { normalise } from "../kubernetes/kinds.js";
import type { KindName } from "../kubernetes/objects.js";
import type { ObjectFacts } from "../repository/facts.js";
import { inWhatApplies, whichApply } from "./build-phrases.js";
import type { Finding, ObjectRuleContext, RuleDefinition } from "./define-rule.js";
import { ObjectContext, type RuleInput } from "./rule-context.js";

/** A written object, and the kinds that builds make of it or of what it patches. */
interface ChangedObject {
  written: ObjectFacts;
  place: Place;
  changed: readonly KindName[];
  /** Whether it is written as an object of a kind that is not read: then `written` is it as it is applied. */
  isMade?: boolean;
}

/** Runs a rule on an object as each of the kinds that it is applied as. What holds for several is reported once. */
export function runOnKinds(
  rule: Extract<RuleDefinition, { on: "object" }>,
  input: RuleInput,
  options: unknown,
  report: (finding: Finding<string>) => void,
  { written, place, changed, isMade = false }: ChangedObject,
): void {
  const reported = new Set<string>();
  const ofWrittenFirst = [...changed].sort((a, b) => Number(b === written.kind) - Number(a === written.kind));
  for (const kind of ofWrittenFirst.filter((one) => rule.kinds.includes(one))) {
    const found: Finding<string>[] = [];
    // What is wrong with one kind need not be so with another.
    const defects = kind === written.kind ? (written.defects ?? []) : [];
    const told = { kind, place, defects };
    const context = new ObjectContext(input, options, (one) => found.push(one), [kind], told);
    const [first] = [...context.applied, ...context.patched];
    const { apiVersion, kind: name } = first?.object.object ?? {};
    const object =
      kind === written.kind ? written.object : normalise(kind, { ...written.object, apiVersion, kind: name });
    rule.check(object, context);
    if (found.length === 0) continue;
    const isAsWritten = kind === written.kind && !isMade;
    const note = isAsWritten
      ? ""
      : appliedAs(name ?? kind, isMade ? "object" : (written.object.kind ?? ""), context);
    const keyOf = ({ at, messageId }: Finding<string>) => JSON.stringify([at, messageId]);
    for (const one of found.filter((finding) => !reported.has(keyOf(finding)))) report({ ...one, note });
    for (const one of found) reported.add(keyOf(one));
  }
}

/** Says that builds make another kind of what is written. */
function appliedAs(
  kind: string,
  written: string,
  { applied, patched }: Pick<ObjectRuleContext<string, unknown>, "applied" | "patched">,
): string {
  return applied.length > 0
    ? ` ${whichApply(applied)} this ${written} as a ${kind}.`
    : ` It changes a ${kind}${inWhatApplies(patched)}.`;
}
