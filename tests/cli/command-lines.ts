/**
 * What people type: right, misspelt, and as they know it from other linters. Whatever the program is built into must
 * answer the same, so this is only data.
 */

/** A command line, its exit code, and what is printed: all of standard error, or a part of standard output. */
export interface CommandLine {
  /** As it is typed in a shell, with single quotes at most. */
  typed: string;
  code: 0 | 1 | 2;
  out?: string;
  /** Without `gitops-lint: ` before it; nothing if left out. */
  err?: string;
}

const role = (namespace: string, verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: ${namespace}
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ${verbs}
`;

/** The files of the directory in which they are typed. */
export const FILES: Readonly<Record<string, string>> = {
  ".gitops-lint.yaml": "preset: recommended\n",
  "clusters/role.yaml": role("shop", '["*"]'),
  "clusters/binding.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
`,
  // Called as a command is.
  "rules/role.yaml": role("blog", "[get]"),
  // Named as an option is.
  "-weird.yaml": role("weird", "[get]"),
};

const FINDING = "Verb '*' allows every action on 'pods'";
const CLEAN = "Nothing found in 1 object of 1 file";
const GLOBAL = "Usage: gitops-lint [command] [options] [paths...]";
const FORMATS = "Allowed choices are stylish, json, sarif, github, gitlab, junit, markdown, html.";
const SEE = "See gitops-lint --help.";
const LEAVE_OUT = "list globs under 'ignores' in .gitops-lint.yaml";
const ONE_RULE = "'--rule NAME=error' turns a rule on, and '--rule NAME=off' turns it off";
const LISTS = "'gitops-lint rules' lists the rules, and 'gitops-lint explain RULE' prints the page of one.";
const CHANGES =
  "'--changed-since COMMIT' reports on what has changed since then, and '--staged' on what is staged";
const ACCEPT = "'--suppress-all' accepts what is found now, so that only what is new is reported";
const OWN_FILE =
  "No configuration of ESLint is read here; .gitops-lint.yaml in the root says how it is linted.";
const LINT = "'gitops-lint PATH' and 'gitops-lint lint PATH' report what is wrong.";
const NOTE = "'rules' is a command; write './rules' for the directory of that name.";

const found = (typed: string, out: string): CommandLine => ({ typed, code: 1, out });
const fine = (typed: string, out: string, err?: string): CommandLine => ({
  typed,
  code: 0,
  out,
  ...(err !== undefined && { err }),
});
const refused = (typed: string, err: string): CommandLine => ({ typed, code: 2, err });
const foreign = (typed: string, option: string, answer: string): CommandLine =>
  refused(typed, `There is no option '${option}'. ${answer} ${SEE}`);
const noPath = (typed: string, path: string, answer: string): CommandLine =>
  refused(typed, `There is no file or directory '${path}'. ${answer} ${SEE}`);

/** How it is meant to be used. */
const RIGHT: readonly CommandLine[] = [
  found("gitops-lint", FINDING),
  found("gitops-lint .", FINDING),
  found("gitops-lint lint", FINDING),
  found("gitops-lint lint .", FINDING),
  found("gitops-lint clusters", FINDING),
  found("gitops-lint lint clusters/role.yaml", FINDING),
  found("gitops-lint -q clusters", FINDING),
  found("gitops-lint -f json clusters", '"ruleId":"gitops/no-wildcard-verbs"'),
  found("gitops-lint --format=json clusters", '"errorCount":1'),
  found("gitops-lint --quiet lint clusters", FINDING),
  fine("gitops-lint ./rules", CLEAN),
  fine("gitops-lint lint rules", CLEAN),
  fine("gitops-lint -- rules", CLEAN),
  fine("gitops-lint rules", "The four to start with", NOTE),
  fine("gitops-lint rules -f json", '"rule": "gitops/no-missing-role"', NOTE),
  fine("gitops-lint --list-rules", "The four to start with"),
  fine("gitops-lint --list-rules --format json", '"topic": "The four to start with"'),
  fine("gitops-lint clusters --rule 'no-wildcard-verbs: off'", "Nothing found"),
  fine("gitops-lint clusters --rule no-wildcard-verbs:off", "Nothing found"),
  fine("gitops-lint clusters --rule no-wildcard-verbs=off", "Nothing found"),
  fine("gitops-lint clusters --rule gitops/no-wildcard-verbs=off", "Nothing found"),
  fine(
    "gitops-lint clusters --rule 'no-missing-role=[error, { in: any }]' --rule no-wildcard-verbs=0",
    "Nothing",
  ),
  fine("gitops-lint explain no-missing-role", "gitops/no-missing-role\n==="),
  fine("gitops-lint explain gitops/no-missing-role", "gitops/no-missing-role\n==="),
  fine("gitops-lint --explain no-missing-role", "gitops/no-missing-role\n==="),
  fine("gitops-lint controls", "CIS Kubernetes Benchmark"),
  fine("gitops-lint controls --format json", '"title": "CIS Kubernetes Benchmark"'),
  fine("gitops-lint builds clusters", "clusters/role.yaml"),
  fine("gitops-lint --print-builds clusters", "clusters/role.yaml"),
  fine("gitops-lint unknowns", "1 question because nothing here shows"),
  refused("gitops-lint render clusters", "'clusters' has no Chart.yaml, so it is no chart."),
  refused("gitops-lint render HelmRelease/web", "There is no HelmRelease/web in this repository."),
  refused("gitops-lint render", "Missing required argument 'path'. See gitops-lint render --help."),
  fine("gitops-lint explain-silence clusters/binding.yaml:6", "So there is nothing to report."),
  fine("gitops-lint who-can get pods -n shop", "ServiceAccount:shop/deployer"),
  fine("gitops-lint what-can ServiceAccount:shop/deployer", "pods"),
  fine("gitops-lint what-can 'ServiceAccount:shop/*' -n shop", "pods"),
  fine("gitops-lint who-can get pods --subject 'ServiceAccount:shop/*'", "ServiceAccount:shop/deployer"),
  fine("gitops-lint who-can get pods -f markdown", "| `ServiceAccount:shop/deployer` |"),
  fine("gitops-lint who-can get pods --untrusted", "ServiceAccount:shop/deployer"),
  refused(
    "gitops-lint who-can get pods --through deploier",
    "There is no binding or role 'deploier' in this repository.",
  ),
  refused(
    "gitops-lint who-can get pods --cluster prod",
    "This repository tells no clusters apart, so it has no cluster 'prod'.",
  ),
  fine("gitops-lint access-path ServiceAccount:shop/deployer get pods -n shop", "deployer"),
  found("gitops-lint paths", "ServiceAccount 'shop/deployer' may reach cluster-admin in 2 steps:"),
  fine(
    "gitops-lint paths --from ServiceAccount:shop/deployer --to secrets:shop -f json",
    '"kind": "secrets"',
  ),
  refused(
    "gitops-lint paths User:jane",
    "'User:jane' is one argument too many. Write '--from' before a subject. See gitops-lint paths --help.",
  ),
  refused(
    "gitops-lint paths --to cluster-admn",
    "'cluster-admn' is not a target. Did you mean 'cluster-admin'? See gitops-lint paths --help.",
  ),
  { typed: "gitops-lint isolation", code: 1, out: "" },
  refused("gitops-lint connections --to shop/web", "No workload of this repository is in namespace 'shop'."),
  fine("gitops-lint what-can system:serviceaccount:shop:deployer", "pods"),
  fine("gitops-lint who-can list po", "ServiceAccount:shop/deployer"),
  found("gitops-lint ./", FINDING),
  found("gitops-lint -qf json clusters", '"errorCount":1'),
  found("gitops-lint -fjson clusters", '"errorCount":1'),
  found("gitops-lint --rule=no-missing-role:warn clusters", FINDING),
  found("gitops-lint clusters/role.yaml rules/role.yaml", FINDING),
  found("gitops-lint 'clusters/*.yaml'", FINDING),
  found("gitops-lint clusters --max-warnings=0", FINDING),
  found("gitops-lint --max-warnings -1 clusters", FINDING),
  found("gitops-lint --no-cache --cache clusters --no-cache", FINDING),
  fine("gitops-lint --exit-zero clusters", FINDING),
  fine("gitops-lint completion bash", "complete -F _gitops_lint gitops-lint"),
];

/** How people look for help. */
const HELP: readonly CommandLine[] = [
  fine("gitops-lint -h", GLOBAL),
  fine("gitops-lint --help", GLOBAL),
  fine("gitops-lint help", GLOBAL),
  fine("gitops-lint lint --help", "--changed-since <commit>"),
  fine("gitops-lint help lint", "--changed-since <commit>"),
  fine("gitops-lint help who-can", "Usage: gitops-lint who-can [options] <verb> <resource> [object]"),
  fine("gitops-lint lint clusters --quiet --help", "--changed-since <commit>"),
  fine("gitops-lint clusters --help", GLOBAL),
  fine("gitops-lint explain no-missing-role --help", "Usage: gitops-lint explain"),
  fine("gitops-lint help init", "Usage: gitops-lint init"),
  fine("gitops-lint help diff", "Usage: gitops-lint diff [options] [base]"),
  refused("gitops-lint /?", `'/?' is neither a path nor an option. ${SEE}`),
  fine("gitops-lint who-can -h", "gitops-lint who-can get secrets -n shop"),
  fine("gitops-lint -v", "0."),
  fine("gitops-lint -V", "0."),
  fine("gitops-lint --version", "0."),
  fine("gitops-lint version", "0."),
  refused("gitops-lint help who-cna", `There is no command 'who-cna'. Did you mean 'who-can'? ${SEE}`),
  foreign("gitops-lint --help-all", "--help-all", "'gitops-lint lint --help' lists all options."),
];

/** How it is mistyped. */
const MISTYPED: readonly CommandLine[] = [
  refused("gitops-lint --formt json", `Unknown option '--formt'. Did you mean '--format'? ${SEE}`),
  refused("gitops-lint --fromat=json .", `Unknown option '--fromat'. Did you mean '--format'? ${SEE}`),
  refused(
    "gitops-lint lint --quite",
    "Unknown option '--quite'. Did you mean '--quiet'? See gitops-lint lint --help.",
  ),
  refused(
    "gitops-lint --chagned-since main",
    `Unknown option '--chagned-since'. Did you mean '--changed-since'? ${SEE}`,
  ),
  refused("gitops-lint --max-warn 0", `Unknown option '--max-warn'. Did you mean '--max-warnings'? ${SEE}`),
  refused("gitops-lint --nonsense", `Unknown option '--nonsense'. ${SEE}`),
  refused("gitops-lint -format json", `There is no option '-format'. Did you mean '--format'? ${SEE}`),
  refused(
    "gitops-lint -o json",
    `'-o json' would write the report to a file 'json'. Did you mean '-f json'? ${SEE}`,
  ),
  refused(
    "gitops-lint -f jsno",
    `Option '-f, --format <name[:file]>' argument 'jsno' is invalid. ${FORMATS} Did you mean 'json'? ${SEE}`,
  ),
  refused(
    "gitops-lint --format JSON",
    `Option '-f, --format <name[:file]>' argument 'JSON' is invalid. ${FORMATS} Did you mean 'json'? ${SEE}`,
  ),
  refused(
    "gitops-lint --preset stict",
    `Option '--preset <name>' argument 'stict' is invalid. Allowed choices are recommended, strict, all, none. Did you mean 'strict'? ${SEE}`,
  ),
  refused(
    "gitops-lint --vendored al",
    `Option '--vendored <what>' argument 'al' is invalid. Allowed choices are summary, all, none. ${SEE}`,
  ),
  refused(
    "gitops-lint --rule no-mising-role=off",
    `Option '--rule <setting>' argument 'no-mising-role=off' is invalid. There is no rule 'no-mising-role'; 'gitops-lint rules' lists all. Did you mean 'no-missing-role'? ${SEE}`,
  ),
  refused(
    "gitops-lint --rule no-missing-role:wran",
    `Option '--rule <setting>' argument 'no-missing-role:wran' is invalid. 'wran' is not a valid 'no-missing-role'; use one of off, warn, error. Did you mean 'warn'? ${SEE}`,
  ),
  refused(
    "gitops-lint --rule no-missing-role",
    `Option '--rule <setting>' argument 'no-missing-role' is invalid. It must look like 'no-missing-role=off', with 'off', 'warn' or 'error'. ${SEE}`,
  ),
  refused(
    "gitops-lint --suppress-rule no-missing-rol",
    `Option '--suppress-rule <rule>' argument 'no-missing-rol' is invalid. There is no such rule. Did you mean 'no-missing-role'? ${SEE}`,
  ),
  refused("gitops-lint --root", `Option '--root <directory>' argument missing. ${SEE}`),
  noPath("gitops-lint isolaton", "isolaton", "Did you mean the command 'isolation'?"),
  noPath("gitops-lint rule", "rule", "Did you mean the command 'rules'?"),
  {
    ...noPath(
      "gitops-lint -f json who-can get pods",
      "who-can",
      "The command comes first, as in 'gitops-lint who-can --help'.",
    ),
    // A program that reads the report learns of it there as well.
    out: '"fatal":true',
  },
  noPath(
    "gitops-lint cluster",
    "cluster",
    "If it was deleted, '--staged' and '--changed-since' show what that breaks.",
  ),
  refused("gitops-lint who-can get", "Missing required argument 'resource'. See gitops-lint who-can --help."),
  refused(
    "gitops-lint who-can get pods --namspace shop",
    "Unknown option '--namspace'. Did you mean '--namespace'? See gitops-lint who-can --help.",
  ),
  refused(
    "gitops-lint who-can get pods -o json",
    "There is no option '-o'. '-f json' prints JSON. See gitops-lint who-can --help.",
  ),
  refused("gitops-lint builds --json", "Unknown option '--json'. See gitops-lint builds --help."),
  refused(
    "gitops-lint who-can get pods -f jsn",
    "Option '-f, --format <name>' argument 'jsn' is invalid. Allowed choices are table, json, markdown. Did you mean 'json'? See gitops-lint who-can --help.",
  ),
  refused(
    "gitops-lint what-can shop/deployer",
    "'shop/deployer' is not a subject. Did you mean 'ServiceAccount:shop/deployer'? See gitops-lint what-can --help.",
  ),
  refused("gitops-lint what-can", "Missing required argument 'subject'. See gitops-lint what-can --help."),
  refused(
    "gitops-lint isolation shop",
    "'shop' is one argument too many. Write '-n' before a namespace. See gitops-lint isolation --help.",
  ),
  refused(
    "gitops-lint explain no-missing-roles",
    "There is no rule 'no-missing-roles'; 'gitops-lint rules' lists all. Did you mean 'no-missing-role'? See gitops-lint explain --help.",
  ),
  refused(
    "gitops-lint diff main --fail-on danger",
    "Option '--fail-on <what>' argument 'danger' is invalid. Allowed choices are dangerous, any, none. Did you mean 'dangerous'? See gitops-lint diff --help.",
  ),
  refused(
    "gitops-lint diff main feature",
    "Too many arguments for 'diff'. Expected 1 argument but got 2. See gitops-lint diff --help.",
  ),
  refused(
    "gitops-lint diff ''",
    "Command-argument value '' is invalid for argument 'base'. It is empty, as when a variable is not set. See gitops-lint diff --help.",
  ),
  refused(
    "gitops-lint diff --changed-since main",
    "There is no option '--changed-since'. Name the commit without an option, as in 'gitops-lint diff main'. See gitops-lint diff --help.",
  ),
  refused(
    "gitops-lint diff --cached",
    "There is no option '--cached'. '--staged' judges what is staged. See gitops-lint diff --help.",
  ),
  refused("gitops-lint explain", "Missing required argument 'rule'. See gitops-lint explain --help."),
  refused(
    "gitops-lint completion bsh",
    "Command-argument value 'bsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish. Did you mean 'bash'? See gitops-lint completion --help.",
  ),
  refused(
    "gitops-lint controls clusters",
    "Too many arguments for 'controls'. Expected 0 arguments but got 1. See gitops-lint controls --help.",
  ),
  refused(
    "gitops-lint --list-rules --quiet",
    "'--list-rules' prints the same without '--quiet'. Leave one of the two out.",
  ),
];

/** What is typed by other hands, or with other characters. */
const OTHER_HANDS: readonly CommandLine[] = [
  noPath("gitops-lint LINT .", "LINT", "Did you mean the command 'lint'?"),
  noPath("gitops-lint who_can get pods", "who_can", "Did you mean the command 'who-can'?"),
  noPath("gitops-lint who can get pods", "who", "'gitops-lint who-can VERB RESOURCE' answers that."),
  noPath("gitops-lint «clusters»", "«clusters»", "Did you mean 'clusters', without the quotes?"),
  noPath("gitops-lint “clusters”", "“clusters”", "Did you mean 'clusters', without the quotes?"),
  noPath(
    "gitops-lint –format json",
    "–format",
    "It begins with a dash that is no hyphen. Did you mean '--format'?",
  ),
  noPath(
    "gitops-lint —format json",
    "—format",
    "It begins with a dash that is no hyphen. Did you mean '--format'?",
  ),
  noPath("gitops-lint –q", "–q", "It begins with a dash that is no hyphen. Did you mean '-q'?"),
  noPath(
    "gitops-lint https://github.com/argoproj/argo-cd",
    "https://github.com/argoproj/argo-cd",
    "Only what is on this disk is linted; clone the repository first.",
  ),
  noPath(
    "gitops-lint changes",
    "changes",
    `${CHANGES}; 'gitops-lint diff COMMIT' prints what that gives away.`,
  ),
  noPath("gitops-lint baseline", "baseline", `${ACCEPT}.`),
  noPath(
    "gitops-lint clusters/role.yaml missing.yaml",
    "missing.yaml",
    "If it was deleted, '--staged' and '--changed-since' show what that breaks.",
  ),
  fine("gitops-lint -- -weird.yaml", CLEAN),
  fine("gitops-lint ./-weird.yaml", CLEAN),
  refused(
    "gitops-lint -weird.yaml",
    `Unknown option '-weird.yaml'. Write './-weird.yaml' for the path of that name. ${SEE}`,
  ),
  refused("gitops-lint --quiet=true clusters", `Option '--quiet' takes no value. ${SEE}`),
  refused("gitops-lint --color=always clusters", `Option '--color' takes no value. ${SEE}`),
  refused(
    "gitops-lint --rules no-wildcard-verbs=off",
    `Unknown option '--rules'. Did you mean '--rule'? ${SEE}`,
  ),
  refused(
    "gitops-lint -o out.sarif clusters",
    `'out.sarif' would hold the report for people. Did you mean to add '-f sarif'? ${SEE}`,
  ),
  refused(
    "gitops-lint -o out.xml clusters",
    `'out.xml' would hold the report for people. Did you mean to add '-f junit'? ${SEE}`,
  ),
  refused(
    "gitops-lint -o out.html clusters",
    `'out.html' would hold the report for people. Did you mean to add '-f html'? ${SEE}`,
  ),
  refused(
    "gitops-lint -f junit.xml clusters",
    `Option '-f, --format <name[:file]>' argument 'junit.xml' is invalid. ${FORMATS} Did you mean 'junit:junit.xml'? ${SEE}`,
  ),
  refused(
    "gitops-lint -f text clusters",
    `Option '-f, --format <name[:file]>' argument 'text' is invalid. ${FORMATS} Did you mean 'stylish'? ${SEE}`,
  ),
  refused(
    "gitops-lint -f codeclimate clusters",
    `Option '-f, --format <name[:file]>' argument 'codeclimate' is invalid. ${FORMATS} Did you mean 'gitlab'? ${SEE}`,
  ),
  refused(
    "gitops-lint who-can pods get",
    "There is no verb 'pods' in Kubernetes or in a role of this repository. The verb comes first, as in 'get pods'.",
  ),
  refused("gitops-lint who-can GET pods", "'GET' is not a verb. Verbs are lowercase, such as 'get'."),
  refused(
    "gitops-lint who-can get pods -A",
    "There is no option '-A'. Without '-n', every namespace is asked about. See gitops-lint who-can --help.",
  ),
  refused(
    "gitops-lint what-can sa:shop/deployer",
    "'sa:shop/deployer' is not a subject. Did you mean 'ServiceAccount:shop/deployer'? See gitops-lint what-can --help.",
  ),
  refused(
    "gitops-lint what-can user:ada",
    "'user:ada' is not a subject. Did you mean 'User:ada'? See gitops-lint what-can --help.",
  ),
  refused(
    "gitops-lint what-can deployer",
    "'deployer' is not a subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'. See gitops-lint what-can --help.",
  ),
  fine("gitops-lint what-can ServiceAccount:shop/deployer -n shop", "pods"),
  refused(
    "gitops-lint explain NO-MISSING-ROLE",
    "There is no rule 'NO-MISSING-ROLE'; 'gitops-lint rules' lists all. Did you mean 'no-missing-role'? See gitops-lint explain --help.",
  ),
];

/** How other linters are used. */
const OTHERS: readonly CommandLine[] = [
  foreign(
    "gitops-lint --ext .yaml .",
    "--ext",
    `Every YAML and JSON file is read. Name paths to report on fewer files, or ${LEAVE_OUT}.`,
  ),
  foreign(
    "gitops-lint --ignore-path .prettierignore",
    "--ignore-path",
    `Files that .gitignore names are not read. For others, ${LEAVE_OUT}.`,
  ),
  foreign(
    "gitops-lint --ignore-pattern 'vendor/**'",
    "--ignore-pattern",
    `To leave files out, ${LEAVE_OUT}.`,
  ),
  foreign(
    "gitops-lint --fix-type problem",
    "--fix-type",
    "'--fix' applies only the fixes that cannot change what is granted; there are no types of them.",
  ),
  foreign("gitops-lint --no-eslintrc", "--no-eslintrc", OWN_FILE),
  foreign(
    "gitops-lint --report-unused-disable-directives",
    "--report-unused-disable-directives",
    "A comment that suppresses nothing is always reported, as a warning; '--fix' deletes it.",
  ),
  foreign("gitops-lint --init", "--init", "'gitops-lint init' writes a configuration; none is needed."),
  foreign(
    "gitops-lint --strict .",
    "--strict",
    "'--preset strict' has more rules, and '--max-warnings 0' fails on warnings.",
  ),
  foreign(
    "gitops-lint -s .",
    "-s",
    "Write '--preset strict' for more rules, or '--max-warnings 0' to fail on warnings.",
  ),
  foreign(
    "gitops-lint --schema x.json",
    "--schema",
    "No schemas are needed; 'settings.kubernetesVersion' in .gitops-lint.yaml names the version of Kubernetes.",
  ),
  foreign(
    "gitops-lint -d .",
    "-d",
    "Name the directory without an option, as in 'gitops-lint clusters', and a rule with '--rule'.",
  ),
  foreign("gitops-lint --skip-check CKV_K8S_1", "--skip-check", `${ONE_RULE}.`),
  foreign(
    "gitops-lint --check CKV_K8S_1",
    "--check",
    `${ONE_RULE}, as in '--preset none --rule no-missing-role=error'.`,
  ),
  foreign(
    "gitops-lint --severity HIGH,CRITICAL .",
    "--severity",
    "'--quiet' prints errors only, and '--rule NAME=warn' makes a rule warn.",
  ),
  foreign(
    "gitops-lint --include no-missing-role",
    "--include",
    `For rules, ${ONE_RULE}. For files, name their paths.`,
  ),
  foreign("gitops-lint --exclude vendor", "--exclude", `For rules, ${ONE_RULE}. For files, ${LEAVE_OUT}.`),
  foreign("gitops-lint --list-checks", "--list-checks", LISTS),
  foreign("gitops-lint --sarif", "--sarif", "'--format sarif' prints that format."),
  foreign("gitops-lint --json", "--json", "'--format json' prints JSON."),
  foreign("gitops-lint --since main", "--since", `${CHANGES}.`),
  foreign("gitops-lint --yes", "--yes", `${ACCEPT}.`),
  foreign("gitops-lint -R clusters", "-R", "A directory is read with all that is below it."),
  foreign("gitops-lint --disable no-x", "--disable", `For rules, ${ONE_RULE}. For files, ${LEAVE_OUT}.`),
  foreign("gitops-lint -j 4", "-j", "'--concurrency' sets how many threads lint."),
  foreign("gitops-lint --soft-fail", "--soft-fail", "'--exit-zero' makes findings no failure."),
  foreign(
    "gitops-lint --verbose",
    "--verbose",
    "'--stats' prints where the time went, and 'gitops-lint builds' what is applied together.",
  ),
  foreign(
    "gitops-lint --debug .",
    "--debug",
    "'--stats' prints where the time went, and 'gitops-lint builds' what is applied together.",
  ),
  foreign(
    "gitops-lint --output json",
    "--output",
    "'--format' names the format, and '--output-file' the file that the report goes to.",
  ),
  foreign(
    "gitops-lint --output=json .",
    "--output",
    "'--format' names the format, and '--output-file' the file that the report goes to.",
  ),
  foreign(
    "gitops-lint -output json .",
    "-output",
    "'--format' names the format, and '--output-file' the file that the report goes to.",
  ),
  foreign(
    "gitops-lint --exit-code 1 .",
    "--exit-code",
    "Findings make the exit code 1, and a run that failed 2.",
  ),
  noPath("gitops-lint check .", "check", LINT),
  noPath("gitops-lint scan .", "scan", LINT),
  noPath(
    "gitops-lint fs .",
    "fs",
    "'gitops-lint PATH' and 'gitops-lint lint PATH' report what is wrong, without a word such as 'fs' or 'config' before it.",
  ),
  noPath("gitops-lint checks list", "checks", LISTS),
];

/** All of them. */
export const COMMAND_LINES: readonly CommandLine[] = [
  ...RIGHT,
  ...HELP,
  ...MISTYPED,
  ...OTHER_HANDS,
  ...OTHERS,
];

/** The arguments of a command line, without the name of the program. */
export function argumentsIn({ typed }: CommandLine): string[] {
  return [...typed.matchAll(/'([^']*)'|[^\s']+/g)].map(([word, quoted]) => quoted ?? word).slice(1);
}
