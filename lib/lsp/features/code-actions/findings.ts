import type { Diagnostic, Range } from "vscode-languageserver";
import type { Message } from "../../judge.js";
import type { Model } from "../../model/model.js";
import { diagnosticOf } from "../diagnostics/diagnostic-of.js";
import type { Asked, Finding } from "./offer.js";

const known = new WeakMap<Model, Map<string, Promise<readonly Message[]>>>();

/** What is found in a file, once for each moment. */
async function messagesIn({ host, model, path }: Pick<Asked, "host" | "model" | "path">) {
  let ofModel = known.get(model);
  if (!ofModel) known.set(model, (ofModel = new Map<string, never>()));
  let found = ofModel.get(path);
  if (!found) {
    // Where nothing can be judged, diagnostics say so.
    found = host.judge.judge([path], model).then(
      (all) => all.get(path) ?? [],
      () => [],
    );
    ofModel.set(path, found);
  }
  return await found;
}

/**
 * The findings that a user means: those that the client names, or else those in the range. A client that asks about a
 * cursor names those of its line.
 */
export async function findingsAt(
  asked: Omit<Asked, "findings">,
  named: readonly Diagnostic[],
): Promise<readonly Finding[]> {
  if (!asked.host.options().enable) return [];
  const { file, start, end } = asked;
  const all = (await messagesIn(asked)).map((message): Finding => {
    const diagnostic = diagnosticOf(message, file);
    const { range } = diagnostic;
    return { message, diagnostic, start: file.offsetAt(range.start), end: file.offsetAt(range.end) };
  });
  const meant = all.filter(({ diagnostic }) => named.some((one) => isSame(one, diagnostic)));
  return meant.length > 0 ? meant : all.filter((one) => one.start <= end && start <= one.end);
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.message === b.message && a.code === b.code && isSameRange(a.range, b.range);
}

function isSameRange({ start: a, end: b }: Range, { start: c, end: d }: Range): boolean {
  return a.line === c.line && a.character === c.character && b.line === d.line && b.character === d.character;
}
