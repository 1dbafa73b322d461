import { nearest } from "../../util/nearest.js";
import { isComponent } from "../../builds/kustomize/kustomization.js";
import type { Defect, Judged } from "./defect.js";
import { below, KUSTOMIZATION_FILES } from "../../repository/paths.js";

const VERSION = "kustomize.config.k8s.io/v1beta1";
const COMPONENT_VERSION = "kustomize.config.k8s.io/v1alpha1";
const KINDS = ["Kustomization", "Component"];

/** Fields that are moved into others, or dropped, when they hold nothing. */
const EMPTIED = new Set(["bases", "imageTags", "helmChartInflationGenerator"]);

/**
 * What is wrong with a kustomization as a whole: its apiVersion and kind, nothing in it, and another one next
 * to it: api/internal/target/kusttarget.go, Load and LoadKustFile.
 */
export function headerDefects(judged: Judged): Defect[] {
  return [...wordDefects(judged), ...emptyDefects(judged), ...twinDefects(judged)];
}

/** api/types/kustomization.go, EnforceFields. */
function wordDefects(judged: Judged): Defect[] {
  const { apiVersion, kind } = judged.value;
  if (typeof kind === "string" && kind !== "" && !KINDS.includes(kind)) {
    return [wrongWord("kind", kind, nearest(kind, KINDS) ?? "Kustomization")];
  }
  const wanted = isComponent(judged) ? COMPONENT_VERSION : VERSION;
  if (typeof apiVersion !== "string" || apiVersion === "" || apiVersion === wanted) return [];
  return [wrongWord("apiVersion", apiVersion, wanted)];
}

function wrongWord(field: string, word: string, wanted: string): Defect {
  return { at: [field], id: "wrongWord", data: { field, word, wanted }, instead: wanted };
}

/** api/types/kustomization.go, CheckEmpty: an empty list counts as something, an empty text does not. */
function emptyDefects({ value }: Judged): Defect[] {
  const isNothing = ([key, item]: [string, unknown]) =>
    ["apiVersion", "kind"].includes(key) ||
    item === null ||
    item === "" ||
    (EMPTIED.has(key) && Array.isArray(item) && item.length === 0);
  return Object.entries(value).every(isNothing) ? [{ at: [], id: "empty" }] : [];
}

/** The other kustomization files of a directory, whatever they hold. */
export function twinsOf({ repository, directory, path }: Judged): string[] {
  return KUSTOMIZATION_FILES.filter((name) => {
    const other = below(directory, name);
    return other !== path && repository.files.has(other);
  });
}

/** If there are several files, the defect is reported in the last one that is a kustomization at all. */
function twinDefects(judged: Judged): Defect[] {
  const { repository, directory, path } = judged;
  const twins = twinsOf(judged);
  const last = KUSTOMIZATION_FILES.map((name) => below(directory, name)).findLast(
    (file) => repository.files.get(file)?.kustomization !== undefined,
  );
  return twins.length === 0 || last !== path
    ? []
    : [{ at: [], id: "secondFile", data: { other: twins[0] ?? "" } }];
}
