import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { isLike } from "./compare-charts.js";
import { buildHelm, CRASHED, Helm, IMPATIENT } from "./helm.js";
import { type Outcome, renderTemplate, type WrittenText } from "./ours.js";
import { templates } from "./random-templates.js";

const RUNS = Number(process.env.GITOPS_ORACLE_RUNS ?? 300);
const program = await buildHelm();

describe.skipIf(program === undefined)("templates that chance has made", () => {
  const helm = new Helm(program ?? "");
  afterAll(() => helm.stop());

  test("are rendered and refused as Helm's engine does", async () => {
    const { capabilities } = await helm.ask({ op: "capabilities" });
    const apiVersions = new Set(capabilities?.APIVersions);
    const counts = { equal: 0, refused: 0, open: 0, beyond: 0 };
    const property = fc.asyncProperty(templates, async ({ template, values }) => {
      const question = {
        op: "tpl" as const,
        template,
        values: [values],
        name: "release-name",
        namespace: "release-namespace",
        kubeVersion: "1.33.0",
      };
      const theirs = await helm.ask(question);
      const ours = renderTemplate(question, apiVersions);
      // A map that holds itself ends Helm; what is not known, and what is no text, is not the same twice.
      if (theirs.error === CRASHED || isOpen(ours) || theirs.text?.includes("\uFFFD")) {
        counts.open++;
        return;
      }
      // What is too much for our bounds, and for a minute of Helm, is not compared.
      if ("excess" in ours && theirs.error === IMPATIENT) {
        counts.beyond++;
        return;
      }
      counts[theirs.error === undefined ? "equal" : "refused"]++;
      if (theirs.error !== undefined) expect({ ours, theirs }).toHaveProperty("ours.refused");
      else if (!("made" in ours) || !isLike(ours.made.text, theirs.text ?? "")) {
        expect(ours).toEqual({ made: { text: theirs.text, isDecided: false } });
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed: Number(process.env.GITOPS_ORACLE_SEED ?? 1) });
    console.log(`random templates: ${JSON.stringify(counts)}`);
  });
});

function isOpen(outcome: Outcome<WrittenText>): boolean {
  return "made" in outcome && outcome.made.isDecided;
}
