import { isKnown } from "../../kubernetes/objects.js";
import { placeOf } from "../../builds/build.js";
import type { Applied } from "../analysis.js";
import type { Step } from "./answers.js";
import type { BoundRule, ResolvedBinding } from "./bound-rules.js";

/** A binding as the first step of what it gives, at one of its subjects. */
export function bindingStep({ applied }: ResolvedBinding, subject: number): Step {
  return { ...nameOf(applied), place: placeOf(applied.object, ["subjects", subject]) };
}

/** The roles on the way to a rule. */
export function roleSteps({ roles, index }: BoundRule): Step[] {
  return roles.map(({ kind, object, applied }, step) => {
    const path = step === roles.length - 1 ? ["rules", index] : ["aggregationRule"];
    return {
      kind,
      name: object.metadata?.name ?? "?",
      ...(kind === "Role" &&
        object.metadata?.namespace !== undefined && { namespace: object.metadata.namespace }),
      ...(applied && { place: placeOf(applied, path) }),
    };
  });
}

/** How a binding is called: a RoleBinding with its namespace, if that is known. */
export function nameOf({ object: { kind, object } }: Applied): {
  kind: string;
  name: string;
  namespace?: string;
} {
  const { name = "?", namespace } = object.metadata ?? {};
  return { kind, name, ...(kind === "RoleBinding" && isKnown(namespace) && { namespace }) };
}
