import { join } from "node:path";
import type { ESLint, Linter } from "eslint";
import { LineIndex } from "../../manifests/comments.js";
import { decode } from "../../manifests/decode.js";
import { splitDocuments } from "../../manifests/split.js";
import { groupBy } from "../../util/group-by.js";
import { leading } from "../../util/leading.js";
import { printable } from "../../util/phrases.js";
import { withMessages } from "../lint/lint-repository.js";
import type { RootResult } from "../lint/outcome.js";
import { NAMELESS, STDIN } from "../lint/stream.js";

/** The result of linting standard input under the name that is shown; any other as it is. */
export function underItsName(result: RootResult): RootResult {
  const { stream, results, looked, crashes, notes = [] } = result;
  if (!stream) return result;
  const { root, path, shown } = stream;
  if (path !== NAMELESS.path) return result;
  const inMessage = <Message extends Linter.LintMessage>(one: Message): Message => {
    return one.message.includes(NAMELESS.directory) ? { ...one, message: shownIn(one.message) } : one;
  };
  return {
    ...result,
    looked: JSON.parse(shownIn(JSON.stringify(looked))) as typeof looked,
    crashes: crashes.map((crash) => ({ ...crash, file: shownIn(crash.file) })),
    notes: notes.map(shownIn),
    results: results.map((one) => ({
      ...one,
      messages: one.messages.map(inMessage),
      suppressedMessages: one.suppressedMessages.map(inMessage),
      filePath: one.filePath === join(root, path) ? shown : one.filePath,
    })),
  };
}

function shownIn(text: string): string {
  return text.replaceAll(NAMELESS.path, STDIN).replaceAll(NAMELESS.directory, STDIN);
}

/** The texts that came from standard input, by the path that is shown. */
export type Streams = ReadonlyMap<string, string>;

/** What came from standard input in a run. */
export function streamsIn(done: readonly RootResult[]): Streams {
  return new Map(
    done.flatMap(({ stream }) => (stream ? [[stream.shown, decode(stream.content).text] as const] : [])),
  );
}

/** A result whose messages say from which template Helm has made what they are about: only the stream has a place. */
export function withSources(result: ESLint.LintResult, streams: Streams): ESLint.LintResult {
  const sourceAt = sourcesOf(result, streams);
  if (!sourceAt) return result;
  const add = <Message extends Linter.LintMessage>(message: Message): Message => {
    const source = sourceAt(message);
    return source === undefined ? message : { ...message, message: `${message.message} Source: ${source}.` };
  };
  return {
    ...result,
    messages: result.messages.map(add),
    suppressedMessages: result.suppressedMessages.map(add),
  };
}

/** The same as one result for each template, for people. */
export function bySource(result: ESLint.LintResult, streams: Streams): ESLint.LintResult[] {
  const sourceAt = sourcesOf(result, streams);
  if (!sourceAt || result.messages.length === 0) return [result];
  const { filePath } = result;
  return [...groupBy(result.messages, sourceAt)].map(([source, messages], index) => ({
    ...withMessages(result, messages),
    filePath: source === undefined ? filePath : `${filePath} (${source})`,
    suppressedMessages: index === 0 ? result.suppressedMessages : [],
  }));
}

type SourceAt = (message: Linter.LintMessage) => string | undefined;

function sourcesOf({ filePath, output }: ESLint.LintResult, streams: Streams): SourceAt | undefined {
  const given = streams.get(filePath);
  return given === undefined ? undefined : sourcesIn(output ?? given);
}

/** The names of the templates in the comments above the documents of a text, by line. */
function sourcesIn(text: string): SourceAt {
  const lines = new LineIndex(text);
  const documents = splitDocuments(text).map(({ start, end }) => {
    return { first: lines.at(start).line, source: sourceAbove(text.slice(start, end)) };
  });
  return ({ line }) => {
    const count = leading(documents, ({ first }) => first <= line);
    return documents[Math.max(0, count - 1)]?.source;
  };
}

/** As Helm writes it above each object: pkg/action/action.go, renderResources. */
const SOURCE = /^# Source: (\S.*)/;
const NO_CONTENT = /^(?:---)?[ \t]*(?:#|\r?$)/;
/** Longer comments are about something else. */
const MOST_LINES = 20;
/** No template has a longer name. */
const LONGEST = 300;

function sourceAbove(document: string): string | undefined {
  for (const line of document.split("\n", MOST_LINES)) {
    if (!NO_CONTENT.test(line)) return undefined;
    const name = SOURCE.exec(line)?.[1];
    if (name !== undefined) return printable(name.trim().slice(0, LONGEST));
  }
  return undefined;
}
