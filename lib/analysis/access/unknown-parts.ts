import type { Build } from "../../builds/build.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import type { BuildSet } from "../../builds/build-set.js";
import { filesWhere } from "../../repository/files-where.js";
import type { Repository } from "../../repository/repository.js";
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
  return unseenParts(builds, cluster)
    .filter(({ part }) => mayMatter(part))
    .map(({ build: { directory }, part: { reason } }) => ({
      what: `what else '${directory || "."}' may apply`,
      why: reason,
    }));
}

/** The hidden parts that may hold bindings, with the builds that apply them. */
export function unseenParts(builds: Analysis, cluster?: string): { build: Build; part: HiddenPart }[] {
  const isUnread = (path: string) => builds.repository.files.has(path);
  return builds.all.flatMap((build) => {
    if (build.isUnreached || !mayBeIn(build, cluster)) return [];
    const parts = build.hidden.filter(({ kind, texts = [] }) => {
      return kind !== "secrets" && kind !== "impossible" && !(kind === "text" && texts.every(isUnread));
    });
    return parts.map((part) => ({ build, part }));
  });
}

/** The parts of the repository that were not read. */
export function unread(builds: BuildSet): Unknown[] {
  return [
    ...unreadPaths(builds.repository).map(({ path, why }) => ({ what: `what '${path}' says`, why })),
    ...unreadTemplates(builds),
  ];
}

/** What is not known of the charts of the repository. */
export function unreadTemplates(builds: BuildSet): Unknown[] {
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

const unreadInPart = filesWhere(({ broken, templates }) => broken + templates > 0);

/** The files and directories that were not read, or not all of what is in them, and why. */
export function unreadPaths(repository: Repository): { path: string; why: string }[] {
  const { unreadable, nestedRoots } = repository;
  return [
    ...unreadable.map(({ path, message }) => ({ path, why: `it could not be read (${message})` })),
    ...nestedRoots.map((path) => ({
      path,
      why: "it has a .gitops-lint.yaml of its own and was not looked at",
    })),
    ...[...unreadInPart(repository)].flatMap(([path, { broken, templates }]) => [
      ...(broken === 0 ? [] : [{ path, why: `${plural(broken, "document")} in it cannot be parsed` }]),
      ...(templates === 0
        ? []
        : [{ path, why: `${plural(templates, "document")} in it must be rendered to be read` }]),
    ]),
  ];
}
