// Whoever passes the executable on passes on the packages in it, whose licenses ask to come along.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licenses of Node.js, of this package, and of all packages that some modules are of. */
export function licensesOf(home, modules) {
  const packages = new Set(modules.flatMap((id) => packageOf(id) ?? []));
  const parts = [home, ...[...packages].sort()].map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    const file = readdirSync(directory).find((one) => /^licen[cs]e/i.test(one));
    const text =
      file === undefined ? `License: ${license}` : readFileSync(join(directory, file), "utf8").trim();
    return `${name} ${version}\n\n${text}`;
  });
  const node = `Node.js ${process.version}\n\nhttps://github.com/nodejs/node/blob/${process.version}/LICENSE`;
  return `${[parts[0], node, ...parts.slice(1)].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The directory of the package that a module is of. */
function packageOf(id) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0];
}
