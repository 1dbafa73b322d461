import { ApiResources } from "../kubernetes/api-resources.js";
import { resourceOfCrd } from "../kubernetes/crds.js";
import { WORKLOADS } from "../kubernetes/kinds.js";
import { groupBy, push } from "./group-by.js";
import type { FileFacts } from "../repository/facts.js";
import { Repository } from "../repository/repository.js";
import { isKnown, type KindName, type Subject } from "../kubernetes/objects.js";
import { kubernetesVersionOf, type Platform, type Settings } from "../repository/settings.js";
import type { Path } from "../language/position.js";
import type { Build } from "./build.js";
import { type Applied, type AppliedIn, appliedIn, keyOf, patchedIn, togetherByObject } from "./applied.js";
import { Grants } from "./grants.js";
import { type AppliedNamespace, namespacesOf } from "./namespaces.js";
import type { Lookup } from "./lookup.js";
import { holdersOf, kindAndName, namedIn, namespaceOf, type SoughtKind } from "./lookup-index.js";
import { lookUpRole, type RoleLookup } from "./role-lookup.js";
import { lookUpServiceAccount } from "./service-account-lookup.js";
import { type FileClass, resolveBuilds } from "./resolve.js";

export type { Applied };

/** What a repository applies together, resolved when it is first asked for. */
export class Builds {
  readonly repository: Repository;
  readonly settings: Settings;
  /** The same before the change that is judged; nothing where no change is. */
  readonly base: Builds | undefined;
  #resolved: ReturnType<typeof resolveBuilds> | undefined;
  #byFile: Map<string, AppliedIn[]> | undefined;
  /** By place, and by patch: every rule asks for the same. */
  readonly #applied = new Map<string, readonly Applied[]>();
  readonly #patched = new Map<string, readonly Applied[]>();
  #namespaces: Map<string, AppliedNamespace[]> | undefined;
  #workloads: Map<string | undefined, Applied[]> | undefined;
  #namespacesByName: Map<string, AppliedNamespace[]> | undefined;
  #grants: Grants | undefined;
  #apiResources: ApiResources | undefined;

  readonly #roles = new WeakMap<Applied, RoleLookup>();
  #seesOpenShift: boolean | undefined;
  #before: Repository | undefined;

  /** @param before an earlier state of the same repository: what has not changed is not resolved again */
  constructor(repository: Repository, settings: Settings, before?: Repository, base?: Builds) {
    this.repository = repository;
    this.base = base;
    this.settings = settings;
    this.#before = before;
  }

  /** The builds of a file of which nothing else is known: it is applied by none. */
  static ofOneFile(path: string, facts: FileFacts, settings: Settings): Builds {
    const builds = new Builds(new Repository({ root: "", files: new Map([[path, facts]]) }), settings);
    builds.#resolved = { builds: [], classes: new Map() };
    return builds;
  }

  /** The platform of the clusters: the one the settings name, or OpenShift where its objects are seen. */
  get platform(): Exclude<Platform, "none"> | undefined {
    const { platform } = this.settings;
    if (platform !== undefined) return platform === "none" ? undefined : platform;
    this.#seesOpenShift ??= [...this.repository.files.values()].some(({ openshift }) => openshift);
    return this.#seesOpenShift ? "openshift" : undefined;
  }

  get all(): readonly Build[] {
    return this.#resolve().builds;
  }

  /** What a file is: what kustomize takes it for, a plain manifest, or nothing of ours. */
  classOf(file: string): FileClass | undefined {
    return this.#resolve().classes.get(file);
  }

  /** Whether a file is no object of its own but a part that is laid over others. */
  isPatch(file: string): boolean {
    const fileClass = this.classOf(file);
    return fileClass === "patch" || fileClass === "configuration";
  }

  /** How a written object is applied, once for each build that holds it. */
  applied(file: string, document: number, at: Path): readonly Applied[] {
    if (!this.#byFile) {
      this.#byFile = new Map();
      for (const applied of this.all.map(appliedIn)) {
        for (const path of applied.files) push(this.#byFile, path, applied);
      }
    }
    const key = keyOf({ file, document, at });
    let found = this.#applied.get(key);
    if (!found) {
      found = (this.#byFile.get(file) ?? []).flatMap(({ byPlace }) => byPlace.get(key) ?? []);
      this.#applied.set(key, found);
    }
    return found;
  }

  /** Every applied object of some kinds, once for each build that holds it. */
  ofKind(...kinds: KindName[]): Applied[] {
    const found = this.all.flatMap((build) => {
      return appliedIn(build).all.filter(({ object }) => kinds.includes(object.kind));
    });
    return togetherByObject(found);
  }

  /** What runs pods in a namespace; without one, where that is not said. */
  workloads(namespace: string | undefined): readonly Applied[] {
    this.#workloads ??= groupBy(this.ofKind(...WORKLOADS), ({ object }) => object.object.metadata?.namespace);
    return this.#workloads.get(namespace) ?? [];
  }

  /** The applied objects that the patch in a document has changed. */
  patchedBy(file: string, document: number): readonly Applied[] {
    const patch = `${file}\n${document}`;
    let found = this.#patched.get(patch);
    if (!found) {
      found = togetherByObject(this.all.flatMap((build) => patchedIn(build).get(patch) ?? []));
      this.#patched.set(patch, found);
    }
    return found;
  }

  /** Whether a value of an applied object is that of a patch which is judged for it where it is written. */
  isFromPatch({ object }: Applied, path: Path): boolean {
    const isWithin = (inner: Path, outer: Path) => outer.every((step, index) => step === inner[index]);
    const last = object.changes?.findLast(
      ({ path: changed }) => isWithin(path, changed) || isWithin(changed, path),
    );
    // What has changed a part of it since has made another value of it.
    if (!last || !isWithin(path, last.path)) return false;
    return (this.repository.files.get(last.by.file)?.objects ?? []).some(
      ({ document, kind }) => document === last.by.document && kind === object.kind,
    );
  }

  /** The role that an applied binding refers to: found, missing or unknown, with what there is to say of it. */
  role(binding: Applied): RoleLookup {
    let lookup = this.#roles.get(binding);
    if (!lookup) this.#roles.set(binding, (lookup = lookUpRole(this, binding)));
    return lookup;
  }

  /**
   * What RBAC can be asked about in the clusters: what Kubernetes serves, and what any CustomResourceDefinition
   * of the repository does, wherever it is applied.
   */
  get apiResources(): ApiResources {
    return (this.#apiResources ??= new ApiResources({
      crds: [...this.repository.files.values()]
        .flatMap(({ objects }) => objects.filter(({ kind }) => kind === "CustomResourceDefinition"))
        .map(({ object }) => resourceOfCrd(object))
        .filter((resource) => resource !== undefined),
      kubernetesVersion: kubernetesVersionOf(this.settings),
    }));
  }

  /** The ServiceAccount that is a subject of an applied binding: found, missing or unknown. */
  serviceAccount(binding: Applied, subject: Subject): Lookup {
    return lookUpServiceAccount(this, binding, subject);
  }

  /** Whether some build holds an object of that kind and name. */
  holds(kind: SoughtKind, name: string): boolean {
    return holdersOf(this, kind, name).some((build) => namedIn(build).named.has(kindAndName(kind, name)));
  }

  /** The namespace of all objects of that kind and name, where it is one and the same. */
  onlyNamespaceOf(kind: SoughtKind, name: string): string | undefined {
    const objects = holdersOf(this, kind, name).flatMap((build) => {
      return namedIn(build).named.get(kindAndName(kind, name)) ?? [];
    });
    const [first, ...others] = new Set(objects.map(namespaceOf));
    return others.length === 0 && isKnown(first) ? first : undefined;
  }

  /** What all bindings and aggregations of the repository say of its roles. */
  get grants(): Grants {
    return (this.#grants ??= new Grants(this));
  }

  /** The namespaces whose one place, in which they are reported, is in a file. */
  namespacesIn(file: string): readonly AppliedNamespace[] {
    this.#namespaces ??= groupBy(namespacesOf(this), ({ place }) => place.file);
    return this.#namespaces.get(file) ?? [];
  }

  /** The files in which a namespace is reported. */
  get namespaceFiles(): readonly string[] {
    this.namespacesIn("");
    return [...(this.#namespaces?.keys() ?? [])];
  }

  /** The namespaces of a name: several where clusters have their own. */
  namespaces(name: string): readonly AppliedNamespace[] {
    this.#namespacesByName ??= groupBy(
      this.namespaceFiles.flatMap((file) => this.namespacesIn(file)),
      (one) => one.name,
    );
    return this.#namespacesByName.get(name) ?? [];
  }

  #resolve() {
    this.#resolved ??= resolveBuilds(this.repository, this.#before);
    this.#before = undefined;
    return this.#resolved;
  }
}
