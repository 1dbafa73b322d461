import fc from "fast-check";
import { isMap } from "../../lib/util/plain-values.js";

/** A change of a value: which of its parts, what is done with it, and with what. */
export type Break = readonly [where: number, how: number, what: number];

export const breaks: fc.Arbitrary<Break[]> = fc.array(
  fc.tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 20 }), fc.nat({ max: 10_000 })),
  { maxLength: 4 },
);

const LONG = "x".repeat(300);
const WRONG: readonly unknown[] = [
  ...[
    null,
    0,
    -1,
    1.5,
    1e300,
    true,
    false,
    "",
    " ",
    "*",
    "..",
    "/",
    ".",
    "${A}",
    "{{x}}",
    "$(A)",
    "##A##",
    "a\nb",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "::",
    "[x",
    "all(",
    "(((",
    "(a+)+$",
    "\ud800",
    "\u202ex",
    LONG,
    "A b",
  ],
  ...[
    "0.0.0.0/0",
    "::/0",
    "1",
    "1.30",
    "true",
    "null",
    "~",
    "default",
    "kube-system",
    "system:masters",
    "get",
  ],
  ...[
    "cluster-admin",
    "apps",
    "pods/exec",
    "../..",
    "https://a.example/b",
    "a.yaml",
    "x=y",
    "!x",
    "x in (a,b)",
  ],
  ...[[], {}, [null], { a: null }, [[]], [{}], { __proto: 1 }, { matchLabels: {} }, [""], ["*"], { "": "" }],
];

/** Every place in a value. */
function placesIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const inner = Array.isArray(value)
    ? value.map((item: unknown, index) => placesIn(item, [...path, index]))
    : isMap(value)
      ? Object.entries(value).map(([key, item]) => placesIn(item, [...path, key]))
      : [];
  return [path, ...inner.flat()];
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((one, step) => (one as Record<string | number, unknown>)[step], value);
}

/** The value with another one at a place; without the place if that is undefined. */
function put(value: unknown, [step, ...rest]: readonly (string | number)[], changed: unknown): unknown {
  if (step === undefined) return changed;
  const entries = Object.entries(value as object) as [string, unknown][];
  const next = entries.flatMap(([key, item]): [string, unknown][] => {
    const now = key === String(step) ? put(item, rest, changed) : item;
    return now === undefined ? [] : [[key, now]];
  });
  return Array.isArray(value) ? next.map(([, item]) => item) : Object.fromEntries(next);
}

/** A value with some of its parts changed: for what is wrong there, for each other, taken out, twice, one level deeper. */
export function broken(value: unknown, all: readonly Break[]): unknown {
  return all.reduce<unknown>((before, [where, how, what]) => {
    const places = placesIn(before);
    const path = places[where % places.length] ?? [];
    const here = at(before, path);
    const other = at(before, places[what % places.length] ?? []);
    switch (how % 8) {
      case 0:
        return path.length === 0 ? before : put(before, path, undefined);
      case 1:
        return put(before, path, other);
      case 2:
        return put(
          before,
          path,
          Array.isArray(here) ? [...(here as unknown[]), ...(here as unknown[])] : [here],
        );
      case 3:
        return put(before, path, { [String(what)]: here });
      case 4:
        return put(
          before,
          path,
          typeof here === "string" ? here + asText(WRONG[what % WRONG.length]) : asText(here),
        );
      case 5:
        return isMap(here) ? put(before, path, { ...here, [keys[what % keys.length] ?? ""]: other }) : before;
      default:
        return put(before, path, WRONG[what % WRONG.length]);
    }
  }, value);
}

const keys = [
  "namespace",
  "name",
  "kind",
  "apiVersion",
  "items",
  "spec",
  "metadata",
  "rules",
  "$patch",
  "labels",
  "a",
];

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
