import { relative, resolve, sep } from "node:path";
import { rules } from "../../../rules/index.js";
import { decode } from "../../manifests/decode.js";
import {
  type ConfigFile,
  parseConfigFile,
  readConfigFile,
  readNamedConfig,
} from "../../repository/configuration/config-file.js";
import { fileAsIn } from "../../repository/git/base.js";
import { findUp } from "../../repository/repository.js";
import { memoize } from "../../util/memoize.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { isIn, placeOf } from "../places.js";
import { isOwnConfig } from "./own-config.js";
import type { Trust } from "./trust.js";

const NAMES = Object.keys(rules);

/** The configurations of ESLint, which are programs or have other keys. */
const ESLINT = /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\..*)?)$/;

/**
 * The configuration that counts in a root: that of its own, or the file that `--config` names.
 * @throws {ConfigError} for every mistake in it
 * @throws {UsageError} for a configuration of something else
 */
export function rootConfig(root: string, args: Arguments, trust?: Trust): ConfigFile | undefined {
  const { config: file } = args;
  if (file === undefined) return trust ? trust.config : readConfigFile(root, NAMES);
  const name = file.split(/[/\\]/).at(-1) ?? "";
  if (ESLINT.test(name))
    throw new UsageError(
      `'${file}' is a configuration of ESLint, and none of gitops-lint. '--config' takes a file like .gitops-lint.yaml; ESLint itself reads its own, with this plugin in it.`,
    );
  const config = trust ? trustedConfig(file, root, args, trust) : named(args);
  if (!config?.settings.contracts || isOwnConfig(root, file)) return config;
  return { ...config, settings: { ...config.settings, hasNamedContracts: true } };
}

/** The file that `--config` names, which is read once for all roots: it may be a pipe. */
const named = memoize(({ config = "" }: Arguments) => readNamedConfig(config, NAMES));

/**
 * The file that `--config` names, for a change that is not trusted. It is the user who names it; but what a change can
 * have written counts only as the trusted commit has it.
 */
function trustedConfig(file: string, root: string, args: Arguments, trust: Trust): ConfigFile | undefined {
  const { changedSince } = args;
  const top = findUp(root, ".git") ?? root;
  const path = pathBelow(top, file);
  if (path === undefined) return named(args);
  const { content, isTracked } =
    changedSince === undefined ? { content: undefined, isTracked: true } : fileAsIn(changedSince, top, path);
  // What no commit has is not the change's.
  if (content === undefined && !isTracked) return named(args);
  trust.compare(file, content);
  return content && parseConfigFile(decode(content).text, NAMES, file);
}

/** Where a file is below a directory, by its name or by the place that links on the way to it lead to. */
function pathBelow(top: string, file: string): string | undefined {
  const written = resolve(file);
  for (const [path, directory] of [
    [written, top],
    [written, placeOf(top) ?? top],
    [placeOf(written) ?? written, placeOf(top) ?? top],
  ] as const) {
    if (isIn(path, directory)) return relative(directory, path).split(sep).join("/");
  }
  return undefined;
}
