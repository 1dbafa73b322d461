import type { Place } from "../../builds/build.js";
import type { Nowhere } from "../../analysis/nowhere.js";
import type { Allowed, Answers, Step, Unknown } from "../../analysis/who-can.js";
import { printable } from "../../util/phrases.js";
import type { Repository } from "../../repository/repository.js";
import { Lines } from "../report/lines.js";

/** How many unknown things a table lists at most. */
const MOST_UNKNOWN = 10;

const NOTE =
  "Not counted: the bindings that every cluster has, and group system:masters, which may do everything.";

/**
 * The answers for people: one line each, then what cannot be known.
 * @param about what the question names: a permission, or a subject
 */
export function answersAsTable(
  { allowed, unknown, nowhere }: Answers,
  repository: Repository,
  about: "permission" | "subject",
): string {
  const lines = new Lines(repository);
  const hasClusters = allowed.some(({ cluster }) => cluster !== undefined);
  const rows = allowed.map((one) => [
    one.subject,
    ...(hasClusters ? [one.cluster ?? "not cached"] : []),
    one.namespace === undefined ? "whole cluster" : `namespace ${one.namespace}`,
    ...(about === "subject" ? [(one.rule.verbs ?? []).join(","), targets(one)] : []),
    one.rule.resourceNames?.join(",") || "all",
    one.through.map((step) => stepWords(step, lines)).join(" > "),
  ]);
  const head = [
    "SUBJECT",
    ...(hasClusters ? ["CLUSTER"] : []),
    "WHERE",
    ...(about === "subject" ? ["VERBS", "ON"] : []),
    "NAMES",
    "THROUGH",
  ];
  const shown = unknown.slice(0, MOST_UNKNOWN);
  const more = unknown.length - shown.length;
  return [
    ...(rows.length === 0
      ? [`${about === "permission" ? "Nobody" : "Nothing"}, as far as the repository shows.`]
      : columns([head, ...rows])),
    "",
    ...(nowhere ? [nowhereWords(nowhere)] : []),
    NOTE,
    ...shown.map((one) => `Cannot know: ${unknownWords(one, lines)}.`),
    ...(more > 0 ? [`Cannot know: ${more} more, which --format json lists.`] : []),
  ]
    .map(printable)
    .join("\n");
}

/** The answers for programs. */
export function answersAsJson({ allowed, unknown, nowhere }: Answers, repository: Repository): string {
  const lines = new Lines(repository);
  const placed = ({ place, ...rest }: Step | Unknown) => ({
    ...rest,
    ...(place && { file: place.file, line: lines.of(place) }),
  });
  return JSON.stringify(
    {
      answers: allowed.map(({ through, ...rest }) => ({ ...rest, through: through.map(placed) })),
      cannotKnow: unknown.map(placed),
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

function nowhereWords({ kind, name, nearest }: Nowhere): string {
  const hint = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  return kind === "User" || kind === "Group"
    ? `No binding in this repository names ${kind} '${name}'.${hint}`
    : `${kind} '${name}' is nowhere in this repository.${hint}`;
}

function stepWords({ kind, name, namespace, place }: Step, lines: Lines): string {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return `${kind} ${full} (${place ? placeWords(place, lines) : "of every cluster"})`;
}

function unknownWords({ what, why, place }: Unknown, lines: Lines): string {
  return `${what}${place ? ` (${placeWords(place, lines)})` : ""}: ${why}`;
}

function placeWords(place: Place, lines: Lines): string {
  return `${place.file}:${lines.of(place)}`;
}

function columns(rows: readonly string[][]): string[] {
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
