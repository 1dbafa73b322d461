// What old versions of Node.js cannot parse has no place here: nothing would be left to say why.

/** The versions that are supported, each with all later ones of its line: the `engines` of package.json. */
const SUPPORTED: readonly (readonly [major: number, minor: number])[] = [
  [20, 19],
  [22, 13],
];
/** From this one on, all are. */
const ALL_FROM = 24;

/**
 * What to say to somebody whose Node.js cannot run the command, as one sentence or two.
 * @param version as in `process.versions.node`
 * @returns undefined if it can
 */
export function refusalOf(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major >= ALL_FROM) return undefined;
  if (SUPPORTED.some(([line, from]) => major === line && minor >= from)) return undefined;
  const lines = SUPPORTED.map(([line, from]) => `${line}.${from} or a later ${line}`).join(", ");
  return `Node.js ${version} cannot run this. Use ${lines}, or any from ${ALL_FROM} on.`;
}
