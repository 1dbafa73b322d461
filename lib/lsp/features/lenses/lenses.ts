import {
  type CodeLens,
  CodeLensRefreshRequest,
  type InlayHint,
  InlayHintRefreshRequest,
  type Range,
} from "vscode-languageserver";
import { field, isMap, items } from "../../../util/plain-values.js";
import { answered, type Feature, type Host } from "../../feature.js";
import { noteOf, notedIn, type Noted } from "./notes.js";

/** The command of an editor's extension that shows places: only editors that say that they have it are sent it. */
const SHOW_REFERENCES = "gitopsLint.showReferences";

/** How long, in milliseconds, nothing must change before the client is told to ask again. */
const PAUSE = 400;

/** What is known of an object, above it and at the ends of names. Users turn it on. */
export const lenses: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true }, inlayHintProvider: true }),
  start(host) {
    const { connection, options } = host;
    connection.onCodeLens(({ textDocument: { uri } }) =>
      answered(host, "what is known of the objects", () => (options().codeLens ? lensesOf(host, uri) : [])),
    );
    connection.onCodeLensResolve(
      async (lens) =>
        (await answered(host, "what is known of an object", () => resolved(host, lens))) ?? lens,
    );
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
      answered(host, "what is known of the objects", () =>
        options().inlayHints ? hintsOf(host, uri, range) : [],
      ),
    );
    refreshLater(host);
  },
};

/** What a lens keeps until it is shown: which object it is about. */
interface LensData {
  uri: string;
  noted: Noted;
}

function lensesOf({ workspace }: Host, uri: string): CodeLens[] {
  const at = workspace.at(uri);
  if (!at) return [];
  const { model, path } = at;
  const file = model.file(path);
  if (!file) return [];
  return notedIn(model, path).map((noted) => {
    const { start } = file.rangeAt(noted.document, noted.at);
    const data: LensData = { uri, noted };
    return { range: { start, end: start }, data };
  });
}

function resolved(host: Host, lens: CodeLens): CodeLens {
  const data: unknown = lens.data;
  if (!isMap(data) || typeof data.uri !== "string") return lens;
  const at = host.workspace.at(data.uri);
  const note = at && noteOf(at.model, at.path, data.noted as Noted);
  if (!note) return { ...lens, command: { title: "", command: "" } };
  const { title, places } = note;
  const locations = places.flatMap((place) => at.model.locationOf(place) ?? []);
  if (locations.length === 0 || !canShow(host)) return { ...lens, command: { title, command: "" } };
  const command = { title, command: SHOW_REFERENCES, arguments: [data.uri, lens.range.start, locations] };
  return { ...lens, command };
}

/** Whether the client has said that it has the command: there is no field of the protocol for that. */
function canShow({ client }: Host): boolean {
  const experimental: unknown = client.experimental;
  return items(field(experimental, "commands", "commands")).includes(SHOW_REFERENCES);
}

function hintsOf({ workspace }: Host, uri: string, { start, end }: Range): InlayHint[] {
  const at = workspace.at(uri);
  const file = at?.model.file(at.path);
  if (!at || !file) return [];
  return notedIn(at.model, at.path).flatMap((noted): InlayHint[] => {
    const name = file.rangeAt(noted.document, [...noted.at, "metadata", "name"]);
    if (name.end.line < start.line || name.end.line > end.line) return [];
    const note = noteOf(at.model, at.path, noted);
    return note ? [{ position: name.end, label: note.title, paddingLeft: true }] : [];
  });
}

/** Tells the client to ask again, some time after something has changed. */
function refreshLater({ connection, client, options, onChange }: Host): void {
  let timer: NodeJS.Timeout | undefined;
  let shown = { codeLens: false, inlayHints: false };
  onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { codeLens, inlayHints } = options();
      const isLens = (codeLens || shown.codeLens) && client.workspace?.codeLens?.refreshSupport;
      const isHint = (inlayHints || shown.inlayHints) && client.workspace?.inlayHint?.refreshSupport;
      shown = { codeLens, inlayHints };
      // A client that is gone needs no answer.
      const ignore = () => undefined;
      if (isLens) connection.sendRequest(CodeLensRefreshRequest.type).catch(ignore);
      if (isHint) connection.sendRequest(InlayHintRefreshRequest.type).catch(ignore);
    }, PAUSE);
    timer.unref();
  });
}
