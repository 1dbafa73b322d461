import { version } from "../../package.js";

/** A place where pipelines run. */
interface Host {
  name: string;
  /** Files and directories below the root, any of which shows that it is in use. */
  files: readonly string[];
  /** The names of servers on which repositories are built there. */
  servers?: RegExp;
  /** Where the lines go. */
  where: string;
  lines: string;
}

/** Installs outside of the checkout, since npm would read an `.npmrc` in it. */
function install(directory: string): string {
  return `npm install --prefix ${directory} eslint-plugin-gitops@${version} eslint@10`;
}
const INSTALL = `(cd /tmp && ${install("/tmp/gitops-lint")})`;
const RUN = "/tmp/gitops-lint/node_modules/.bin/gitops-lint";
const JUNIT = "--format stylish --format junit:gitops-lint.xml";

/** A workflow for GitHub Actions and what understands the same files. */
function workflow(image: string, format: string): string {
  return `name: Lint manifests
on: pull_request
permissions:
  contents: read
jobs:
  gitops-lint:
    runs-on: ${image}
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false, fetch-depth: 0 }
      - uses: actions/setup-node@v7
        with: { node-version: 24 }
      - run: ${install('"$RUNNER_TEMP/gitops-lint"')}
        working-directory: \${{ runner.temp }}
      - run: '"$RUNNER_TEMP/gitops-lint/node_modules/.bin/gitops-lint" --format ${format} --untrusted --changed-since "origin/$GITHUB_BASE_REF"'`;
}

const HOSTS: readonly Host[] = [
  {
    name: "GitHub Actions",
    files: [".github/workflows"],
    servers: /^github\.com\//,
    where: "as .github/workflows/gitops-lint.yml",
    lines: workflow("ubuntu-latest", "github"),
  },
  {
    name: "GitLab CI",
    files: [".gitlab-ci.yml"],
    servers: /^gitlab\./,
    where: "in .gitlab-ci.yml",
    lines: `gitops-lint:
  image: node:24-slim
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - (cd /opt && ${install("/opt/gitops-lint")})
    - /opt/gitops-lint/node_modules/.bin/gitops-lint --format stylish --format gitlab:gl-code-quality-report.json --format junit:gitops-lint.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: gitops-lint.xml`,
  },
  {
    name: "Forgejo Actions",
    files: [".forgejo/workflows"],
    servers: /^codeberg\.org\//,
    where: "as .forgejo/workflows/gitops-lint.yml",
    lines: workflow("docker", "stylish"),
  },
  {
    name: "Gitea Actions",
    files: [".gitea/workflows"],
    where: "as .gitea/workflows/gitops-lint.yml",
    lines: workflow("ubuntu-latest", "stylish"),
  },
  {
    name: "Azure Pipelines",
    files: ["azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines"],
    servers: /^(?:ssh\.)?dev\.azure\.com\/|\.visualstudio\.com\//,
    where: "below 'jobs:' in azure-pipelines.yml",
    lines: `- job: gitops_lint
  pool: { vmImage: ubuntu-latest }
  steps:
    - checkout: self
      persistCredentials: false
    - task: UseNode@1
      inputs: { version: 24.x }
    - script: ${INSTALL}
    - script: ${RUN} ${JUNIT}
    - task: PublishTestResults@2
      condition: succeededOrFailed()
      inputs: { testResultsFormat: JUnit, testResultsFiles: gitops-lint.xml }`,
  },
  {
    name: "Jenkins",
    files: ["Jenkinsfile"],
    where: "in 'stages' of the Jenkinsfile",
    lines: `stage('gitops-lint') {
  agent { docker { image 'node:24-slim' } }
  environment { HOME = '/tmp' }
  steps {
    sh '${INSTALL}'
    sh '${RUN} ${JUNIT}'
  }
  post { always { junit 'gitops-lint.xml' } }
}`,
  },
  {
    name: "CircleCI",
    files: [".circleci/config.yml"],
    where: "below 'jobs:' in .circleci/config.yml, and its name in a workflow",
    lines: `gitops-lint:
  docker: [{ image: cimg/node:24.0 }]
  steps:
    - checkout
    - run: ${INSTALL}
    - run: ${RUN} --format stylish --format junit:reports/gitops-lint/junit.xml
    - store_test_results: { path: reports }`,
  },
  {
    name: "Bitbucket Pipelines",
    files: ["bitbucket-pipelines.yml"],
    servers: /^bitbucket\.org\//,
    where: "as a step in bitbucket-pipelines.yml",
    lines: `- step:
    name: gitops-lint
    image: node:24-slim
    script:
      - ${INSTALL}
      - ${RUN} --format stylish --format junit:test-results/gitops-lint.xml`,
  },
  {
    name: "Woodpecker CI",
    files: [".woodpecker.yml", ".woodpecker.yaml", ".woodpecker"],
    where: "below 'steps:' of a workflow",
    lines: `- name: gitops-lint
  image: node:24-slim
  commands:
    - ${INSTALL}
    - ${RUN}`,
  },
  {
    name: "Drone",
    files: [".drone.yml"],
    where: "below 'steps:' in .drone.yml",
    lines: `- name: gitops-lint
  image: node:24-slim
  commands:
    - ${INSTALL}
    - ${RUN}`,
  },
  {
    name: "Buildkite",
    files: [".buildkite/pipeline.yml", ".buildkite/pipeline.yaml"],
    where: "below 'steps:' of the pipeline",
    lines: `- label: gitops-lint
  commands:
    - ${INSTALL}
    - ${RUN}`,
  },
];

/** What runs anywhere. */
const ANYWHERE: Host = {
  name: "any pipeline with Node.js",
  files: [],
  where: "as two commands",
  lines: `${INSTALL}\n${RUN}`,
};

/**
 * The places where the pipelines of a repository run: by the files in it, else by the server it comes from.
 * @param isThere whether there is a file or a directory at a path below the root
 * @param remotes the repository's names, each `HOST/PATH`
 * @returns at least one
 */
export function hostsOf(isThere: (path: string) => boolean, remotes: readonly string[]): readonly Host[] {
  const byFile = HOSTS.filter(({ files }) => files.some(isThere));
  if (byFile.length > 0) return byFile;
  const byServer = HOSTS.filter(({ servers }) => remotes.some((name) => servers?.test(name)));
  return byServer.length > 0 ? byServer : [ANYWHERE];
}
