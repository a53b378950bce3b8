// Writes annotations as GitHub's own library does: of a file with [command, message, properties] on each line.
import { readFileSync } from "node:fs";
import * as core from "@actions/core";

for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const [command, message, properties] = JSON.parse(line);
  core[command](message, properties);
}
