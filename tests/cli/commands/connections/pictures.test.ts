import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeInColumns } from "../../../../lib/cli/commands/connections/layout.js";
import { ask, deployment, namespace, policy, SHOP } from "./repositories.js";

const picture = async (files: Record<string, string>, ...argv: string[]) =>
  (await ask(files, "connections", "--format", "svg", ...argv)).out;
/** What stands in a picture. */
const words = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

describe("--format svg", () => {
  it("draws workloads in their namespaces, and what policies let through", async () => {
    const svg = await picture(SHOP);
    expect(words(svg)).toMatchInlineSnapshot(`
      [
        "ops",
        "shop",
        "node",
        "probe",
        "api",
        "db",
        "web",
        "outside (0.0.0.0/0 except 10.0.0.0/8)",
        "TCP 9102?",
        "TCP 9102",
        "TCP 8080, 9000-9009",
        "TCP 8080",
        "TCP 8080?",
        "isolated: only what policies allow",
        "nothing is allowed",
        "dashed: not known",
        "Left mark: what comes in. Right mark: what goes out. No mark: open.",
      ]
    `);
    expect(svg.match(/class="edge"/g)).toHaveLength(3);
    expect(svg.match(/class="edge unsure" d="[^"]*" marker/g)).toHaveLength(2);
    expect(await picture(SHOP)).toBe(svg);
  });

  it("is for light and for dark", async () => {
    expect(await picture(SHOP)).toContain("@media(prefers-color-scheme:dark){.back,.label{fill:#0d1117}");
  });

  it("says what is open by drawing no edge", async () => {
    const svg = await picture({ "a.yaml": deployment("x", "a") });
    expect(words(svg)).toEqual(["a", "x", "No policy isolates anything here."]);
    expect(svg).not.toContain('class="edge"');
  });

  it("draws a policy that lets everything in", async () => {
    const open = policy("p", "a", "{ podSelector: {}, ingress: [{}] }");
    expect(words(await picture({ "a.yaml": `${deployment("x", "a")}---\n${open}` }))).toEqual([
      "a",
      "x",
      "everything",
      "all ports",
      "No policy isolates anything here.",
    ]);
  });

  it("breaks what is long into lines", async () => {
    const blocks = "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16]";
    const out = policy(
      "p",
      "a",
      `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: ${blocks} } }] }] }`,
    );
    expect(words(await picture({ "a.yaml": `${deployment("x", "a")}---\n${out}` })).slice(2, 5)).toEqual([
      "outside (0.0.0.0/0 except 10.0.0.0/8,",
      "169.254.0.0/16, 172.16.0.0/12,",
      "192.168.0.0/16)",
    ]);
  });

  it("draws namespaces where there are many workloads", async () => {
    const many = [..."abc"].flatMap((space) => [
      namespace(space, `{ name: ${space} }`),
      policy("p", space, `{ ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: a } } }] }] }`),
      ...Array.from({ length: 21 }, (_, index) => deployment(`x${index}`, space)),
    ]);
    expect(words(await picture({ "a.yaml": many.join("---\n") }))).toEqual([
      "a",
      "b",
      "c",
      "all ports",
      "all ports",
      "isolated: only what policies allow",
      "Left mark: what comes in. Right mark: what goes out. No mark: open.",
      "Connections within a namespace are not drawn.",
    ]);
  });

  it("draws only what is asked for", async () => {
    expect(words(await picture(SHOP, "--from", "shop/web"))).toEqual(
      expect.arrayContaining(["web", "api", "TCP 8080, 9000-9009"]),
    );
    expect(words(await picture(SHOP, "--from", "shop/web"))).not.toContain("db");
  });

  it("has nothing of strangers but text", async () => {
    const names = fc.array(
      fc.constantFrom(..."<>&\"'\u0000\u001B\u202E\uFFFE\uD800a1|{}\\", "]]>", "<!--", "</style>"),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(names, async (parts) => {
        const name = JSON.stringify(parts.join(""));
        const files = {
          "a.yaml": `${deployment(name, "a")}---\n${deployment("w", "a")}---\n${policy("p", "a", "{ ingress: [{ from: [{ podSelector: {} }] }] }")}`,
        };
        const svg = await picture(files);
        expect(svg).not.toMatch(/[\p{Cs}\uFFFE\uFFFF]|(?!\n)[\p{Cc}\p{Cf}]/u);
        const inside = svg
          .replace(/<style>.*?<\/style>/s, "")
          .replace(/<\/?[a-z]+(?: [\w-]+(?::\w+)?="[^"<>]*")*\/?>/gi, "");
        expect(inside).not.toMatch(/[<>]/);
        expect(inside).not.toMatch(/&(?!#\d+;)/);
        const dot = (await ask(files, "connections", "--format", "dot")).out;
        const outside = dot.replace(/"(?:[^"\\\n]|\\.)*"/g, "");
        expect(outside).not.toMatch(/["\\<]/);
      }),
      { numRuns: 40 },
    );
  });
});

describe("--format dot", () => {
  it("prints the same for Graphviz", async () => {
    expect((await ask(SHOP, "connections", "--format", "dot")).out).toMatchInlineSnapshot(`
      "digraph connections {
        rankdir="LR";
        node [shape="box", style="rounded", fontname="sans-serif", fontsize="11"];
        edge [fontname="sans-serif", fontsize="10"];
        subgraph cluster_n0 {
          label="ops";
          n0 [label="node"];
          n1 [label="probe"];
        }
        subgraph cluster_n1 {
          label="shop";
          n2 [label="api\\nin: isolated\\nout: denied", color="#cf222e"];
          n3 [label="db\\nin: denied\\nout: denied", color="#cf222e"];
          n4 [label="web\\nin: isolated\\nout: isolated", color="#0969da"];
        }
        n5 [label="outside (0.0.0.0/0 except 10.0.0.0/8)", shape="oval", style="solid"];
        n0 -> n2 [label="TCP 9102?", style="dashed"];
        n1 -> n2 [label="TCP 9102"];
        n4 -> n2 [label="TCP 8080, 9000-9009"];
        n5 -> n4 [label="TCP 8080"];
        n0 -> n4 [label="TCP 8080?", style="dashed"];
      }"
    `);
  });
});

describe("the places of a picture", () => {
  const link = fc.record({
    from: fc.integer({ min: -1, max: 11 }),
    to: fc.integer({ min: -1, max: 11 }),
    width: fc.constant(20),
  });

  it("leave a way for arrows that lead back, which passes beneath nothing", () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 40 }), (links) => {
        const items = Array.from({ length: 12 }, () => ({ width: 40, height: 30, x: 0, y: 0 }));
        const { lanes } = placeInColumns(items, links, { rows: 10, columns: 30, tallest: 2000 });
        for (const { from, to } of links) {
          const [source, target] = [items[from], items[to]];
          if (!source || !target || from === to) continue;
          const way = lanes.get(`${from} ${to}`) ?? [];
          expect(way.some(({ isBack }) => isBack)).toBe(source.x >= target.x);
        }
        for (const { x, y, height, column } of [...lanes.values()].flat()) {
          for (const item of items) {
            const isApart =
              item.x + item.width <= x - column / 2 ||
              x + column / 2 <= item.x ||
              item.y + item.height <= y ||
              y + height <= item.y;
            expect(isApart).toBe(true);
          }
        }
      }),
    );
  });

  it("do not overlap", () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 40 }), (links) => {
        const items = Array.from({ length: 12 }, (_, index) => ({
          width: 40 + index,
          height: 30,
          x: 0,
          y: 0,
        }));
        const { width, height } = placeInColumns(items, links, { rows: 10, columns: 30, tallest: 200 });
        for (const [index, one] of items.entries()) {
          expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height).toBe(
            true,
          );
          for (const other of items.slice(index + 1)) {
            const isApart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y;
            expect(isApart).toBe(true);
          }
        }
      }),
    );
  });
});
