import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { isSlip, slipOf } from "../../../lib/analysis/network/selector-slips.js";
import { requirements } from "../../../lib/kubernetes/labels/label-selector.js";
import { repositoryOf } from "../../builds/repository-of.js";

interface Written {
  kind?: "Pod" | "Deployment";
  /** The labels of the pods, in YAML. */
  pods?: string;
  /** The labels of the workload itself. */
  own?: string;
}

const manifestOf = ({ kind = "Deployment", pods = "", own = "" }: Written, index: number): string => {
  const metadata = `metadata: { name: w${index}, namespace: shop, labels: { ${own} } }`;
  const containers = "spec: { containers: [{ name: c }] }";
  return kind === "Pod"
    ? `apiVersion: v1\nkind: Pod\n${metadata}\n${containers}\n`
    : `apiVersion: apps/v1\nkind: Deployment\n${metadata}\nspec: { template: { metadata: { labels: { ${pods} } }, ${containers} } }\n`;
};

/** The slip of a selector: its type, the workload, the label there, and whether it is the only one that close. */
function slip(selector: object, ...written: Written[]): unknown[] | undefined {
  const text = written.map(manifestOf).join("---\n");
  const [network] = networksOf(new Analysis(repositoryOf({ "a.yaml": text }), {}));
  const needed = requirements(selector);
  if (!network || !needed) throw new Error("that is no selector");
  const found = slipOf(needed, [network.workloadsIn("shop")]);
  return (
    found && [
      found.type,
      found.workload.name,
      found.requirement.key,
      `${found.key}=${found.value}`,
      found.isOnly,
    ]
  );
}

const labels = (matchLabels: Record<string, string>) => ({ matchLabels });
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 && { values }) }],
});

describe("slipOf", () => {
  it.each<[string, object, Written[], unknown[] | undefined]>([
    ["nothing to compare with", labels({ app: "frontend" }), [], undefined],
    ["what is selected", labels({ app: "frontend" }), [{ pods: "app: frontend" }], undefined],
    [
      "a value",
      labels({ app: "fronted" }),
      [{ pods: "app: frontend" }],
      ["value", "w0", "app", "app=frontend", true],
    ],
    [
      "one of several values",
      expression("app", "In", "backend", "fronted"),
      [{ pods: "app: frontend" }],
      ["value", "w0", "app", "app=frontend", true],
    ],
    [
      "a key",
      labels({ name: "frontend" }),
      [{ pods: "app: frontend" }],
      ["key", "w0", "name", "app=frontend", true],
    ],
    [
      "the first words of a value",
      labels({ app: "postgres" }),
      [{ pods: "app: postgres-primary" }],
      ["related", "w0", "app", "app=postgres-primary", true],
    ],
    [
      "the last words of a value",
      labels({ app: "primary" }),
      [{ pods: "app: postgres-primary" }],
      ["related", "w0", "app", "app=postgres-primary", true],
    ],
    ["the middle of a value", labels({ app: "gres" }), [{ pods: "app: postgres-primary" }], undefined],
    [
      "a label of the workload itself",
      labels({ tier: "web" }),
      [{ pods: "app: frontend", own: "tier: web" }],
      ["object", "w0", "tier", "tier=web", true],
    ],
    [
      "a label of the workload itself, whatever its value",
      expression("tier", "Exists"),
      [{ pods: "app: frontend", own: "tier: web" }],
      ["object", "w0", "tier", "tier=web", true],
    ],
    [
      "what must not be there, in what is not its pods",
      expression("tier", "DoesNotExist"),
      [{ pods: "tier: web", own: "app: a" }],
      undefined,
    ],
    // A pod has no other labels than its own.
    ["nothing of a pod", labels({ tier: "web" }), [{ kind: "Pod", own: "app: frontend" }], undefined],
    // It would have to be wrong twice.
    [
      "two labels",
      labels({ app: "fronted", tier: "wep" }),
      [{ pods: "app: frontend, tier: web" }],
      undefined,
    ],
    [
      "one label of two",
      labels({ app: "fronted", tier: "web" }),
      [{ pods: "app: frontend, tier: web" }],
      ["value", "w0", "app", "app=frontend", true],
    ],
    ["what must not be", expression("app", "NotIn", "frontend"), [{ pods: "app: frontend" }], undefined],
    ["a value that is filled in", labels({ app: "${APP}" }), [{ pods: "app: frontend" }], undefined],
    ["a label that is filled in", labels({ app: "fronted" }), [{ pods: 'app: "${APP}"' }], undefined],
    ["a key that is filled in", labels({ name: "frontend" }), [{ pods: '"${KEY}": frontend' }], undefined],
    // Such a value is under many keys.
    ["a value that says little", labels({ cached: "true" }), [{ pods: 'public: "true"' }], undefined],
    [
      "the nearest kind of slip, wherever it is",
      labels({ app: "frontend" }),
      [{ pods: "app: frontend-v2" }, { pods: "name: frontend" }, { pods: "app: frontent" }],
      ["value", "w2", "app", "app=frontent", true],
    ],
    [
      "one of two that are as near",
      labels({ app: "frontend" }),
      [{ pods: "app: frontent" }, { pods: "app: fronted" }],
      ["value", "w0", "app", "app=frontent", false],
    ],
    [
      "two with the same label",
      labels({ app: "frontend" }),
      [{ pods: "app: frontent" }, { pods: "app: frontent" }],
      ["value", "w0", "app", "app=frontent", true],
    ],
  ])("finds %s", (_, selector, written, expected) => {
    expect(slip(selector, ...written)).toEqual(expected);
  });

  it("compares 500 workloads of several lists, and none behind them", () => {
    const many = (count: number, pods: string) => Array.from({ length: count }, () => ({ pods }));
    const near = { pods: "app: frontent" };
    const selector = labels({ app: "frontend" });
    expect(slip(selector, ...many(499, "app: redis"), near)?.[1]).toBe("w499");
    expect(slip(selector, ...many(500, "app: redis"), near)).toBeUndefined();
    const text = [...many(400, "app: redis"), near].map(manifestOf).join("---\n");
    const [network] = networksOf(new Analysis(repositoryOf({ "a.yaml": text }), {}));
    const all = network?.workloadsIn("shop") ?? [];
    const needed = requirements(selector) ?? [];
    expect(slipOf(needed, [all.slice(0, 99), all])?.workload.name).toBe("w400");
    expect(slipOf(needed, [all.slice(0, 100), all])).toBeUndefined();
    expect(slipOf(needed, [[], all.slice(400), all])?.workload.name).toBe("w400");
  });
});

describe("isSlip", () => {
  it.each<[string, string, boolean]>([
    ["team-frontend", "team-frontent", true],
    ["wep-frontend", "web-frontend", false],
    ["back-end", "bakc-end", true],
    ["bak-end", "back-end", false],
    ["node1234", "node1235", false],
    ["node1234", "nodes1234", true],
    ["a-frontend-b", "a-frontent", false],
  ])("takes %s for a misspelling of %s: %s", (written, meant, expected) => {
    expect(isSlip(written, meant)).toBe(expected);
  });
});
