import type { CompletedCommand, Values } from "./model.js";

/**
 * The script that completes command lines in bash, from 3.2 on, which macOS has.
 * @param rules the names of all rules
 */
export function bashScript(commands: readonly CompletedCommand[], rules: readonly string[]): string {
  const names = commands.map(({ name }) => name);
  return [
    "# Completes command lines of gitops-lint: source <(gitops-lint completion bash)",
    "_gitops_lint_words() {",
    "  local word",
    '  for word in $(compgen -W "$1" -- "$current"); do COMPREPLY+=("$word"); done',
    "}",
    "_gitops_lint_paths() {",
    "  local path",
    "  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null",
    '  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$current")',
    "}",
    "_gitops_lint() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="" command=lint',
    '  ((COMP_CWORD > 0)) && previous="${COMP_WORDS[COMP_CWORD - 1]}"',
    `  local commands="${names.join(" ")}"`,
    `  local rules="${rules.join(" ")}"`,
    "  COMPREPLY=()",
    "  # The equals sign of --format=json is a word of its own.",
    '  if [[ $current == "=" ]]; then current=""',
    '  elif [[ $previous == "=" ]] && ((COMP_CWORD > 1)); then previous="${COMP_WORDS[COMP_CWORD - 2]}"; fi',
    `  if ((COMP_CWORD > 1)); then case "\${COMP_WORDS[1]}" in ${names.join("|")}) command="\${COMP_WORDS[1]}" ;; esac; fi`,
    '  case "$command $previous" in',
    ...commands.flatMap(valueCases),
    "  esac",
    '  if [[ $current == -* ]]; then case "$command" in',
    ...commands.map(({ name, options }) => {
      const all = options.flatMap(({ short, long }) => [
        ...(short === undefined ? [] : [`-${short}`]),
        ...(long === undefined ? [] : [`--${long}`]),
      ]);
      return `    ${name}) _gitops_lint_words "${all.join(" ")}" ;;`;
    }),
    "  esac; return; fi",
    '  ((COMP_CWORD == 1)) && _gitops_lint_words "$commands"',
    '  case "$command" in',
    ...commands.flatMap(argumentCase),
    "  esac",
    "}",
    "complete -F _gitops_lint gitops-lint",
  ].join("\n");
}

function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ short, long, value }) => {
    if (value === undefined) return [];
    const patterns = [short && `"${name} -${short}"`, long && `"${name} --${long}"`].filter(Boolean);
    return [`    ${patterns.join(" | ")}) ${offer(value)}return ;;`];
  });
}

function argumentCase({ name, arguments: all }: CompletedCommand): string[] {
  const offered = offer(all[0] ?? "anything");
  return offered === "" ? [] : [`    ${name}) ${offered};;`];
}

function offer(values: Values): string {
  if (values === "anything") return "";
  if (values === "file") return "_gitops_lint_paths -f; ";
  if (values === "directory") return "_gitops_lint_paths -d; ";
  if (values === "rule") return '_gitops_lint_words "$rules"; ';
  if (values === "command") return '_gitops_lint_words "$commands"; ';
  return `_gitops_lint_words "${values.join(" ")}"; `;
}
