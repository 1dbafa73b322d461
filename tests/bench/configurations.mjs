// What it costs to look for what sets up clusters in files that have nothing of the kind.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isPolicyText } from "../../dist/lib/manifests/policy-lines.js";
import { configurationsIn } from "../../dist/lib/manifests/configurations.js";
import { mayBeRead } from "../../dist/lib/manifests/kind-filter.js";
import { isProblem, parseDocument } from "../../dist/lib/manifests/parse.js";
import { splitDocuments } from "../../dist/lib/manifests/split.js";
import { readRepository } from "../../dist/lib/repository/read-repository.js";

/** Documents of these kinds are read for a configuration alone, as are those without a kind. */
const HOLDER = /^kind: *(?:ConfigMap|Secret)\b/m;
const KIND = /^["']?kind/m;

/** @param runs how often it is measured */
export function measureConfigurations(corpus, runs) {
  const documents = [];
  const values = [];
  const files = [];
  for (const [path, { configurations }] of readRepository(corpus).files) {
    if (configurations) continue;
    const text = readFileSync(join(corpus, path), "utf8");
    files.push(text);
    for (const { start, end } of splitDocuments(text)) {
      const document = text.slice(start, end);
      if (HOLDER.test(document) || !KIND.test(document)) documents.push(document);
      if (!mayBeRead(document)) continue;
      const parsed = parseDocument(document);
      if (!isProblem(parsed)) values.push([parsed.value, document.length]);
    }
  }
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    for (const text of files) isPolicyText(text);
    for (const document of documents) mayBeRead(document);
    for (const [value, length] of values) configurationsIn(value, 0, length);
    return performance.now() - start;
  });
  const ms = times.toSorted((a, b) => a - b)[Math.floor(runs / 2)];
  return [
    {
      "looking for configurations": `${files.length} files without one`,
      "texts looked into": documents.length,
      "values looked into": values.length,
      "median ms": Number(ms.toFixed(1)),
    },
  ];
}
