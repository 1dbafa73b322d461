import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Screen } from "../../pictures/screen.js";
import { directory } from "../helpers.js";

/** Something that is done in an editor, and what is then to be seen. */
export interface Scene {
  /** The expression in Lua that comes true before anything is typed. */
  when?: string;
  /** What is typed, as Neovim writes keys: `<C-W>d`. */
  keys: string;
  /** The text on the screen by which one sees that it is done; undefined if nobody looks. */
  shows?: string;
  /** The name of the picture; undefined where nobody looks. */
  name?: string;
}

/** Neovim in a terminal. */
export interface Walk {
  columns: number;
  rows: number;
  background: "light" | "dark";
  /** Its configuration. */
  settings: string;
  /** Where it starts, and the file there that it opens. */
  root: string;
  file: string;
  scenes: readonly Scene[];
}

/**
 * Plays scenes in Neovim in a terminal, which is another Neovim.
 * @returns the screens by the names of the scenes
 * @throws Error if something is not to be seen in a minute, with what is
 */
export function screensOf(walk: Walk, env: NodeJS.ProcessEnv): Map<string, Screen> {
  const output = join(directory, "screens.json");
  const drive = new URL("screens.lua", import.meta.url).pathname;
  execFileSync("nvim", ["--headless", "--clean", "-c", `luafile ${drive}`], {
    env: { ...env, WALK: JSON.stringify(walk), OUTPUT: output, TERM: "xterm-256color" },
    stdio: "pipe",
  });
  const { failure, screens = [] } = JSON.parse(readFileSync(output, "utf8")) as {
    failure?: string;
    screens?: (Screen & { name: string })[];
  };
  if (failure !== undefined) throw new Error(failure);
  return new Map(screens.map((one) => [one.name, one]));
}
