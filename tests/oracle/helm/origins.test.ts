import { existsSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { type ChartFiles, ChartError, isLibrary } from "../../../lib/helm/chart/chart.js";
import { loadChart } from "../../../lib/helm/chart/load.js";
import { render } from "../../../lib/helm/render/render.js";
import type { Span } from "../../../lib/helm/values/text.js";
import { YamlError } from "../../../lib/helm/yaml/read.js";
import { groupBy } from "../../../lib/util/group-by.js";
import { type Output, outputOf, type OutputScalar } from "../../builds/helm/origins/output.js";
import { type Difference, effectOf } from "../../builds/helm/origins/replacement.js";
import { type ChartCase, casesIn } from "./cases.js";
import { literalWordsIn, replaced, some, textAt, writtenIn } from "./literals.js";
import { filesIn, releaseOf } from "./ours.js";

const directory = process.env.GITOPS_CHARTS ?? "";
const CHARTS = Number(process.env.GITOPS_ORACLE_RUNS ?? 240);
const SEED = Number(process.env.GITOPS_ORACLE_SEED ?? 1);
/** How many words are replaced in a chart that are in what it renders, and how many of all that its templates have. */
const [WRITTEN, OTHERS] = [4, 1];
/** Functions that make another text of one that is rendered. */
const COMPUTING = /sha(?:1|256|512)sum|adler32sum|b64enc/;

const API_VERSIONS = "v1 apps/v1 batch/v1 networking.k8s.io/v1 policy/v1 rbac.authorization.k8s.io/v1".split(
  " ",
);

function outputWith(
  files: ChartFiles,
  values: readonly string[],
  known?: Map<string, readonly OutputScalar[]>,
): Output | string {
  const question = { name: "release-name", namespace: "release-namespace", values, kubeVersion: "1.33.0" };
  try {
    const chart = loadChart(files);
    if (isLibrary(chart)) return "a library";
    return outputOf(render(chart, releaseOf(question, new Set(API_VERSIONS))), known);
  } catch (error) {
    if (error instanceof ChartError || error instanceof YamlError) return error.message;
    throw error;
  }
}

/** A chart with the first of its values with which it is rendered. */
function rendered(cases: readonly ChartCase[]) {
  const files = filesIn(cases[0]?.directory ?? "");
  for (const { name, values } of cases) {
    const output = outputWith(files, values);
    if (typeof output !== "string") return { name, files, values, output };
  }
  return undefined;
}

describe.skipIf(!existsSync(directory))("origins in public charts", () => {
  test("another word changes exactly what comes from there", () => {
    const counts = { charts: 0, refused: 0, words: 0, scalars: 0, exactly: 0, computed: 0, read: 0 };
    const wrong: object[] = [];
    const charts = [...groupBy(casesIn(directory), (one) => one.directory).values()];
    for (const [index, cases] of some(charts, CHARTS, SEED).entries()) {
      const chart = rendered(cases);
      counts[chart ? "charts" : "refused"]++;
      if (!chart) continue;
      const { name, files, values, output } = chart;
      const words = literalWordsIn(files);
      const known = new Map<string, readonly OutputScalar[]>();
      for (const at of [...some(writtenIn(output, words), WRITTEN, index), ...some(words, OTHERS, index)]) {
        const after = outputWith(replaced(files, at), values, known);
        const effect = typeof after === "string" ? undefined : effectOf(output, after, at);
        counts.words++;
        counts.scalars += effect?.changed ?? 0;
        const unexplained = effect?.differences.filter((one) => !isComputed(files, one));
        if (effect?.differences.length === 0) counts.exactly++;
        else if (unexplained?.length === 0) counts.computed++;
        else if (!effect || isRead(at)) counts.read++;
        else wrong.push({ name, at, word: textAt(files, at), after: unexplained?.map(described) });
      }
    }
    console.log(`origins: ${JSON.stringify(counts)}`);
    expect(wrong).toEqual([]);
  });
});

/** Whether a scalar is made by actions, of which one computes something of what others have rendered. */
function isComputed(files: ChartFiles, { how, scalar: { pieces } }: Difference): boolean {
  return (
    how === "computed" &&
    pieces.some(({ origin }) => origin?.isAction && COMPUTING.test(textAt(files, origin)))
  );
}

/** Whether a word is in a file that renders nothing itself, so that it may be there for others to read. */
function isRead({ file }: Span): boolean {
  return basename(file).startsWith("_");
}

function described({ how, document, scalar, after }: Difference): object {
  return { how, document, path: scalar.path.join("."), before: scalar.text, after };
}
