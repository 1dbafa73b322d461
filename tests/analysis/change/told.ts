import type {
  AccessChange,
  Extent,
  GrantChange,
  SidedStep,
} from "../../../lib/analysis/change/access-change.js";
import { accessChange } from "../../../lib/analysis/change/compare-access.js";
import type { Step } from "../../../lib/analysis/access/answers.js";
import { analysisOf } from "./small-worlds.js";

/** What changes between two states of a repository. */
export function changeOf(before: Record<string, string>, after: Record<string, string>): AccessChange {
  return accessChange(analysisOf(before), analysisOf(after));
}

/** What changes in what subjects may do, a line each. */
export function grantsOf(before: Record<string, string>, after: Record<string, string>): string[] {
  return changeOf(before, after).grants.map(grantText);
}

export function grantText(grant: GrantChange): string {
  const { change, subject, cluster, isUnreached, appliedFrom, isExcept, except = [], dangers } = grant;
  return [
    `${change === "gained" ? "+" : "-"} ${subject}`,
    extentText(grant, isExcept),
    ...except.map((one) => `except ${extentText(one)}`),
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
    ...(isUnreached ? ["unreached"] : []),
    ...(appliedFrom ? [`where ${appliedFrom.join()}`] : []),
    ...dangers.map(({ name = "everything" }) => name),
  ].join(" | ");
}

function extentText({ verbs, resources, urls, names, namespaces }: Extent, isExcept?: true): string {
  const named = names ? ` named ${names.join(",")}` : "";
  const where = namespaces ? ` ${isExcept ? "except in" : "in"} ${namespaces.join(",")}` : "";
  return `${verbs.join(",")} ${[...resources, ...urls].join(",")}${named}${where}`;
}

export function stepText({ kind, name, namespace, place }: Step): string {
  const at = place ? ` ${place.file}:${place.path.join(".")}` : "";
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}${at}`;
}

export function sidedText({ side, ...step }: SidedStep): string {
  return `${side} ${stepText(step)}`;
}

export function unknownOf({ unknown }: AccessChange): string[] {
  return unknown.map(({ what, why, sides }) => `${sides.join("+")} | ${what}: ${why}`);
}

/** The same, with which of it is what has changed. */
export function unknownChangesOf({ unknown }: AccessChange): string[] {
  return unknown.map(({ what, why, sides, isOfChange }) => {
    return `${sides.join("+")}${isOfChange ? " of change" : ""} | ${what}: ${why}`;
  });
}
