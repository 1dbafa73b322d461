import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPolicy } from "../../../lib/kubernetes/argocd/policy-text.js";

const BASE = { line: 0, type: "p", action: "get", object: "shop/*", effect: "allow" };

describe("readPolicy", () => {
  it.each([
    [
      "a permission",
      "p, role:dev, applications, get, shop/*, allow",
      { ...BASE, subject: "role:dev", resource: "applications" },
    ],
    [
      "a role for a group",
      "g, my-org:team, role:dev",
      { line: 0, type: "g", member: "my-org:team", role: "role:dev" },
    ],
    ["no blanks", "g,a,b", { line: 0, type: "g", member: "a", role: "b" }],
    ["blanks around the line", "\t g, a, b \r", { line: 0, type: "g", member: "a", role: "b" }],
    ["blanks behind a field, which stay", "g, a , b", { line: 0, type: "g", member: "a ", role: "b" }],
    [
      "a comma in quotes",
      'g, "CN=a,OU=b", role:dev',
      { line: 0, type: "g", member: "CN=a,OU=b", role: "role:dev" },
    ],
    ["quotes in quotes", 'g, "a""b", ""', { line: 0, type: "g", member: 'a"b', role: "" }],
    ["a last field that is empty", "g, a,", { line: 0, type: "g", member: "a", role: "" }],
    [
      "a comment behind the line, which is none",
      "p, a, applications, get, shop/*, deny # not yet",
      { ...BASE, subject: "a", resource: "applications", effect: "deny # not yet" },
    ],
  ])("reads %s", (_, text, line) => {
    expect(readPolicy(text)).toEqual({ lines: [line], defects: [] });
  });

  it("counts the lines of the text", () => {
    const { lines } = readPolicy("# roles\n\ng, a, b\n  # more\ng, c, d\n");
    expect(lines.map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each([
    ["a field too few", "p, role:dev, applications, get, allow", { id: "fieldCount", type: "p", count: 5 }],
    ["a field too many", "g, a, b, c", { id: "fieldCount", type: "g", count: 4 }],
    ["no comma", "g a b", { id: "lineType", type: "g a b", count: 1 }],
    ["another first field", "P, a, b, c, d, allow", { id: "lineType", type: "P", count: 6 }],
    ["an empty first field", ", a, b", { id: "lineType", type: "", count: 3 }],
    ["another comment", "// admins", { id: "lineType", type: "// admins", count: 1 }],
    ["a quote in a field", 'g, my "team", b', { id: "quotes", type: "", count: 0 }],
    ["a quote that is not closed", 'g, "my team, b', { id: "quotes", type: "", count: 0 }],
    ["a blank behind quotes", 'g, "my team" , b', { id: "quotes", type: "", count: 0 }],
  ])("does not load %s", (_, text, defect) => {
    expect(readPolicy(`\n${text}`)).toEqual({ lines: [], defects: [{ line: 1, ...defect }] });
  });

  it("leaves out lines for other sections of the model, which load and do nothing", () => {
    expect(readPolicy("r, a\ne, a\nm, a, b")).toEqual({ lines: [], defects: [] });
  });

  it("reads whatever it is given, in linear time", () => {
    const piece = fc.constantFrom("p", "g", ",", ", ", '"', '""', "\n", "#", "a", " ", "\0");
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (one) => {
        const { lines, defects } = readPolicy(one);
        return lines.length + defects.length <= one.split("\n").length;
      }),
    );
    expect(readPolicy(`g, "${'""'.repeat(500_000)}, b`).defects).toHaveLength(1);
    expect(readPolicy(`p${",".repeat(500_000)}`).defects).toHaveLength(1);
  });
});
