// Runs one snippet of the brief as it stands: node run.mjs <server> <snippet> <its variables as JSON>.
// A page's addresses are relative to its server; that is all that is added.
import { readFile } from 'node:fs/promises';

const [server, file, values] = process.argv.slice(2);
const given = JSON.parse(values);
const fetchHere = (address, options) => fetch(new URL(address, server), options);
const AsyncFunction = (async () => {}).constructor;
const snippet = await readFile(file, 'utf8');
const run = new AsyncFunction('fetch', ...Object.keys(given), `${snippet}\nreturn { jobId, url, key };`);
console.log(JSON.stringify(await run(fetchHere, ...Object.values(given))));
