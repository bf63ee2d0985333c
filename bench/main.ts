import { parseArgs } from 'node:util';
import { runAlarms } from './alarms/run-alarms.ts';
import { benchDashboard } from './dashboard/bench-dashboard.ts';
import { benchFlightFaults } from './flight-faults.ts';
import { benchIngest } from './ingest.ts';
import { benchJudging } from './judging.ts';
import { benchReport } from './report.ts';
import { benchSizing } from './sizing/bench-sizing.ts';
import { deriveTable } from './sizing/derive-table.ts';
import { workedExamples } from './worked-examples/worked-examples.ts';

if (process.argv[2] === 'examples') {
  process.stdout.write(`${Object.values(await workedExamples()).join('\n\n')}\n`);
  process.exit(0);
}
if (process.argv[2] === 'alarms') process.exit(await runAlarms(process.argv.slice(3)));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    'at-one-go': { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    models: { type: 'string', default: '1000' },
    visits: { type: 'string', default: '20' },
    data: { type: 'string' },
    rows: { type: 'string', default: '300000' },
  },
});

const say = (line: string) => void process.stderr.write(`${line}\n`);
const benches = {
  ingest: () => benchIngest({ seconds: Number(values.seconds), say }),
  report: () => benchReport({ rows: 1_000_000, say }),
  dashboard: () =>
    benchDashboard({
      models: Number(values.models),
      visits: Number(values.visits),
      data: values.data,
      say,
    }),
  flights: () => benchFlightFaults(),
  sizing: async () => {
    const result = await benchSizing({ rows: Number(values.rows), say });
    say(deriveTable(result, 25));
    return result;
  },
  judging: () => benchJudging({ atOneGo: values['at-one-go'] }),
};

const isBench = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name);

const [name = ''] = positionals;
if (!isBench(name)) {
  say(
    `usage: npm run bench -- ${Object.keys(benches).join('|')}|examples [--json] [--seconds 60] [--at-one-go] [--models 1000] [--visits 20] [--data DIRECTORY] [--rows 300000]`,
  );
  process.exit(1);
}
const result = await benches[name]();
process.stdout.write(`${values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
