import type { BoundRule } from "../../../analysis/access/bound-rules.js";
import type { Analysis } from "../../../analysis/analysis.js";
import type { Extent } from "../../../analysis/change/access-change.js";
import { permissionContext } from "../../../analysis/dangerous-roles.js";
import { dangersOf, type Holding } from "../../../analysis/dangers-of-rules.js";
import { foldRules } from "../../../analysis/fold-rules.js";
import { type Place, placeOf } from "../../../builds/build.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { bounded, code, item, type Line, line, listed, said, type Words } from "../../text/markup.js";

/** The most resources, verbs, names or namespaces that a line names. */
const MOST_NAMED = 5;
/** The most dangers, and the most rights, that a list has. */
const MOST_DANGERS = 4;

/** Where a rule of a role is written; undefined for a role that every cluster has. */
export function placeOfRule({ roles, index }: BoundRule): Place | undefined {
  const applied = roles.at(-1)?.applied;
  return applied && placeOf(applied, ["rules", index]);
}

/**
 * What rules allow, dangerous things first, each with the place of the rules that give it.
 * @param most how many lines of rights at most
 */
export function rightsLines(
  analysis: Analysis,
  rules: readonly BoundRule[],
  where: Holding,
  most: number,
): Line[] {
  const plain = rules.map(({ rule }) => rule);
  const dangers = dangersOf(plain, where, permissionContext(analysis));
  const namespaces = where === "cluster" ? undefined : where;
  const folded = foldRules(
    plain.map((rule) => ({ rule, namespaces })),
    analysis.apiResources,
  );
  const placed = (indexes: readonly number[]) => placesWords(indexes.flatMap((one) => rules[one] ?? []));
  return [
    ...bounded(
      dangers.map(({ can, rules: own }) => item(said`${{ strong: [`can ${can}`] }}${placed(own)}`)),
      MOST_DANGERS,
      "more dangers",
    ),
    ...bounded(
      folded.map(({ rules: own, ...extent }) => item(said`${extentWords(extent)}${placed(own)}`)),
      most,
    ),
  ];
}

/** Links to where rules are written, in brackets; empty for those of roles that every cluster has. */
function placesWords(rules: readonly BoundRule[]): Words {
  const places = [
    ...new Map(
      rules.flatMap((rule) => placeOfRule(rule) ?? []).map((place) => [JSON.stringify(place), place]),
    ).values(),
  ];
  return places.length === 0
    ? []
    : said` (${listed(
        places.map((place) => [{ place }]),
        2,
      )})`;
}

/** Verbs on resources or paths: "get, list on `pods`, `services`". Where they hold is not said. */
export function extentWords({ verbs, resources, names, urls }: Omit<Extent, "namespaces">): Words {
  const doing: Words = verbs.includes("*")
    ? ["every verb"]
    : listed(
        verbs.map((verb) => [verb]),
        8,
      );
  const named = names === undefined ? [] : said` named ${codes(names)}`;
  const parts = [
    ...(resources.length > 0 ? [said`${resourceWords(resources)}${named}`] : []),
    ...(urls.length > 0 ? [urls.includes("*") ? ["every path that is no resource"] : codes(urls)] : []),
  ];
  return said`${doing} on ${listed(parts, parts.length)}`;
}

function resourceWords(resources: readonly string[]): Words {
  if (resources.includes("*.*")) return ["every resource"];
  const wide = resources.filter((one) => one === "*" || one.startsWith("*."));
  const groups = wide.map((one): Words => (one === "*" ? ["the core group"] : [code(one.slice(2))]));
  const words = resources.filter((one) => !wide.includes(one)).map((one): Words => [code(one)]);
  const all = groups.length === 0 ? [] : said`every resource of ${listed(groups, MOST_NAMED)}`;
  if (words.length === 0) return all;
  return said`${all}${groups.length === 0 ? "" : ", and "}${listed(words, MOST_NAMED)}`;
}

/** Names as code, of many the first. */
export function codes(names: readonly string[], most = MOST_NAMED): Words {
  return listed(
    names.map((name) => (isKnown(name) || name === "" ? [code(name)] : ["one that is filled in later"])),
    most,
  );
}

/** Where rights hold: "in the whole cluster", "in namespaces `dev` and `prod`". */
export function holdingWords(where: Holding): Words {
  if (where === "cluster") return ["in the whole cluster"];
  const known = where.filter(isKnown);
  if (known.length === 0) return ["in a namespace that is chosen when it is applied"];
  return said`${known.length === 1 ? "in namespace " : "in namespaces "}${codes(known)}`;
}

/** A heading, and what is granted below it; that there is nothing, if so. */
export function grantLines(
  analysis: Analysis,
  rules: readonly BoundRule[],
  where: Holding,
  most: number,
  heading = "Grants",
): Line[] {
  const lines = rightsLines(analysis, rules, where, most);
  if (lines.length > 0) return [line(said`${heading} ${holdingWords(where)}:`), ...lines];
  const why = rules.length === 0 ? "it has no rules" : "none of its rules has an effect there";
  return [line(said`${heading} nothing ${holdingWords(where)}: ${why}.`)];
}
