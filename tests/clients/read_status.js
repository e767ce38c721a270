// Reads a status page with the client `statuspage.io`, unchanged, and prints all that it was told as one JSON object.
"use strict";

const { Statuspage } = require("statuspage.io");

async function read(origin) {
  const page = new Statuspage("loopback");
  page.setApiUrl(origin);
  return {
    summary: await page.api.getSummary(),
    status: await page.api.getStatus(),
    components: await page.api.getComponents(),
    incidents: await page.api.incidents.getAll(),
    unresolved: await page.api.incidents.getUnresolved(),
    upcoming: await page.api.scheduledMaintenances.getUpcoming(),
  };
}

read(process.argv[2]).then(
  (answers) => console.log(JSON.stringify(answers)),
  (error) => {
    console.error(String(error));
    process.exitCode = 1;
  },
);
