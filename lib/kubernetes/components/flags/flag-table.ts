import { isPlain } from "../../objects.js";
import type { FormatName } from "../../configuration/configuration.js";
import type { Component, ComponentName, Flag } from "../component.js";
import { lastFlag } from "../flags.js";

/**
 * What is asked of a flag of a component, and of the field of its configuration file that says the same.
 *
 * A flag that is missing counts as one with the component's own default, so a default that is safe is not demanded.
 */
export interface FlagRow {
  flag: string;
  /** The fields of the component's configuration file that say the same. */
  fields?: readonly string[];
  /** The recommendation of the CIS Kubernetes Benchmark, by its number in the newest version. */
  control?: string;
  /** The first minor version of Kubernetes that has the flag. */
  since?: number;
  /** The last minor version in which the flag does what it says; later ones ignore it, or do not have it. */
  obeyedUntil?: number;
  /** What the component does without the flag; empty if it then does without what the flag names. */
  default: string;
  /** Whether the flag takes a list, which each of its uses adds to. Then `isWrong` judges an item. */
  isList?: boolean;
  /** Whether a value is wrong. It is known, and may be empty. */
  isWrong: (value: string, component: Component) => boolean;
  /** Whether its absence is fine although its default is wrong. */
  isOptional?: boolean;
  /** The flags beside which it does not matter, if they are set. */
  unless?: readonly string[];
  /** Whether the value that is wrong on the command line is fine in a file, where it means the default. */
  isFineInFile?: boolean;
  /** What the component does then, as in "With '--profiling=true', kube-apiserver ...". */
  means: string;
  /** The value to write instead. */
  instead: string;
  /** What to do instead, where that is not a value to write. A whole sentence. */
  advice?: string;
}

/** What is asked of the flags of one component. */
export interface FlagTable {
  component: ComponentName;
  rows: readonly FlagRow[];
  /** The flags that Kubernetes has removed, with the first minor version that does not start with them. */
  removed: Readonly<Record<string, number>>;
  /** The flags that name a configuration file, or a directory of such. */
  configFlags: readonly string[];
  /** Whether a configuration file switches off the flags that it has fields for, or (`all`) every flag. */
  fileWins?: "fields" | "all";
}

/** The files that components read themselves. */
const CONFIGURATION_FILES: ReadonlySet<string> = new Set<FormatName>([
  "KubeletConfiguration",
  "KubeProxyConfiguration",
  "KubeSchedulerConfiguration",
]);

/** What is wrong with a flag. */
export type FlagDefect =
  | { problem: "wrong"; flag: Flag; row: FlagRow; items: string[]; removedIn?: number }
  | { problem: "removed"; flag: Flag; removedIn: number };

/**
 * The value that a component takes for a flag that is no list: the last one, or that of the tool that starts it.
 * Undefined if there is none.
 */
export function valueOf(component: Component, name: string): string | undefined {
  const { defaults } = component;
  return lastFlag(component, name)?.value ?? (Object.hasOwn(defaults, name) ? defaults[name] : undefined);
}

/** What is wrong with the flags that are written, each at its place. */
export function wrongFlags(component: Component, table: FlagTable): FlagDefect[] {
  const { flags, version } = component;
  const inForce = new Map(flags.map((flag) => [flag.name, flag]));
  return flags.flatMap((flag): FlagDefect[] => {
    const row = table.rows.find((one) => one.flag === flag.name);
    const removedIn = Object.hasOwn(table.removed, flag.name) ? table.removed[flag.name] : undefined;
    const isGone = removedIn !== undefined && version !== undefined && removedIn <= version.minor;
    const removed =
      removedIn !== undefined && (isGone || version === undefined) && !isField(flag, component)
        ? [{ problem: "removed" as const, flag, removedIn }]
        : [];
    const isOverridden = inForce.get(flag.name) !== flag && !row?.isList;
    if (!row || isGone || isOverridden || !isJudged(row, component, table)) return removed;
    const items = wrongItems(row, flag, component);
    return items.length > 0 ? [{ problem: "wrong", flag, row, items, removedIn }] : removed;
  });
}

/** The rows of the flags that a whole command line leaves out although their default is wrong. */
export function missingRows(component: Component, table: FlagTable): FlagRow[] {
  if (!component.isWhole) return [];
  const written = new Set(component.flags.map(({ name }) => name));
  const hasFile = table.configFlags.some((name) => written.has(name));
  return table.rows.filter((row) => {
    if (written.has(row.flag) || row.isOptional || Object.hasOwn(component.defaults, row.flag)) return false;
    // What the file says is not known.
    if (hasFile && (row.fields || table.fileWins === "all")) return false;
    return isJudged(row, component, table) && row.isWrong(row.default, component);
  });
}

function isJudged(row: FlagRow, component: Component, table: FlagTable): boolean {
  const minor = component.version?.minor;
  if (minor !== undefined && (minor < (row.since ?? 0) || minor > (row.obeyedUntil ?? Infinity)))
    return false;
  if (row.unless?.some((name) => isSet(valueOf(component, name)))) return false;
  const ignores = table.fileWins === "all" || (table.fileWins === "fields" && row.fields !== undefined);
  return !ignores || table.configFlags.every((name) => valueOf(component, name) === undefined);
}

/** Whether a flag is on, or names something. One that is not known may. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}

/** The values that are wrong: of a list those of its items, else the whole one. */
function wrongItems(row: FlagRow, flag: Flag, component: Component): string[] {
  if (row.isFineInFile && isField(flag, component)) return [];
  const values = row.isList ? flag.value.split(",").map((item) => item.trim()) : [flag.value];
  return values.filter((value) => isPlain(value) && row.isWrong(value, component));
}

/**
 * Whether it is a field of a configuration file that says what the flag does, and that is read by other rules: it stays
 * where the flag is removed.
 */
function isField({ name, written }: Flag, { format }: Component): boolean {
  return CONFIGURATION_FILES.has(format) || !written.includes(name);
}
