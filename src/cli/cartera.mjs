#!/usr/bin/env node
import { register } from "tsx/esm/api";

// The sources run as they are: there is no build to be out of date.
register();
const { runCartera } = await import("../main.ts");
// Whoever reads may stop reading: `cartera send ... | head`. What was not finished goes on with the next call.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(3);
});
try {
  process.exitCode = await runCartera(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 3;
}
