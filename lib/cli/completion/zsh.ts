import type { CompletedCommand, CompletedOption, Values } from "./model.js";

/**
 * The script that completes command lines in zsh, both as a file in `fpath` and as something to source.
 * @param rules the names of all rules
 */
export function zshScript(commands: readonly CompletedCommand[], rules: readonly string[]): string {
  return [
    "#compdef gitops-lint",
    "# Completes command lines of gitops-lint: source <(gitops-lint completion zsh)",
    "_gitops_lint() {",
    "  local -a commands rules",
    "  commands=(",
    ...commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`),
    "  )",
    `  rules=(${rules.join(" ")})`,
    "  local command=$words[2]",
    "  if ((CURRENT == 2)) && [[ $command != -* ]]; then",
    "    _describe -t commands command commands",
    "    _files",
    "    return",
    "  fi",
    "  if ((${commands[(I)$command:*]})); then shift words; ((CURRENT--)); else command=lint; fi",
    "  case $command in",
    ...commands.flatMap((command) => [
      `    ${command.name})`,
      "      _arguments -s \\",
      ...[...command.options.map(optionSpec), ...argumentSpecs(command)].map(
        (spec, index, all) => `        ${spec}${index < all.length - 1 ? " \\" : ""}`,
      ),
      "      ;;",
    ]),
    "  esac",
    "}",
    'if [[ $funcstack[1] == _gitops_lint ]]; then _gitops_lint "$@"; else compdef _gitops_lint gitops-lint; fi',
  ].join("\n");
}

function optionSpec({ short, long, description, value, isRepeated }: CompletedOption): string {
  const names = [
    ...(short === undefined ? [] : [`-${short}${value === undefined ? "" : "+"}`]),
    ...(long === undefined ? [] : [`--${long}${value === undefined ? "" : "="}`]),
  ];
  const exclusive = isRepeated
    ? "*"
    : `(${[short && `-${short}`, long && `--${long}`].filter(Boolean).join(" ")})`;
  const written = names.length > 1 ? `{${names.join(",")}}` : names.join("");
  const about = `[${description.replace(/[[\]\\:]/g, "\\$&")}]`;
  return `${quoted(exclusive)}${written}${quoted(about)}${value === undefined ? "" : following(value)}`;
}

function argumentSpecs({ arguments: all, isVariadic }: CompletedCommand): string[] {
  return all.map((values, index) => {
    const isLast = index === all.length - 1;
    return `${quoted(isLast && isVariadic ? "*" : `${index + 1}`)}${following(values)}`;
  });
}

/** A message and an action, as `_arguments` reads them. */
function following(values: Values): string {
  if (values === "anything") return "': : '";
  if (values === "file") return "':file:_files'";
  if (values === "directory") return "':directory:_files -/'";
  if (values === "rule") return `':rule:'"($rules)"`;
  if (values === "command") return `':command:'"(\${commands%%:*})"`;
  return quoted(`:value:(${values.join(" ")})`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
