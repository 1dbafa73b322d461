import { isRefusedIn } from "../../builds/applied.js";
import { placeOf } from "../../builds/build.js";
import { BINDING_KINDS, type BindingKind, isKnown } from "../../kubernetes/objects.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { groupBy } from "../../util/group-by.js";
import { nameOf } from "../access/binding-steps.js";
import type { Analysis, Applied } from "../analysis.js";
import type { BindingChange } from "./access-change.js";

type Bindings = readonly Applied<BindingKind>[];

/** The bindings of both states that lose or gain their role, or a ServiceAccount that is their subject. */
export function bindingChanges(before: Analysis, after: Analysis): BindingChange[] {
  const [old, now] = [before, after].map(bindingsByName) as [Map<string, Bindings>, Map<string, Bindings>];
  return [...now]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, bindings]) => {
      const [first] = old.get(key) ?? [];
      return first
        ? [
            ...roleChange(before, after, old.get(key) ?? [], bindings),
            ...subjectChanges(before, after, old.get(key) ?? [], bindings),
          ]
        : [];
    });
}

/** The bindings by cluster and name. Those whose name is chosen later are different ones each time. */
function bindingsByName(analysis: Analysis): Map<string, Bindings> {
  const applied = analysis.ofKind(...BINDING_KINDS).filter(({ build, object }) => {
    return isKnown(object.object.metadata?.name) && !isRefusedIn(build, object);
  });
  return groupBy(applied, (one) => JSON.stringify([nameOf(one), one.build.cluster]));
}

function roleChange(before: Analysis, after: Analysis, old: Bindings, now: Bindings): BindingChange[] {
  const [was, is] = [stateOf(old.map((one) => before.role(one))), stateOf(now.map((one) => after.role(one)))];
  const change = changeOf(was, is);
  const [shown] = now;
  if (!change || !shown) return [];
  const [{ object }] = (change === "gained" ? now : old) as [Applied<BindingKind>];
  const { kind = "role", name = "?" } = object.object.roleRef ?? {};
  return [
    {
      change,
      what: "role",
      binding: { ...nameOf(shown), place: placeOf(shown.object, ["roleRef", "name"]) },
      name: `${kind} '${name}'`,
      ...clusterOf(shown),
    },
  ];
}

function subjectChanges(before: Analysis, after: Analysis, old: Bindings, now: Bindings): BindingChange[] {
  const [was, is] = [accountsOf(before, old), accountsOf(after, now)];
  return [...is].flatMap(([name, { states, binding, index }]): BindingChange[] => {
    const change = changeOf(stateOf(was.get(name)?.states ?? []), stateOf(states));
    if (!change) return [];
    const place = placeOf(binding.object, ["subjects", index, "name"]);
    return [{ change, what: "subject", binding: { ...nameOf(binding), place }, name, ...clusterOf(binding) }];
  });
}

interface Account {
  states: { state: State }[];
  binding: Applied<BindingKind>;
  index: number;
}

/** The ServiceAccounts that are subjects, with what is known of them in each build. */
function accountsOf(analysis: Analysis, bindings: Bindings): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const binding of bindings) {
    const { subjects = [], metadata } = binding.object.object;
    for (const [index, subject] of subjects.entries()) {
      if (subject.kind !== "ServiceAccount") continue;
      const name = subjectName(subject, metadata?.namespace);
      const account = accounts.get(name) ?? { states: [], binding, index };
      accounts.set(name, account);
      account.states.push(analysis.serviceAccount(binding, subject));
    }
  }
  return accounts;
}

type State = "found" | "missing" | "unknown";

/** Found if it is in any build, and missing only if it is so in every one. */
function stateOf(lookups: readonly { state: State }[]): State {
  if (lookups.some(({ state }) => state === "found")) return "found";
  return lookups.length > 0 && lookups.every(({ state }) => state === "missing") ? "missing" : "unknown";
}

function changeOf(before: State, after: State): BindingChange["change"] | undefined {
  if (before === "missing" && after === "found") return "gained";
  return before === "found" && after === "missing" ? "lost" : undefined;
}

function clusterOf({ build: { cluster } }: Applied<BindingKind>): { cluster?: string } {
  return cluster === undefined ? {} : { cluster };
}
