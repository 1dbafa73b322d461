import { Analysis } from "../../../analysis/analysis.js";
import { keyOf } from "../../../builds/applied.js";
import { type AppliedObject, type Build } from "../../../builds/build.js";
import { ManifestFile } from "../../../manifests/manifest-file.js";
import { factsOf } from "../../../repository/facts.js";
import type { Repository } from "../../../repository/repository.js";
import { linksOf } from "../../links/links-of.js";
import { appliedIn } from "../../../builds/applied.js";
import { edited, type NameEdit } from "./edits.js";
import { builtAs } from "./new-name.js";
import { builtName, type Renamed } from "./renamed.js";
import { Refusal } from "./refusal.js";

/**
 * Makes the edits in a copy of the model, and looks whether every name means then what it means now.
 * @throws Refusal with the first that does not
 */
export function refuseSideEffects(
  renamed: Renamed,
  edits: ReadonlyMap<string, readonly NameEdit[]>,
  name: string,
): void {
  const { model, analysis, key, applied } = renamed;
  let repository: Repository = model.repository;
  for (const [path, own] of edits) {
    const file = new ManifestFile(edited(model.file(path)?.manifests.text ?? "", own));
    repository = repository.withFile(path, factsOf(path, file), file);
  }
  const after = new Analysis(repository, model.settings, model.repository);
  const named = new Map(applied.map((one) => [builtName(one), builtAs(renamed, one, name)]));
  const [before, then] = [analysis, after].map(({ all }) => all) as [readonly Build[], readonly Build[]];
  for (const [index, build] of before.entries()) {
    const other = then[index];
    const expected = meanings(analysis, build, (object) => {
      const its = object.object.metadata?.name ?? "";
      return keyOf(object) === key ? (named.get(its) ?? its) : its;
    });
    const found = other ? meanings(after, other, (object) => object.object.metadata?.name ?? "") : new Map();
    for (const [what, meaning] of expected) if (found.get(what) !== meaning) throw changed(renamed, what);
    for (const what of found.keys())
      if (!expected.has(what as string)) throw changed(renamed, what as string);
  }
}

function changed({ words }: Renamed, what: string): Refusal {
  const file = what.split("\n")[0] ?? "";
  return new Refusal(`If ${words} had this name, something else would change: what ${file} says.`);
}

/** What a build makes of each object, and what the names in it mean, by where the object is written. */
function meanings(
  analysis: Analysis,
  build: Build,
  nameOf: (object: AppliedObject) => string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>([
    [`${build.directory}\nhidden`, JSON.stringify([build.hidden.length, build.errors?.length])],
  ]);
  for (const applied of appliedIn(build).all) {
    const { object } = applied;
    const links = linksOf(analysis, applied).map(({ type, place, targets, unknown }) => [
      ...[type, place, unknown === undefined],
      targets.map((target) => keyOf(target)).sort(),
    ]);
    const { kind, metadata, rules } = object.object;
    const changes = (object.changes ?? []).map(({ path }) => path.join(".")).sort();
    const content = [kind, nameOf(object), metadata?.namespace, rules, changes, links];
    const key = keyOf(object);
    found.set(key, `${found.get(key) ?? ""}${JSON.stringify(content)}`);
  }
  return found;
}
