import type { Applied } from "../../../analysis/analysis.js";
import type { Build } from "../../../builds/build.js";
import { code, listed, said, type Words } from "../../text/markup.js";

/** The most builds that a line names. */
const MOST_BUILDS = 3;

/** Something of a build; only the build is named. */
type InBuild = Pick<Applied, "build">;

/** A build, by its directory and by what applies it: "`overlays/dev`". */
export function buildWords({ directory, appliedBy }: Build): Words {
  const name = code(directory === "" ? "." : directory);
  return appliedBy ? said`${name} (${{ place: appliedBy }})` : [name];
}

/** The builds that do something: "`overlays/dev` and `overlays/prod` apply"; of a chart that nothing installs, its defaults. */
export function whatApplies(all: readonly InBuild[]): Words {
  const builds = [...new Map(all.map(({ build }) => [build.directory, build])).values()];
  const names = listed(
    builds.map((build) => [code(build.directory === "" ? "." : build.directory)]),
    MOST_BUILDS,
  );
  if (builds.every(({ isDefault }) => isDefault)) return said`${names} ${["installs with its defaults"]}`;
  const verb = builds.length === 1 ? "applies" : "apply";
  return builds.every(({ isUnreached }) => isUnreached)
    ? said`${names} ${builds.length === 1 ? "would apply" : "would apply"}, which neither Flux nor Argo CD reaches`
    : said`${names} ${verb}`;
}

/** How many different builds there are. */
export function countBuilds(all: readonly InBuild[]): number {
  return new Set(all.map(({ build }) => build)).size;
}
