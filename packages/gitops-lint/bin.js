#!/usr/bin/env node
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

// The command is in the plugin, which says where. It also refuses what Node.js is too old for it, so nothing here may
// need a newer one.
const require = createRequire(import.meta.url);
const manifest = require.resolve("eslint-plugin-gitops/package.json");
import(pathToFileURL(join(dirname(manifest), require(manifest).bin["gitops-lint"])).href);
