import { describe, expect, it } from "vitest";
import { FLUX_VARIABLE } from "../../../lib/builds/helm/plain-values.js";
import { RefusedValues } from "../../../lib/builds/helm/refused-values.js";
import { ValueLayers } from "../../../lib/builds/helm/value-layers.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";

const at = (file: string) => ({ file, document: 0, path: [] });
const [FILE, SET] = [at("values.yaml"), at("app.yaml")];

describe("the values of a release", () => {
  it("are layers, the weakest first, each with its place", () => {
    const layers = new ValueLayers();
    layers.add({ a: 1 }, FILE);
    layers.set("b.c", "2", SET);
    layers.addUnknown("nobody knows", SET);
    expect(layers.layers).toEqual([
      { value: { a: 1 }, place: FILE },
      { value: { b: { c: 2n } }, place: SET },
      { value: UNKNOWN, why: "nobody knows", place: SET },
    ]);
  });

  it("have a list as a whole once one of its items is set", () => {
    const layers = new ValueLayers();
    layers.add({ a: { list: [{ x: 1 }, 2], other: 3 } }, FILE);
    layers.set("a.list[0].y", "z", SET);
    layers.set("a.list[1]", "w", SET);
    expect(layers.layers.slice(1)).toEqual([{ value: { a: { list: [{ x: 1, y: "z" }, "w"] } } }]);
  });

  it("have a list of which nothing is known where any values can be given", () => {
    const layers = new ValueLayers();
    layers.addUnknown("nobody knows", SET);
    layers.set("a[0]", "x", SET);
    expect(layers.layers[1]?.value).toEqual({ a: UNKNOWN });
  });

  it("are not known where something fills them in", () => {
    const layers = new ValueLayers(FLUX_VARIABLE);
    layers.add({ a: "x-${NAME}", "${KEY}": 1, b: ["$x"] }, FILE);
    layers.set("c", "${OTHER}", SET);
    expect(layers.layers).toEqual([
      {
        value: { a: `x-${UNKNOWN}`, [UNKNOWN]: 1, b: ["$x"] },
        place: FILE,
        why: "it is filled in later",
      },
      { value: { c: UNKNOWN }, place: SET, why: "it is filled in later" },
    ]);
  });

  it.each([
    ["a.b", "1", "sets 'a.b', which Helm refuses: 'a' is not a map", false],
    ["l[2000]", "1", "sets more than is followed: a list has more than 1000 items", true],
  ])("are refused if '%s' cannot be set", (target, text, message, isOurs) => {
    const layers = new ValueLayers();
    layers.add({ a: "text" }, FILE);
    expect(() => layers.set(target, text, SET)).toThrow(new RefusedValues(message, SET, isOurs));
  });

  it("are refused, or unknown, if a text does not say any", () => {
    const layers = new ValueLayers();
    expect(() => layers.addRead({ refused: "is not a map" }, "'x.yaml'", FILE, SET)).toThrow(
      new RefusedValues("takes values from 'x.yaml', which is not a map", SET),
    );
    layers.addRead({ unread: "is not read: too long" }, "'x.yaml'", FILE, SET);
    expect(layers.layers).toEqual([{ value: UNKNOWN, why: "'x.yaml' is not read: too long", place: SET }]);
  });
});
