import type { Place } from "../../builds/build.js";
import type { Nowhere } from "../../analysis/lookup/nowhere.js";
import type { Allowed, Answers, Authorization, Step, Unknown } from "../../analysis/access/answers.js";
import { type ApiServer, namesOf } from "../../analysis/access/api-servers.js";
import { areDifferent } from "../../analysis/access/other-authorizers.js";
import { plural, printable } from "../../util/phrases.js";
import type { Repository } from "../../repository/repository.js";
import { Lines } from "../report/lines.js";

/** How many unknown things a table lists at most. */
const MOST_UNKNOWN = 10;

const MASTERS = "group system:masters, which may do everything.";
const NOTE = `Not counted: the bindings that every cluster has, and ${MASTERS}`;
const NOTE_WITHOUT_RBAC = `Not counted: ${MASTERS}`;

/**
 * The answers for people: one line each, then what cannot be known.
 * @param about what the question names: a permission, or a subject
 */
export function answersAsTable(
  { allowed, unknown, nowhere, authorization, withoutRbac = 0 }: Answers,
  repository: Repository,
  about: "permission" | "subject",
): string {
  const lines = new Lines(repository);
  const hasClusters = allowed.some(({ cluster }) => cluster !== undefined);
  const rows = allowed.map((one) => [
    one.subject,
    ...(hasClusters ? [one.cluster ?? "not cached"] : []),
    whereWords(one),
    ...(about === "subject" ? [(one.rule.verbs ?? []).join(","), targets(one)] : []),
    one.rule.resourceNames?.join(",") || "all",
    throughWords(one.through, lines),
  ]);
  const head = [
    "SUBJECT",
    ...(hasClusters ? ["CLUSTER"] : []),
    "WHERE",
    ...(about === "subject" ? ["VERBS", "ON"] : []),
    "NAMES",
    "THROUGH",
  ];
  return [
    ...(rows.length === 0
      ? [`${about === "permission" ? "Nobody" : "Nothing"}, as far as the repository shows.`]
      : columns([head, ...rows])),
    "",
    ...(nowhere ? [nowhereWords(nowhere, authorization)] : []),
    ...(authorization ? serverLines(authorization, lines) : []),
    ...(withoutRbac > 0
      ? [`Not given: ${plural(withoutRbac, "answer")} of RBAC, which no API server asks.`]
      : []),
    authorization?.hasRbac === false ? NOTE_WITHOUT_RBAC : NOTE,
    ...cannotKnowLines(unknown, lines),
  ]
    .map(printable)
    .join("\n");
}

/** What cannot be known, up to a number. */
export function cannotKnowLines(unknown: readonly Unknown[], lines: Lines): string[] {
  const more = unknown.length - MOST_UNKNOWN;
  return [
    ...unknown.slice(0, MOST_UNKNOWN).map((one) => `Cannot know: ${unknownWords(one, lines)}.`),
    ...(more > 0 ? [`Cannot know: ${more} more, which --format json lists.`] : []),
  ];
}

/** The answers for programs. */
export function answersAsJson(
  { allowed, unknown, nowhere, authorization, withoutRbac }: Answers,
  repository: Repository,
): string {
  const lines = new Lines(repository);
  return JSON.stringify(
    {
      answers: allowed.map(({ through, ...rest }) => ({
        ...rest,
        through: through.map((step) => placed(step, lines)),
      })),
      cannotKnow: unknown.map((one) => placed(one, lines)),
      ...(authorization && {
        apiServers: authorization.servers.map((server) => serverAsJson(server, lines)),
      }),
      ...(withoutRbac !== undefined && { withoutRbac }),
      ...(nowhere && { nowhere }),
    },
    null,
    2,
  );
}

/**
 * What a rule is about: `deployments.apps`, `pods/exec`, or paths; with several groups, every resource in
 * each.
 */
function targets({ rule: { apiGroups = [], resources = [], nonResourceURLs = [] } }: Allowed): string {
  const inGroups = apiGroups.flatMap((group) =>
    resources.map((resource) => (group === "" ? resource : `${resource}.${group}`)),
  );
  const paths = nonResourceURLs.map((url) => (url.startsWith("/") ? url : `path ${url}`));
  return [...inGroups, ...paths].join(",");
}

export function nowhereWords(
  { kind, name, nearest }: Nowhere,
  authorization: Authorization | undefined,
): string {
  const hint = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  return kind === "User" || kind === "Group"
    ? `No binding${hasAbac(authorization) ? " or ABAC policy" : ""} in this repository names ${kind} '${name}'.${hint}`
    : `${kind} '${name}' is nowhere in this repository.${hint}`;
}

/** Which authorizers the API servers ask, where that is more than RBAC alone, and that they differ. */
function serverLines({ servers }: Authorization, lines: Lines): string[] {
  const known = servers.filter(({ authorizers }) => authorizers);
  const isUsual = ({ authorizers = [] }: ApiServer) => {
    return authorizers.every(({ mode }) => mode === "RBAC" || mode === "Node");
  };
  const shown = known.length > 0 && known.every(isUsual) ? [] : known;
  const differ = areDifferent(known) ? ["The API servers differ in whom they ask."] : [];
  return shown.length === 0 && differ.length === 0
    ? []
    : [...differ, ...known.map((one) => `${serverWords(one, lines)}.`)];
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

function stepWords({ kind, name, namespace, place }: Step, lines: Lines): string {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  const words =
    full === undefined ? kind : kind === "API server" ? `${kind} with ${full}` : `${kind} ${full}`;
  return `${words} (${place ? placeWords(place, lines) : "of every cluster"})`;
}

function unknownWords({ what, why, place }: Unknown, lines: Lines): string {
  return `${what}${place ? ` (${placeWords(place, lines)})` : ""}: ${why}`;
}

export function placeWords(place: Place, lines: Lines): string {
  return `${place.file}:${lines.of(place)}`;
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
