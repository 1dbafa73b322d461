import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { isLike } from "./compare-charts.js";
import { type Answer, buildHelm, CRASHED, Helm, IMPATIENT, type TemplateQuestion } from "./helm.js";
import { type Outcome, renderTemplate, type WrittenText } from "./ours.js";
import { type RandomTemplate, templates } from "./random-templates.js";

const RUNS = Number(process.env.GITOPS_ORACLE_RUNS ?? 300);
const SEED = Number(process.env.GITOPS_ORACLE_SEED ?? 1);
/** So many templates are asked about before they are compared, so that neither program waits for the other. */
const AHEAD = 50;
const program = await buildHelm();

describe.skipIf(program === undefined)("templates that chance has made", () => {
  const helm = new Helm(program ?? "");
  afterAll(() => helm.stop());

  test("are rendered and refused as Helm's engine does", async () => {
    const { capabilities } = await helm.ask({ op: "capabilities" });
    const apiVersions = new Set(capabilities?.APIVersions);
    const counts = { equal: 0, refused: 0, open: 0, beyond: 0 };
    const upcoming = fc.sample(templates, { numRuns: RUNS, seed: SEED }).map(questionOf).reverse();
    const answers = new Map<string, Promise<Answer>>();
    const answerTo = (question: TemplateQuestion) => {
      for (let next = upcoming.pop(); next; next = upcoming.pop()) {
        answers.set(JSON.stringify(next), helm.ask(next));
        if (answers.size > AHEAD) break;
      }
      const key = JSON.stringify(question);
      const answer = answers.get(key) ?? helm.ask(question);
      answers.delete(key);
      return answer;
    };
    const property = fc.asyncProperty(templates, async (made) => {
      const question = questionOf(made);
      const theirs = await answerTo(question);
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
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
    console.log(`random templates: ${JSON.stringify(counts)}`);
  });
});

function questionOf({ template, values }: RandomTemplate): TemplateQuestion {
  return {
    op: "tpl",
    template,
    values: [values],
    name: "release-name",
    namespace: "release-namespace",
    kubeVersion: "1.33.0",
  };
}

function isOpen(outcome: Outcome<WrittenText>): boolean {
  return "made" in outcome && outcome.made.isDecided;
}
