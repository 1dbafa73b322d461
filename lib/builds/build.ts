import type { AnyObject, KindName, Kinds } from "../kubernetes/objects.js";
import type { SchemaDefect } from "../kubernetes/schema/schema-defects.js";
import type { Span } from "../helm/values/text.js";
import type { Path } from "../manifests/locate.js";
import type { RenderedDocument } from "./helm/rendered-document.js";
import type { HiddenPart } from "./hidden-part.js";
import type { Repository } from "../repository/repository.js";
import type { SourceRequest } from "../repository/sources/request.js";

/** The one place in the repository where something is written. */
export interface Place {
  file: string;
  document: number;
  path: Path;
}

interface Written {
  /** Where it is written: the file, the document in it, the place in a List. */
  file: string;
  document: number;
  at: Path;
  /** Values that something else has written, by their path in the object, and where it has written them. */
  changes?: readonly { path: Path; by: Place }[];
  /** What keeps the API server from decoding it, by its path in the object. */
  defects?: readonly SchemaDefect[];
}

interface AnyAppliedObject extends Written {
  kind: KindName;
  object: AnyObject;
}

export interface AppliedObjectOf<Kind extends KindName> extends Written {
  kind: Kind;
  object: Kinds[Kind];
}

/** An object as a build applies it: with the name, namespace and content it has in the cluster. */
export type AppliedObject<Kind extends KindName = KindName> = KindName extends Kind
  ? AnyAppliedObject
  : AppliedObjectOf<Kind>;

/** The objects that are of the given kinds. */
export function ofKinds<Kind extends KindName>(
  objects: readonly AppliedObject[],
  kinds: readonly Kind[],
): AppliedObject<Kind>[] {
  const all: readonly KindName[] = kinds;
  return objects.filter(({ kind }) => all.includes(kind)) as unknown as AppliedObject<Kind>[];
}

/** How a build came to read a file. What is data is a manifest that templates of a chart make objects of. */
export type FileUse = "kustomization" | "resource" | "patch" | "configuration" | "data";

/** A namespace that a Flux Kustomization or an Application names for its build. */
export interface NamedNamespace {
  name: string;
  /** Where it is named. */
  place: Place;
  /** Whether it is created even if nothing is put into it. */
  created: boolean;
}

/** What makes kustomize refuse a build although all that it applies is known. */
export interface BuildError {
  id: "namespaceConflict" | "objectTwice";
  /** The entry or the value that makes it. */
  place: Place;
  /** The words for its message. */
  data: Record<string, string>;
}

/** A kustomization as Flux or Argo CD changes it. */
export interface ChangedKustomization {
  /** The files that it can reach, with itself as it is changed. */
  repository: Repository;
  directory: string;
  /** What is written in it; undefined if there is none, so that the whole of it is made. */
  written: Readonly<Record<string, unknown>> | undefined;
  value: Readonly<Record<string, unknown>>;
  /** The object that changes it. */
  by: Place;
  /** Where the object names the directory, as a path in its document. */
  directoryAt: Path;
  /**
   * Where the object has a value, as a path in its document: where it names the directory if a patch has written the
   * value into it. Undefined for a value that is not from the object.
   */
  pathOf: (path: Path) => { path: Path; isWritten: boolean } | undefined;
  /** What a field is called in the object. */
  nameOf: (field: string) => string;
}

/** Why Helm refuses a chart, as a clause, or what it is given, as words that follow the name of who gives it. */
export interface HelmRefusal {
  message: string;
  /** Where in a file of the chart. */
  at?: Span | undefined;
  /** Where in what gives it values. */
  place?: Place;
  /** Whether the chart says so itself, by `required` or `fail`: other values are the way out. */
  isOwnWords?: true;
}

/** What installs a chart. */
export interface ChartInstaller {
  /** As a message calls it: `HelmRelease 'web'`. */
  words: string;
  /** Where it gives the chart its values. */
  place: Place;
}

/** An installation of a chart that Helm seems to refuse, though that may hang on what is not known. */
export interface DoubtfulRelease {
  /** Undefined for a chart that nothing here installs. */
  by?: ChartInstaller | undefined;
  /** The directory of the chart. */
  directory: string;
  /** Why Helm refuses it whatever is not known; undefined if it need not. It takes as long as rendering it. */
  refusal: () => HelmRefusal | undefined;
}

/** Something that lies elsewhere and that a build takes in. Plain data, which can be kept as JSON. */
export interface Elsewhere {
  request: SourceRequest;
  /** Where it is named. */
  place: Place;
  /** What names it, as messages call it: `HelmRelease 'web'`, or the path of a kustomization. */
  by: string;
  /** The directory of what was fetched, below which its paths lie; undefined if it was not. */
  directory?: string;
}

/** What is applied together. */
export interface Build {
  type: "kustomize" | "plain" | "flux" | "argocd" | "helm";
  /**
   * The directory it starts from, relative to the root; empty for the root itself, or if it is not in this
   * repository.
   */
  directory: string;
  objects: readonly AppliedObject[];
  /** What it applies and cannot be seen. */
  hidden: readonly HiddenPart[];
  /** The files it read, and as what. */
  files: ReadonlyMap<string, FileUse>;
  /** What it takes in from elsewhere, as far as it is known what that is, fetched or not. */
  elsewhere?: readonly Elsewhere[];
  /** The Flux Kustomization, Application or ApplicationSet that applies it. */
  appliedBy?: Place;
  /** The cluster it is for, if known. */
  cluster?: string;
  /** The namespaces that its Flux Kustomization or Application names. */
  namespaces?: readonly NamedNamespace[];
  /** Why kustomize refuses it. Its objects are judged all the same. */
  errors?: readonly BuildError[];
  /** The kustomizations that its Flux Kustomization or Application changes. */
  changed?: readonly ChangedKustomization[];
  /** Whether no Flux or Argo CD root reaches it, although these apply a part of the repository. */
  isUnreached?: true;
  /** The directories of the charts of this repository that it installs. */
  charts?: readonly string[];
  /** What the templates of these render. */
  rendered?: readonly RenderedDocument[];
  /** Why Helm refuses one of them, or the values that it is given. */
  refused?: HelmRefusal;
  /** The installations of charts that Helm seems to refuse. */
  doubtful?: readonly DoubtfulRelease[];
  /** Whether it is a chart that nothing here installs, with its default values. It proves nothing about other builds. */
  isDefault?: true;
  /** The file of values that such a chart is tested with, relative to it, if that is given over its defaults. */
  testValues?: string;
}

/** Where an applied object is written, whatever has changed it. */
export function writtenAt({ file, document, at }: AppliedObject): Place {
  return { file, document, path: at };
}

/**
 * Where the value at a path of an applied object is written: in its file, or where something else has
 * written it.
 */
export function placeOf({ file, document, at, changes = [] }: AppliedObject, path: Path): Place {
  const change = changes
    .filter((one) => one.path.every((step, index) => String(step) === String(path[index])))
    .reduce<Change | undefined>((longest, one) => {
      return longest && longest.path.length > one.path.length ? longest : one;
    }, undefined);
  if (!change) return { file, document, path: [...at, ...path] };
  return { ...change.by, path: [...change.by.path, ...path.slice(change.path.length)] };
}

type Change = NonNullable<AppliedObject["changes"]>[number];
