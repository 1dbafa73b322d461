import { rules } from "../../../rules/index.js";
import { widest } from "../../util/widest.js";
import { type BenchmarkName, BENCHMARKS, CONTROL_IDS, controlsOf } from "../../rule-kit/benchmarks.js";

/** A benchmark, and which rules look at which of its controls. */
interface Coverage {
  name: BenchmarkName;
  title: string;
  versions: string;
  url: string;
  controls: { id: string; asks: string; rules: string[] }[];
}

/** What the rules cover of each benchmark, with the controls that none looks at. */
function coverage(): Coverage[] {
  const found = new Map<BenchmarkName, Coverage["controls"]>();
  for (const name of CONTROL_IDS) {
    const covering = Object.entries(rules).flatMap(([rule, { meta }]) =>
      meta.docs.controls.includes(name) ? [rule] : [],
    );
    for (const { benchmark, id, asks } of controlsOf(name)) {
      const controls = found.get(benchmark) ?? [];
      found.set(benchmark, [...controls, { id, asks, rules: covering }]);
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

function tableOf({ title, versions, url, controls }: Coverage): string {
  const covered = controls.filter((control) => control.rules.length > 0).length;
  const width = (of: (control: (typeof controls)[number]) => string) => widest(controls.map(of));
  const [ids, asked] = [width(({ id }) => id), width(({ asks }) => asks)];
  return [
    `${title} (${versions}): ${covered} of the ${controls.length} controls on access and isolation`,
    url,
    ...controls.map(({ id, asks, rules: names }) => {
      return `  ${id.padEnd(ids)}  ${asks.padEnd(asked)}  ${names.join(", ") || "no rule"}`;
    }),
  ].join("\n");
}
