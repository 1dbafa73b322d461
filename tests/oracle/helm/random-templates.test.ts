import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { isLike } from "./compare-charts.js";
import { type Answer, buildHelm, CRASHED, Helm, type TemplateQuestion } from "./helm.js";
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
    const upcoming = fc.sample(templates, { numRuns: RUNS, seed: SEED }).reverse();
    const cases = new Map<string, Case>();
    const prepare = (made: RandomTemplate): Case => {
      const question = questionOf(made);
      const ours = renderTemplate(question, apiVersions);
      // What is not known is not the same twice, and what is too much for us may take Helm minutes.
      const isCompared = !isOpen(ours) && !("excess" in ours);
      return { ours, theirs: isCompared ? helm.ask(question) : undefined };
    };
    const caseOf = (made: RandomTemplate): Case => {
      for (let next = upcoming.pop(); next; next = upcoming.pop()) {
        cases.set(JSON.stringify(next), prepare(next));
        if (cases.size > AHEAD) break;
      }
      const key = JSON.stringify(made);
      const found = cases.get(key) ?? prepare(made);
      cases.delete(key);
      return found;
    };
    const property = fc.asyncProperty(templates, async (made) => {
      const { ours, theirs: asked } = caseOf(made);
      if (!asked) {
        counts["excess" in ours ? "beyond" : "open"]++;
        return;
      }
      const theirs = await asked;
      // A map that holds itself ends Helm; what is no text is not the same twice.
      if (theirs.error === CRASHED || theirs.text?.includes("\uFFFD")) {
        counts.open++;
        return;
      }
      counts[theirs.error === undefined ? "equal" : "refused"]++;
      if ((counts.equal + counts.refused) % 1000 === 0) console.log(`so far: ${JSON.stringify(counts)}`);
      if (theirs.error !== undefined) expect({ ours, theirs }).toHaveProperty("ours.refused");
      else if (!("made" in ours) || !isLike(ours.made.text, theirs.text ?? "")) {
        expect(ours).toEqual({ made: { text: theirs.text, isDecided: false } });
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
    console.log(`random templates: ${JSON.stringify(counts)}`);
    expect(counts.beyond).toBeLessThan(Math.max(5, RUNS / 50));
  });
});

interface Case {
  ours: Outcome<WrittenText>;
  /** Undefined for one that is not compared. */
  theirs: Promise<Answer> | undefined;
}

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
