import type { HiddenPart } from "../../builds/hidden-part.js";
import type { BuildSet } from "../../builds/build-set.js";
import { plural } from "../../util/phrases.js";
import type { Analysis } from "../analysis.js";
import { uninstalledTemplates, unrenderedTemplates } from "../charts-not-seen.js";
import { mayBeIn } from "../clusters.js";
import type { Unknown } from "./answers.js";

/**
 * What builds apply that cannot be seen and may hold bindings. What does not parse is among what was not read.
 * @param mayMatter whether a part could change the answer
 * @param cluster the one that is asked about, if not all are
 */
export function unseen(
  builds: Analysis,
  mayMatter: (part: HiddenPart) => boolean = () => true,
  cluster?: string,
): Unknown[] {
  const isUnread = (path: string) => builds.repository.files.has(path);
  return builds.all.flatMap((build) => {
    const { directory, hidden, isUnreached } = build;
    if (isUnreached || !mayBeIn(build, cluster)) return [];
    const parts = hidden.filter((part) => {
      const { kind, texts = [] } = part;
      if (kind === "secrets" || kind === "impossible" || (kind === "text" && texts.every(isUnread)))
        return false;
      return mayMatter(part);
    });
    return parts.map(({ reason }) => ({ what: `what else '${directory || "."}' may apply`, why: reason }));
  });
}

/** The parts of the repository that were not read. */
export function unread(builds: BuildSet): Unknown[] {
  const { unreadable, files, nestedRoots } = builds.repository;
  return [
    ...unreadable.map(({ path, message }) => says(path, `it could not be read (${message})`)),
    ...nestedRoots.map((path) => says(path, "it has a .gitops-lint.yaml of its own and was not looked at")),
    ...[...files].flatMap(([path, { broken, templates: filled }]) => [
      ...(broken === 0 ? [] : [says(path, `${plural(broken, "document")} in it cannot be parsed`)]),
      ...(filled === 0
        ? []
        : [says(path, `${plural(filled, "document")} in it must be rendered to be read`)]),
    ]),
    ...ofCharts(builds),
  ];
}

/** What is not known of the charts of the repository. */
function ofCharts(builds: BuildSet): Unknown[] {
  const unrendered = unrenderedTemplates(builds);
  const isUnrendered = new Set(unrendered);
  const byDefault = uninstalledTemplates(builds).filter((path) => !isUnrendered.has(path));
  const says = ([first]: readonly string[], why: string): Unknown[] =>
    first === undefined ? [] : [{ what: "what Helm charts install", why: `${why}, such as '${first}'` }];
  return [
    ...says(unrendered, `${plural(unrendered.length, "template")} cannot be rendered here`),
    ...says(
      byDefault,
      `${plural(byDefault.length, "template")} ${byDefault.length === 1 ? "is" : "are"} of charts that nothing here installs, so that only their defaults are known`,
    ),
  ];
}

function says(path: string, why: string): Unknown {
  return { what: `what '${path}' says`, why };
}
