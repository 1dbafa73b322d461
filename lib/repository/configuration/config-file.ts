import { readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { parseKubernetesVersion } from "../../kubernetes/api/kubernetes-version.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { printable } from "../../util/phrases.js";
import { LineIndex } from "../../manifests/comments.js";
import { decode } from "../../manifests/decode.js";
import { isProblem, type ParsedDocument, parseDocument } from "../../manifests/parse.js";
import { locate, type Path } from "../../manifests/locate.js";
import { splitDocuments } from "../../manifests/split.js";
import { LOCK_FILE } from "../sources/locked.js";
import { MAX_SIDE_SIZE } from "../disk/file-tree.js";
import { keepText } from "./contracts.js";
import { readContracts } from "./contracts-reader.js";
import { isHarmlessGlob, MAX_GLOBS } from "./harmless-globs.js";
import { type Settings, SETTINGS_SHAPE } from "./settings.js";

/** The names of the file that configures how a repository is linted, and marks its root. */
export const CONFIG_FILES = [".gitops-lint.yaml", ".gitops-lint.yml"] as const;
type ConfigFileName = (typeof CONFIG_FILES)[number];

/** Whether a path below a root is that of its configuration. */
export function isConfigFile(path: string): path is ConfigFileName {
  return CONFIG_FILES.some((name) => name === path);
}

export const PRESETS = ["recommended", "strict", "all", "none"] as const;
export type Preset = (typeof PRESETS)[number];

export type RuleSetting = Severity | [Severity, ...unknown[]];
type Severity = (typeof SEVERITIES)[number];
/** In the order of ESLint's numbers. */
export const SEVERITIES = ["off", "warn", "error"] as const;

/** The keys of the file, and of an override. */
export const KEYS = ["preset", "rules", "ignores", "overrides", "settings", "contracts"] as const;
export const OVERRIDE_KEYS = ["files", "rules"] as const;

/** The content of `.gitops-lint.yaml`. */
export interface ConfigFile {
  /** Which of its two names it has, or the path of another file that the user has named. */
  name: string;
  preset?: Preset;
  rules: Record<string, RuleSetting>;
  /** Globs of files that are not linted. Rules that look across files still know them. */
  ignores: readonly string[];
  overrides: readonly { files: readonly string[]; rules: Record<string, RuleSetting> }[];
  settings: Settings;
  /** The line of each rule in the file, to report a mistake in its options with its place. */
  ruleLines: ReadonlyMap<string, number>;
}

/** Where a mistake is: the file, and the line in it from 1. */
interface Mistaken {
  /** Its name in the root, or its path as the command line names it. */
  file: string;
  line?: number;
  /** The directory of the file, absolute; undefined if only the name is known. */
  root?: string;
}

/** A mistake in the configuration file, as one sentence with its place. */
export class ConfigError extends Error {
  readonly #place: Mistaken | undefined;

  /** @param place undefined for what only the command line says */
  constructor(message: string, place?: Mistaken) {
    super(message);
    this.#place = place;
  }

  get place(): Mistaken | undefined {
    return this.#place;
  }

  /**
   * The same mistake in the file of a certain root.
   * @param root an absolute path
   * @param shown how the root is called in the sentence; empty for the one that needs no name
   */
  in(root: string, shown: string): ConfigError {
    if (!this.place || ![...CONFIG_FILES, LOCK_FILE].some((name) => name === this.place?.file)) return this;
    const { file } = this.place;
    const named = this.message.startsWith(file) ? `${shown}/${this.message}` : `${shown}: ${this.message}`;
    return new ConfigError(shown === "" ? this.message : named, { ...this.place, root });
  }
}

/**
 * Reads the configuration file of a root; undefined if there is none.
 * @param ruleNames the rules that exist, without the plugin's prefix; omitted if only the settings matter
 * @param openText the text of a file of the root that counts in place of the one on disk, by its name
 * @throws {ConfigError} for every mistake: an unknown key, a rule that does not exist, a value of the wrong type, a
 * second file
 */
export function readConfigFile(
  root: string,
  ruleNames?: readonly string[],
  openText?: (name: string) => string | undefined,
): ConfigFile | undefined {
  return configFileFrom((name) => openText?.(name) ?? textOnDisk(root, name), ruleNames);
}

/**
 * Reads the configuration file of a root that need not be on the disk, as `readConfigFile` does.
 * @param textOf the text of a file in the root; undefined if there is none
 */
export function configFileFrom(
  textOf: (name: ConfigFileName) => string | undefined,
  ruleNames?: readonly string[],
): ConfigFile | undefined {
  const [found, other] = CONFIG_FILES.flatMap((name) => {
    const text = textOf(name);
    return text === undefined ? [] : [{ name, text }];
  });
  if (found && other) {
    throw new ConfigError(
      `There is a ${found.name} and a ${other.name}. Only one can count: delete the other.`,
      { file: other.name },
    );
  }
  return found && parseConfigFile(found.text, ruleNames, found.name);
}

function textOnDisk(root: string, name: ConfigFileName): string | undefined {
  try {
    const path = join(root, name);
    // A device, which a link can lead to, may never end.
    const stats = statSync(path);
    if (!stats.isFile()) throw new Error("not a file");
    if (!realpathSync(path).startsWith(join(realpathSync(root), sep)))
      throw new Error("it is a link that leads out of the repository");
    if (stats.size > MAX_SIDE_SIZE) throw new ConfigError(tooLarge(name), { file: name });
    return decode(readFileSync(path)).text;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new ConfigError(`${name} cannot be read: ${(error as Error).message}`, { file: name });
  }
}

function tooLarge(name: string): string {
  return `${name} is larger than 1 MB, too large for a configuration. Shorten its lists and comments.`;
}

/**
 * Reads a file that the user has named, which takes the place of the one in the root.
 * @param file its path as it was given, under which mistakes in it are reported
 * @throws {ConfigError} if it cannot be read, and for every mistake in it
 */
export function readNamedConfig(file: string, ruleNames?: readonly string[]): ConfigFile {
  const path = resolve(file);
  let bytes: Buffer;
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) throw new ConfigError(`There is no file '${file}', which '--config' names.`);
    // What a shell makes of a command is a pipe; a device may never end.
    if (!stats.isFile() && !stats.isFIFO()) throw new Error("it is not a file");
    if (stats.size > MAX_SIDE_SIZE) throw new ConfigError(tooLarge(file));
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`The configuration '${file}' cannot be read: ${(error as Error).message}.`);
  }
  return parseConfigFile(decode(bytes).text, ruleNames, file);
}

/** Parses the text of a configuration file, as `readConfigFile` does. */
export function parseConfigFile(
  text: string,
  ruleNames?: readonly string[],
  name: string = CONFIG_FILES[0],
): ConfigFile {
  if (text.length > MAX_SIDE_SIZE) throw new ConfigError(tooLarge(name), { file: name });
  const lines = new LineIndex(text);
  const [first, ...others] = splitDocuments(text);
  const document = parseDocument(text.slice(0, first?.end));
  if (isProblem(document)) {
    const { line, column } = lines.at(document.start);
    throw new ConfigError(`${name}:${line}:${column + 1}: ${document.message}.`, { file: name, line });
  }
  for (const { start, end } of others) {
    const slice = text.slice(start, end);
    if (isBlank(slice)) continue;
    const other = parseDocument(slice);
    if (!isProblem(other) && other.value === null) continue;
    const { line } = lines.at(start);
    throw new ConfigError(`${name}:${line}:1: The file may hold only one document.`, { file: name, line });
  }
  const config = new Reader(document, lines, name, ruleNames).read();
  if (config.settings.contracts) keepText(config.settings.contracts, text);
  return config;
}

/** Whether a document has nothing but its marks and comments: parsing a million of these takes minutes. */
function isBlank(document: string): boolean {
  return document.split("\n").every((line) => /^(?:(?:---|\.\.\.)(?!\S))?[ \t]*\r?(?:#|$)/.test(line));
}

class Reader {
  readonly #ruleLines = new Map<string, number>();
  #globs = 0;

  constructor(
    readonly document: ParsedDocument,
    readonly lines: LineIndex,
    readonly name: string,
    readonly ruleNames: readonly string[] | undefined,
  ) {}

  read(): ConfigFile {
    const top = this.#map(this.document.value ?? {}, [], KEYS);
    const contracts = readContracts(top.contracts, {
      map: (value, path, allowed) => this.#map(value, path, allowed),
      line: (path) => this.#line(path),
      fail: (path, message, more) => this.#fail(path, message, more),
    });
    return {
      name: this.name,
      ...(top.preset !== undefined && { preset: this.#oneOf(top.preset, ["preset"], PRESETS) }),
      rules: this.#rules(top.rules, ["rules"]),
      ignores: this.#globList(top.ignores, ["ignores"]),
      overrides: this.#overrides(top.overrides),
      settings: { ...this.#settings(top.settings), ...(contracts.length > 0 && { contracts }) },
      ruleLines: this.#ruleLines,
    };
  }

  #overrides(value: unknown): ConfigFile["overrides"] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.#fail(["overrides"], "'overrides' must be a list");
    return value.map((item: unknown, index) => {
      const path = ["overrides", index];
      const { files, rules } = this.#map(item, path, OVERRIDE_KEYS);
      if (files === undefined || files === null)
        this.#fail(path, "An override needs 'files', a list of globs");
      return {
        files: this.#globList(files, [...path, "files"]),
        rules: this.#rules(rules, [...path, "rules"]),
      };
    });
  }

  #rules(value: unknown, path: Path): Record<string, RuleSetting> {
    if (value === undefined || value === null) return {};
    const rules = this.#map(value, path);
    return Object.fromEntries(
      Object.entries(rules).map(([key, setting]) => {
        const name = key.replace(/^gitops\//, "");
        if (this.ruleNames && !this.ruleNames.includes(name)) {
          const hint = didYouMean(name, this.ruleNames);
          this.#fail([...path, key], `There is no rule '${key}'; 'gitops-lint rules' lists all`, {
            prefer: "key",
            hint,
          });
        }
        this.#ruleLines.set(name, this.#line([...path, key]));
        return [name, this.#ruleSetting(setting, [...path, key])];
      }),
    );
  }

  #ruleSetting(value: unknown, path: Path): RuleSetting {
    const [severity, ...options] = Array.isArray(value) ? (value as unknown[]) : [value];
    // A YAML 1.1 habit: `off` is a string here, but `false` means the same.
    const written =
      severity === false
        ? "off"
        : ((typeof severity === "number" ? SEVERITIES[severity] : undefined) ?? severity);
    const level = this.#oneOf(written, path, SEVERITIES);
    return options.length === 0 ? level : [level, ...options];
  }

  #settings(value: unknown): Settings {
    if (value === undefined || value === null) return {};
    const allowed = Object.keys(SETTINGS_SHAPE).filter((key) => key !== "root");
    const settings = this.#map(value, ["settings"], allowed);
    return Object.fromEntries(
      Object.entries(settings).map(([key, item]) => [
        key,
        this.#setting(key as keyof typeof SETTINGS_SHAPE, item),
      ]),
    );
  }

  #setting(key: keyof typeof SETTINGS_SHAPE, value: unknown): string | boolean | string[] {
    const shape = SETTINGS_SHAPE[key];
    const path = ["settings", key];
    if (shape === "version") return this.#version(value, path);
    if (shape === "flag") return this.#flag(value, path);
    if (shape === "globs") return this.#globList(value, path);
    return typeof shape === "string" ? this.#texts(value, path) : this.#oneOf(value, path, shape);
  }

  #flag(value: unknown, path: Path): boolean {
    return typeof value === "boolean" ? value : this.#fail(path, `'${path.at(-1)}' must be true or false`);
  }

  #version(value: unknown, path: Path): string {
    if (typeof value === "number") {
      this.#fail(
        path,
        `Write '${path.at(-1)}' in quotes, such as '1.30': without them 1.30 is the number 1.3`,
      );
    }
    if (typeof value === "string" && parseKubernetesVersion(value) !== undefined) return value;
    const shown = typeof value === "string" ? `'${printable(value)}'` : JSON.stringify(value ?? null);
    return this.#fail(path, `${shown} is not a version of Kubernetes; write one such as '1.34'`);
  }

  #map(value: unknown, path: Path, allowed?: readonly string[]): Record<string, unknown> {
    const last = path.at(-1);
    const item = path[0] === "contracts" ? "A contract" : "An override";
    const name = last === undefined ? "The file" : typeof last === "number" ? item : `'${last}'`;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.#fail(
        path,
        `${name} must be a map${allowed ? ` with the keys ${allowed.join(", ")}` : ""}`,
      );
    }
    for (const key of Object.keys(value)) {
      if (allowed && !allowed.includes(key)) {
        const hint = didYouMean(key, allowed);
        this.#fail([...path, key], `Unknown key '${key}'; use one of ${allowed.join(", ")}`, {
          prefer: "key",
          hint,
        });
      }
    }
    return value as Record<string, unknown>;
  }

  #texts(value: unknown, path: Path): string[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.#fail(path, `'${path.at(-1)}' must be a list of strings`);
    return value.map((item: unknown, index) =>
      typeof item === "string"
        ? item
        : this.#fail([...path, index], `'${path.at(-1)}' must be a list of strings`),
    );
  }

  /** A list of globs that ESLint can match without taking forever. */
  #globList(value: unknown, path: Path): string[] {
    const globs = this.#texts(value, path);
    globs.forEach((glob, index) => {
      if (++this.#globs > MAX_GLOBS)
        this.#fail([...path, index], `The file may hold at most ${MAX_GLOBS} globs`);
      if (!isHarmlessGlob(glob))
        this.#fail([...path, index], "This glob could take too long to match; write several simpler ones");
    });
    return globs;
  }

  #oneOf<Value extends string>(value: unknown, path: Path, allowed: readonly Value[]): Value {
    const found = allowed.find((item) => item === value);
    const shown = typeof value === "string" ? `'${value}'` : JSON.stringify(value ?? null);
    if (found !== undefined) return found;
    const hint = typeof value === "string" ? didYouMean(value, allowed) : "";
    return this.#fail(path, `${shown} is not a valid '${path.at(-1)}'; use one of ${allowed.join(", ")}`, {
      hint,
    });
  }

  #line(path: Path): number {
    return this.lines.at(locate(this.document.nodes, path).start).line;
  }

  /** @param more whether the mistake is in the key, and what may have been meant */
  #fail(path: Path, message: string, more: { prefer?: "value" | "key"; hint?: string } = {}): never {
    const { prefer = "value", hint = "" } = more;
    const { line, column } = this.lines.at(locate(this.document.nodes, path, prefer).start);
    const words = message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : `${message}.${hint}`;
    throw new ConfigError(`${this.name}:${line}:${column + 1}: ${words}`, { file: this.name, line });
  }
}

/** A message can quote a key of any length. */
const LONGEST = 500;
