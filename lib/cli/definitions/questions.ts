import { Option } from "commander";
import { NamedCommand } from "./named-command.js";
import { clusterOption, formatOption, namespaceOption, rootOption, untrustedOption } from "./options.js";

const EXIT_CODES = "0 yes, 1 no or not known, 2 the run failed";
const RESOURCE = "as in pods, po, deployments.apps, pods/exec, '*', or a path such as /metrics";
const SUBJECT = "as in ServiceAccount:namespace/name, User:name or Group:name";
const SUBJECTS = `${SUBJECT}; with * for any text, several`;
const VERB = "a verb of Kubernetes, such as get";

/** Completes a question with what all of them have. */
function asked(command: NamedCommand, formats: readonly string[]): NamedCommand {
  return command
    .addOption(clusterOption())
    .addOption(rootOption())
    .addOption(untrustedOption())
    .addOption(formatOption(formats))
    .exits(EXIT_CODES);
}

const FORMATS = ["table", "json", "markdown"];

/** The option that asks about one chain only. */
function throughOption(): Option {
  return new Option(
    "--through <name>",
    "only what a binding or role gives: as in deployer, shop/deployer or 'Role shop/deployer'",
  );
}

/** `who-can`: who is allowed to do something. */
export function whoCanCommand(): NamedCommand {
  return asked(
    new NamedCommand("who-can")
      .description("Prints who is allowed to do something by what the repository applies, and through what.")
      .argument("<verb>", `${VERB}; with --argocd, an action, such as sync`)
      .argument("<resource>", `${RESOURCE}; with --argocd, as in applications`)
      .argument("[object]", "with --argocd, to what it is done, as in project/application (default: to any)")
      .option("--argocd", "ask the policies of Argo CD instead of the cluster")
      .addOption(namespaceOption())
      .option("--subject <subject>", `ask only about that one, ${SUBJECTS}`)
      .addOption(throughOption())
      .example("gitops-lint who-can get secrets -n shop"),
    FORMATS,
  );
}

/** `what-can`: what somebody is allowed to do. */
export function whatCanCommand(): NamedCommand {
  return asked(
    new NamedCommand("what-can")
      .description("Prints what somebody is allowed to do by what the repository applies, and through what.")
      .argument("<subject>", SUBJECTS)
      .addOption(namespaceOption())
      .addOption(throughOption())
      .example(
        "gitops-lint what-can ServiceAccount:shop/deployer",
        "gitops-lint what-can 'ServiceAccount:shop/*' -n shop",
      ),
    FORMATS,
  );
}

/** `access-path`: how a request passes the API server. */
export function accessPathCommand(): NamedCommand {
  return asked(
    new NamedCommand("access-path")
      .description(
        "Prints how a request passes authentication, authorization and admission, as far as the repository shows.",
      )
      .argument("<subject>", SUBJECT)
      .argument("<verb>", VERB)
      .argument("<resource>", RESOURCE)
      .addOption(namespaceOption())
      .example("gitops-lint access-path User:ada create pods -n shop"),
    ["table", "json"],
  );
}
