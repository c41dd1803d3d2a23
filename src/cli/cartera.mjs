#!/usr/bin/env node
import { register } from "tsx/esm/api";

// The sources run as they are: there is no build to be out of date.
register();
const { runCartera } = await import("../main.ts");
try {
  process.exitCode = await runCartera(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 3;
}
