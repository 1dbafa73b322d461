import {
  compareVersions,
  parseVersion,
  satisfies,
  type Version,
} from "../../helm/functions/format/versions.js";

/** What has a version, as an index or a list of tags names it. */
export interface Versioned {
  version: string;
  /** When it was made, as RFC 3339 writes it: of versions that are equal but for their build, the newest is picked. */
  created?: string;
}

/** Longer ranges nobody has written. */
const LONGEST = 1000;

/** What a range makes of candidates. */
export type Picked<Candidate> =
  | { candidate: Candidate }
  /** A clause: the constraint is none, or nothing satisfies it. */
  | { why: string };

/**
 * The newest version of a chart that a constraint allows; without one, the newest that is no prerelease. A text that is
 * exactly a version of a candidate wins, be it none of semantic versioning: helm, pkg/repo/index.go, IndexFile.Get; Flux,
 * source-controller, internal/helm/repository/chart_repository.go, getChartVersion.
 */
export function pickChart<Candidate extends Versioned>(
  candidates: readonly Candidate[],
  constraint: string,
): Picked<Candidate> {
  if (constraint !== "") {
    const exact = candidates.find(({ version }) => version === constraint);
    if (exact) return { candidate: exact };
  }
  return pickNewest(candidates, constraint === "" ? "*" : constraint);
}

/**
 * The newest tag that a range allows: Flux, source-controller, getTagBySemver, and pkg/git/gogit/clone.go, cloneSemVer.
 * Only full versions count, with or without a `v`: fluxcd/pkg, version.ParseVersion.
 */
export function pickTag<Candidate extends Versioned>(
  candidates: readonly Candidate[],
  range: string,
): Picked<Candidate> {
  return pickNewest(
    candidates.filter(({ version }) => isFullVersion(version)),
    range,
  );
}

/** Whether a text has all three numbers: semver, StrictNewVersion, but for a `v` before it. */
export function isFullVersion(text: string): boolean {
  return (
    /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:[-+]|$)/.test(text) &&
    parseVersion(text) !== undefined
  );
}

function pickNewest<Candidate extends Versioned>(
  candidates: readonly Candidate[],
  constraint: string,
): Picked<Candidate> {
  const isAllowed = constraint.length > LONGEST ? undefined : satisfies(constraint);
  if (!isAllowed) return { why: "it is not a range of versions" };
  let best: { candidate: Candidate; version: Version } | undefined;
  for (const candidate of candidates) {
    const version = parseVersion(candidate.version);
    if (!version || !isAllowed(version)) continue;
    if (!best || isNewer({ candidate, version }, best)) best = { candidate, version };
  }
  return best ? { candidate: best.candidate } : { why: "no version satisfies it" };
}

interface Parsed {
  candidate: Versioned;
  version: Version;
}

function isNewer(one: Parsed, than: Parsed): boolean {
  const order = compareVersions(one.version, than.version);
  if (order !== 0) return order > 0;
  return timeOf(one.candidate) > timeOf(than.candidate);
}

function timeOf({ created = "" }: Versioned): number {
  return Date.parse(created) || 0;
}
