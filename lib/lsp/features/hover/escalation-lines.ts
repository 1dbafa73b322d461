import type { Analysis } from "../../../analysis/analysis.js";
import { escalations } from "../../../analysis/escalation/escalations.js";
import type { Subject } from "../../../kubernetes/objects.js";
import { plural } from "../../../util/phrases.js";
import { type Line, line, said } from "../../text/markup.js";

/** As many steps are looked ahead, as `no-escalation-path` does. */
const STEPS = 3;

/** How somebody who does not hold cluster-admin surely becomes it in a few steps; nothing if that is not so. */
export function escalationLines(analysis: Analysis, subject: Subject, cluster: string | undefined): Line[] {
  const of = escalations(analysis, { cluster });
  const from = of.subject(subject);
  if (!from || of.held(from, { kind: "cluster-admin" })) return [];
  const { paths } = of.paths({ from, onlySure: true, steps: STEPS, limit: 1, longer: 0 });
  const [path] = paths;
  if (!path) return [];
  const steps = path.steps.map(({ words, needs }) => (needs === undefined ? words : `${words} (${needs})`));
  return [
    line(
      said`${{ strong: [`Becomes cluster-admin in ${plural(path.steps.length, "step")}`] }}: it ${steps.join(", then ")}.`,
    ),
  ];
}
