import { version } from "../../plugin/package.js";
import { digest } from "../../util/digest.js";
import { programDigest } from "../installed.js";

/** Incremented when what is written changes its meaning. */
const SCHEMA = 4;

/**
 * A digest of everything that determines the findings in a text: this program as it is installed, what it
 * depends on, ESLint and Node.js. A cache of another version is not read.
 */
export function programVersion(): string {
  return digest(JSON.stringify([SCHEMA, version, programDigest(), process.version]));
}
