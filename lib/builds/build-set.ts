import { ApiResources } from "../kubernetes/api/api-resources.js";
import { resourceOfCrd } from "../kubernetes/api/crds.js";
import { WORKLOADS } from "../kubernetes/kinds.js";
import type { KindName, Kinds } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";
import { kubernetesVersionOf, type Platform, type Settings } from "../repository/configuration/settings.js";
import type { FileFacts } from "../repository/facts.js";
import { Repository } from "../repository/repository.js";
import { groupBy, push } from "../util/group-by.js";
import { type Applied, type AppliedIn, appliedIn, keyOf, patchedIn, togetherByObject } from "./applied.js";
import type { Build } from "./build.js";
import { type FileClass, resolveBuilds } from "./resolve.js";

/** What a repository applies together, resolved when it is first asked for. */
export class BuildSet {
  readonly repository: Repository;
  readonly settings: Settings;
  /** The same before the change that is judged; nothing where no change is. */
  readonly base: BuildSet | undefined;
  #resolved: ReturnType<typeof resolveBuilds> | undefined;
  #byFile: Map<string, AppliedIn[]> | undefined;
  /** By place, and by patch: every rule asks for the same. */
  readonly #applied = new Map<string, readonly Applied[]>();
  readonly #patched = new Map<string, readonly Applied[]>();
  #workloads: Map<string | undefined, Applied[]> | undefined;
  #apiResources: ApiResources | undefined;
  #seesOpenShift: boolean | undefined;
  #before: Repository | undefined;

  /** @param before an earlier state of the same repository: what has not changed is not resolved again */
  constructor(repository: Repository, settings: Settings, before?: Repository, base?: BuildSet) {
    this.repository = repository;
    this.base = base;
    this.settings = settings;
    this.#before = before;
  }

  /** The builds of a file of which nothing else is known: it is applied by none. */
  static ofOneFile<Set extends BuildSet>(
    this: new (repository: Repository, settings: Settings) => Set,
    path: string,
    facts: FileFacts,
    settings: Settings,
  ): Set {
    const set = new this(new Repository({ root: "", files: new Map([[path, facts]]) }), settings);
    set.#resolved = { builds: [], classes: new Map() };
    return set;
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

  /** Every object of some kinds as it is written, whatever becomes of it. */
  written<Kind extends KindName>(...kinds: Kind[]): Kinds[Kind][] {
    const all: readonly KindName[] = kinds;
    return [...this.repository.files.values()].flatMap(({ objects }) =>
      objects.filter(({ kind }) => all.includes(kind)).map(({ object }) => object as Kinds[Kind]),
    );
  }

  /** Every applied object of some kinds, once for each build that holds it. */
  ofKind<Kind extends KindName>(...kinds: Kind[]): Applied<Kind>[] {
    const all: readonly KindName[] = kinds;
    const found = this.all.flatMap((build) => {
      return appliedIn(build).all.filter(({ object }) => all.includes(object.kind));
    });
    return togetherByObject(found) as unknown as Applied<Kind>[];
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

  #resolve() {
    this.#resolved ??= resolveBuilds(this.repository, this.#before);
    this.#before = undefined;
    return this.#resolved;
  }
}
