import type { FormatName } from "../../kubernetes/configuration/configuration.js";
import type { WrittenConfiguration } from "../../manifests/configurations.js";
import { filesWhere } from "../../repository/files-where.js";
import { fileNamed } from "../../repository/policy-files.js";
import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";

/** A configuration, and the file that it is in. */
export interface PlacedConfiguration extends WrittenConfiguration {
  file: string;
}

/** The configurations of a format in a repository. */
export function configurationsOf(repository: Repository, format: FormatName): PlacedConfiguration[] {
  return [...withConfigurations(repository)].flatMap(([file, { configurations = [] }]) =>
    configurations.filter((one) => one.format === format).map((one) => placed(one, file)),
  );
}

/** The files with any configuration. */
export const withConfigurations = filesWhere(({ configurations }) => configurations !== undefined);

/** The same for the same, so that they can be told apart. */
const placed = memoizePairs((configuration: WrittenConfiguration, file: string): PlacedConfiguration => {
  return { ...configuration, file };
});

/**
 * The configuration that a flag names by a path on the node: in a file of that name beside the one with the flag, or in
 * that file itself, as with Cluster API, or else the only one of its format in the repository.
 */
export function namedConfiguration(
  repository: Repository,
  by: string,
  name: string,
  format: FormatName,
): PlacedConfiguration | undefined {
  const all = configurationsOf(repository, format);
  const path = fileNamed(by, name);
  const likely = [path, by]
    .map((file) => all.filter((one) => one.file === file))
    .find(({ length }) => length > 0);
  const [only, ...others] = likely ?? all;
  return others.length === 0 ? only : undefined;
}
