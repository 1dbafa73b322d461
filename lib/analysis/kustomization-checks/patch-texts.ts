import { field, isMap, items } from "../../util/plain-values.js";
import type { Path } from "../../manifests/locate.js";
import type { Layer, UsedDocument } from "../../builds/kustomize/layer.js";
import { withoutLists } from "../../builds/kustomize/transformers/patch-documents.js";
import { mergePatchDocuments } from "../../builds/kustomize/transformers/plugins.js";
import type { Defect, Judged } from "./defect.js";

/** One patch of a kustomization as it is written. */
export interface WrittenPatch {
  /** The field it is listed in. */
  list: "patchesStrategicMerge" | "patches" | "patchesJson6902";
  entry: unknown;
  /** Where it is. */
  at: Path;
  /** Where its text is, or the path of its file. */
  textAt: Path;
  target: unknown;
  documents: readonly UsedDocument[];
}

/** More patches than this are not looked at. */
const MAX_PATCHES = 1000;

/** The patches of a kustomization in the order in which kustomize applies them. */
export function patchesOf({ value }: Judged, layer: Layer): WrittenPatch[] {
  const merges = items(value.patchesStrategicMerge).map((entry, index): WrittenPatch => {
    const at = ["patchesStrategicMerge", index];
    const documents = mergePatchDocuments(layer, entry, layer.place(...at));
    return { list: "patchesStrategicMerge", entry, at, textAt: at, target: undefined, documents };
  });
  const others = (["patches", "patchesJson6902"] as const).flatMap((name) =>
    items(value[name]).map((entry, index): WrittenPatch => {
      const at = [name, index];
      const textAt = [...at, textOf(entry, "patch") === undefined ? "path" : "patch"];
      const target = field(entry, "target") ?? undefined;
      return { list: name, entry, at, textAt, target, documents: documentsOf(layer, entry, textAt) };
    }),
  );
  return [...merges, ...others].slice(0, MAX_PATCHES);
}

function documentsOf(layer: Layer, entry: unknown, textAt: Path): readonly UsedDocument[] {
  const [path, text] = [textOf(entry, "path"), textOf(entry, "patch")];
  if (text !== undefined) return withoutLists(layer, layer.inline(text, layer.place(...textAt)));
  return path === undefined ? [] : withoutLists(layer, layer.documents(path, "patch"));
}

function textOf(entry: unknown, name: "path" | "patch"): string | undefined {
  const text = field(entry, name);
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

/**
 * What makes a patch wrong whatever it is for: api/internal/builtins/PatchTransformer.go, Config, and
 * likewise PatchJson6902Transformer.go and PatchStrategicMergeTransformer.go.
 */
export function patchTextDefect(patch: WrittenPatch): Defect | undefined {
  const { list, entry, at, textAt, target, documents } = patch;
  if (list !== "patchesStrategicMerge") {
    if (!isMap(entry)) return undefined;
    const given = ["path", "patch"].filter((name) => (entry[name] ?? "") !== "");
    if (given.length !== 1) {
      return { at, id: "noPatchText", data: { what: given.length === 0 ? "neither" : "both" } };
    }
  }
  const isJson = list === "patchesJson6902" || documents.some(({ value }) => Array.isArray(value));
  if (list === "patchesJson6902" && !field(target, "name")) {
    return { at: textAt, id: "noPatchTarget", data: { what: "a 'target' with a 'name'" } };
  }
  if (isJson) {
    const isAimed = list !== "patches" || target !== undefined;
    if (!isAimed) return { at: textAt, id: "noPatchTarget", data: { what: "a 'target'" } };
    return isFlowYaml(textOf(entry, "patch")) ? { at: textAt, id: "noJson" } : undefined;
  }
  const nameless = documents.find(({ value }) => isMap(value) && !isNamed(value));
  if (nameless) return { at: textAt, id: "namelessPatch" };
  return target !== undefined && documents.length > 1 ? { at: textAt, id: "severalDocuments" } : undefined;
}

/** Whether the text of a JSON patch begins like JSON but is not: jsonPatchFromBytes in PatchTransformer.go. */
function isFlowYaml(text = ""): boolean {
  if (!text.startsWith("[")) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

/** Whether a patch has a kind and a name, as kustomize requires of every object. */
function isNamed(value: Readonly<Record<string, unknown>>): boolean {
  return Boolean(value.kind) && Boolean(field(value, "metadata", "name"));
}
