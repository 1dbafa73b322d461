import type { Linter } from "eslint";
import { rules } from "../../rules/index.js";

/** The options with which rules list what they otherwise sum up, by the names of the rules. */
export const LISTING: ReadonlyMap<string, object> = new Map(
  Object.values(rules).flatMap(({ name, meta: { docs } }) =>
    docs.listingOptions ? [[name, docs.listingOptions] as const] : [],
  ),
);

/** The layers of a configuration, with rules that list what they otherwise sum up, wherever they are on. */
export function listingAll(layers: readonly Linter.Config[]): Linter.Config[] {
  return layers.map((layer, index) => {
    const given = layer.rules as Linter.RulesRecord | undefined;
    const listed: Linter.RulesRecord = {};
    for (const [name, listing] of LISTING) {
      // A bare severity keeps the options that an earlier layer gives, even if the rule is off in that one.
      const otherwise = index === 0 ? "off" : undefined;
      const [severity, options] = [given?.[`gitops/${name}`] ?? otherwise].flat() as [
        Linter.RuleSeverity?,
        object?,
      ];
      if (severity === undefined || (index > 0 && options === undefined)) continue;
      listed[`gitops/${name}`] = [severity, { ...options, ...listing }];
    }
    return { ...layer, rules: { ...given, ...listed } };
  });
}
