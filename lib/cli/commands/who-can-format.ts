import type { Place } from "../../builds/build.js";
import type { Nowhere } from "../../analysis/lookup/nowhere.js";
import type { Allowed, Authorization, Step, Unknown } from "../../analysis/access/answers.js";
import { type ApiServer, namesOf } from "../../analysis/access/api-servers.js";
import type { Lines } from "../report/lines.js";

/** How many unknown things a table lists at most. */
const MOST_UNKNOWN = 10;

/** What cannot be known, up to a number. */
export function cannotKnowLines(unknown: readonly Unknown[], lines: Lines): string[] {
  const more = unknown.length - MOST_UNKNOWN;
  return [
    ...unknown.slice(0, MOST_UNKNOWN).map((one) => `Cannot know: ${unknownWords(one, lines)}.`),
    ...(more > 0 ? [`Cannot know: ${more} more, which --format json lists.`] : []),
  ];
}

export function nowhereWords(
  { kind, name, nearest }: Nowhere,
  authorization: Authorization | undefined,
): string {
  if (kind === "Subject") return `No subject of this repository matches '${name}'.`;
  const hint = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  return kind === "User" || kind === "Group"
    ? `No binding${hasAbac(authorization) ? " or ABAC policy" : ""} in this repository names ${kind} '${name}'.${hint}`
    : `${kind} '${name}' is nowhere in this repository.${hint}`;
}

/** Whom an API server asks, and where that is written. */
export function serverWords(server: ApiServer, lines: Lines): string {
  const { by, authorizers, place, unknown = "that is not known" } = server;
  const why = by === "tool" ? ", by default" : by === "server" ? ", since no flag says otherwise" : "";
  const asks = authorizers
    ? `${namesOf(server).join(", ") || "nobody"}${why}`
    : `RBAC, as is assumed: ${unknown}`;
  return `The API server (${placeWords(place, lines)}) asks ${asks}`;
}

/** A step or what is unknown for programs. */
export function placed({ place, ...rest }: Step | Unknown, lines: Lines) {
  return { ...rest, ...(place && lineOf(place, lines)) };
}

/** An API server for programs. */
export function serverAsJson(server: ApiServer, lines: Lines) {
  const { place, by, authorizers, unknown } = server;
  return {
    ...lineOf(place, lines),
    ...(authorizers && { authorizers: namesOf(server), by }),
    ...(unknown !== undefined && { unknown }),
  };
}

export function lineOf(place: Place, lines: Lines): { file: string; line: number } {
  return { file: place.file, line: lines.of(place) };
}

/** Where something is allowed. */
export function whereWords({ namespace }: Allowed): string {
  if (namespace === undefined) return "whole cluster";
  return namespace === "" ? "no namespace" : `namespace ${namespace}`;
}

/** The way from a binding to a rule, or from an API server to a line of its policies. */
export function throughWords(through: readonly Step[], lines: Lines): string {
  return through.map((step) => stepWords(step, lines)).join(" > ");
}

function hasAbac(authorization: Authorization | undefined): boolean {
  return (
    authorization?.servers.some(({ authorizers = [] }) => authorizers.some(({ mode }) => mode === "ABAC")) ??
    false
  );
}

/** A binding or role, an API server, or a line of its policies. */
export function stepWords({ kind, name, namespace, place }: Step, lines: Lines): string {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  const words =
    full === undefined ? kind : kind === "API server" ? `${kind} with ${full}` : `${kind} ${full}`;
  return `${words} (${place ? placeWords(place, lines) : "of every cluster"})`;
}

function unknownWords({ what, why, place }: Unknown, lines: Lines): string {
  return `${what}${place ? ` (${placeWords(place, lines)})` : ""}: ${why}`;
}

export function placeWords(place: Place, lines: Lines): string {
  return lines.words(place);
}

export function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, Math.min(row[column]?.length ?? 0, WIDEST)), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** One long cell must not push the columns of all others away. */
const WIDEST = 50;
