import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const home = resolve(import.meta.dirname, "..");
export const read = (path: string): string => readFileSync(join(home, path), "utf8");

/** The parts of a page by the heading of the second level that they stand under. */
export function sections(page: string): Map<string, string> {
  const parts = page.split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part]));
}

export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, body = ""]) => body,
  );
}

/** The blocks of the page of a rule that say what is wrong, what is right, and which options there are. */
export function examples(rule: string): { wrong: string[]; right: string[]; options: string[] } {
  const page = sections(read(`docs/rules/${rule}.md`));
  const under = (heading: string) => blocks(page.get(heading) ?? "", "yaml");
  return { wrong: under("Wrong"), right: under("Right"), options: under("Options") };
}

/** `# file: PATH`, alone or behind `---`, says which file of the repository follows. */
const FILE = /^(?:--- )?# file: (\S+)\n/m;
/** The same for what the file was before the change that is shown. */
export const BEFORE = /^(?:--- )?# before: (\S+)\n/m;

/** Files by their paths; of a file that is shown before and after its change, one of these. */
export function filesOf(block: string, mark = FILE): Record<string, string> {
  const other = mark === FILE ? BEFORE : FILE;
  const documents = block.split(/^(?=--- # )/m).filter((document) => !other.test(document));
  const [before = "", ...parts] = documents.join("").split(mark);
  if (parts.length === 0) return mark === FILE ? { "manifests.yaml": before } : {};
  return Object.fromEntries(
    parts.flatMap((path, index) => (index % 2 === 0 ? [[path, parts[index + 1] ?? ""]] : [])),
  );
}

/** A picture that the page of a rule shows, and the files of the block of YAML that it stands below. */
export interface Picture {
  file: string;
  alt: string;
  files: Record<string, string>;
}

const YAML_OR_PICTURE = /^```yaml\n(.*?)^```$|^!\[(.*?)\]\((.*?)\)$/gms;

/** The pictures of a page. */
export function pictures(rule: string): Picture[] {
  let block = "";
  return [...read(`docs/rules/${rule}.md`).matchAll(YAML_OR_PICTURE)].flatMap(
    ([, yaml, alt = "", file = ""]) => {
      if (yaml === undefined) return [{ file, alt, files: filesOf(block) }];
      block = yaml;
      return [];
    },
  );
}
