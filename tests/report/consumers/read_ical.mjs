// Reads a calendar as Thunderbird does, and prints each event: its day and what it says.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const event of calendar.getAllSubcomponents("vevent")) {
  const { startDate, summary, uid } = new ICAL.Event(event);
  console.log(JSON.stringify([startDate.toString(), startDate.isDate, summary, uid]));
}
