import type { AnyObject, KindName } from "../kubernetes/objects.js";
import type { ManifestFile } from "../manifests/manifest-file.js";
import type { Path } from "../manifests/locate.js";
import { isKustomizationFile } from "./paths.js";

/** An object as the rest of the repository knows it. */
export interface ObjectFacts {
  kind: KindName;
  /** The object, trimmed to the fields that are read. */
  object: AnyObject;
  document: number;
  /** Where it stands in its document: the empty path, or the place of an item of a List. */
  at: Path;
}

/** What other files need to know of a file: small, plain data that can be cached, compared and handed on. */
export interface FileFacts {
  objects: readonly ObjectFacts[];
  /** The plain value of a file that is named like a kustomization, where it is one. */
  kustomization?: unknown;
  /** How many documents do not parse that say they are of a kind that is read; one more where not all is text. */
  broken: number;
  /** How many of these are templates that something else fills in, and no YAML yet. */
  templates: number;
  /** Whether an OpenShift object stands in it. */
  openshift: boolean;
  /** The names that stand behind `serviceAccountName` and the like, in manifests of any kind. */
  serviceAccounts: readonly string[];
  /** Whether comments in it speak to ESLint; left out where none does. */
  directives?: true;
  /** Whether it is UTF-16, of which kustomize reads the first document only; left out where it is not. */
  utf16?: true;
}

/** The facts of a file of manifests. */
export function factsOf(path: string, file: ManifestFile): FileFacts {
  const templates = file.broken.filter(({ template }) => template).length;
  return {
    objects: file.objects,
    ...(isKustomizationFile(path) && { kustomization: kustomizationIn(file) }),
    // What stands behind a pointer is as unknown as what does not parse.
    broken: file.isPointer ? 1 : file.broken.length - templates + (file.malformed === undefined ? 0 : 1),
    templates,
    openshift: file.mentionsOpenShift,
    serviceAccounts: file.serviceAccountNames,
    ...(file.hasDirectives && { directives: true }),
    ...(file.isUtf16 && { utf16: true }),
  };
}

/** A Flux Kustomization can stand in a file of that name as well; its apiVersion tells. */
function kustomizationIn(file: ManifestFile): unknown {
  return file.values().find((value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const { apiVersion } = value as Record<string, unknown>;
    return (
      apiVersion === undefined ||
      (typeof apiVersion === "string" && apiVersion.startsWith("kustomize.config.k8s.io/"))
    );
  });
}

/** The objects of a file in which everything that is read parses; nothing where its text has more to say. */
export function objectsOf({ objects, broken, templates }: FileFacts): FileFacts["objects"] | undefined {
  return broken + templates === 0 ? objects : undefined;
}
