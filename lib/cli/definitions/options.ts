import { InvalidArgumentError, Option } from "commander";
import { isDnsLabel } from "../../kubernetes/rbac/subjects.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { parsePath } from "../command-line.js";

/**
 * @param hint what may have been meant by something else, with the space before it
 * @throws {InvalidArgumentError} with the nearest, if it is none of the choices
 */
export function oneOf<Choice extends string>(
  given: string,
  choices: readonly Choice[],
  hint: (given: string, choices: readonly Choice[]) => string = didYouMean,
): Choice {
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.${hint(given, choices)}`);
}

/** An option with some choices. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).argParser((given) => oneOf(given, choices));
}

/** The option for how answers are printed, of which the first is the default. */
export function formatOption(formats: readonly string[]): Option {
  return choice("-f, --format <name>", "how answers are printed", formats).default(formats[0]);
}

/** The option that names the repository. */
export function rootOption(): Option {
  return new Option(
    "--root <directory>",
    "what is read (default: the nearest .gitops-lint.yaml or .git)",
  ).argParser(parsePath);
}

/** The option that asks in one of several clusters. */
export function clusterOption(): Option {
  return new Option(
    "--cluster <name>",
    "ask in one cluster, where the repository tells several apart (default: in all)",
  );
}

/** The option for the repository of a stranger. */
export function untrustedOption(): Option {
  return new Option(
    "--untrusted",
    "for the repository of a stranger: .gitops-lint.yaml, .gitignore and what makes files generated or vendored do not count",
  );
}

/** The option that asks in one namespace. */
export function namespaceOption(
  description = "ask in one namespace (default: the cluster and every namespace)",
): Option {
  return new Option("-n, --namespace <name>", description).argParser(parseNamespace);
}

/** @throws {InvalidArgumentError} if no namespace can have that name */
function parseNamespace(name: string): string {
  if (!isDnsLabel(name)) throw new InvalidArgumentError("No namespace can have that name.");
  return name;
}
