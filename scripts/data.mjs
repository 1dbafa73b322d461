/**
 * Writes what lib/kubernetes/data holds of the releases of Kubernetes in kubernetes-releases.mjs.
 *
 *   npm run data         writes it, from the releases' sources: needs Go, which fetches them
 *   npm run check:data   holds it against the installed @kubernetes/client-node, and needs no network
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import typescript from "typescript";
import { apiResourcesText } from "./api-resources.mjs";
import { bootstrapPolicyTexts } from "./bootstrap-policy.mjs";
import { newerReleases, RELEASES } from "./kubernetes-releases.mjs";
import { servedApis, servedMinor } from "./served-apis.mjs";

const PACKAGE = "@kubernetes/client-node";
const directory = join(import.meta.dirname, "..", "lib", "kubernetes", "data");

if (process.argv.includes("--check")) await check();
else write();

function write() {
  const texts = { "api-resources.ts": apiResourcesText(RELEASES), ...bootstrapPolicyTexts(RELEASES) };
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(directory, file), text);
  console.log(`Written, of Kubernetes ${RELEASES[0]} to ${RELEASES.at(-1)}.`);
  const newer = newerReleases();
  if (newer.length > 0) console.log(`There are newer ones: ${newer.join(", ")}. Add them to RELEASES.`);
}

/** Says where the table of resources differs from what the installed package knows, and what its last release is. */
async function check() {
  const { API_RESOURCES, RELEASES: used } = await dataOf("api-resources.ts");
  const { BOOTSTRAP_RELEASE } = await dataOf("bootstrap-bindings.ts");
  const last = used.at(-1);
  const minor = servedMinor();
  const wrong =
    used.join() !== RELEASES.join() || BOOTSTRAP_RELEASE !== last
      ? [`It is not of the releases in kubernetes-releases.mjs.`]
      : used.some((release) => release.startsWith(`1.${minor}.`))
        ? differences(API_RESOURCES, minor)
        : [
            `${PACKAGE} is for Kubernetes 1.${minor}, and the last release here is ${last}. Add one of 1.${minor}.`,
          ];
  if (wrong.length === 0) {
    console.log(`The data's last release of Kubernetes is ${last}. ${PACKAGE} has the same for 1.${minor}.`);
    return;
  }
  console.error(`The data is out of date. Run 'npm run data'.\n${wrong.join("\n")}`);
  process.exitCode = 1;
}

async function dataOf(file) {
  const { outputText } = typescript.transpileModule(readFileSync(join(directory, file), "utf8"), {
    compilerOptions: { module: typescript.ModuleKind.ESNext },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`);
}

function differences(resources, minor) {
  const stated = new Set(resources.flatMap((resource) => statements(resource, minor)));
  const served = new Set(
    servedApis().flatMap((entry) =>
      [...entry.verbs].map((verb) => statement(entry, entry.version, entry.subresource, verb)),
    ),
  );
  return [
    ...[...served].filter((line) => !stated.has(line)).map((line) => `Missing here: ${line}`),
    ...[...stated].filter((line) => !served.has(line)).map((line) => `Not in ${PACKAGE}: ${line}`),
  ];
}

function statements(resource, minor) {
  const versions = Object.keys(resource.versions).filter((version) =>
    within(resource.versions[version], minor),
  );
  const parts = Object.entries({ "": { verbs: resource.verbs }, ...resource.subresources });
  // A subresource may be missing in the older of two versions of a group.
  return versions.flatMap((version) =>
    parts
      .filter(([, part]) => within(part, minor))
      .flatMap(([name, part]) => part.verbs.map((verb) => statement(resource, version, name, verb))),
  );
}

function within({ since, until }, minor) {
  return (since ?? minor) <= minor && minor <= (until ?? minor);
}

function statement({ group, name, namespaced }, version, subresource, verb) {
  const scope = namespaced ? "namespaced" : "cluster-scoped";
  return `${group || "core"}/${version} ${name}${subresource && `/${subresource}`} (${scope}): ${verb}`;
}
