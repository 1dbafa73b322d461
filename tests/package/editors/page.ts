import { spawnSync } from "node:child_process";
import { blocks, read } from "../../pages.js";

/** What the page about editors says. */
export const PAGE = read("docs/editors.md");

/** The first block of code that the page has in a language. */
export function block(language: string): string {
  return blocks(PAGE, language)[0] ?? "";
}

const { status, stdout } = spawnSync("nvim", ["--version"], { encoding: "utf8" });

/** The version of Neovim that is installed, such as `0.12.0-dev`; undefined if there is none. */
export const neovim = status === 0 ? /^NVIM v(\d+\.\d+\.\d+(?:-dev)?)/.exec(stdout)?.[1] : undefined;
