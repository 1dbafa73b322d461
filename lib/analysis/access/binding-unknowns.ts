import { resourceName } from "../../kubernetes/api/resource-name.js";
import type { Question } from "../../kubernetes/rbac/authorizer.js";
import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import { placeOf } from "../../builds/build.js";
import type { Step, Unknown } from "./answers.js";
import { nameOf, roleSteps } from "./binding-steps.js";
import type { ResolvedBinding } from "./bound-rules.js";

/** A resource that Kubernetes does not have may be in any API group. */
export function groupless(question: Question): Unknown[] {
  if ("path" in question || question.apiGroups !== undefined) return [];
  const why = "Kubernetes has no resource of that name, so a rule on any group counts";
  return [{ what: `which API group has '${resourceName(question)}'`, why }];
}

/** A binding whose role is not known. */
export function unresolved(binding: ResolvedBinding): Unknown[] {
  if (binding.unknown === undefined) return [];
  const { kind = "role", name = "?" } = binding.applied.object.object.roleRef ?? {};
  return [about(binding, ["roleRef", "name"], `${kind} '${name}': ${binding.unknown}`)];
}

/** A binding with a subject whose name is filled in later. */
export function unnamed(binding: ResolvedBinding): Unknown[] {
  const subject = binding.subjects.findIndex(({ name }) => !isKnown(name));
  return subject < 0
    ? []
    : [about(binding, ["subjects", subject], "a subject has a name that is filled in later")];
}

/** The roles of a binding with rules whose values are filled in later, and which may then allow more. */
export function unclear({ rules }: ResolvedBinding, isOpen: (rule: PolicyRule) => boolean): Unknown[] {
  return rules.flatMap((bound) => {
    if (!isFilledInLater(bound.rule) || !isOpen(bound.rule)) return [];
    const { kind, name, place } = roleSteps(bound).at(-1) as Step;
    return [
      {
        what: `${kind} '${name}'`,
        why: "a rule has values that are filled in later",
        ...(place && { place }),
      },
    ];
  });
}

/** Whether values of a rule, other than the names of objects, are filled in later, so that it may allow more. */
export function isFilledInLater({
  verbs = [],
  apiGroups = [],
  resources = [],
  nonResourceURLs = [],
}: PolicyRule): boolean {
  return [verbs, apiGroups, resources, nonResourceURLs].some((texts) => {
    return texts.some((text) => text !== "" && !isKnown(text));
  });
}

/** A binding that may be in the namespace that is asked about. */
export function unplaced(binding: ResolvedBinding): Unknown {
  return about(binding, [], "its namespace is chosen when it is applied");
}

function about(binding: ResolvedBinding, path: (string | number)[], why: string): Unknown {
  const { kind, name, namespace } = nameOf(binding.applied);
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return { what: `${kind} '${full}'`, why, place: placeOf(binding.applied.object, path) };
}
