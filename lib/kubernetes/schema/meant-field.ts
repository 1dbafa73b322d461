import { meantKind } from "../../util/nearest.js";
import { PARTIAL_DEFINITIONS } from "../data/partial-definitions.js";
import type { Definition } from "./definition.js";
import { WHOLE_DEFINITIONS } from "./whole-definitions.js";

type Path = readonly (string | number)[];

/** What was probably meant by a field that does not exist. */
export interface MeantField {
  /** The field of the same map that was probably meant. */
  meant?: string;
  /** The fields of the same map, as paths, under which it can stand; left out if there are none. */
  under?: readonly string[];
  /** The map around it that has such a field, as a path from the top; empty for the top itself. */
  outside?: string;
}

/** Fields that no supported version has, and the minor version that removed each, by definition. */
export const REMOVED_FIELDS: Readonly<Record<string, number | undefined>> = {
  "ObjectMeta.clusterName": 25,
  "NetworkPolicy.status": 28,
  "ServiceSpec.topologyKeys": 22,
};

/**
 * What was probably meant by a field that its map cannot have.
 * @param definitions those of the maps from the top to this one, with the number of steps to each
 * @param at the path of the field
 */
export function meantField(
  map: Record<string, unknown>,
  field: string,
  definitions: readonly { name: string; depth: number }[],
  at: Path,
): MeantField {
  const name = definitions.at(-1)?.name ?? "";
  const fields = fieldsOf(name);
  const names = Object.keys(fields);
  const same = sameButCase(field, names);
  if (same !== undefined) return Object.hasOwn(map, same) ? {} : { meant: same };
  const under = pathsWith(field, fields);
  const around = definitions
    .slice(0, -1)
    .findLast(({ name: outer }) => Object.hasOwn(fieldsOf(outer), field));
  const outside = around && { outside: at.slice(0, around.depth).filter(isName).join(".") };
  const near = nearField(field, names, name !== "ObjectMeta");
  const meant = near !== undefined && !Object.hasOwn(map, near) ? { meant: near } : {};
  return { ...meant, ...(under.length > 0 && under.length <= MOST_PLACES && { under }), ...outside };
}

/** More places say nothing about where a field belongs. */
const MOST_PLACES = 3;

function fieldsOf(name: string): Definition {
  return WHOLE_DEFINITIONS[name] ?? PARTIAL_DEFINITIONS[name] ?? {};
}

function isName(step: string | number): boolean {
  return typeof step === "string";
}

/** The fields whose own definition has a field of that name; `metadata` alone if it does, and else one level deeper. */
function pathsWith(field: string, fields: Definition): string[] {
  const found = Object.keys(fields).filter((name) => Object.hasOwn(valueOf(fields, name), field));
  if (found.includes("metadata")) return ["metadata"];
  if (found.length > 0) return found;
  return Object.keys(fields).flatMap((name) => {
    if (name === "metadata") return [];
    const inner = WHOLE_DEFINITIONS[fields[name] ?? ""] ?? {};
    const deeper = Object.keys(inner).filter((one) => Object.hasOwn(valueOf(inner, one), field));
    return deeper.map((one) => `${name}.${one}`);
  });
}

function valueOf(fields: Definition, name: string): Definition {
  return WHOLE_DEFINITIONS[(fields[name] ?? "").replace("[]", "")] ?? {};
}

/** The field that differs only in its case. */
export function sameButCase(field: string, fields: readonly string[]): string | undefined {
  const lower = field.toLowerCase();
  return fields.find((one) => one.toLowerCase() === lower);
}

/** A field with a typo, or with more or less around it. */
function nearField(field: string, fields: readonly string[], isPart: boolean): string | undefined {
  const near = meantKind(field, fields);
  // Among the fields of metadata, people write labels.
  if (near !== undefined || !isPart) return near;
  const lower = field.toLowerCase();
  const similar = fields.filter((one) => {
    const other = one.toLowerCase();
    return Math.min(lower.length, other.length) > 3 && (lower.endsWith(other) || other.endsWith(lower));
  });
  return similar.length === 1 ? similar[0] : undefined;
}
