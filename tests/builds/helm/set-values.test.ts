import { describe, expect, it } from "vitest";
import {
  SetError,
  SetLimitError,
  setValues,
  textValue,
  typedValue,
  type Values,
} from "../../../lib/builds/helm/set-values.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";

describe("what --set makes of a text", () => {
  it.each<[text: string, values: Values]>([
    ["a=b", { a: "b" }],
    ["a=b,c=d", { a: "b", c: "d" }],
    ["a.b.c=d", { a: { b: { c: "d" } } }],
    ["a=1,b=-3,c=0,d=+5", { a: 1n, b: -3n, c: 0n, d: 5n }],
    ["a=007,b=1.5,c=1e3,d=0x1", { a: "007", b: "1.5", c: "1e3", d: "0x1" }],
    ["a=9223372036854775807,b=9223372036854775808", { a: 2n ** 63n - 1n, b: "9223372036854775808" }],
    ["a=true,b=FALSE,c=null,d=Null", { a: true, b: false, c: null, d: null }],
    ["a=,b=", { a: "", b: "" }],
    ["a={x,1,true}", { a: ["x", 1n, true] }],
    ["a={x},b=1", { a: ["x"], b: 1n }],
    ["a={}", { a: [""] }],
    ["a[0]=x,a[2]=y", { a: ["x", null, "y"] }],
    ["a[0].b=x,a[0].c=y", { a: [{ b: "x", c: "y" }] }],
    ["a[0][1]=x", { a: [[null, "x"]] }],
    ["a\\.b\\,c=d\\,e", { "a.b,c": "d,e" }],
    ["a=b=c", { a: "b=c" }],
    ["=a,b=c", { b: "c" }],
    ["a[0]", { a: [] }],
    ["a[0].b=", { a: [] }],
    ["a=x,", { a: "x" }],
    ["", {}],
    ["__proto__.a=1", Object.fromEntries([["__proto__", { a: 1n }]])],
  ])("is of %j what Helm makes of it", (text, values) => {
    const found: Values = {};
    setValues(found, text);
    expect(found).toEqual(values);
  });

  it.each([
    ["a", "the key 'a' has no value"],
    ["a,b=c", "the key 'a' has no value"],
    ["a.b,c=d", "the key 'b' has no value"],
    ["a.=b,c=d", "the key 'a' has no value"],
    ["a={x", "a list does not end with '}'"],
    ["a[x]=b", "'x' is not an index"],
    ["a[0", "an index does not end with ']'"],
    ["a[-1]=b", "the index -1 is negative"],
    ["a[0]b=c", "'b' follows an index"],
    ["a=1,a.b=2", "'a' is not a map"],
    ["a=null,a.b=2", "'a' is not a map"],
    ["a=1,a[0]=2", "'a' is not a list"],
    ["a[0]=x,a[0][0]=y", "the item 0 is not a list"],
    [`${"a.".repeat(31)}b=1`, "a key is nested more than 30 levels deep"],
  ])("is an error for %j: %s", (text, message) => {
    expect(() => setValues({}, text)).toThrow(new SetError(message));
  });

  it.each([
    ["a[1000]=x", "a list has more than 1000 items"],
    [`a${"[0]".repeat(101)}=x`, "more than 100 lists are set in one text"],
  ])("is not followed where it is enormous", (text, message) => {
    expect(() => setValues({}, text)).toThrow(new SetLimitError(message));
  });

  it("says what it set, up to the first list", () => {
    expect(setValues({}, "a.b=1,c.d[0].e=2,f={x}")).toEqual([["a", "b"], ["c", "d"], ["f"]]);
  });

  it("goes into the values that are there", () => {
    const values: Values = { a: { b: 1, c: [1, { d: 2 }] } };
    setValues(values, "a.c[1].e=x,a.f=y");
    expect(values).toEqual({ a: { b: 1, c: [1, { d: 2, e: "x" }], f: "y" } });
  });

  it("does not change what is not known", () => {
    const values: Values = { a: UNKNOWN, b: [UNKNOWN], c: UNKNOWN };
    setValues(values, "a.x=1,b[0].y=2,c[0]=3");
    expect(values).toEqual({ a: UNKNOWN, b: [UNKNOWN], c: UNKNOWN });
  });
});

describe("what a value says", () => {
  it("is a text with --set-string", () => {
    const values: Values = {};
    setValues(values, "a=1,b={true,x},c=null", textValue);
    expect(values).toEqual({ a: "1", b: ["true", "x"], c: "null" });
  });

  it("is an integer only if it looks like one", () => {
    expect(["12", " 1", "1 ", "", "-", "0"].map(typedValue)).toEqual([12n, " 1", "1 ", "", "-", 0n]);
  });
});
