import type { Applied } from "../analysis/analysis.js";
import type { Binding, BindingKind } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";
import { asApplied } from "./build-phrases.js";
import type { ObjectRuleContext } from "./define-rule.js";
import { writtenHere } from "./written-here.js";

/** A binding whose reference to a role is written in the linted object. */
export interface RoleRefUse {
  /** The binding as a build applies it, or as it is written if none does. */
  binding: Binding;
  applied?: Applied<BindingKind>;
}

/** The reference to a role that an object or a patch writes, as every build applies it. */
export interface EffectiveRoleRef {
  /** Where it is written: its name, or its kind in a patch that changes that alone. */
  at: Path;
  /** One for each build; none if builds replace it with what patches write. */
  uses: readonly RoleRefUse[];
}

type Context = Pick<
  ObjectRuleContext<string, unknown, BindingKind>,
  "applied" | "patched" | "analysis" | "place"
>;

/**
 * Returns the reference to a role that a binding or a patch on one writes. What a patch writes is judged there, and
 * what a JSON patch or a replacement writes in the binding, where a user looks for it.
 */
export function effectiveRoleRef(written: Binding, context: Context): EffectiveRoleRef {
  const [name, kind] = [
    ["roleRef", "name"],
    ["roleRef", "kind"],
  ] as const;
  const { applied, patched } = context;
  if (applied.length + patched.length === 0) return { at: name, uses: [{ binding: written }] };
  const ofName = writtenHere(name, context);
  const ofKind = writtenHere(kind, context);
  // A patch on the kind alone makes another reference, even if the name is written in the object.
  const own = ofName.filter((one) => patched.includes(one) || ofKind.includes(one));
  const both = [...own, ...ofKind.filter((one) => patched.includes(one) && !own.includes(one))];
  return {
    at: own.length > 0 ? name : kind,
    uses: both.map((one) => ({ binding: one.object.object, applied: one })),
  };
}

/** Names the builds that refer to another role than is written: ` (as 'prod' applies it)`; empty if none does. */
export function byBuilds({ roleRef }: Binding, uses: readonly RoleRefUse[]): string {
  const changed = uses.flatMap(({ binding, applied }) => {
    const isSame = binding.roleRef?.name === roleRef?.name && binding.roleRef?.kind === roleRef?.kind;
    return isSame || !applied ? [] : [applied];
  });
  return changed.length > 0 ? asApplied(changed) : "";
}
