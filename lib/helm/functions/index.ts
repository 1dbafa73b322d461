import { memoizeParts } from "../../util/memoize.js";
import type { Func } from "../values/value.js";
import { CASES } from "./cases.js";
import { COMPUTED_STRINGS } from "./computed-strings.js";
import { CONVERSIONS } from "./conversions.js";
import { CRYPTO, RANDOM } from "./crypto.js";
import { DATES } from "./dates.js";
import { DEFAULTS } from "./defaults.js";
import { DICTS } from "./dicts.js";
import { ENCODINGS } from "./encoding.js";
import { FORMATS } from "./formats.js";
import { ownFunctions, type HelmOptions } from "./helm.js";
import { LISTS } from "./lists.js";
import { MATH } from "./math.js";
import { PATHS } from "./paths.js";
import { REFLECTION } from "./reflection.js";
import { REGEX } from "./regex.js";
import { SEMVER } from "./semver.js";
import { SPLITS } from "./split.js";
import { STRINGS } from "./strings.js";
import { URLS } from "./urls.js";

const OF_SPRIG: readonly Func[] = [
  STRINGS,
  COMPUTED_STRINGS,
  CASES,
  SPLITS,
  LISTS,
  DICTS,
  DEFAULTS,
  CONVERSIONS,
  MATH,
  REFLECTION,
  ENCODINGS,
  CRYPTO,
  RANDOM,
  PATHS,
  URLS,
  REGEX,
  SEMVER,
  DATES,
  FORMATS,
].flat();

/** All functions that Helm gives to templates by their names, apart from those of text/template itself. */
export const helmFunctions: (lookup: HelmOptions["lookup"]) => ReadonlyMap<string, Func> = memoizeParts(
  (lookup: HelmOptions["lookup"]) =>
    new Map([...OF_SPRIG, ...ownFunctions({ lookup })].map((one) => [one.name, one])),
);

/** The functions as `helm template` has them. */
export const FUNCTIONS: ReadonlyMap<string, Func> = helmFunctions("empty");
