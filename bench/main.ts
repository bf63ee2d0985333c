import { parseArgs } from 'node:util';
import { runAlarms } from './alarms/run-alarms.ts';
import { benchIngest } from './ingest.ts';
import { benchReport } from './report.ts';

if (process.argv[2] === 'alarms') process.exit(await runAlarms(process.argv.slice(3)));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
  },
});

const [name] = positionals;
if (name !== 'ingest' && name !== 'report') {
  process.stderr.write('usage: npm run bench -- ingest|report [--json] [--seconds 60]\n');
  process.exit(1);
}

const say = (line: string) => void process.stderr.write(`${line}\n`);
const result =
  name === 'report'
    ? await benchReport({ rows: 1_000_000, say })
    : await benchIngest({ seconds: Number(values.seconds), say });
process.stdout.write(`${values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
