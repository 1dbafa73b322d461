import { Text } from "../values/text.js";
import { bool, int, TemplateError, type Func, type Struct, type Value } from "../values/value.js";
import { define, STRING, type Parameter } from "./signature.js";
import { whyAnyUnknown } from "./unknown.js";
import { compareVersions, parseVersion, satisfies, versionText, type Version } from "./format/versions.js";

/** sprig's functions on versions, which are those of Masterminds/semver: semver.go. */
export const SEMVER: readonly Func[] = [
  define("semver", [STRING], (_, text) => structOf(versionOf("semver", text))),
  define("semverCompare", [STRING, STRING], (_, constraint, text) => {
    const isSatisfied = satisfies(constraint);
    if (!isSatisfied)
      throw new TemplateError(`'${constraint}' says nothing about versions that 'semverCompare' understands`);
    return bool(isSatisfied(versionOf("semverCompare", text)));
  }),
];

function versionOf(name: string, text: string): Version {
  const version = parseVersion(text);
  if (!version) throw new TemplateError(`'${name}' takes a version, which '${text}' is not`);
  return version;
}

/** Which version a value is. */
const versions = new WeakMap<Struct, Version>();

/** A version as templates use it: its methods, and how it prints. */
function structOf(version: Version): Struct {
  const struct: Struct = {
    type: "struct",
    goType: "*semver.Version",
    field: (name) => fieldOf(version, name),
    method: (name) => methodOf(version, name),
    text: () => Text.plain(versionText(version)),
  };
  versions.set(struct, version);
  return struct;
}

function fieldOf(version: Version, name: string): Value | undefined {
  switch (name) {
    case "Major":
    case "Minor":
    case "Patch":
      return int(version[name === "Major" ? "major" : name === "Minor" ? "minor" : "patch"], "uint64");
    case "Prerelease":
      return Text.plain(version.prerelease);
    case "Metadata":
      return Text.plain(version.metadata);
    case "Original":
      return Text.plain(version.original);
    case "String":
      return Text.plain(versionText(version));
    case "IncMajor":
      return increased({ ...version, major: version.major + 1n, minor: 0n, patch: 0n });
    case "IncMinor":
      return increased({ ...version, minor: version.minor + 1n, patch: 0n });
    case "IncPatch":
      return increased({ ...version, patch: version.patch + (version.prerelease === "" ? 1n : 0n) });
    default:
      return undefined;
  }
}

function increased(version: Version): Struct {
  const next = { ...version, prerelease: "", metadata: "" };
  const original = (version.original.startsWith("v") ? "v" : "") + versionText(next);
  return { ...structOf({ ...next, original }), goType: "semver.Version" };
}

const COMPARISONS: Readonly<Record<string, (order: number) => Value>> = {
  Compare: (order) => int(order),
  Equal: (order) => bool(order === 0),
  LessThan: (order) => bool(order < 0),
  LessThanEqual: (order) => bool(order <= 0),
  GreaterThan: (order) => bool(order > 0),
  GreaterThanEqual: (order) => bool(order >= 0),
};

const VERSION: Parameter<Version> = {
  type: "interface {}",
  read: (value) => (value.type === "struct" ? versions.get(value) : undefined),
  why: (value) => whyAnyUnknown(value),
};

function methodOf(version: Version, name: string): Func | undefined {
  const answer = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  return answer && define(name, [VERSION], (_, other) => answer(compareVersions(version, other)));
}
