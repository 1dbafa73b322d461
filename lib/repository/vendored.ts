import { ignoreRules } from "./disk/walk.js";
import type { Settings } from "./configuration/settings.js";
import type { FileFacts } from "./facts.js";
import { CHART_FILES } from "./charts.js";
import { below } from "./paths.js";
import { withoutBraces } from "../util/glob.js";
import { memoize } from "../util/memoize.js";

/** Why nobody edits a file by hand: a program has written it, or it is a copy of what others maintain. */
export type Origin = "generated" | "vendored";

/** What is reported in generated and vendored files: one finding of a rule, all of them, or none. */
export const VENDORED_MODES = ["summary", "all", "none"] as const;
export type VendoredMode = (typeof VENDORED_MODES)[number];

/** The last one is what `flux bootstrap` writes. */
export const VENDORED_BY_DEFAULT = ["vendor/", "third_party/", "gotk-components.yaml"] as const;

/** What is asked about the origin of a file. */
interface Asked {
  path: string;
  /** The files of its repository. */
  files: ReadonlyMap<string, FileFacts>;
  settings: Settings;
  /** Whether its own comments say that it is generated, and count. */
  saysGenerated: boolean;
}

/** The origin of a file; undefined for one that is edited by hand. */
export function originOf({ path, files, settings, saysGenerated }: Asked): Origin | undefined {
  // Nothing checks the settings in a configuration of ESLint.
  const vendored = Array.isArray(settings.vendored) ? settings.vendored : VENDORED_BY_DEFAULT;
  if (vendored.length === 0) return undefined;
  const { named, excepted } = patterns(vendored);
  if (excepted(path)) return undefined;
  if (named(path) || isFetchedChart(path, files)) return "vendored";
  return saysGenerated ? "generated" : undefined;
}

interface Patterns {
  named: (path: string) => boolean;
  excepted: (path: string) => boolean;
}

const patterns = memoize((globs: readonly string[]): Patterns => {
  const all = globs.flatMap((glob) => (typeof glob === "string" ? withoutBraces(glob) : []));
  return {
    named: matcher(all.filter((glob) => !glob.startsWith("!"))),
    excepted: matcher(all.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1))),
  };
});

/** Globs are patterns of .gitignore: one that names a directory is for all that is in it. */
function matcher(globs: readonly string[]): (path: string) => boolean {
  const { rules } = ignoreRules(globs.join("\n"));
  return (path) => path !== "" && !path.startsWith("../") && rules.ignores(path);
}

const IN_CHARTS = /(?:^|\/)charts\/([^/]+)(?=\/)/g;

/** Whether a file is in a chart that `helm dependency` has fetched for the chart around it. */
function isFetchedChart(path: string, files: ReadonlyMap<string, FileFacts>): boolean {
  return [...path.matchAll(IN_CHARTS)].some(({ index, 1: name = "" }) => {
    const chart = path.slice(0, index);
    return CHART_FILES.some((file) => files.get(below(chart, file))?.fetchedCharts?.includes(name));
  });
}
