import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The releases of Kubernetes that the data is made from, one of each minor, oldest first. */
export const RELEASES = [
  "1.28.15",
  "1.29.15",
  "1.30.14",
  "1.31.14",
  "1.32.13",
  "1.33.13",
  "1.34.4",
  "1.35.4",
  "1.36.3",
  "1.37.2",
];

const MODULE = "k8s.io/kubernetes";

/** 37 of `1.37.2`. */
export function minorOf(release) {
  return Number(release.split(".")[1]);
}

/** The directory with a release's sources, which Go's module proxy has. */
export function sourcesOf(release) {
  return JSON.parse(go("mod", "download", "-json", `${MODULE}@v${release}`)).Dir;
}

/** A file of a release's sources. */
export function sourceFile(release, ...path) {
  return readFileSync(join(sourcesOf(release), ...path), "utf8");
}

/** The first release of each minor that is newer than those above. */
export function newerReleases() {
  const last = minorOf(RELEASES.at(-1));
  return go("list", "-m", "-versions", MODULE)
    .split(/\s+/)
    .flatMap((version) => /^v(1\.\d+\.0)$/.exec(version)?.[1] ?? [])
    .filter((release) => minorOf(release) > last);
}

function go(...args) {
  // Outside of any Go module, so that none has a say.
  return execFileSync("go", args, { cwd: tmpdir(), encoding: "utf8", maxBuffer: 1e8 });
}
