import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { AnyObject, ClusterRole, RoleBinding } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import type { ManifestObject } from "../../../manifests/unpack.js";
import { field, isMap, items } from "../../../util/plain-values.js";
import { filesNamedIn } from "../../links/files.js";
import type { Model } from "../../model/model.js";
import type { ModelFile } from "../../model/model-file.js";
import { symbolKind } from "./kinds.js";
import { kindOf, nameOf, referenceWords, ruleDetail, ruleWords, shortened } from "./words.js";

/** So many symbols of a list are shown. */
const MOST = 1000;
/** In longer texts, only objects of the kinds that are read are looked for, without parsing the others. */
const LONGEST = 1_000_000;

/** An object in a file, of whatever kind. */
type Written = Pick<ManifestObject, "document" | "at"> & { kind?: ManifestObject["kind"]; object: AnyObject };

/** The objects of a file by kind and name, with the rules of roles and the subjects of bindings below them. */
export function documentSymbolsIn(model: Model, path: string): DocumentSymbol[] {
  const file = model.file(path);
  if (!file) return [];
  const kustomization = model.repository.files.get(path)?.kustomization;
  const symbols = objectsIn(file)
    .slice(0, MOST)
    .flatMap((one) => symbolOf(file, one, childrenOf(file, one)) ?? []);
  return isMap(kustomization) ? [...kustomizationSymbol(model, path, file), ...symbols] : symbols;
}

/** Its objects, also those of kinds that are not read otherwise. */
function objectsIn(file: ModelFile): readonly Written[] {
  const { objects } = file.manifests;
  if (file.text.length > LONGEST) return objects;
  const read = new Set(objects.map(({ document }) => document));
  const others = file.manifests.values().flatMap((value, document): Written[] => {
    const isObject = isMap(value) && typeof value.kind === "string" && typeof value.apiVersion === "string";
    if (read.has(document) || !isObject || isKustomization(value)) return [];
    return [{ document, at: [], object: { kind: String(value.kind), metadata: namesOf(value) } }];
  });
  return [...objects, ...others].sort((a, b) => a.document - b.document);
}

function isKustomization({ apiVersion }: Readonly<Record<string, unknown>>): boolean {
  return typeof apiVersion === "string" && apiVersion.startsWith("kustomize.config.k8s.io/");
}

function namesOf(value: unknown): AnyObject["metadata"] {
  const [name, namespace] = ["name", "namespace"].map((key) => field(value, "metadata", key));
  return {
    ...(typeof name === "string" && { name }),
    ...(typeof namespace === "string" && { namespace }),
  };
}

function symbolOf(
  file: ModelFile,
  { kind, object, document, at }: Written,
  children: readonly DocumentSymbol[],
): DocumentSymbol | undefined {
  const detail = [kindOf(object), object.metadata?.namespace && `in ${shortened(object.metadata.namespace)}`];
  return symbol(
    file,
    { document, path: at, selected: [...at, "metadata", "name"] },
    {
      ...{ name: nameOf(object), detail: detail.filter(Boolean).join(" "), kind: symbolKind(kind) },
      children: [...children],
    },
  );
}

/** Where a symbol is. */
interface Where {
  document: number;
  path: Path;
  /** The path of what is selected when one goes there, if it is there. */
  selected?: Path;
}

function symbol(
  file: ModelFile,
  { document, path, selected = path }: Where,
  about: Omit<DocumentSymbol, "range" | "selectionRange">,
): DocumentSymbol | undefined {
  const extent = file.manifests.extent(document, path) ?? file.manifests.locate(document, path);
  const target = file.manifests.locate(document, selected);
  const isInside = extent.start <= target.start && target.end <= extent.end;
  const selection = isInside ? target : { start: extent.start, end: extent.start };
  return { ...about, range: file.rangeOf(extent), selectionRange: file.rangeOf(selection) };
}

function childrenOf(file: ModelFile, { kind, object, document, at }: Written): readonly DocumentSymbol[] {
  const child = (path: Path, about: { name: string; detail?: string; kind: SymbolKind }) =>
    symbol(file, { document, path: [...at, ...path] }, about) ?? [];
  if (kind === "Role" || kind === "ClusterRole") {
    return ((object as ClusterRole).rules ?? []).slice(0, MOST).flatMap((rule, index) => {
      return child(["rules", index], {
        ...{ name: ruleWords(rule), detail: ruleDetail(rule), kind: SymbolKind.Method },
      });
    });
  }
  if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return [];
  const { roleRef, subjects = [] } = object as RoleBinding;
  return [
    ...(roleRef ? [child(["roleRef"], { name: referenceWords(roleRef), kind: SymbolKind.Property })] : []),
    ...subjects.slice(0, MOST).map((subject, index) =>
      child(["subjects", index], {
        ...{ name: referenceWords(subject), kind: SymbolKind.Field },
        ...(subject.namespace && { detail: `in ${shortened(subject.namespace)}` }),
      }),
    ),
  ].flat();
}

/** A kustomization with the files and directories that it names. */
function kustomizationSymbol(model: Model, path: string, file: ModelFile): DocumentSymbol[] {
  const kustomization = model.repository.files.get(path)?.kustomization;
  const children = filesNamedIn(model.repository, path)
    .slice(0, MOST)
    .flatMap(({ at, path: named }) => {
      const [list] = at;
      const about = { name: shortened(named || "."), detail: String(list), kind: SymbolKind.File };
      return symbol(file, { document: 0, path: at }, about) ?? [];
    });
  const kind = field(kustomization, "kind");
  const name = typeof kind === "string" ? shortened(kind) : "Kustomization";
  const count = items(field(kustomization, "resources")).length;
  const about = { name, detail: `${count} resources`, kind: SymbolKind.Package, children };
  return [symbol(file, { document: 0, path: [] }, about) ?? []].flat();
}
