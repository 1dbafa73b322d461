import { printable } from "../../../util/phrases.js";
import type { Report } from "./report.js";

/**
 * Workflow commands of GitHub Actions, which become annotations of a pull request:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ files, failures }: Report): string {
  const findings = files.flatMap((file) => file.findings).filter(({ isCrash }) => !isCrash);
  return [
    ...findings.map(({ level, path, line, column, endLine, endColumn, rule, message }) =>
      command(
        level,
        {
          file: path,
          line,
          endLine,
          // The runner drops the columns of a finding that spans lines, with a warning in its log.
          ...(line === endLine && { col: column, endColumn }),
          title: rule,
        },
        message,
      ),
    ),
    ...failures.map(({ path, line, rule, message }) => {
      const place = { ...(path !== undefined && { file: path }), ...(line !== undefined && { line }) };
      return command("error", { ...place, title: rule ?? "gitops-lint" }, message);
    }),
  ].join("\n");
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${written.join(",")}::${data(message)}`;
}

/** As the runner unescapes it, `ActionCommand.cs` in actions/runner; a line break would end the command. */
function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
