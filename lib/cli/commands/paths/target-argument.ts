import type { EscalationNode } from "../../../analysis/escalation/escalation.js";
import { subjectNode } from "../../../analysis/escalation/nodes.js";
import { isDnsLabel } from "../../../kubernetes/rbac/subjects.js";
import { didYouMean } from "../../../util/did-you-mean.js";
import { Mistake } from "../../command-line.js";
import { parseSubject } from "../subject-argument.js";

const WORDS = ["cluster-admin", "node", "secrets"] as const;
const SECRETS = /^secrets:(.*)$/;

/**
 * A target as it is typed: `cluster-admin`, `node`, `secrets`, `secrets:NAMESPACE`, or a subject.
 * @throws {Mistake} if it is none
 */
export function parseTarget(written: string): EscalationNode {
  const kind = WORDS.find((word) => word === written);
  if (kind !== undefined) return { kind };
  const [, namespace] = SECRETS.exec(written) ?? [];
  if (namespace !== undefined) {
    if (!isDnsLabel(namespace)) throw new Mistake(`No namespace can have the name '${namespace}'.`);
    return { kind: "secrets", namespace };
  }
  const found = isSubject(written) ? subjectNode(parseSubject(written)) : undefined;
  if (found) return found;
  const hint =
    didYouMean(written, WORDS) ||
    " Write 'cluster-admin', 'node', 'secrets:NAMESPACE' or a subject, such as 'User:name'.";
  throw new Mistake(`'${written}' is not a target.${hint}`);
}

function isSubject(written: string): boolean {
  return /[:/]/.test(written);
}
