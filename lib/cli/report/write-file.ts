import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../command-line.js";

/**
 * Writes a report so that nobody ever reads half of one: into a file next to it, which then takes its name.
 * Directories are created. A link is replaced and not followed, since it may be from the linted repository.
 * @throws {UsageError} if the file cannot be written
 */
export function writeReport(file: string, text: string): void {
  const path = resolve(file);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) throw new Error("a directory has that name");
    // A pipe or a terminal cannot be replaced.
    if (stats && !stats.isFile()) return writeFileSync(path, text);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw new UsageError(`The report cannot be written to '${file}': ${(error as Error).message}.`);
  }
}
