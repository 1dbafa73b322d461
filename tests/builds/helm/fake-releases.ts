import type { Build } from "../../../lib/builds/build.js";
import { objectsIn, readRendered } from "../../../lib/builds/helm/read-rendered.js";
import { RenderedDocument } from "../../../lib/builds/helm/rendered-document.js";
import { type Piece, Text } from "../../../lib/helm/values/text.js";
import type { Repository } from "../../../lib/repository/repository.js";
import { templatesIn } from "../../../lib/repository/chart-files.js";

let numbers = 100;

/** What charts render that have only comments, values that are written as lists, and includes of whole texts. */
export function fakeReleases(repository: Repository): Build[] {
  const objectsOf = (file: string) => {
    const value = readRendered(rendered(repository, file));
    if (typeof value === "string") return [];
    const number = numbers++;
    const objects = objectsIn(value, number).map((one) => ({ ...one, file }));
    return objects.length > 0 ? [new RenderedDocument(file, number, value.text, objects)] : [];
  };
  const files = templatesIn(repository).filter((path) => !/\/_|\.txt$/.test(path));
  return files.map((file): Build => {
    const documents = objectsOf(file);
    return {
      ...{ type: "helm", directory: file.replace(/\/templates\/.*/, ""), hidden: [], rendered: documents },
      objects: documents.flatMap(({ objects }) => objects),
      files: new Map([[file, "resource"]]),
    };
  });
}

function rendered(repository: Repository, file: string, through: Piece["through"] = []): Text {
  const text = repository.text(file);
  let at = 0;
  const pieces: Piece[] = [];
  const literal = (end: number) => {
    pieces.push({ text: text.slice(at, end), origin: { file, start: at, end, isAction: false }, through });
  };
  for (const { 0: action, index } of text.matchAll(/\{\{.*?\}\}/gs)) {
    literal(index);
    const span = { file, start: index, end: index + action.length };
    at = span.end;
    const included = /include "(\w+)"/.exec(action)?.[1];
    if (action.includes(".Values.verbs")) pieces.push({ text: '["*"]', origin: { ...span, isAction: true } });
    if (included === undefined) continue;
    const helpers = file.replace(/[^/]*$/, "_helpers.tpl");
    const defined = new RegExp(`define "${included}" -?\\}\\}\\s*(.*?)\\s*\\{\\{-? end`, "s").exec(
      repository.text(helpers),
    );
    const start = (defined?.index ?? 0) + (defined?.[0].indexOf(defined[1] ?? "") ?? 0);
    const body = defined?.[1] ?? "";
    pieces.push({
      text: body,
      origin: { file: helpers, start, end: start + body.length, isAction: false },
      through: [span],
    });
  }
  literal(text.length);
  return Text.from(pieces);
}
