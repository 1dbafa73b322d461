import type { Applied } from "../../../analysis/analysis.js";
import { keyOf } from "../../../builds/applied.js";
import { areApart } from "../../../builds/controllers/clusters.js";
import { isKnown } from "../../../kubernetes/objects.js";
import {
  isBuiltInClusterRole,
  isBuiltInRole,
  isBuiltInServiceAccount,
} from "../../../kubernetes/rbac/builtin-roles.js";
import { isDnsSubdomain, isPathSegment } from "../../../kubernetes/rbac/subjects.js";
import { namedIn, kindAndName } from "../../../analysis/lookup/lookup-index.js";
import { builtName, type Renamed } from "./renamed.js";
import { Refusal } from "./refusal.js";

/** etcd and URLs bear no longer names of roles. */
const LONGEST = 253;
/** What can be written without a second thought wherever a name stands; RBAC allows more. */
const PLAIN = /^[\w.:@-]+$/;

/**
 * Refuses a new name that is not valid, that is taken where the object is applied, or that is Kubernetes' own there.
 * @throws Refusal
 */
export function refuseName(renamed: Renamed, name: string): void {
  const { kind, applied } = renamed;
  if (name === "") throw new Refusal("The new name is empty.");
  if (name.length > LONGEST) throw new Refusal(`The new name has more than ${LONGEST} characters.`);
  if (kind === "ServiceAccount" && !isDnsSubdomain(name)) {
    throw new Refusal(
      `'${name}' is no name for a ServiceAccount: it consists of lower-case letters, digits, '-' and '.', and begins and ends with a letter or digit.`,
    );
  }
  if (!isPathSegment(name) || !PLAIN.test(name) || !isKnown(name))
    throw new Refusal(`'${name}' is no name for a ${kind}: use letters, digits, '-', '.' and ':'.`);
  for (const one of applied) refuseTaken(renamed, one, builtAs(renamed, one, name));
}

/**
 * What a build will call the object.
 * @throws Refusal if its present name can be read in several ways
 */
export function builtAs({ naming, words }: Renamed, applied: Applied, name: string): string {
  const built = naming.renamed(builtName(applied), name);
  if (built === undefined)
    throw new Refusal(
      `It is not clear which part of '${builtName(applied)}', as a build calls ${words}, is its own name.`,
    );
  return built;
}

function refuseTaken({ kind, key, analysis }: Renamed, { build, object }: Applied, name: string): void {
  const { namespace } = object.object.metadata ?? {};
  const isBuiltIn =
    kind === "ClusterRole"
      ? isBuiltInClusterRole(name)
      : kind === "Role"
        ? isBuiltInRole(namespace ?? "", name)
        : isBuiltInServiceAccount(namespace ?? "", name);
  if (isBuiltIn) throw new Refusal(`${kind} '${name}' is Kubernetes' own: it is there already.`);
  for (const other of analysis.all) {
    if (areApart(other, build)) continue;
    const taken = (namedIn(other).named.get(kindAndName(kind, name)) ?? []).find((one) => {
      const its = one.object.metadata?.namespace;
      // What is applied to a namespace that is chosen later is beside what is applied with it.
      const isSame = kind === "ClusterRole" || its === namespace || (other === build && (!its || !namespace));
      return isSame && keyOf(one) !== key;
    });
    if (taken) throw new Refusal(`${kind} '${name}' is there already, in ${taken.file}.`);
  }
}
