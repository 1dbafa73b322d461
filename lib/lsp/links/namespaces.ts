import type { Analysis, Applied } from "../../analysis/analysis.js";
import { writtenObject } from "../../analysis/as-written.js";
import { makersOf } from "../../analysis/namespaces.js";
import { type AppliedObject, type Place, placeOf } from "../../builds/build.js";
import { isKnown } from "../../kubernetes/objects.js";
import { NAME_LABEL } from "../../kubernetes/labels/label-selector.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { field, items, valueAt } from "../../util/plain-values.js";
import type { Path } from "../../manifests/locate.js";

/** The Namespace objects with a name, as builds give it to them. */
export function namespaceObjects(analysis: Analysis, name: string): readonly Applied[] {
  return byName(analysis).get(name) ?? [];
}

const byName = memoize((analysis: Analysis) =>
  groupBy(analysis.ofKind("Namespace") as Applied[], ({ object }) => object.object.metadata?.name),
);

/** Every place that names a namespace: what is put into it, the accounts that are subjects there, and what looks at it. */
export function namespaceUses(analysis: Analysis, name: string): readonly Place[] {
  const found: Place[] = [];
  for (const build of analysis.all) {
    const makers = makersOf(analysis, build);
    for (const one of build.namespaces ?? []) if (one.name === name) found.push(one.place);
    for (const object of build.objects) {
      if (object.object.metadata?.namespace === name && object.kind !== "Namespace") {
        const own = writtenPlace(analysis, object, ["metadata", "namespace"], name) ?? makers.get(name);
        if (own) found.push(own);
      }
      for (const path of pathsTo(object, name)) {
        const place = writtenPlace(analysis, object, path, name);
        if (place) found.push(place);
      }
    }
  }
  for (const [file, { kustomization }] of analysis.repository.files) {
    if (field(kustomization, "namespace") === name) found.push({ file, document: 0, path: ["namespace"] });
  }
  return found;
}

/** Where a value is written, unless what builds an object has put it there without a place of its own. */
function writtenPlace(
  analysis: Analysis,
  object: AppliedObject,
  path: Path,
  value: string,
): Place | undefined {
  const place = placeOf(object, path);
  const isPatched = place.file !== object.file || place.document !== object.document;
  return isPatched || valueAt(writtenObject(analysis, object), path) === value ? place : undefined;
}

/** The paths in an object to the name of a namespace other than its own. */
function pathsTo({ kind, object }: AppliedObject, name: string): readonly Path[] {
  switch (kind) {
    case "RoleBinding":
    case "ClusterRoleBinding":
      return items(object.subjects).flatMap((subject, index) =>
        field(subject, "namespace") === name ? [["subjects", index, "namespace"]] : [],
      );
    case "NetworkPolicy":
      return selectorPaths(object, name);
    case "HelmRelease":
      return ["targetNamespace", "storageNamespace"].flatMap((key) =>
        field(object.spec, key) === name ? [["spec", key]] : [],
      );
    default:
      return [];
  }
}

/** The selectors of a NetworkPolicy that ask for a namespace by its name. */
function selectorPaths({ spec }: AppliedObject["object"], name: string): readonly Path[] {
  return (
    [
      ["ingress", "from"],
      ["egress", "to"],
    ] as const
  ).flatMap(([rules, peers]) =>
    items(field(spec, rules)).flatMap((rule, index) =>
      items(field(rule, peers)).flatMap((peer, number) => {
        const path = ["namespaceSelector", "matchLabels", NAME_LABEL];
        return field(peer, ...path) === name ? [["spec", rules, index, peers, number, ...path]] : [];
      }),
    ),
  );
}

/** The namespaces that a value at a path of an object is the name of, in each build. */
export function namesAt(all: readonly Applied[], find: (applied: Applied) => unknown): readonly string[] {
  const names = all.map(find).filter((name) => typeof name === "string" && isKnown(name));
  return [...new Set(names as string[])];
}
