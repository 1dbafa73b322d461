// The least that a linter of this kind has to do: find the files, read all of them, and read the documents of the kinds
// that matter once. Nothing is resolved or judged: node tests/bench/floor.mjs DIRECTORY
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ManifestFile } from "../../dist/lib/manifests/manifest-file.js";

let objects = 0;
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(?:ya?ml|json)$|^Kustomization$/.test(entry.name)) continue;
  const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
  objects += new ManifestFile(text).objects.length;
}
console.log(objects);
