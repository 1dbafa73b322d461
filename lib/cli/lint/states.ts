import { rules } from "../../../rules/index.js";
import { Analysis } from "../../analysis/analysis.js";
import { ConfigError, type ConfigFile } from "../../repository/configuration/config-file.js";
import type { Settings } from "../../repository/configuration/settings.js";
import { type Base, filesBefore, stagedFiles } from "../../repository/git/base.js";
import type { GitTree } from "../../repository/git/tree.js";
import { type FactStore, readRepository } from "../../repository/read-repository.js";
import type { Repository } from "../../repository/repository.js";
import type { Arguments } from "../args.js";
import { configIn } from "./config-in.js";
import { rootConfig } from "./root-config.js";
import { Trust } from "./trust.js";

/** One state of a repository, as its configuration has it read. */
export interface State {
  repository: Repository;
  settings: Settings;
  config: ConfigFile | undefined;
  analysis: Analysis;
}

/** A repository as it is, or as it is staged, and as it was. */
export interface States {
  now: State;
  before: State;
  /** What it is compared with. */
  base: Base;
  /** What is staged, if that is judged. */
  staged: GitTree | undefined;
  /** What counts of what the files say about themselves, if the change is not trusted. */
  trust: Trust | undefined;
}

/** Which states are meant. `changedSince` names a commit; without one, what is staged is compared with the last one. */
type Asked = Pick<Arguments, "staged" | "changedSince" | "untrusted" | "config">;

/** What earlier runs have found out about the states. */
export interface KnownStates {
  /** The sizes, in bytes, of contents in git that need not be read, by their ids. */
  readonly known: ReadonlyMap<string, number>;
  readonly now: FactStore;
  readonly before: FactStore;
}

interface Options {
  /** How the user knows the commit. */
  shown?: string | undefined;
  /** Paths below the root of files that are read whatever their names. */
  explicit?: readonly string[];
  earlier?: KnownStates | undefined;
}

/** Reads a repository as it is and as it was. What is the same in both is parsed and resolved once. */
export function readStates(
  root: string,
  args: Asked & Arguments,
  { shown, explicit = [], earlier }: Options = {},
): States {
  const { known } = earlier ?? {};
  const { changedSince } = args;
  const stage = args.staged ? stagedFiles(root, { known }) : undefined;
  const base =
    stage && changedSince === undefined
      ? stage.base
      : filesBefore(root, changedSince ?? "", { shown, known });
  const trust = args.untrusted ? new Trust(root, base.named?.(), stage?.tree) : undefined;
  const names = Object.keys(rules);
  const isTheSame = trust !== undefined || args.config !== undefined;
  const config = stage && !isTheSame ? configIn(stage.tree, names) : rootConfig(root, args, trust);
  const tree = trust?.tree ?? stage?.tree;
  const treeBefore = trust?.alike(base.tree) ?? base.tree;
  const repository = readRepository(root, undefined, earlier?.now, { tree, explicit });
  const facts = factsOfSame(repository, earlier?.before);
  const repositoryBefore = readRepository(root, undefined, facts, { tree: treeBefore, explicit });

  const configBefore = isTheSame ? config : (possibleConfigIn(base.tree) ?? config);
  const settingsBefore = { ...configBefore?.settings, root };
  const settings = { ...config?.settings, root };
  const analysisBefore = new Analysis(repositoryBefore, settingsBefore);
  const analysis = new Analysis(repository, settings, repositoryBefore, analysisBefore);
  return {
    now: { repository, settings, config, analysis },
    before: {
      repository: repositoryBefore,
      settings: settingsBefore,
      config: configBefore,
      analysis: analysisBefore,
    },
    base,
    staged: stage?.tree,
    trust,
  };
}

/** Files that are the same in both need not be parsed and resolved twice. */
function factsOfSame({ contents, files }: Repository, earlier: FactStore | undefined): FactStore {
  return {
    get: (path, content) => (contents.get(path) === content ? files.get(path) : earlier?.get(path, content)),
    contentOf: (found) => earlier?.contentOf?.(found),
  };
}

/** The configuration file of a tree in git; undefined if there is none, or one that this version cannot read. */
function possibleConfigIn(tree: GitTree): ConfigFile | undefined {
  try {
    return configIn(tree, Object.keys(rules));
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
