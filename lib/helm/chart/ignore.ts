import { filePattern } from "./file-pattern.js";

/** Why a `.helmignore` is refused, with the offset of the line. */
export interface IgnoreProblem {
  problem: string;
  start: number;
  end: number;
}

interface Rule {
  negated: boolean;
  onlyDirectories: boolean;
  /** Whether it is about the last name of a path alone. */
  ofName: boolean;
  matches: (path: readonly string[]) => boolean;
}

/** Whether Helm leaves a file or folder of a chart's folder out. */
export interface Ignore {
  ignores: (path: string, isDirectory: boolean) => boolean;
  /** How many rules there are. */
  size: number;
}

/** What a chart's folder leaves out without a `.helmignore`: helm, pkg/ignore/rules.go, AddDefaults. */
const DEFAULT = "templates/.?*";

/**
 * The rules of a `.helmignore`, which are not those of git: the first that fits decides, a negated one leaves out all that
 * it does not name, and there is no `**`: helm, pkg/ignore/rules.go, Parse and Ignore.
 */
export function parseIgnore(text: string): Ignore | IgnoreProblem {
  const rules: Rule[] = [];
  let start = 0;
  for (const line of `${text}\n${DEFAULT}`.split("\n")) {
    const end = start + line.length;
    const rule = parseRule(line.trim());
    if (typeof rule === "string") return { problem: rule, start, end };
    if (rule) rules.push(rule);
    start = end + 1;
  }
  return { ignores: (path, isDirectory) => isIgnored(rules, path, isDirectory), size: rules.length };
}

function parseRule(line: string): Rule | string | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  if (line.includes("**")) return "'**' is not supported in .helmignore";
  if (!filePattern(line)) return `'${line}' is not a pattern`;
  const negated = line.startsWith("!");
  const whole = negated ? line.slice(1) : line;
  const onlyDirectories = whole.endsWith("/");
  const pattern = onlyDirectories ? whole.slice(0, -1) : whole;
  // A pattern that Go takes only as a whole, such as `[!/]`, matches nothing.
  const matches = filePattern(pattern.replace(/^\//, "")) ?? (() => false);
  return { negated, onlyDirectories, ofName: !pattern.includes("/"), matches };
}

function isIgnored(rules: readonly Rule[], path: string, isDirectory: boolean): boolean {
  const whole = [...path];
  const name = whole.slice(whole.lastIndexOf("/") + 1);
  for (const rule of rules) {
    const isOther = rule.onlyDirectories && !isDirectory;
    if (rule.negated) {
      if (isOther || !rule.matches(rule.ofName ? name : whole)) return true;
    } else if (!isOther && rule.matches(rule.ofName ? name : whole)) return true;
  }
  return false;
}
