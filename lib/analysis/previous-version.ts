import { memoize } from "../util/memoize.js";
import { isKnown } from "../kubernetes/objects.js";
import type { AppliedObject, Build } from "../builds/build.js";
import type { Applied } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";
import { groupBy } from "../util/group-by.js";

/**
 * The same object as it was applied before the change that is judged: what the same build then had of its
 * kind, namespace and name. If the build is new, the object may have moved from a build that is gone; one in
 * a build that is still there is another object, perhaps for another cluster. Empty if that cannot be known.
 */
export function previousVersions<One extends Applied>(builds: BuildSet, one: One): readonly One[] {
  // What has the same identity is of the same kind.
  return versionsBefore(builds, one) as readonly One[];
}

function versionsBefore(builds: BuildSet, { build, object }: Applied): readonly Applied[] {
  const { base } = builds;
  const identity = identityOf(object);
  if (!base || identity === undefined) return [];
  const all = objectsOf(base).get(identity) ?? [];
  const own = all.filter((one) => keyOf(one.build) === keyOf(build));
  if (own.length > 0) return own;
  const present = buildsOf(builds);
  const isGone = all.every((one) => !present.has(keyOf(one.build)) && one.build.cluster === build.cluster);
  return isGone ? all : [];
}

/** What identifies an object in a cluster; undefined if its name cannot be known. */
function identityOf({ kind, object: { metadata = {} } }: AppliedObject): string | undefined {
  const { name, namespace } = metadata;
  if (!isKnown(name) || (namespace !== undefined && !isKnown(namespace))) return undefined;
  return `${kind}\n${kind === "ClusterRoleBinding" ? "" : (namespace ?? "")}\n${name}`;
}

/** What a build has in common with the same one before. */
function keyOf({ type, directory, cluster, appliedBy }: Build): string {
  return [type, directory, cluster, appliedBy?.file].join("\n");
}

const objectsOf = memoize((builds: BuildSet) => {
  const all = builds.all.flatMap((build) => build.objects.map((object): Applied => ({ build, object })));
  return groupBy(all, ({ object }) => identityOf(object));
});

const buildsOf = memoize((builds: BuildSet) => new Set(builds.all.map(keyOf)));
