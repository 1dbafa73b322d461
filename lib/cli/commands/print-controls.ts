import { rules } from "../../../rules/index.js";
import { widest } from "../../util/widest.js";
import {
  type Benchmark,
  type BenchmarkName,
  BENCHMARKS,
  type Control,
  CONTROL_IDS,
  controlsOf,
} from "../../rule-kit/benchmarks.js";

/** A control, and the rules that look at it. */
interface Covered extends Omit<Control, "benchmark"> {
  rules: string[];
}

/** A benchmark, and which rules look at which of its controls. */
interface Coverage extends Benchmark {
  name: BenchmarkName;
  controls: Covered[];
}

/** What the rules cover of each benchmark, with the controls that none looks at. */
function coverage(): Coverage[] {
  const found = new Map<BenchmarkName, Coverage["controls"]>();
  for (const name of CONTROL_IDS) {
    const covering = Object.entries(rules).flatMap(([rule, { meta }]) =>
      meta.docs.controls.includes(name) ? [rule] : [],
    );
    for (const { benchmark, ...control } of controlsOf(name)) {
      const controls = found.get(benchmark) ?? [];
      found.set(benchmark, [...controls, { ...control, rules: covering }]);
    }
  }
  return Object.entries(BENCHMARKS).map(([name, about]) => {
    const controls = found.get(name as BenchmarkName) ?? [];
    return { name: name as BenchmarkName, ...about, controls: controls.sort(byNumber) };
  });
}

function byNumber(a: { id: string }, b: { id: string }): number {
  return a.id.localeCompare(b.id, "en", { numeric: true });
}

/** The controls of public benchmarks and the rules that look at them, as a table or as JSON. */
export function printControls(format: "stylish" | "json"): string {
  const all = coverage();
  if (format === "json") return JSON.stringify(all, null, 2);
  return all.map(tableOf).join("\n\n");
}

function tableOf({ title, versions, url, leavesOut, controls }: Coverage): string {
  const covered = controls.filter((control) => control.rules.length > 0).length;
  const beyond = controls.filter(isOutOfReach).length;
  const width = (of: (control: Covered) => string) => widest(controls.map(of));
  const [ids, asked] = [width(numbers), width(({ asks }) => asks)];
  return [
    `${title} (${versions}): ${covered} of the ${controls.length} controls on access and isolation` +
      (beyond > 0 ? `, ${beyond} out of reach of a repository` : ""),
    url,
    ...(leavesOut === undefined ? [] : [`without ${leavesOut}`]),
    ...controls.map((control) => {
      return `  ${numbers(control).padEnd(ids)}  ${control.asks.padEnd(asked)}  ${coveredBy(control)}`;
    }),
  ].join("\n");
}

/** The number of a control in the newest version of its benchmark, and those in older ones: `5.6.1 (5.7.1 in 1.7 to 1.10)`. */
function numbers({ id, older = {}, since }: Covered): string {
  const others = Object.entries(older).map(([versions, number]) => `${number} in ${versions}`);
  if (since !== undefined) others.push(`from ${since}`);
  return others.length > 0 ? `${id} (${others.join(", ")})` : id;
}

function coveredBy(control: Covered): string {
  if (isOutOfReach(control)) return `out of reach: ${control.outOfReach}`;
  return control.rules.join(", ") || "no rule";
}

/** Whether no rule can look at a control; one that does shows more than was thought possible. */
function isOutOfReach({ rules: names, outOfReach }: Covered): boolean {
  return names.length === 0 && outOfReach !== undefined;
}
