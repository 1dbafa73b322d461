// Whoever passes a bundle on passes on the packages in it, whose licenses ask to come along.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licenses of Node.js, of this package, and of all packages that some modules are of. */
export function licensesOf(home, modules) {
  const node = `Node.js ${process.version}\n\nhttps://github.com/nodejs/node/blob/${process.version}/LICENSE`;
  return inOne([licenseOf(home), node, ...licenses(modules)]);
}

/** The licenses of all packages that some modules are of. */
export function licensesOfPackages(modules) {
  return inOne(licenses(modules));
}

function licenses(modules) {
  const packages = new Set(modules.flatMap((id) => packageOf(id) ?? []));
  return [...packages].sort().map(licenseOf);
}

function licenseOf(directory) {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const file = readdirSync(directory).find((one) => /^licen[cs]e/i.test(one));
  const text =
    file === undefined ? `License: ${license}` : readFileSync(join(directory, file), "utf8").trim();
  return `${name} ${version}\n\n${text}`;
}

function inOne(parts) {
  return `${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The directory of the package that a module is of. */
function packageOf(id) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0];
}
