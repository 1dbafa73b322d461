import { CompletionItemKind } from "vscode-languageserver";
import { rules } from "../../../../../rules/index.js";
import { configSchema } from "../../../../plugin/config-schema.js";
import { PRESETS } from "../../../../repository/configuration/config-file.js";
import type { Path } from "../../../../manifests/locate.js";
import { once as withoutRepeats } from "../../../../util/once.js";
import { field, isMap, items } from "../../../../util/plain-values.js";
import type { Spot } from "../../../cursor/incomplete.js";
import type { Offer } from "../offer.js";

type Schema = Readonly<Record<string, unknown>>;

let made: Schema | undefined;
const schema = () => (made ??= configSchema(rules));

/** What can stand in `.gitops-lint.yaml`, by its schema. */
export function configurationOffers(spot: Spot): readonly Offer[] {
  const keys = spot.mapAt === undefined ? [] : keyOffers(spot, spot.mapAt);
  return spot.isKey ? keys : [...keys, ...valueOffers(spot.at)];
}

function keyOffers(spot: Spot, mapAt: Path): Offer[] {
  const there = spot.valueAt(mapAt);
  const needsColon = !/^["']?\s*:/.test(spot.rest);
  return schemasAt(mapAt).flatMap((one) => {
    const properties = field(one, "properties");
    if (!isMap(properties)) return [];
    return Object.entries(properties).flatMap(([key, value]): Offer[] => {
      if (isMap(there) && Object.hasOwn(there, key)) return [];
      const isRule = Object.hasOwn(rules, key);
      return [
        {
          value: key,
          kind: isRule ? CompletionItemKind.EnumMember : CompletionItemKind.Property,
          about: isRule ? { of: "rule", rule: key } : aboutSchema(value),
          ...(needsColon && { text: `${key}: ` }),
        },
      ];
    });
  });
}

function valueOffers(at: Path): Offer[] {
  const texts = schemasAt(at).flatMap((one) => [
    ...items(field(one, "enum")),
    ...(field(one, "type") === "boolean" ? [true, false] : []),
  ]);
  // Numbers stand for severities too, but words say more.
  const words = texts.filter((one) => typeof one === "string" || one === true);
  return withoutRepeats(words).map((one): Offer => {
    const value = String(one);
    return {
      value,
      kind: CompletionItemKind.EnumMember,
      // Without quotes, it is the value itself.
      text: value,
      ...(PRESETS.some((preset) => preset === value) && at.length === 1 && { detail: "preset" }),
    };
  });
}

function aboutSchema(value: unknown): Offer["about"] {
  const description = field(resolved(value), "description") ?? field(value, "description");
  return typeof description === "string" ? { of: "text", text: description } : undefined;
}

/** The schemas of what is at a path: several where it may be one thing or another. */
function schemasAt(path: Path): unknown[] {
  return path.reduce<unknown[]>(
    (all, step) => all.flatMap((one) => alternatives(below(one, step))),
    alternatives(schema()),
  );
}

function below(one: unknown, step: string | number): unknown {
  if (typeof step === "number") {
    const list = field(one, "items");
    return Array.isArray(list) ? (list as unknown[])[step] : list;
  }
  const own = field(one, "properties", step);
  if (own !== undefined) return own;
  const patterns = field(one, "patternProperties");
  // Each of them is the name of a rule with its prefix.
  const named = isMap(patterns) ? patterns[`^${step}$`] : undefined;
  const others = field(one, "additionalProperties");
  return named ?? (isMap(others) ? others : undefined);
}

/** A schema and those that it stands for. */
function alternatives(one: unknown, depth = 0): unknown[] {
  if (one === undefined || depth > MAX_DEPTH) return [];
  const target = resolved(one);
  const others = [...items(field(target, "anyOf")), ...items(field(target, "oneOf"))];
  return [target, ...others.flatMap((other) => alternatives(other, depth + 1))];
}

const MAX_DEPTH = 5;

function resolved(one: unknown): unknown {
  const reference = field(one, "$ref");
  if (typeof reference !== "string") return one;
  return field(schema(), ...reference.replace(/^#\//, "").split("/"));
}
