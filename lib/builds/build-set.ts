import { ApiResources } from "../kubernetes/api/api-resources.js";
import { resourceOfCrd } from "../kubernetes/api/crds.js";
import { WORKLOADS } from "../kubernetes/kinds.js";
import type { KindName, Kinds } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";
import { kubernetesVersionOf, type Platform, type Settings } from "../repository/configuration/settings.js";
import type { FileFacts } from "../repository/facts.js";
import { filesWhere } from "../repository/files-where.js";
import { Repository } from "../repository/repository.js";
import { groupBy, push } from "../util/group-by.js";
import { lookupIn } from "../util/lookup-in.js";
import { memoize, memoizeParts } from "../util/memoize.js";
import { namesAnything } from "../repository/named-paths.js";
import { type Applied, appliedIn, appliedOfKinds, keyOf, patchedIn, togetherByObject } from "./applied.js";
import type { Build } from "./build.js";
import { assumeVersion } from "./helm/capabilities.js";
import type { ChartTemplate } from "./helm/chart-template.js";
import { chartTemplatesOf } from "./helm/chart-templates.js";
import { useTestValues } from "./helm/test-values.js";
import { type ChangedKinds, changedKinds, type MadeObject, patchesAt } from "./changed-kinds.js";
import { type FileClass, resolveBuilds } from "./resolve.js";

/** What a repository applies together, resolved when it is first asked for. */
export class BuildSet {
  readonly repository: Repository;
  readonly settings: Settings;
  /** The builds before the change that is judged; undefined if no change is judged. */
  readonly base: BuildSet | undefined;
  #resolved: ReturnType<typeof resolveBuilds> | undefined;
  #atPlace: ((file: string, document: number, at: Path) => readonly Applied[]) | undefined;
  #byPatch: ((patch: string) => readonly Applied[]) | undefined;
  #changedKinds: ChangedKinds | undefined;
  #kindsAt = new Map<string, readonly KindName[]>();
  #kindsIn = new Map<string, readonly KindName[]>();
  #workloads: Map<string | undefined, Applied[]> | undefined;
  #apiResources: ApiResources | undefined;
  #chartTemplates: ReadonlyMap<string, ChartTemplate> | undefined;
  #seesOpenShift: boolean | undefined;
  #before: Repository | undefined;

  /** @param before an earlier state of the same repository: what has not changed is not resolved again */
  constructor(repository: Repository, settings: Settings, before?: Repository, base?: BuildSet) {
    this.repository = repository;
    this.base = base;
    this.settings = settings;
    this.#before = before;
  }

  /** The set for a single file without its repository: no build applies it. */
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

  /** The last state that has been resolved, for one to be derived from it: an earlier one, unless this one has been. */
  get resolvedState(): Repository | undefined {
    return this.#resolved ? this.repository : this.#before;
  }

  /** The platform of the clusters: the one the settings name, or OpenShift if any of its objects are seen. */
  get platform(): Exclude<Platform, "none"> | undefined {
    const { platform } = this.settings;
    if (platform !== undefined) return platform === "none" ? undefined : platform;
    this.#seesOpenShift ??= withOpenShift(this.repository).size > 0;
    return this.#seesOpenShift ? "openshift" : undefined;
  }

  get all(): readonly Build[] {
    return this.#resolve().builds;
  }

  /** What a file is: how a build uses it, or a plain or unlisted manifest; undefined if it is none of these. */
  classOf(file: string): FileClass | undefined {
    return this.#resolve().classes.get(file);
  }

  /** The files of a class, in the order of all. */
  ofClass(wanted: FileClass): readonly string[] {
    return filesByClass(this.#resolve().classes).get(wanted) ?? [];
  }

  /** Whether a file holds no objects of its own, only changes to others, or data of a chart. */
  isPatch(file: string): boolean {
    const fileClass = this.classOf(file);
    return fileClass === "patch" || fileClass === "configuration" || this.isData(file);
  }

  /** Whether a file is data that templates of a chart make objects of: these are judged instead of it. */
  isData(file: string): boolean {
    return this.classOf(file) === "data";
  }

  /** A file of a chart as rules see it; undefined unless something of it is rendered. */
  chartTemplate(file: string): ChartTemplate | undefined {
    return (this.#chartTemplates ??= chartTemplatesOf(this.all, this.repository)).get(file);
  }

  /** The files of charts of which something is rendered. */
  get chartTemplates(): Iterable<string> {
    return (this.#chartTemplates ??= chartTemplatesOf(this.all, this.repository)).keys();
  }

  /** How a written object is applied, once for each build that holds it. */
  applied(file: string, document: number, at: Path): readonly Applied[] {
    this.#atPlace ??= appliedAt(this.all);
    return this.#atPlace(file, document, at);
  }

  /**
   * The kinds that builds make of a written object, or of the objects that it patches; undefined for almost all, which
   * are applied as what they are.
   */
  changedKinds(file: string, document: number, at: Path): readonly KindName[] | undefined {
    const key = keyOf({ file, document, at });
    if (!this.#kinds.changed.get(file)?.has(key)) return undefined;
    let found = this.#kindsAt.get(key);
    if (!found) {
      const all = [...this.applied(file, document, at), ...this.patchedBy(file, document)];
      this.#kindsAt.set(key, (found = [...new Set(all.map(({ object }) => object.kind))]));
    }
    return found;
  }

  /** The same for all objects of a file together. */
  changedKindsIn(file: string): readonly KindName[] {
    if (!this.#kinds.changed.has(file)) return [];
    let found = this.#kindsIn.get(file);
    if (!found) {
      const objects = [...(this.repository.files.get(file)?.objects ?? []), ...this.madeIn(file)];
      const kinds = objects.flatMap(({ document, at }) => this.changedKinds(file, document, at) ?? []);
      this.#kindsIn.set(file, (found = [...new Set(kinds)]));
    }
    return found;
  }

  /** The objects in a file that are read only because builds make another kind of them. */
  madeIn(file: string): readonly MadeObject[] {
    return this.#kinds.made.get(file) ?? [];
  }

  /** Every object of the given kinds as it is written, applied or not. */
  written<Kind extends KindName>(...kinds: Kind[]): Kinds[Kind][] {
    const all: readonly KindName[] = kinds;
    return [...this.repository.files.values()].flatMap(({ objects }) =>
      objects.filter(({ kind }) => all.includes(kind)).map(({ object }) => object as Kinds[Kind]),
    );
  }

  /** Every applied object of the given kinds, once for each build that holds it. */
  ofKind<Kind extends KindName>(...kinds: Kind[]): Applied<Kind>[] {
    const all: ReadonlySet<KindName> = new Set(kinds);
    const found = this.all.flatMap((build) => appliedOfKinds(build, all));
    return togetherByObject(found) as unknown as Applied<Kind>[];
  }

  /** The workloads in a namespace; for undefined, those that name none. */
  workloads(namespace: string | undefined): readonly Applied[] {
    this.#workloads ??= groupBy(this.ofKind(...WORKLOADS), ({ object }) => object.object.metadata?.namespace);
    return this.#workloads.get(namespace) ?? [];
  }

  /** The applied objects that the patch in a document has changed. */
  patchedBy(file: string, document: number): readonly Applied[] {
    this.#byPatch ??= patchedInAll(this.all);
    return this.#byPatch(`${file}\n${document}`);
  }

  /** Whether a value of an applied object comes from a patch, where rules check and report it. */
  isFromPatch({ object }: Applied, path: Path): boolean {
    const isWithin = (inner: Path, outer: Path) => outer.every((step, index) => step === inner[index]);
    const last = object.changes?.findLast(
      ({ path: changed }) => isWithin(path, changed) || isWithin(changed, path),
    );
    // A later change to a part of it has made it another value.
    if (!last || !isWithin(path, last.path)) return false;
    return patchesAt(this.repository, last.by).length > 0;
  }

  /**
   * The resources that RBAC can name in the clusters: those that Kubernetes serves, and those of every
   * CustomResourceDefinition in the repository, wherever it is applied.
   */
  get apiResources(): ApiResources {
    return (this.#apiResources ??= new ApiResources({
      crds: [...withCrds(this.repository).values()]
        .flatMap(({ objects }) => objects.filter(({ kind }) => kind === "CustomResourceDefinition"))
        .map(({ object }) => resourceOfCrd(object))
        .filter((resource) => resource !== undefined),
      kubernetesVersion: kubernetesVersionOf(this.settings),
    }));
  }

  get #kinds(): ChangedKinds {
    // Without kustomizations nothing is changed, and nothing need be resolved to know that.
    this.#changedKinds ??=
      namingAnything(this.repository).size > 0
        ? changedKinds(this.repository, this.all)
        : { changed: new Map(), made: new Map() };
    return this.#changedKinds;
  }

  #resolve() {
    if (!this.#resolved) {
      assumeVersion(this.repository, this.settings.kubernetesVersion);
      useTestValues(this.repository, this.settings.chartTestValues === true);
    }
    this.#resolved ??= resolveBuilds(this.repository, this.#before);
    this.#before = undefined;
    return this.#resolved;
  }
}

const filesByClass = memoize((classes: ReadonlyMap<string, FileClass>) => {
  const found = new Map<FileClass, string[]>();
  for (const [file, one] of classes) push(found, one, file);
  return found;
});

const withOpenShift = filesWhere(({ openshift }) => openshift);
const withCrds = filesWhere(({ objects }) => objects.some(({ kind }) => kind === "CustomResourceDefinition"));
const namingAnything = filesWhere(namesAnything);

/** Finds what all builds apply of what is written at a place of a file. */
function appliedAt(
  builds: readonly Build[],
): (file: string, document: number, at: Path) => readonly Applied[] {
  const inBuilds = lookupIn(builds.map((build) => appliedIn(build).byFile));
  const byPlace = memoizeParts((file: string) =>
    groupBy(inBuilds(file), ({ object: { document, at } }) => keyWithin(document, at)),
  );
  return (file, document, at) => {
    const [places, key] = [byPlace(file), keyWithin(document, at)];
    // Each place has a list of its own, also where nothing is applied: answers are remembered by it.
    if (!places.has(key)) places.set(key, []);
    return places.get(key) ?? [];
  };
}

/** Where an object is written in its file, as a key. */
function keyWithin(document: number, at: Path): number | string {
  return at.length === 0 ? document : [document, ...at].join("\n");
}

/** Finds what each patch has changed in all builds. */
function patchedInAll(builds: readonly Build[]): (patch: string) => readonly Applied[] {
  const inBuilds = lookupIn(builds.map(patchedIn));
  return memoizeParts((patch: string) => {
    const found = inBuilds(patch);
    return found.length <= 1 ? found : togetherByObject(found);
  });
}
