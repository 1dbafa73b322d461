import { rules } from "../../../../rules/index.js";
import { configSchema } from "../../../plugin/config-schema.js";
import { pageUrl } from "../../../rule-kit/define-rule.js";
import { isMap } from "../../../util/plain-values.js";
import { type Line, line, said } from "../../text/markup.js";

type Schema = Readonly<Record<string, unknown>>;

const PREFIX = "gitops/";

/** A rule, by its name with or without the prefix: what it is for, in which presets it is, and its page. */
export function ruleLines(called: string): Line[] {
  const name = called.startsWith(PREFIX) ? called.slice(PREFIX.length) : called;
  const rule = Object.hasOwn(rules, name) ? rules[name as keyof typeof rules] : undefined;
  if (!rule) return [];
  const { description, topic, preset } = rule.meta.docs;
  const presets = { recommended: "recommended, strict and all", strict: "strict and all", all: "all" }[
    preset
  ];
  return [
    line(said`${{ strong: [name] }}: ${{ markdown: description }}.`),
    line(
      said`${topic}. In ${presets === "all" ? "preset all" : `presets ${presets}`}. ${{ url: pageUrl(name), words: "Its page" }}`,
    ),
  ];
}

let schema: Schema | undefined;

/** What the configuration file says at a path: a rule, or a setting. */
export function configurationLines(path: readonly (string | number)[]): Line[] {
  const parent = path.at(-2);
  const last = path.at(-1);
  if (parent === "rules" && typeof last === "string") return ruleLines(last);
  schema ??= configSchema(rules);
  let found: unknown = schema;
  for (const step of path) found = childOf(schema, found, step);
  const own = isMap(found) ? found : {};
  const { description } = own;
  if (typeof description !== "string" || typeof last !== "string") return [];
  const choices = Array.isArray(own.enum) ? own.enum.map((one) => String(one)) : [];
  return [
    line(said`${{ strong: [last] }}: ${{ markdown: description }}`),
    ...(choices.length > 0 && choices.length <= 12 ? [line([`One of ${choices.join(", ")}.`])] : []),
  ];
}

/** The part of a schema for a key or an item. */
function childOf(root: Schema, from: unknown, step: string | number): unknown {
  const at = resolved(root, from);
  if (!isMap(at)) return undefined;
  const options = [at, ...(Array.isArray(at.anyOf) ? (at.anyOf as unknown[]) : [])].map((one) =>
    resolved(root, one),
  );
  for (const one of options) {
    if (!isMap(one)) continue;
    if (typeof step === "number") {
      const { items } = one;
      const child: unknown = Array.isArray(items) ? items[step] : items;
      if (child !== undefined) return child;
    } else if (isMap(one.properties) && Object.hasOwn(one.properties, step)) return one.properties[step];
  }
  return undefined;
}

function resolved(root: Schema, from: unknown): unknown {
  if (!isMap(from) || typeof from.$ref !== "string") return from;
  const steps = from.$ref.replace(/^#\//, "").split("/");
  return steps.reduce<unknown>((at, step) => (isMap(at) ? at[step] : undefined), root);
}
