import { join } from "node:path";
import { parse } from "yaml";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { UserPlaces } from "../../util/user-places.js";
import { configurationDirectory, readUserFile } from "../user-files.js";

/** The user's own configuration. */
export interface UserConfiguration {
  /** What `fetch.allow` lists. */
  allow: readonly string[];
  /** Where it is, or would be; undefined if the user has no home. */
  path?: string;
  /** Why it is not read, as a sentence. */
  problem?: string;
}

/** Where the user's own configuration is: `gitops-lint/config.yaml` where the platform keeps such files. */
export function userConfigurationPath(places: UserPlaces): string | undefined {
  const directory = configurationDirectory(places, "gitops-lint", "Application Support");
  return directory && join(directory, "config.yaml");
}

/**
 * Reads the user's own configuration.
 * @param root of the repository that is linted, absolute: below it, none is read
 * @throws {FetchError} if there is a mistake in it
 */
export function readUserConfiguration(places: UserPlaces, root: string): UserConfiguration {
  const path = userConfigurationPath(places);
  const file = readUserFile(path, root);
  if (!file || path === undefined) return { allow: [], path };
  if ("problem" in file)
    return { allow: [], path, problem: `${printable(path)} is not read: ${file.problem}.` };
  return { allow: allowedIn(file.text, printable(path)), path };
}

function allowedIn(text: string, path: string): string[] {
  let content: unknown;
  try {
    content = parse(text, { logLevel: "error" });
  } catch (error) {
    throw new FetchError(
      `${path} cannot be parsed: ${printable((error as Error).message.split("\n")[0] ?? "")}.`,
    );
  }
  if (content === null || content === undefined) return [];
  const fetch = fieldsOf(content, ["fetch"], path, "")?.fetch;
  if (fetch === undefined || fetch === null) return [];
  const allow = fieldsOf(fetch, ["allow"], path, "fetch")?.allow ?? [];
  if (!Array.isArray(allow) || !allow.every((one) => typeof one === "string"))
    throw new FetchError(`${path}: 'fetch.allow' must be a list of hosts.`);
  return allow;
}

function fieldsOf(
  value: unknown,
  names: readonly string[],
  path: string,
  at: string,
): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FetchError(`${path}: ${at === "" ? "it" : `'${at}'`} must be a map.`);
  const unknown = Object.keys(value).find((key) => !names.includes(key));
  if (unknown !== undefined) {
    const name = at === "" ? unknown : `${at}.${unknown}`;
    throw new FetchError(`${path}: there is no '${printable(name)}'. Known is ${names.join(", ")}.`);
  }
  return value as Record<string, unknown>;
}
