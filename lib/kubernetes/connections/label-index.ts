import { push } from "../../util/group-by.js";
import { type Requirement, requirements } from "../labels/label-selector.js";
import { isPlain } from "../objects.js";
import type { PodSet } from "./endpoint.js";
import { isAddedLater } from "./pod-labels.js";

/*
 * Thousands of selectors are asked about thousands of pods. Most of them ask for a label with a value, which few pods have:
 * only these are asked.
 */

/** A label that pods must have, with one of some values, to be selected. */
export interface NeededLabel {
  key: string;
  values: readonly string[];
}

type Labelled = Pick<PodSet, "labels">;

/** A label without which pods are surely not selected; undefined if a selector asks for none, or is not known. */
export function neededLabel(selector: unknown): NeededLabel | undefined {
  return neededAmong(requirements(selector) ?? []);
}

/** The same of requirements that must all be fulfilled. */
export function neededAmong(all: readonly Requirement[]): NeededLabel | undefined {
  for (const { key, operator, values } of all) {
    if (operator !== "In" || !isPlain(key) || isAddedLater(key)) continue;
    const plain = values.filter((value): value is string => typeof value === "string" && isPlain(value));
    if (plain.length === values.length) return { key, values: plain };
  }
  return undefined;
}

/** What has selectors, by what these ask for. */
export class SelectorIndex<Item> {
  readonly #items: ByLabel<Item>;

  constructor(all: readonly Item[], needed: (item: Item) => NeededLabel | undefined) {
    this.#items = new ByLabel(all, (item) => {
      const label = needed(item);
      return label && [...new Set(label.values)].map((value) => labelKey(label.key, value));
    });
  }

  /** Those that may select pods, in their order. Others surely do not. */
  candidates({ labels }: Labelled): readonly Item[] {
    const own = plainLabels(labels);
    return own ? this.#items.with(own) : this.#items.all;
  }
}

/** Pods by their labels. */
export class PodIndex<Pods extends Labelled> {
  readonly #pods: ByLabel<Pods>;

  constructor(all: readonly Pods[]) {
    this.#pods = new ByLabel(all, ({ labels }) => plainLabels(labels));
  }

  /** Those that a selector may select, in their order. It surely does not select others. */
  candidates(selector: unknown): readonly Pods[] {
    const needed = neededLabel(selector);
    return needed
      ? this.#pods.with(needed.values.map((value) => labelKey(needed.key, value)))
      : this.#pods.all;
  }
}

/** Items by labels, and those that cannot be told by any. */
class ByLabel<Item> {
  readonly all: readonly Item[];
  readonly #others: number[] = [];
  readonly #byLabel = new Map<string, number[]>();
  readonly #rest: readonly Item[];

  constructor(all: readonly Item[], labelsOf: (item: Item) => readonly string[] | undefined) {
    this.all = all;
    for (const [index, item] of all.entries()) {
      const labels = labelsOf(item);
      if (!labels) this.#others.push(index);
      else for (const label of labels) push(this.#byLabel, label, index);
    }
    this.#rest = this.#others.length === all.length ? all : this.#itemsAt(this.#others);
  }

  /** What has any of some labels, and what cannot be told, in the order of all. */
  with(labels: readonly string[]): readonly Item[] {
    const found = labels.flatMap((label) => this.#byLabel.get(label) ?? []);
    if (found.length === 0) return this.#rest;
    const places = [...new Set([...found, ...this.#others])].sort((one, other) => one - other);
    return places.length === this.all.length ? this.all : this.#itemsAt(places);
  }

  #itemsAt(places: readonly number[]): Item[] {
    return places.map((place) => this.all[place] as Item);
  }
}

/** All labels, if each of them is known. */
function plainLabels(labels: Labelled["labels"]): string[] | undefined {
  const own = Object.entries(labels ?? {});
  const areKnown = labels !== undefined && own.every(([key, value]) => isPlain(key) && isPlain(value));
  return areKnown ? own.map(([key, value]) => labelKey(key, value)) : undefined;
}

function labelKey(key: string, value: string): string {
  return `${key}=${value}`;
}
