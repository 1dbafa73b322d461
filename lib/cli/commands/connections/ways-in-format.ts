import { policyName, policyWords } from "../../../analysis/network/deciding.js";
import { nameWords, workloadWords } from "../../../analysis/network/endpoint-words.js";
import type { Network } from "../../../analysis/network/network.js";
import type { WayIn } from "../../../analysis/network/ways-in.js";
import { namespaceWords } from "../../../analysis/network/workloads.js";
import type { Applied } from "../../../builds/applied.js";
import { placeOf } from "../../../builds/build.js";
import { isNoPort, portsWithout, portWords } from "../../../kubernetes/connections/port-set.js";
import type { Lines } from "../../report/lines.js";
import { type Cell, wrapped } from "./cells.js";
import { portRanges } from "./words.js";
import { workloadAsJson } from "./workload-json.js";

/** The ways from the outside to workloads, a row each. */
export function rowsOfWays(network: Network, ways: readonly WayIn[], lines: Lines): Cell[][] {
  const words = workloadWords(network);
  return ways.map((way) => [
    wrapped(words(way.workload)),
    wrapped(portWords(way.ports)),
    stepsOf(way).map((step, index) => `${index > 0 ? "> " : ""}${objectWords(step, lines)}`),
    wrapped(stateWords(network, way)),
  ]);
}

/** The same for programs. */
export function waysAsJson(ways: readonly WayIn[], lines: Lines) {
  return ways.map((way) => ({
    to: workloadAsJson(way.workload),
    ports: portRanges(way.ports),
    through: stepsOf(way).map(({ object }) => {
      const { namespace, name } = object.object.metadata ?? {};
      const place = placeOf(object, ["metadata", "name"]);
      return { kind: object.object.kind, namespace, name, file: place.file, line: lines.of(place) };
    }),
    state: stateOf(way),
  }));
}

function stepsOf({ route, service }: WayIn): Applied[] {
  return [...(route ? [route.applied as Applied] : []), service as Applied];
}

function objectWords({ object }: Applied, lines: Lines): string {
  const { namespace, name = "?" } = object.object.metadata ?? {};
  const place = placeOf(object, ["metadata", "name"]);
  const where = namespace === undefined ? "" : `${namespaceWords(namespace)}/`;
  return `${object.object.kind ?? ""} ${where}${name} (${lines.words(place)})`;
}

/** What policies make of a way in: all is let in, nothing is, or it depends on where the controller runs. */
function stateOf({ ports, open, isBlocked }: WayIn): "open" | "blocked" | "depends" {
  if (isNoPort(portsWithout(ports, open))) return "open";
  return isBlocked ? "blocked" : "depends";
}

function stateWords(network: Network, way: WayIn): string {
  if (way.isUnrestricted) return "open: no policy";
  const state = stateOf(way);
  const sources = network.selecting(way.workload, "Ingress").flatMap(({ source }) => source ?? []);
  const names = [...new Set(sources)].map((source) => policyWords(policyName(source))).join(", ");
  const by = names === "" ? "" : `: ${names}`;
  if (state === "open") return `open${by}`;
  return state === "blocked" ? `blocked${by}` : `depends on who sends to ${nameWords(way.workload)}${by}`;
}
