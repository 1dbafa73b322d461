import { Analysis } from "../../lib/analysis/analysis.js";
import { Model } from "../../lib/lsp/model/model.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { temporary } from "../repository/temporary.js";

/** The model of a repository with some files, which are gone after the test. */
export function modelOf(files: Readonly<Record<string, string>>): Model {
  const root = temporary(files);
  const repository = readRepository(root);
  const settings = { root };
  return new Model({ repository, settings, config: undefined, analysis: new Analysis(repository, settings) });
}
