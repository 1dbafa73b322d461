/** A semantic version, as Masterminds/semver v3 reads it. */
export interface Version {
  major: bigint;
  minor: bigint;
  patch: bigint;
  prerelease: string;
  metadata: string;
  original: string;
}

const IDENTIFIERS = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const VERSION = new RegExp(
  String.raw`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-(${IDENTIFIERS}))?(?:\+(${IDENTIFIERS}))?$`,
);
const MOST = 2n ** 64n - 1n;
/** Longer texts are no versions that anybody wrote. */
const LONGEST = 1000;

/** A version, parts of which may be missing: version.go, coerceNewVersion. Undefined if it is none. */
export function parseVersion(text: string): Version | undefined {
  const [all, major = "", minor = "0", patch = "0", prerelease = "", metadata = ""] =
    text.length > LONGEST ? [] : (VERSION.exec(text) ?? []);
  if (all === undefined) return undefined;
  const numbers = [major, minor, patch].map(BigInt);
  if (numbers.some((number) => number > MOST) || prerelease.split(".").some((part) => /^0\d+$/.test(part)))
    return undefined;
  const [first = 0n, second = 0n, third = 0n] = numbers;
  return { major: first, minor: second, patch: third, prerelease, metadata, original: text };
}

/** A version in full. */
export function versionText({ major, minor, patch, prerelease, metadata }: Version): string {
  return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
}

/** Which of two versions comes first: version.go, Compare. */
export function compareVersions(one: Version, other: Version): number {
  for (const part of ["major", "minor", "patch"] as const) {
    if (one[part] !== other[part]) return one[part] < other[part] ? -1 : 1;
  }
  return comparePrereleases(one.prerelease, other.prerelease);
}

/** A version that is not yet released comes before the release. */
function comparePrereleases(one: string, other: string): number {
  if (one === other) return 0;
  if (one === "" || other === "") return one === "" ? 1 : -1;
  const [parts, others] = [one.split("."), other.split(".")];
  for (let index = 0; index < Math.max(parts.length, others.length); index++) {
    const order = compareParts(parts[index] ?? "", others[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(one: string, other: string): number {
  if (one === other) return 0;
  if (one === "" || other === "") return one === "" ? -1 : 1;
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return BigInt(one) > BigInt(other) ? 1 : -1;
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return one > other ? 1 : -1;
}

/** Whether versions satisfy a constraint; undefined if it is none. */
export function satisfies(constraint: string): ((version: Version) => boolean) | undefined {
  const alternatives = withoutHyphens(constraint).split("||").map(allOf);
  if (!alternatives.every((one) => one !== undefined)) return undefined;
  return (version) => alternatives.some((one) => one.every((each) => each(version)));
}

const PARTS = String.raw`v?([0-9xX*|]+)(?:\.([0-9xX*|]+))?(?:\.([0-9xX*|]+))?(?:-(${IDENTIFIERS}))?(?:\+(?:${IDENTIFIERS}))?`;
const GROUPLESS = PARTS.replace(/\((?!\?)/g, "(?:");
/** A caret, a tilde or a comparison, in the order in which constraints.go has them. */
const OPERATOR = String.raw`(?:|=|!=|>|<|>=|=>|<=|=<|~|~>|\^)`;
const HYPHEN = new RegExp(String.raw`\s*(${GROUPLESS})\s+-\s+(${GROUPLESS})\s*`, "g");
const VALID = new RegExp(
  String.raw`^(?:\s*${OPERATOR}\s*${GROUPLESS}\s*)(?:(?:\s+|,\s*)${OPERATOR}\s*${GROUPLESS}\s*)*$`,
);
const EACH = new RegExp(String.raw`(=>|=<|>=|<=|!=|~>|=|>|<|~|\^|)\s*(${GROUPLESS})`, "g");
const ONE = new RegExp(`^${PARTS}$`);

/** `1.2 - 1.4` is `>= 1.2, <= 1.4`: constraints.go, rewriteRange. */
function withoutHyphens(constraint: string): string {
  return constraint.replace(HYPHEN, ">= $1, <= $2 ");
}

type Check = (version: Version) => boolean;

function allOf(text: string): Check[] | undefined {
  if (text.length > LONGEST || !VALID.test(text)) return undefined;
  const found = [...text.matchAll(EACH)].map(([, operator = "", version = ""]) => ({
    operator,
    version: wanted(version),
  }));
  const takesPrereleases = found.some(({ version }) => version !== undefined && version.prerelease !== "");
  const checks: Check[] = [];
  for (const { operator, version } of found) {
    if (!version) return undefined;
    const check = CHECKS[operator] ?? isTildeOrEqual;
    checks.push((one) => (one.prerelease === "" || takesPrereleases) && check(one, version));
  }
  return checks;
}

/** A version in a constraint: some of its parts may be left open. */
interface Wanted extends Version {
  /** Whether any of its parts is open. */
  isOpen: boolean;
  isMinorOpen: boolean;
  isPatchOpen: boolean;
}

/** constraints.go, parseConstraint. A major version that is open is not said to leave the minor open. */
function wanted(text: string): Wanted | undefined {
  const [, major, minor, patch, prerelease = ""] = ONE.exec(text) ?? [];
  const openAt = [major, minor, patch].findIndex((part) => part === undefined || /^[xX*]$/.test(part));
  const parts = [major, minor, patch].map((part, index) => (openAt >= 0 && index >= openAt ? "0" : part));
  const version = parseVersion(parts.join(".") + (prerelease && `-${prerelease}`));
  return version && { ...version, isOpen: openAt >= 0, isMinorOpen: openAt === 1, isPatchOpen: openAt === 2 };
}

const CHECKS: Readonly<Record<string, (version: Version, wanted: Wanted) => boolean>> = {
  "": isTildeOrEqual,
  "=": isTildeOrEqual,
  "!=": isOther,
  ">": isGreater,
  "<": (version, than) => compareVersions(version, than) < 0,
  ">=": (version, than) => compareVersions(version, than) >= 0,
  "=>": (version, than) => compareVersions(version, than) >= 0,
  "<=": isLessOrEqual,
  "=<": isLessOrEqual,
  "~": isTilde,
  "~>": isTilde,
  "^": isCaret,
};

function isTildeOrEqual(version: Version, to: Wanted): boolean {
  return to.isOpen ? isTilde(version, to) : compareVersions(version, to) === 0;
}

function isOther(version: Version, than: Wanted): boolean {
  if (!than.isOpen) return compareVersions(version, than) !== 0;
  if (version.major !== than.major) return true;
  if (than.isMinorOpen) return false;
  if (version.minor !== than.minor) return true;
  if (!than.isPatchOpen) return version.patch !== than.patch || compareVersions(version, than) !== 0;
  const arePrereleases = version.prerelease !== "" || than.prerelease !== "";
  return arePrereleases && comparePrereleaseParts(version.prerelease, than.prerelease) !== 0;
}

/** Prereleases are compared by their parts here, where none is a part that is empty. */
function comparePrereleaseParts(one: string, other: string): number {
  return one === other ? 0 : 1;
}

function isGreater(version: Version, than: Wanted): boolean {
  if (!than.isOpen) return compareVersions(version, than) > 0;
  if (version.major !== than.major) return version.major > than.major;
  if (than.isMinorOpen) return false;
  return than.isPatchOpen ? version.minor > than.minor : compareVersions(version, than) > 0;
}

function isLessOrEqual(version: Version, than: Wanted): boolean {
  if (!than.isOpen) return compareVersions(version, than) <= 0;
  if (version.major !== than.major) return version.major < than.major;
  return version.minor <= than.minor || than.isMinorOpen;
}

function isTilde(version: Version, to: Wanted): boolean {
  if (compareVersions(version, to) < 0) return false;
  const isZero = to.major === 0n && to.minor === 0n && to.patch === 0n;
  if (isZero && !to.isMinorOpen && !to.isPatchOpen) return true;
  return version.major === to.major && (version.minor === to.minor || to.isMinorOpen);
}

function isCaret(version: Version, to: Wanted): boolean {
  if (compareVersions(version, to) < 0 || version.major !== to.major) return false;
  if (to.major > 0n || to.isMinorOpen) return true;
  if (version.minor !== to.minor) return false;
  return to.minor > 0n || to.isPatchOpen || version.patch === to.patch;
}
