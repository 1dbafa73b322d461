import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { usedAccounts } from "../../../analysis/used-accounts.js";
import { type Place, placeOf } from "../../../builds/build.js";
import { WORKLOADS } from "../../../kubernetes/kinds.js";
import { BINDING_KINDS, type BindingKind, type Subject } from "../../../kubernetes/objects.js";
import { podIdentityOf } from "../../../kubernetes/identities/pod-identity.js";
import { push } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import { plural } from "../../../util/phrases.js";
import { inBuilds } from "./in-builds.js";
import type { Note } from "./note.js";

/** How many roles are bound to a ServiceAccount itself, and how many workloads run as it. */
export function accountNote(analysis: Analysis, all: readonly Applied<"ServiceAccount">[]): Note | undefined {
  if (all.length === 0) return undefined;
  const places = new Map<string, Place>();
  const note = (place: Place) => places.set(JSON.stringify(place), place);
  const { bindings, workloads } = usesByName(analysis);
  const said = all.map((applied) => {
    const { object } = applied.object;
    const name = object.metadata?.name ?? "";
    const roles = new Set<string>();
    let mayBeMore = analysis.hiddenUser(applied) !== undefined;
    for (const { binding, subject, index } of bindings.get(name) ?? []) {
      const lookup = analysis.serviceAccount(binding, subject);
      if (lookup.state === "unknown") mayBeMore = true;
      if (lookup.state !== "found" || !lookup.objects.some((one) => one.object === object)) continue;
      // A role that does not exist gives nothing.
      if (analysis.role(binding).state === "missing") continue;
      const { roleRef, metadata } = binding.object.object;
      roles.add(
        JSON.stringify([roleRef?.kind, roleRef?.name, roleRef?.kind === "Role" && metadata?.namespace]),
      );
      note(placeOf(binding.object, ["subjects", index, "name"]));
    }
    let running = 0;
    for (const workload of workloads.get(name) ?? []) {
      const lookup = analysis.podAccount(workload);
      if (lookup.state === "unknown") mayBeMore = true;
      if (lookup.state !== "found" || !lookup.objects.some((one) => one.object === object)) continue;
      running++;
      const identity = podIdentityOf(workload.object);
      if (identity) note(placeOf(workload.object, identity.at));
    }
    // A custom resource may run pods too.
    if (running === 0 && usedAccounts(analysis).has(name)) mayBeMore = true;
    const words = `bound to ${plural(roles.size, "role")}, used by ${plural(running, "workload")}`;
    return { applied, words: mayBeMore ? `${words}, maybe more` : words };
  });
  return { title: inBuilds(said), places: [...places.values()] };
}

interface BoundBy {
  binding: Applied<BindingKind>;
  subject: Subject;
  index: number;
}

/** The bindings and workloads that name each ServiceAccount, whichever it is of those with that name. */
const usesByName = memoize((analysis: Analysis) => {
  const bindings = new Map<string, BoundBy[]>();
  for (const binding of analysis.ofKind(...BINDING_KINDS)) {
    for (const [index, subject] of (binding.object.object.subjects ?? []).entries())
      if (subject.kind === "ServiceAccount") push(bindings, subject.name ?? "", { binding, subject, index });
  }
  const workloads = new Map<string, Applied[]>();
  for (const workload of analysis.ofKind(...WORKLOADS)) {
    const identity = podIdentityOf(workload.object);
    if (identity) push(workloads, identity.name, workload);
  }
  return { bindings, workloads };
});
