import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../command-line.js";
import { makeDirectory } from "../../repository/disk/make-directory.js";

/**
 * Writes a report so that nobody ever reads half of one. Directories are created. A link is replaced and not followed,
 * since it may be from the linted repository.
 * @throws {UsageError} if the file cannot be written
 */
export function writeReport(file: string, text: string): void {
  const path = resolve(file);
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) throw new Error("a directory has that name");
    // A pipe or a terminal cannot be replaced.
    if (stats && !stats.isFile()) return writeFileSync(path, text);
    makeDirectory(dirname(path));
    replaceFile(path, text);
  } catch (error) {
    throw new UsageError(`The report cannot be written to '${file}': ${(error as Error).message}.`);
  }
}

/**
 * Writes a text into a new file, which then takes the place of a file or a link with the same rights: whoever reads it
 * meanwhile sees the old text or the new one, and other names of the old file keep the old one.
 * @param path an absolute path in a directory that is there
 * @throws a system error if that is not possible
 */
export function replaceFile(path: string, text: string): void {
  // Both steps happen in one place, whatever becomes of links on the way there.
  const place = join(realpathSync(dirname(path)), basename(path));
  const temporary = join(dirname(place), `.${basename(path)}.${randomUUID()}`);
  const before = lstatSync(place, { throwIfNoEntry: false });
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (before?.isFile()) chmodSync(temporary, before.mode & 0o777);
    renameSync(temporary, place);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw error;
  }
}
