import { didYouMean } from "../util/did-you-mean.js";
import { otherCharacters } from "./foreign-characters.js";

const PRESETS = "'--preset' chooses rules, and '--rule NAME=off' sets one";
const ONE_RULE = "'--rule NAME=error' turns a rule on, and '--rule NAME=off' turns it off";
const LEAVE_OUT = "list globs under 'ignores' in .gitops-lint.yaml";
const FEWER = `Name paths to report on fewer files, or ${LEAVE_OUT}`;
const LISTS = "'gitops-lint rules' lists the rules, and 'gitops-lint explain RULE' prints the page of one";
const DIRECTORY = "Name the directory without an option, as in 'gitops-lint clusters'";
const CHANGES =
  "'--changed-since COMMIT' reports on what has changed since then, and '--staged' on what is staged";
const ACCESS = "'gitops-lint diff COMMIT' prints what that gives away";
const ACCEPT = "'--suppress-all' accepts what is found now, so that only what is new is reported";
const OWN_FILE =
  "No configuration of ESLint is read here; .gitops-lint.yaml in the root says how it is linted";

/**
 * Options that people know from other linters, and what there is here instead: of ESLint, kube-linter, checkov, trivy,
 * yamllint, kubeconform, kube-score and polaris.
 */
const OPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "--ext": `Every YAML and JSON file is read. ${FEWER}.`,
    "--ignore-path": `Files that .gitignore names are not read. For others, ${LEAVE_OUT}.`,
    "--ignore-pattern": `To leave files out, ${LEAVE_OUT}.`,
    "--ignore-paths": `To leave files out, ${LEAVE_OUT}.`,
    "--ignore-filename-pattern": `To leave files out, ${LEAVE_OUT}.`,
    "--skip-dirs": `To leave files out, ${LEAVE_OUT}.`,
    "--skip-files": `To leave files out, ${LEAVE_OUT}.`,
    "--skip-path": `To leave files out, ${LEAVE_OUT}.`,
    "--no-ignore": "A path that is named is linted although .gitignore names it.",
    "--include": `For rules, ${ONE_RULE}. For files, name their paths.`,
    "--exclude": `For rules, ${ONE_RULE}. For files, ${LEAVE_OUT}.`,
    "--fix-type":
      "'--fix' applies only the fixes that cannot change what is granted; there are no types of them.",
    "--no-eslintrc": `${OWN_FILE}.`,
    "--no-config-lookup": `${OWN_FILE}.`,
    "--print-config": `${OWN_FILE}.`,
    "--env": `${OWN_FILE}.`,
    "--parser": `${OWN_FILE}.`,
    "--plugin": `${OWN_FILE}.`,
    "--rulesdir": `${OWN_FILE}.`,
    "--report-unused-disable-directives":
      "A comment that suppresses nothing is always reported, as a warning; '--fix' deletes it.",
    "--exit-on-fatal-error": "A file that cannot be read makes the exit code 2 by itself.",
    "--no-error-on-unmatched-pattern": "A directory without manifests is no error.",
    "--cache-file": "'--cache-location' names the directory of the cache.",
    "--cache-strategy": "'--cache' compares contents.",
    "--init": "'gitops-lint init' writes a configuration; none is needed.",
    "--env-info": "'gitops-lint --version' prints the version.",
    "--debug": "'--stats' prints where the time went, and 'gitops-lint builds' what is applied together.",
    "--verbose": "'--stats' prints where the time went, and 'gitops-lint builds' what is applied together.",
    "--strict": "'--preset strict' has more rules, and '--max-warnings 0' fails on warnings.",
    "--no-warnings": "'--quiet' prints errors only.",
    "--severity": "'--quiet' prints errors only, and '--rule NAME=warn' makes a rule warn.",
    "--exit-code": "Findings make the exit code 1, and a run that failed 2.",
    "--output": "'--format' names the format, and '--output-file' the file that the report goes to.",
    "--schema":
      "No schemas are needed; 'settings.kubernetesVersion' in .gitops-lint.yaml names the version of Kubernetes.",
    "-s": "Write '--preset strict' for more rules, or '--max-warnings 0' to fail on warnings.",
    "--schema-location": "No schemas are needed: the kinds that rules read are known.",
    "--kubernetes-version": "Write the version under 'settings.kubernetesVersion' in .gitops-lint.yaml.",
    "--check": `${ONE_RULE}, as in '--preset none --rule no-missing-role=error'.`,
    "--skip-check": `${ONE_RULE}.`,
    "--ignore-test": `${ONE_RULE}.`,
    "--skip": `${ONE_RULE}.`,
    "--list-checks": `${LISTS}.`,
    "--list": `${LISTS}.`,
    "--soft-fail": "'--exit-zero' makes findings no failure.",
    "--add-all-built-in": `${PRESETS}: write '--preset all'.`,
    "--do-not-auto-add-defaults": `${PRESETS}: write '--preset none'.`,
    "-d": `${DIRECTORY}, and a rule with '--rule'.`,
    "--directory": `${DIRECTORY}.`,
    "--file": "Name the file without an option, as in 'gitops-lint role.yaml'.",
    "--audit-path": `${DIRECTORY}.`,
    ...Object.fromEntries(
      ["--disable", "--enable", "--ignore", "--disable-rule", "--enable-rule"].map((name) => [
        name,
        `For rules, ${ONE_RULE}. For files, ${LEAVE_OUT}.`,
      ]),
    ),
    ...Object.fromEntries(["--since", "--base", "--changed"].map((name) => [name, `${CHANGES}.`])),
    ...Object.fromEntries(["--diff", "--compare"].map((name) => [name, `${CHANGES}; ${ACCESS}.`])),
    ...Object.fromEntries(["--accept", "--baseline", "--yes", "-y"].map((name) => [name, `${ACCEPT}.`])),
    ...Object.fromEntries(
      ["-r", "-R", "--recursive"].map((name) => [name, "A directory is read with all that is below it."]),
    ),
    "-k": "Kustomizations are built wherever they are found, so name their directory without an option.",
    "--kustomize":
      "Kustomizations are built wherever they are found, so name their directory without an option.",
    "-n": `All namespaces are judged. ${FEWER}.`,
    "--namespace": `All namespaces are judged. ${FEWER}.`,
    "-j": "'--concurrency' sets how many threads lint.",
    "--jobs": "'--concurrency' sets how many threads lint.",
    "--stdin": "Write '-' in place of a path, and perhaps '--stdin-filename NAME'.",
    "--silent": "'--quiet' prints errors only; the exit code says whether there are any.",
    "--fail-on": "'--max-warnings 0' fails on warnings, and '--exit-zero' on nothing.",
    "--no-fail": "'--exit-zero' makes findings no failure.",
    "--watch": "Each run reads everything anew; an editor with ESLint shows findings as you type.",
    "-w": "Each run reads everything anew; an editor with ESLint shows findings as you type.",
    "--help-all": "'gitops-lint lint --help' lists all options.",
  }),
);

/** What people type to be given JSON, where there are formats and no option of that name writes a file. */
const ANYWHERE: ReadonlyMap<string, string> = new Map([
  ["-o", "'-f json' prints JSON."],
  ["--output", "'--format json' prints JSON."],
  ["--json", "'--format json' prints JSON."],
]);

/** The formats as options of their own. */
const AS_FORMAT = ["sarif", "github", "gitlab", "junit", "markdown"];

/** What people type to questions, as kubectl has it. */
const QUESTIONS: ReadonlyMap<string, string> = new Map([
  ["-A", "Without '-n', every namespace is asked about."],
  ["--all-namespaces", "Without '-n', every namespace is asked about."],
  ["--as", "'gitops-lint what-can User:NAME' prints what somebody is allowed to do."],
]);

/** What people type to `diff`, as git has it and as \`lint\` has it. */
const COMPARING: ReadonlyMap<string, string> = new Map([
  ...["--changed-since", "--since", "--base", "--merge-base"].map((name) => {
    return [name, "Name the commit without an option, as in 'gitops-lint diff main'."] as const;
  }),
  ["--cached", "'--staged' judges what is staged."] as const,
  ["--exit-code", "'--fail-on any' exits with 1 for any change."] as const,
  ["--exit-zero", "The exit code is 0 unless '--fail-on' names what fails."] as const,
]);

const LINT = "'gitops-lint PATH' and 'gitops-lint lint PATH' report what is wrong";

/** First words that people know from other programs. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ...["check", "scan", "validate", "audit", "run", "test", "analyze", "k8s", "config"].map((word) => {
    return [word, `${LINT}.`] as const;
  }),
  ["fs", `${LINT}, without a word such as 'fs' or 'config' before it.`] as const,
  ["fix", "'gitops-lint --fix' applies the fixes that cannot change what is granted."] as const,
  ["checks", `${LISTS}.`] as const,
  ["list", `${LISTS}.`] as const,
  ["changes", `${CHANGES}; ${ACCESS}.`] as const,
  ["review", `${ACCESS}.`] as const,
  ...["baseline", "suppress", "accept"].map((word) => [word, `${ACCEPT}.`] as const),
  ["prune", "'gitops-lint --prune-suppressions' removes accepted findings that are gone."] as const,
  ["can-i", "'gitops-lint access-path SUBJECT VERB RESOURCE' answers that."] as const,
  ["who", "'gitops-lint who-can VERB RESOURCE' answers that."] as const,
  ["what", "'gitops-lint what-can SUBJECT' answers that."] as const,
]);

/** Commands that ask something, and whose options are looked for as kubectl has them. */
const QUESTIONED: ReadonlySet<string> = new Set(["who-can", "what-can", "access-path"]);

/** The command of the linter itself, the only one that people use as others. */
const LINTING = "lint";

/**
 * What to say about an option of another linter.
 * @param written as it was typed, a short one perhaps with a value
 * @param command the name of the command that has got it
 * @param names the options that the command has
 */
export function foreignOption(
  written: string,
  command: string,
  names: readonly string[],
): string | undefined {
  const name = written.startsWith("--") ? written : written.slice(0, 2);
  const answer = answerTo(name, command) ?? (names.includes("--format") ? ANYWHERE.get(name) : undefined);
  return answer === undefined ? undefined : `There is no option '${name}'. ${answer}`;
}

function answerTo(name: string, command: string): string | undefined {
  if (command === "diff") return COMPARING.get(name);
  if (command !== LINTING) return QUESTIONED.has(command) ? QUESTIONS.get(name) : undefined;
  const format = AS_FORMAT.find((one) => name === `--${one}`);
  return format === undefined ? OPTIONS.get(name) : `'--format ${format}' prints that format.`;
}

/**
 * What to say about a path that is not there, and which may have been meant for a command.
 * @param names the commands that exist
 */
export function foreignCommand(word: string, names: readonly string[]): string | undefined {
  if (names.includes(word)) return `The command comes first, as in 'gitops-lint ${word} --help'.`;
  const answer = COMMANDS.get(word);
  if (answer !== undefined) return answer;
  const typed = otherCharacters(word);
  if (typed !== undefined) return typed;
  if (/^[a-z]+:\/\/|^git@/.test(word))
    return "Only what is on this disk is linted; clone the repository first.";
  const hint = didYouMean(word, names);
  return hint === "" ? undefined : hint.trim().replace("mean '", "mean the command '");
}

/** Every word of another program that is answered, for tests. */
export const FOREIGN = { options: [...OPTIONS], commands: [...COMMANDS] };
