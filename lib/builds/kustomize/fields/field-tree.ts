import { field, isMap } from "../../../util/plain-values.js";
import type { AnyObject } from "../../../kubernetes/objects.js";
import { type Resource, rewritten } from "../resource.js";
import type { Change, FieldSpec } from "./field-spec.js";

/** A field spec and what it does to its field. */
type Setter = FieldSpec & { set: Change };

/** The fields that field specs name, by the next step to them. */
export interface FieldTree {
  parts: Map<string, FieldTree>;
  /** At the end of a path: what changes the field. */
  leaf?: Setter;
  /** Whether any of the fields is created if it is missing. */
  creates: boolean;
  /** What all objects get that have nothing there. */
  made?: Changed;
}

/**
 * The fields of field specs as trees, so that an object is walked through once for each tree, not for each spec. Where the
 * order of two specs matters, as one leads to the field of the other, or through it, another tree begins.
 */
export function fieldTreesOf(specs: readonly Setter[]): FieldTree[] {
  const trees: FieldTree[] = [];
  let isAlone = true;
  for (const spec of specs) {
    const wasAlone = isAlone;
    // A step through a list can be the same as one through a map.
    isAlone = spec.path.some((step) => step.endsWith("[]"));
    const last = isAlone || wasAlone ? undefined : trees.at(-1);
    if (!last || !grow(last, spec)) {
      const tree = treeOf();
      grow(tree, spec);
      trees.push(tree);
    }
  }
  return trees;
}

function treeOf(): FieldTree {
  return { parts: new Map<string, FieldTree>(), creates: false };
}

/** Adds a field to a tree, unless it is there already, or a part of it is, or what it is a part of. */
function grow(tree: FieldTree, spec: Setter): boolean {
  let found: FieldTree | undefined = tree;
  for (const step of spec.path) {
    found = found.parts.get(step);
    if (!found) break;
    if (found.leaf) return false;
  }
  if (found && found !== tree) return false;
  let node = tree;
  for (const step of spec.path) {
    node.creates ||= spec.create;
    let next = node.parts.get(step);
    if (!next) node.parts.set(step, (next = treeOf()));
    node = next;
  }
  node.creates = spec.create;
  node.leaf = spec;
  return true;
}

/** A resource with the fields of all trees changed, one tree after the other. */
export function changeTrees(resource: Resource, trees: readonly FieldTree[]): Resource {
  let object: unknown = resource.object;
  let custom = false;
  for (const tree of trees) {
    const changed = changedBy(tree, object);
    object = changed.value;
    custom ||= changed.custom;
  }
  if (object === resource.object) return resource;
  // Our own specs keep to the shape of what is read; a stranger's can write anything anywhere.
  return custom ? (rewritten(resource, object) ?? resource) : { ...resource, object: object as AnyObject };
}

interface Changed {
  value: unknown;
  /** Whether a stranger's spec has changed something. */
  custom: boolean;
}

function changedBy(tree: FieldTree, old: unknown): Changed {
  if (tree.leaf) {
    const value = tree.leaf.set(old);
    return { value, custom: value !== old && tree.leaf.custom === true };
  }
  if (Array.isArray(old)) {
    const changed = old.map((item) => changedBy(tree, item));
    const isSame = changed.every(({ value }, index) => value === old[index]);
    return {
      value: isSame ? old : changed.map(({ value }) => value),
      custom: changed.some((item) => item.custom),
    };
  }
  if (!isMap(old)) return { value: old, custom: false };
  let value = old;
  let custom = false;
  for (const [step, part] of tree.parts) {
    const key = step.endsWith("[]") ? step.slice(0, -2) : step;
    const before = field(old, key) ?? undefined;
    if (before === undefined && (!part.creates || key !== step)) continue;
    const after = before === undefined ? madeBy(part) : changedBy(part, before);
    custom ||= after.custom;
    if (after.value === before) continue;
    if (key === "__proto__") value = { ...value, [key]: after.value };
    else {
      if (value === old) value = { ...old };
      value[key] = after.value;
    }
  }
  return { value, custom };
}

/** What is created where there is nothing: the same for all objects, so that it takes room once. */
function madeBy(tree: FieldTree): Changed {
  return (tree.made ??= changedBy(tree, tree.leaf ? undefined : {}));
}
