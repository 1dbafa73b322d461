import type { FormatName } from "../../kubernetes/configuration/configuration.js";
import { type KindName, NETWORK_POLICY_KINDS } from "../../kubernetes/objects.js";
import { digest } from "../../util/digest.js";
import { memoize } from "../../util/memoize.js";
import { configurationsOf } from "../access/configurations.js";
import type { Analysis } from "../analysis.js";
import { enginesWithObjects } from "../escalation/beyond/workflow-engines.js";
import { mayBeIn } from "../clusters.js";

/** What decides about connections gives nobody the rights of others. */
const WITHOUT_RIGHTS: ReadonlySet<KindName> = new Set([
  ...NETWORK_POLICY_KINDS,
  ...(["Service", "Ingress", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"] as const),
  ...(["OpenShiftRoute", "Misspelt"] as const),
]);

/** Configurations that say who may become whom. */
const FORMATS: readonly FormatName[] = [
  "AwsAuth",
  "ArgoCdSettings",
  "ArgoCdParameters",
  "ArgoCdOperator",
  "ArgoWorkflowsSettings",
  "KubeletConfiguration",
];

/** All of a cluster that can decide about who becomes whom: the same for the same, wherever it is written. */
export function escalationContent(analysis: Analysis, cluster: string | undefined): string {
  const objects = new Set<string>();
  for (const build of analysis.all) {
    if (!mayBeIn(build, cluster)) continue;
    for (const { kind, object } of build.objects)
      if (!WITHOUT_RIGHTS.has(kind)) objects.add(`${kind} ${textOf(object)}`);
  }
  const configurations = FORMATS.flatMap((format) => configurationsOf(analysis.repository, format));
  const values = configurations.map(({ format, value }) => JSON.stringify([format, value]));
  const engines = enginesWithObjects(analysis.repository).map(({ name }) => name);
  return digest(
    [JSON.stringify([analysis.settings, engines]), ...[...objects].sort(), ...values.sort()].join("\n"),
  );
}

const textOf = memoize((object: object) => JSON.stringify(object));
