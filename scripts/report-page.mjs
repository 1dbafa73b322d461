// The script and the style of the page that `--format html` makes, which travel inside of the command: the module that
// stands for them in the sources is replaced wherever the command is bundled, or run by tests.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";

const FOLDER = "lib/cli/report/formats/html";
/** What is replaced. */
const ASSETS = `${FOLDER}/assets.ts`;

/** A plugin for rolldown and for Vite. */
export function reportPage(home) {
  let source;
  return {
    name: "the script and the style of the page",
    async load(id) {
      if (relative(join(home, ASSETS), id) !== "") return undefined;
      source ??= moduleOf(home);
      return { code: await source, moduleType: "js" };
    },
  };
}

async function moduleOf(home) {
  const [script, style] = [await scriptOf(home), styleOf(home)];
  return `export const script = ${JSON.stringify(script)};\nexport const style = ${JSON.stringify(style)};\n`;
}

async function scriptOf(home) {
  const build = await rolldown({
    cwd: home,
    input: `./${FOLDER}/page/main.ts`,
    platform: "browser",
    tsconfig: false,
    onLog(level, log, handle) {
      handle(level === "warn" ? "error" : level, log);
    },
  });
  const { output } = await build.generate({ format: "iife", minify: true });
  await build.close();
  return output[0].code.trim();
}

/** The style in one line, without what is there for its readers. */
function styleOf(home) {
  return readFileSync(join(home, FOLDER, "page/style.css"), "utf8")
    .replace(/\s+/g, " ")
    .trim();
}
