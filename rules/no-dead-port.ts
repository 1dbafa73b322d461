import { type DeadPort, deadPorts } from "../lib/analysis/network/dead-ports.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import { asApplied, inWhatApplies, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { workloadWords } from "../lib/rule-kit/unmatched-phrases.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";
import { memoize } from "../lib/util/memoize.js";
import { nearest } from "../lib/util/nearest.js";
import { plural, quoteList } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-dead-port",
  meta: {
    docs: {
      description: "Disallow named ports of a NetworkPolicy that no pod has",
      topic: "Network isolation",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      noPort:
        "No container of {{workloads}} calls a port '{{name}}'{{as}}{{where}}, so this entry allows nothing.{{more}}",
      protocol:
        "Port '{{name}}' of {{workloads}} is {{other}}{{as}}{{where}}, and this entry speaks of {{protocol}}, so it allows nothing. Write 'protocol: {{other}}'.",
      addresses:
        "The name '{{name}}' is looked up on pods, and an ipBlock has none, so this entry allows nothing{{as}}{{where}}. Write the number of the port.",
      useName: "Write '{{name}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: true,
  check(_, context) {
    const { analysis, report } = context;
    const all = [...context.applied, ...context.patched];
    const dead = all.flatMap((one) => deadPorts(analysis, one));
    const paths = new Map(dead.map(({ path }) => [String(path), path]));
    for (const path of paths.values()) {
      const uses = writtenHere(path, context);
      const found = uses.map((applied) => {
        return { applied, port: byPath(deadPorts(analysis, applied)).get(String(path)) };
      });
      const [first] = found;
      if (!first?.port || found.some(({ port }) => port === undefined)) continue;
      const where = uses.length === 1 ? "" : inWhatApplies(uses);
      const as = uses.length === 1 && isUnreached(first.applied) ? asApplied([first.applied]) : "";
      report({ at: path, ...findingFor(first.port, { where, as }) });
    }
  },
});

const byPath = memoize((ports: readonly DeadPort[]) => new Map(ports.map((one) => [String(one.path), one])));

/** With more names than this, the one that was meant is not looked for. */
const MAX_CANDIDATES = 1000;

function findingFor(
  { path, name, protocol, workloads, ports }: DeadPort,
  build: { where: string; as: string },
) {
  if (workloads.length === 0) return { messageId: "addresses" as const, data: { ...build, name } };
  const data = { ...build, name, workloads: workloadsWords(workloads) };
  const other = ports.find((one) => one.name === name);
  if (other) return { messageId: "protocol" as const, data: { ...data, protocol, other: other.protocol } };
  const named = ports.flatMap((one) => (isKnown(one.name) && one.protocol === protocol ? [one.name] : []));
  const near = named.length > MAX_CANDIDATES ? undefined : nearest(name, named);
  return {
    messageId: "noPort" as const,
    data: { ...data, more: sentenceFor(near, [...new Set(named)], ports) },
    suggest:
      near === undefined
        ? []
        : [{ messageId: "useName" as const, data: { name: near }, edit: replaceScalar(path, near) }],
  };
}

function sentenceFor(near: string | undefined, named: readonly string[], ports: DeadPort["ports"]): string {
  if (near !== undefined) return ` Did you mean '${near}'?`;
  if (named.length > 0) return ` The names that there are: ${quoteList(named)}.`;
  const numbers = [...new Set(ports.flatMap(({ port }) => port ?? []))];
  const declared = numbers.length > 0 ? `: ${quoteList(numbers.map(String))}` : "";
  return ` Name the port where the container declares it, or write its number${declared}.`;
}

/** The first of the workloads, and how many more there are. */
function workloadsWords([first, ...others]: DeadPort["workloads"]): string {
  const words = first ? workloadWords(first) : "";
  return others.length === 0 ? words : `${words} and ${plural(others.length, "other workload")}`;
}
