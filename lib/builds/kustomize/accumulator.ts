import type { FileFacts } from "../../repository/facts.js";
import type { Build, BuildError, Elsewhere, FileUse } from "../build.js";
import { type HiddenPart, MAX_HIDDEN_PARTS } from "../hidden-part.js";
import { type Entry, type Present, twiceIn, withErrors } from "./build-errors.js";
import { type Layer, shown } from "./layer.js";
import type { Var } from "./names/vars.js";
import type { ChartRendering } from "./chart-rendering.js";
import { identity, isCertain, nameOf, type Resource } from "./resource.js";
import { type Configuration, DEFAULTS } from "./transformer-config.js";
import { OBJECT, OVERFLOW } from "./work.js";

/** What a kustomization has gathered once its own transformers have run. It is never changed. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly configuration: Configuration;
  readonly vars: readonly Var[];
  readonly files: ReadonlyMap<string, FileUse>;
  readonly hidden: readonly HiddenPart[];
  /** The paths it has looked at itself, its components' included, and what was there. */
  readonly looked: ReadonlyMap<string, FileFacts | undefined>;
  /** The files from which it has read more than their facts, itself or in a component. */
  readonly read: ReadonlySet<string>;
  /** The kustomizations it includes as resources, itself or through a component. */
  readonly bases: ReadonlyMap<string, Accumulated>;
  /** The kustomizations that it names and that are refused. */
  readonly refused: ReadonlySet<string>;
  /** What it gathers because of replacements: `valueSourcesKey`. */
  readonly sources: string;
  /** Whether a patch of its own, or of a component, did nothing, or not all that it says. */
  readonly hasIdlePatch: boolean;
  /** Why kustomize refuses it although it is known, with what is wrong in its bases. */
  readonly errors: readonly BuildError[];
  /** The charts of this repository that it renders, itself or in its bases, and what of them. */
  readonly charts: ReadonlySet<string>;
  readonly rendered: ChartRendering["rendered"];
  readonly chartRefusal: Build["refused"];
  readonly doubtful: ChartRendering["doubtful"];
  /** What it takes in from elsewhere, itself or in its bases. */
  readonly elsewhere: readonly Elsewhere[];
}

/** More objects than this are not gathered: a few layers that include each other twice make millions. */
const MAX_RESOURCES = 20_000;

/** What is gathered so far; components add to, and change, what their parent has. */
export class Accumulator implements Accumulated {
  configuration = DEFAULTS;
  /** Whether the configuration is that of a base, or its own. */
  isConfigured = false;
  vars: readonly Var[] = [];
  files = new Map<string, FileUse>();
  hidden: readonly HiddenPart[] = [];
  looked = new Map<string, FileFacts | undefined>();
  read = new Set<string>();
  bases = new Map<string, Accumulated>();
  refused = new Set<string>();
  hasIdlePatch = false;
  sources = "";
  errors: readonly BuildError[] = [];
  components = 0;
  charts: ReadonlySet<string> = new Set();
  rendered: ChartRendering["rendered"] = [];
  chartRefusal: Build["refused"];
  doubtful: ChartRendering["doubtful"] = [];
  elsewhere: readonly Elsewhere[] = [];
  #resources: readonly Resource[] = [];
  /** The same list for as long as nobody else has it. */
  #own: Resource[] | undefined;
  /** The resources by identity, valid while resources are only added. */
  #present: Map<string, Present> | undefined;

  get resources(): readonly Resource[] {
    this.#own = undefined;
    return this.#resources;
  }

  set resources(resources: readonly Resource[]) {
    if (resources === this.#resources) return;
    this.#resources = resources;
    this.#own = undefined;
    this.#present = undefined;
  }

  /** @param entry what brings the resources */
  add(layer: Layer, resources: readonly Resource[], entry: Entry): void {
    const present = (this.#present ??= new Map<string, Present>(
      this.#resources.map((resource) => [identity(resource), { resource }]),
    ));
    const isNew = (resource: Resource) => {
      const key = identity(resource);
      const first = present.get(key);
      // One without a name is refused for that, and is no other's twin.
      if (nameOf(resource) === "") return true;
      if (!first) return present.set(key, { resource, entry });
      // What a base makes the same is wrong there.
      if (!entry.isClean) return true;
      if (this.isClosed(layer) && isCertain(first.resource) && isCertain(resource)) {
        layer.errors.push(twiceIn(entry, first, resource));
      } else layer.markIncomplete(`includes ${shown(nameOf(resource))} twice`);
      return false;
    };
    this.#own ??= this.#resources.slice();
    this.#resources = this.#own;
    for (const resource of resources) {
      if (!isNew(resource)) continue;
      if (!layer.allows(OBJECT)) break;
      if (this.#own.length < MAX_RESOURCES) this.#own.push(resource);
      else {
        layer.hide("program", "includes too many objects");
        layer.allows(OVERFLOW);
        break;
      }
    }
  }

  /** Whether all that is gathered so far is known. */
  isClosed(layer: Layer): boolean {
    return this.hidden.length === 0 && layer.isComplete;
  }

  /** Takes over what a layer has seen. */
  close(layer: Layer): void {
    for (const [path, use] of layer.files) this.use(path, use);
    for (const [path, facts] of layer.looked) this.looked.set(path, facts);
    for (const path of layer.read) this.read.add(path);
    this.hide(layer.hidden);
    this.takeIn(layer.elsewhere);
    this.hasIdlePatch ||= layer.hasIdlePatch;
    this.errors = withErrors(this.errors, layer.errors);
  }

  /** Takes over what charts render, except for their resources. */
  addCharts({ charts, rendered, chartRefusal, doubtful }: Omit<ChartRendering, "resources">): void {
    if (charts.size === 0) return;
    this.charts = new Set([...this.charts, ...charts]);
    this.rendered = [...this.rendered, ...rendered];
    this.chartRefusal ??= chartRefusal;
    // A base that is included twice brings the same.
    if (doubtful.length > 0) this.doubtful = [...new Set([...this.doubtful, ...doubtful])];
  }

  takeIn(others: readonly Elsewhere[]): void {
    if (others.length > 0) this.elsewhere = [...new Set([...this.elsewhere, ...others])];
  }

  hide(parts: readonly HiddenPart[]): void {
    if (parts.length === 0) return;
    this.hidden = [...new Set([...this.hidden, ...parts])].slice(0, MAX_HIDDEN_PARTS);
  }

  /** Whatever is hidden goes into the namespace that is set for all. */
  moveHidden(namespace: string): void {
    this.hidden = this.hidden.map((part) => (part.namespace === namespace ? part : { ...part, namespace }));
  }

  use(path: string, use: FileUse): void {
    if (!this.files.has(path) || use === "resource") this.files.set(path, use);
  }
}
