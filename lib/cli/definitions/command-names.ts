/** The names of all commands that the help lists. */
export const COMMAND_NAMES = [
  "lint",
  "init",
  "who-can",
  "what-can",
  "access-path",
  "diff",
  "isolation",
  "connections",
  "rules",
  "explain",
  "controls",
  "builds",
  "unknowns",
  "explain-silence",
  "completion",
  "help",
] as const;
