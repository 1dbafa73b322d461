import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Diagnostic, WorkspaceDiagnosticRequest } from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { main } from "../../lib/cli/main.js";
import { forget } from "../../lib/plugin/session.js";
import { REPOSITORIES } from "./repositories.js";
import { type Session, session } from "./session.js";

interface Message {
  ruleId: string | null;
  severity: number;
  message: string;
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
}

/** A finding as both sides have it. */
type Finding = [file: string, rule: string | undefined, severity: number, message: string, place: string];

async function foundByCommand(root: string): Promise<Finding[]> {
  const out: string[] = [];
  await main(["--format", "json", root], { out: (text) => void out.push(text), err: () => undefined });
  forget();
  const results = JSON.parse(out.join("\n")) as { filePath: string; messages: Message[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map((one): Finding => {
      const start = `${one.line}:${one.column}`;
      const place = `${start}-${one.endLine ?? one.line}:${one.endColumn ?? one.column}`;
      return [filePath, one.ruleId?.replace("gitops/", ""), one.severity, one.message, place];
    }),
  );
}

const textOf = (message: Diagnostic["message"]) => (typeof message === "string" ? message : message.value);

function findingsOf(file: string, diagnostics: readonly Diagnostic[]): Finding[] {
  return diagnostics.map(({ code, severity, message, range: { start, end } }) => {
    const place = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
    return [file, code as string | undefined, severity === 1 ? 2 : 1, textOf(message), place];
  });
}

async function foundByServer(one: Session): Promise<Finding[]> {
  const { items } = await one.client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  return items.flatMap((item) =>
    item.kind === "full" ? findingsOf(fileURLToPath(item.uri), item.items) : [],
  );
}

const sorted = (all: readonly Finding[]) => all.map((one) => JSON.stringify(one)).sort();

const PULLS = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: false } } };

describe.each(Object.entries(REPOSITORIES))("in %s", (_name, files) => {
  it("the server finds exactly what the command finds, asked or unasked", async () => {
    const one = await session(files, { capabilities: PULLS });
    const expected = await foundByCommand(one.root);
    expect(sorted(await foundByServer(one))).toEqual(sorted(expected));

    const pushed = await session(files);
    const there = (await foundByCommand(pushed.root)).filter(([file]) => !file.endsWith("deep.yaml"));
    for (const [path, text] of Object.entries(files)) await pushed.open(path, text);
    for (const file of new Set(there.map(([file]) => file))) {
      const ours = sorted(there.filter(([other]) => other === file));
      const uri = pathToFileURL(file).href;
      const fits = (all: readonly Diagnostic[]) =>
        JSON.stringify(sorted(findingsOf(file, all))) === JSON.stringify(ours);
      expect(sorted(findingsOf(file, await pushed.diagnosticsAt(uri, fits)))).toEqual(ours);
    }
  });
});

describe("a file with bytes that are no text", () => {
  it("is judged as on disk while nobody has changed it", async () => {
    const one = await session({}, { capabilities: PULLS });
    const text = Buffer.from(
      "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: a\xff }\n",
      "latin1",
    );
    for (const [name, bytes] of [
      ["latin.yaml", text],
      ["utf16.yaml", Buffer.from(`\uFEFF${text.toString("latin1")}`, "utf16le")],
      ["mark.yaml", Buffer.from(`\uFEFF${text.toString("latin1")}`)],
    ] as const) {
      writeFileSync(join(one.root, name), bytes);
    }
    const expected = sorted(await foundByCommand(one.root));
    expect(sorted(await foundByServer(one))).toEqual(expected);
    await one.open("latin.yaml", text.toString("utf8"));
    await one.open("utf16.yaml", text.toString("latin1"));
    await one.open("mark.yaml", text.toString("latin1"));
    expect(sorted(await foundByServer(one))).toEqual(expected);
  });
});
