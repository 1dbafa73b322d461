import type { Allowed, Step } from "../../../analysis/access/answers.js";
import type { Analysis } from "../../../analysis/analysis.js";
import { dangerRank } from "../../../analysis/change/grant-dangers.js";
import { permissionContext } from "../../../analysis/dangerous-roles.js";
import { dangersOf, type Holding } from "../../../analysis/dangers-of-rules.js";
import { foldRules } from "../../../analysis/fold-rules.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { groupBy } from "../../../util/group-by.js";
import { code, listed, said, type Words } from "../../text/markup.js";
import { subjectWords } from "./bound-lines.js";
import { extentWords, holdingWords } from "./rights-lines.js";

/**
 * What somebody is allowed, by the bindings that give it: the most dangerous first.
 * @param own what the subject itself is called: what is given to its groups says so
 */
export function waysOf(analysis: Analysis, own: string, allowed: readonly Allowed[]): Words[] {
  const byPlace = [...groupBy(allowed, keyOfWay).values()];
  return [...groupBy(byPlace, keyOfRights).values()]
    .map((same) => wayOf(analysis, own, same))
    .sort((a, b) => a.rank - b.rank)
    .map(({ words }) => words);
}

/** What is given through one binding, in one place. */
function keyOfWay({ through: [first], namespace, cluster, subject }: Allowed): string {
  return JSON.stringify([
    first?.kind,
    first?.name,
    first?.namespace,
    first?.place,
    namespace,
    cluster,
    subject,
  ]);
}

/** What it gives, wherever that is: the same binding in many namespaces is one way. */
function keyOfRights(way: readonly Allowed[]): string {
  const [{ through, cluster, subject, namespace }] = way as [Allowed];
  const [first] = through;
  return JSON.stringify([
    ...[first?.kind, first?.name, first?.place, cluster, subject],
    // One that is not known yet is no other one's name.
    namespace === undefined || isKnown(namespace) ? namespace === undefined : namespace,
    through.slice(1).map(({ kind, name, place }) => [kind, name, place]),
    way.map(({ rule }) => rule),
  ]);
}

/** @param same what one binding gives in each of some places, which is the same */
function wayOf(
  analysis: Analysis,
  own: string,
  same: readonly (readonly Allowed[])[],
): { words: Words; rank: number } {
  const [way] = same as [readonly Allowed[]];
  const [{ through, cluster, subject }] = way as [Allowed];
  const namespaces = same.flatMap(([one]) => one?.namespace || []);
  const where: Holding = namespaces.length === 0 ? "cluster" : namespaces;
  const rules = way.map(({ rule }) => rule);
  const dangers = dangersOf(rules, where, permissionContext(analysis));
  const folded = foldRules(
    rules.map((rule) => ({ rule, namespaces: where === "cluster" ? undefined : where })),
    analysis.apiResources,
  );
  const [worst] = dangers;
  const as = subject === own ? [] : said`, as ${subjectWords(subject)}`;
  const what: Words[] = [
    ...dangers.slice(0, 2).map(({ can }): Words => [{ strong: [can] }]),
    ...(dangers.length > 2 ? [[`${dangers.length - 2} more dangers`]] : []),
    ...(worst && !worst.name ? [] : folded.slice(0, dangers.length > 0 ? 2 : 3).map(extentWords)),
  ];
  const more = worst && !worst.name ? 0 : folded.length - (dangers.length > 0 ? 2 : 3);
  const rights = listedRights(what, more);
  const in_ = placeWords(where, cluster);
  return {
    words: said`${in_}: ${rights}, through ${stepsWords(through)}${as}`,
    // Of what is as dangerous, its own comes before what groups have.
    rank: 2 * dangerRank(dangers) + (subject === own ? 0 : 1),
  };
}

function placeWords(where: Holding, cluster: string | undefined): Words {
  if (cluster === undefined) return holdingWords(where);
  if (where === "cluster") return said`in the whole of cluster ${code(cluster)}`;
  return said`${holdingWords(where)} of cluster ${code(cluster)}`;
}

function listedRights(all: readonly Words[], more: number): Words {
  if (all.length === 0) return ["nothing that has an effect"];
  const joined = all.flatMap((words, index): Words => (index === 0 ? words : ["; ", ...words]));
  return more > 0 ? [...joined, ` and ${more} more`] : joined;
}

function stepsWords(steps: readonly Step[]): Words {
  const words = steps.slice(0, 3).map(({ kind, name, place }): Words => {
    const called = name === undefined ? [kind] : said`${kind} ${code(name)}`;
    return place ? said`${called} (${{ place }})` : called;
  });
  return listed(words, 3);
}
