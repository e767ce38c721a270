// Reads calendars with `ical.js`, the parser of Thunderbird and Nextcloud, and prints what it understood as one JSON object.
"use strict";

const { readFileSync } = require("node:fs");

function told(ICAL, part) {
  const event = new ICAL.Event(part);
  return {
    uid: event.uid,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    allDay: event.startDate.isDate,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    status: part.getFirstPropertyValue("status"),
    stamp: part.getFirstPropertyValue("dtstamp").toJSDate().toISOString(),
    url: part.getFirstPropertyValue("url"),
  };
}

async function read(files) {
  const { default: ICAL } = await import("ical.js"); // it can be had in no other way
  const calendars = files.map((file) => new ICAL.Component(ICAL.parse(readFileSync(file, "utf8"))));
  return calendars.map((calendar) => ({
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    refresh: calendar.getFirstPropertyValue("refresh-interval").toSeconds(),
    events: calendar.getAllSubcomponents("vevent").map((part) => told(ICAL, part)),
  }));
}

read(process.argv.slice(2)).then(
  (answers) => console.log(JSON.stringify(answers)),
  (error) => {
    console.error(String(error));
    process.exitCode = 1;
  },
);
