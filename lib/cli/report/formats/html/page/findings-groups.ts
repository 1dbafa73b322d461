import type { FindingData, FindingsData } from "../page-data.js";
import { searchFor } from "./words.js";

export const GROUPINGS = ["rule", "directory", "file", "severity"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface FindingsGroup {
  title: string;
  /** The rule, if that is what the group has in common. */
  rule: number | undefined;
  findings: FindingData[];
  errors: number;
}

/** What somebody wants to see of the findings. */
export interface FindingsFilter {
  search: string;
  severity: "all" | "error" | "warning";
  grouping: Grouping;
}

/** The findings that somebody looks for, in groups with the most first. */
export function groupsOf(
  data: FindingsData,
  { search, severity, grouping }: FindingsFilter,
): FindingsGroup[] {
  const isFound = searchFor(search);
  const groups = new Map<string, FindingsGroup>();
  for (const finding of data.findings) {
    if (severity !== "all" && finding.isError !== (severity === "error")) continue;
    if (search !== "" && !isFound(textOf(data, finding))) continue;
    const title = titleOf(data, finding, grouping);
    let group = groups.get(title);
    if (!group) {
      group = { title, rule: grouping === "rule" ? finding.r : undefined, findings: [], errors: 0 };
      groups.set(title, group);
    }
    group.findings.push(finding);
    if (finding.isError) group.errors += 1;
  }
  const byName = (one: FindingsGroup, other: FindingsGroup) => (one.title < other.title ? -1 : 1);
  return [...groups.values()].sort(
    (one, other) => other.findings.length - one.findings.length || byName(one, other),
  );
}

function titleOf({ files, rules }: FindingsData, { f, r, isError }: FindingData, grouping: Grouping): string {
  const file = files[f] ?? "";
  switch (grouping) {
    case "rule":
      return rules[r]?.id ?? "";
    case "directory":
      return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
    case "file":
      return file;
    case "severity":
      return isError ? "errors" : "warnings";
  }
}

function textOf({ files, rules }: FindingsData, { f, r, at, message, object = "" }: FindingData): string {
  return `${files[f]}:${at[0]}:${at[1]} ${rules[r]?.id} ${object} ${message}`;
}
