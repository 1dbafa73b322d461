import { Analysis } from "../../analysis/analysis.js";
import { isReadByName } from "../../repository/disk/walk.js";
import { factsOf } from "../../repository/facts.js";
import { Repository } from "../../repository/repository.js";
import { digest } from "../../util/digest.js";
import type { LiveModel } from "./live-model.js";
import { MOST_TYPED } from "./large-files.js";
import { Model } from "./model.js";
import { ModelFile } from "./model-file.js";

/**
 * A file without its repository, of which nothing is known yet: enough to judge what it says by itself. Undefined for one
 * of which it is not known what it is, such as a template of a chart.
 * @param path below the root
 */
export function loneFile(
  { root, config, settings }: LiveModel,
  path: string,
  text: string,
): Model | undefined {
  if (text.length > MOST_TYPED) return undefined;
  if (!isReadByName(path) || path.includes("templates/") || path.endsWith(".jsonl")) return undefined;
  const { manifests } = new ModelFile(text, undefined);
  const facts = factsOf(path, manifests);
  const repository = new Repository(
    { root, files: new Map([[path, facts]]), contents: new Map([[path, digest(text)]]) },
    { values: () => undefined, text: (other) => (other === path ? text : undefined) },
  );
  return new Model({ repository, settings, config, analysis: Analysis.ofOneFile(path, facts, settings) });
}
