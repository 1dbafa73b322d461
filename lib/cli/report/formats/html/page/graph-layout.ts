import type { AccessData, BindingData, Level } from "../page-data.js";
import { searchFor } from "./words.js";

/** What a node of the graph stands for. */
export type Column = "subject" | "binding" | "role";
export const COLUMNS: readonly Column[] = ["subject", "binding", "role"];

/** How far rows are from each other, from the middle of one to that of the next. */
export const ROW = 34;

export interface GraphNode {
  column: Column;
  /** Its number among those of its column in the data. */
  index: number;
  label: string;
  level: Level;
  y: number;
  /** The nodes that it is linked with. */
  links: GraphNode[];
}

export interface GraphEdge {
  from: GraphNode;
  to: GraphNode;
  level: Level;
}

export interface Graph {
  /** The nodes of each column from top to bottom. */
  columns: Readonly<Record<Column, readonly GraphNode[]>>;
  edges: readonly GraphEdge[];
  height: number;
}

/** What somebody wants to see of the bindings. */
export interface AccessFilter {
  search: string;
  isDangerousOnly: boolean;
}

const LEVELS: readonly Level[] = ["none", "namespace", "cluster"];
const higher = (one: Level, other: Level): Level =>
  LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other;

/** The bindings that somebody looks for, by their own name or that of a subject or role, the most dangerous first. */
export function bindingsFor(data: AccessData, { search, isDangerousOnly }: AccessFilter): number[] {
  const isFound = searchFor(search);
  const found = [...data.bindings.keys()].filter((index) => {
    const binding = data.bindings[index];
    if (!binding || (isDangerousOnly && binding.level === "none")) return false;
    return search === "" || isFound(textOf(data, binding));
  });
  const rank = (index: number) => LEVELS.indexOf(data.bindings[index]?.level ?? "none");
  return found.sort((one, other) => rank(other) - rank(one) || one - other);
}

function textOf(data: AccessData, binding: BindingData): string {
  const subjects = binding.subjects.map((index) => data.subjects[index]?.name).join(" ");
  return `${bindingLabel(binding)} ${binding.kind} ${subjects} ${roleLabel(data, binding.role)} ${binding.can.join(" ")}`;
}

export function bindingLabel({ name, namespace }: BindingData): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function roleLabel({ roles }: AccessData, index: number): string {
  const { kind = "role", name = "?", namespace } = roles[index] ?? {};
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** What begins a label where there are several clusters: the end of the cluster's name, which the details have in full. */
function clusterLabels({ bindings }: AccessData): (one: { cluster?: string }) => string {
  const isOne = new Set(bindings.map(({ cluster }) => cluster)).size <= 1;
  return ({ cluster }) => {
    if (isOne || cluster === undefined) return "";
    const [end = ""] = /[^/:]*$/.exec(cluster) ?? [];
    return `${end === "" ? cluster : end}: `;
  };
}

/** The graph of some bindings in three columns: what is linked is near, as far as that is easy. */
export function layOut(data: AccessData, shown: readonly number[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const inCluster = clusterLabels(data);
  const node = (column: Column, index: number, label: string, level: Level): GraphNode => {
    const key = `${column} ${index}`;
    const known = nodes.get(key) ?? { column, index, label, level, y: 0, links: [] };
    known.level = higher(known.level, level);
    nodes.set(key, known);
    return known;
  };
  const link = (from: GraphNode, to: GraphNode, level: Level) => {
    edges.push({ from, to, level });
    from.links.push(to);
    to.links.push(from);
  };
  for (const index of shown) {
    const binding = data.bindings[index];
    if (!binding) continue;
    const own = node("binding", index, `${inCluster(binding)}${bindingLabel(binding)}`, binding.level);
    for (const subject of binding.subjects) {
      link(node("subject", subject, data.subjects[subject]?.name ?? "?", binding.level), own, binding.level);
    }
    const role = `${inCluster(data.roles[binding.role] ?? {})}${roleLabel(data, binding.role)}`;
    link(own, node("role", binding.role, role, binding.level), binding.level);
  }
  const all = [...nodes.values()];
  const of = (column: Column) => all.filter((one) => one.column === column);
  // Roles come in the order of their most dangerous binding, and bindings with their role.
  const roles = of("role");
  const bindings = roles.flatMap((role) => role.links);
  bindings.forEach((binding, row) => (binding.y = (row + 0.5) * ROW));
  // Each role has the rows of its bindings for itself.
  for (const role of roles) role.y = middleOf(role);
  const columns = { subject: placed(of("subject")), binding: bindings, role: roles };
  const lowest = COLUMNS.reduce((most, column) => Math.max(most, columns[column].at(-1)?.y ?? 0), 0);
  return { columns, edges, height: lowest + ROW / 2 };
}

function middleOf({ links }: GraphNode): number {
  return links.reduce((sum, { y }) => sum + y, 0) / Math.max(1, links.length);
}

function topOf({ links }: GraphNode): number {
  return links.reduce((least, { y }) => Math.min(least, y), Infinity);
}

/** Places nodes beside the first that they are linked with, each below the one before it. */
function placed(nodes: readonly GraphNode[]): GraphNode[] {
  const wanted = new Map(nodes.map((node) => [node, topOf(node)]));
  const sorted = nodes.toSorted((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
  let next = ROW / 2;
  for (const node of sorted) {
    node.y = Math.max(next, wanted.get(node) ?? 0);
    next = node.y + ROW;
  }
  return sorted;
}

/** The nodes of a column between two heights. */
export function between(nodes: readonly GraphNode[], top: number, bottom: number): GraphNode[] {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.y ?? 0) < top) low = middle + 1;
    else high = middle;
  }
  const found: GraphNode[] = [];
  for (let index = low; index < nodes.length; index++) {
    const node = nodes[index];
    if (!node || node.y > bottom) break;
    found.push(node);
  }
  return found;
}
