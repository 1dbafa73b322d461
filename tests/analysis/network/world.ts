import { Analysis } from "../../../lib/analysis/analysis.js";
import { type Connections, connectionsIn } from "../../../lib/analysis/network/connections.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { addressesOf } from "../../../lib/kubernetes/connections/address-set.js";
import { isWithin } from "../../../lib/kubernetes/connections/intervals.js";
import type { Endpoint } from "../../../lib/kubernetes/connections/endpoint.js";
import { portWords } from "../../../lib/kubernetes/connections/port-set.js";
import type { Workload } from "../../../lib/analysis/network/workloads.js";
import type { Direction } from "../../../lib/kubernetes/network-policy/policy-step.js";
import { allowedPorts, unknownPorts, type Verdict } from "../../../lib/kubernetes/connections/verdict.js";
import { repositoryOf } from "../../builds/repository-of.js";

/** A Pod with a port `web`, 8080, whose label `app` is its name. */
export const pod = (name: string, namespace = "a", more = "") =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }\nspec: { containers: [{ name: c, ports: [{ name: web, containerPort: 8080 }] }]${more} }\n`;
export const policy = (name: string, spec: string, namespace = "a") =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;

/** What policies make of the connections between what these documents hold. */
export function connections(...documents: string[]): Connections {
  const analysis = new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});
  const [network] = networksOf(analysis);
  if (!network) throw new Error("there is no network");
  return connectionsIn(network);
}

/** The ports that are let through from one workload to another; what is not known stands behind a question mark. */
export function through(world: Connections, from: string, to: string): string {
  return words(world.between(endpoint(world, from), endpoint(world, to)));
}

/** The same as far as the policies of one workload have a say. */
export function throughIn(world: Connections, direction: Direction, name: string, peer: string): string {
  return words(world.inDirection(direction, endpoint(world, name) as Workload, endpoint(world, peer)));
}

/** A workload by its name, or the addresses outside of the cluster that hold one. */
function endpoint(world: Connections, name: string): Endpoint {
  const address = addressesOf(`${name}/32`);
  const found = world.endpoints.find((one) =>
    one.is === "pods" ? one.name === name : address && isWithin(address, one.addresses),
  );
  if (!found) throw new Error(`there is no '${name}'`);
  return found;
}

function words(verdict: Verdict): string {
  const unknown = portWords(unknownPorts(verdict));
  return `${portWords(allowedPorts(verdict))}${unknown === "no port" ? "" : ` ?${unknown}`}`;
}
