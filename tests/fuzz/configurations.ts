import fc from "fast-check";
import { rules } from "../../rules/index.js";
import { examples } from "../pages.js";
import { breaks, broken } from "./values.js";
import { choices, pieces, splice, spliced, writeYaml } from "./yaml-structure.js";

const names = Object.keys(rules);
const options = names.flatMap((rule) => examples(rule).options);
const severity = fc.constantFrom<unknown>(
  "off",
  "warn",
  "error",
  0,
  2,
  false,
  "loud",
  ["warn"],
  ["error", {}],
);
const globs = fc.array(
  fc.constantFrom("**/*.yaml", "a/**", "{a,b}{c,d}", "!x", "[", "***", "", "(a|b)+", "../x"),
  {
    maxLength: 4,
  },
);

/** What a configuration says, as it should be. */
const value = fc
  .record({
    preset: fc.option(fc.constantFrom("recommended", "strict", "all", "none"), { nil: undefined }),
    rules: fc.option(
      fc.dictionary(fc.constantFrom(...names, "gitops/no-missing-role"), severity, { maxKeys: 4 }),
      {
        nil: undefined,
      },
    ),
    ignores: fc.option(globs, { nil: undefined }),
    overrides: fc.option(
      fc.array(
        fc.record({
          files: globs,
          rules: fc.dictionary(fc.constantFrom(...names), severity, { maxKeys: 2 }),
        }),
        { maxLength: 2 },
      ),
      { nil: undefined },
    ),
    settings: fc.option(
      fc.record(
        {
          platform: fc.constantFrom("eks", "openshift", "none"),
          chartTestValues: fc.boolean(),
          kubernetesVersion: fc.constantFrom("1.34", "v1.28.1", "9.9", "1.2.3.4"),
          knownRoles: globs,
          knownServiceAccounts: globs,
          knownNamespaces: globs,
          vendored: globs,
        },
        { requiredKeys: [] },
      ),
      { nil: undefined },
    ),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as Record<string, unknown>);

/** Texts of `.gitops-lint.yaml`: right, nearly right, and anything. */
export const configuration: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(value, breaks, choices, fc.array(splice, { maxLength: 2 }))
    .map(([one, how, style, changes]) => spliced(writeYaml(broken(one, how), style), changes)),
  fc
    .tuple(fc.constantFrom(...options), fc.array(splice, { maxLength: 2 }))
    .map(([text, changes]) => spliced(text, changes)),
  fc.tuple(value, choices).map(([one, style]) => writeYaml(one, style)),
  pieces,
);

/** Texts of `eslint-suppressions.json`. */
export const suppressions: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.dictionary(
        fc.constantFrom("manifests.yaml", "../x", "__proto__", "a/b.yaml", ""),
        fc.dictionary(
          fc.constantFrom("gitops/no-missing-role", "gitops/gone", "no-console", "__proto__"),
          fc.record({ count: fc.constantFrom<unknown>(0, 1, 2, -1, 1.5, "1", null) }),
          { maxKeys: 3 },
        ),
        { maxKeys: 3 },
      ),
      breaks,
    )
    .map(([one, how]) => JSON.stringify(broken(one, how)) ?? ""),
  pieces,
  fc.json(),
);

const WORDS = [
  ...[
    "get",
    "list",
    "*",
    "pods",
    "secrets",
    "po",
    "deployments.apps",
    "pods/exec",
    "/metrics",
    "users",
    "zz",
    "",
    " ",
  ],
  ...[
    "ServiceAccount:shop/web",
    "User:ada",
    "Group:system:masters",
    "ServiceAccount:web",
    "User:",
    "User:\u001b[31m",
  ],
  ...[
    "shop",
    "-n",
    "--namespace",
    "shop/web",
    "web",
    "0.0.0.0/0",
    "10.0.0.1",
    "default",
    "internet",
    "--argocd",
    "sync",
  ],
  ...[
    "applications",
    "default/app",
    "--from",
    "--to",
    "--",
    "-",
    "--help",
    "--version",
    "__proto__",
    "a\nb",
    "${x}",
    "x:1",
  ],
];
const OPTIONS = [
  ...[
    "--preset",
    "strict",
    "all",
    "nope",
    "--rule",
    "no-missing-role: off",
    "gone: error",
    "a: [",
    "no-missing-role: [warn, {a: 1}]",
  ],
  ...[
    "--format",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "markdown",
    "svg",
    "dot",
    "text",
    "table",
    "xml",
  ],
  ...[
    "--quiet",
    "--stats",
    "--max-warnings",
    "0",
    "-1",
    "1e3",
    "--no-inline-config",
    "--vendored",
    "summary",
    "none",
  ],
  ...[
    "--unknowns",
    "--print-builds",
    "--explain-silence",
    "manifests.yaml:3",
    "--list-rules",
    "--controls",
    "--explain",
  ],
  ...[
    "no-missing-role",
    "gitops/valid-yaml",
    "--pass-on-unpruned-suppressions",
    "--fail-on-unpruned-suppressions",
    "--concurrency",
    "off",
    "--no-cache",
    "--roof",
  ],
];
const QUESTIONS = ["who-can", "what-can", "access-path", "isolation", "connections", "--explain-connection"];

/** Command lines that read only: what they name is in a directory that `--root` gives. */
export const commandLine: fc.Arbitrary<string[]> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...QUESTIONS), fc.array(fc.constantFrom(...WORDS, ...OPTIONS), { maxLength: 5 }))
    .map(([question, rest]) => [question, ...rest]),
  // A dash alone is standard input, which a test has none of.
  fc.array(fc.constantFrom(...WORDS.filter((word) => word !== "-"), ...OPTIONS), { maxLength: 6 }),
);
