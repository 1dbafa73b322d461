import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "../../../../lib/helm/values/text.js";
import { renderFiles } from "../../../helm/render/releases.js";
import { worlds } from "../../../models/worlds.js";
import { charts, type ChartTexts, WORDS } from "./charts.js";
import { type Output, outputOf, type OutputScalar } from "./output.js";
import { type Difference, effectOf, overlaps } from "./replacement.js";

const RUNS = { numRuns: worlds(25, 1000), seed: 19 };

/** Functions that make something else of their arguments, so that the action is where it is written. */
const COMPUTING = /sha256sum|upper|title|b64enc|toString|\bint\b|fromJson|\$all/;

interface Word extends Span {
  /** Whether an action says it, which may go a long way before it is written. */
  inAction: boolean;
}

/** Each word of the templates and values of a chart. */
function wordsIn(files: ChartTexts): Word[] {
  return Object.entries(files).flatMap(([file, text]) => {
    if (file.endsWith("Chart.yaml")) return [];
    const plain = text.replace(/^\uFEFF/, "");
    const isTemplate = !file.endsWith("values.yaml");
    return [...plain.matchAll(WORDS)].map(({ index, 0: word }) => ({
      file,
      start: index,
      end: index + word.length,
      inAction: isTemplate && plain.lastIndexOf("{{", index) > plain.lastIndexOf("}}", index),
    }));
  });
}

/** A chart with another word at a place. */
function replaced(files: ChartTexts, { file, start, end }: Span): ChartTexts {
  const text = files[file] ?? "";
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const word = text.slice(start + mark, end + mark);
  const other = word.startsWith("w") ? `zz-${word}-longer` : "71";
  return { ...files, [file]: text.slice(0, start + mark) + other + text.slice(end + mark) };
}

function outputsOf(files: ChartTexts): Output {
  const output = outputOf(renderFiles(files));
  if (typeof output === "string") throw new Error(output);
  return output;
}

const textAt = (files: ChartTexts, { file, start, end }: Span) =>
  (files[file] ?? "").replace(/^\uFEFF/, "").slice(start, end);

test("another word changes exactly what comes from there", () => {
  let changes = 0;
  fc.assert(
    fc.property(charts, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (files, picks) => {
      const before = outputsOf(files);
      const words = wordsIn(files);
      for (const pick of picks) {
        const at = words[pick % words.length];
        if (!at) continue;
        const effect = effectOf(before, outputsOf(replaced(files, at)), at);
        if (!effect) throw new Error("other scalars");
        changes += effect.changed;
        const unexplained = effect.differences.filter((one) => !isExplained(files, at, one));
        expect(unexplained.map((one) => described(files, one))).toEqual([]);
      }
    }),
    RUNS,
  );
  expect(changes).toBeGreaterThan(RUNS.numRuns);
});

/** Whether a scalar is made by an action that may be made of what is written at a place. */
function isExplained(files: ChartTexts, at: Word, { how, scalar }: Difference): boolean {
  // Of a text of the values that is a template itself, each part comes from all of it.
  const isTemplate = scalar.pieces.some(({ value }) => value && textAt(files, value).includes("{{"));
  if (how !== "computed") return how === "not changed" && isTemplate;
  return scalar.pieces.some(({ origin }) => {
    return origin?.isAction && (at.inAction || COMPUTING.test(textAt(files, origin)));
  });
}

function described(files: ChartTexts, { how, document, scalar, after }: Difference) {
  const places = scalar.pieces.map(({ origin }) => origin && textAt(files, origin));
  return { how, document, before: scalar.text, after, places };
}

test("places are where they are said to be", () => {
  fc.assert(
    fc.property(charts, (files) => {
      for (const [document, scalars] of outputsOf(files)) {
        for (const scalar of scalars) expect({ document, ...faultsIn(files, scalar) }).toEqual({ document });
      }
    }),
    RUNS,
  );
});

/** What is wrong with the places of a scalar. */
function faultsIn(files: ChartTexts, { text, pieces, place }: OutputScalar): object {
  for (const { text: written, origin, value } of pieces) {
    if (!origin) return { text, fault: "a piece without an origin" };
    const there = textAt(files, origin);
    if (origin.isAction && !/^\{\{[^]*\}\}$/.test(there)) return { text, there };
    if (!origin.isAction && there !== written && !written.startsWith("\\")) return { text, written, there };
    if (value && !plainly(textAt(files, value)).includes(plainly(written)))
      return { text, written, value: textAt(files, value) };
  }
  // What is empty is nowhere.
  if (text === "") return {};
  if (!place) return { text, fault: "no place" };
  const isIn = place.start < place.end && textAt(files, place).length === place.end - place.start;
  if (!isIn) return { text, place };
  const isLiteral = pieces.every(({ origin }) => origin && !origin.isAction);
  const isBroughtIn = pieces.some(({ through }) => through?.some((one) => overlaps(one, place)));
  if (isLiteral && !isBroughtIn && plainly(textAt(files, place)) !== plainly(text))
    return { text, there: textAt(files, place) };
  return {};
}

/** A text without what only its way of writing adds. */
function plainly(text: string): string {
  return text.replace(/\\n|["'\s\\]/g, "");
}
