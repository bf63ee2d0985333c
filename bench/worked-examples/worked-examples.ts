import { budgetTable } from './budget-shares.ts';
import { flightTables } from './flight-days.ts';
import { smallWindowsTable } from './small-windows.ts';

/** The tables of docs/how-alarms-are-calibrated.md, by the product's own code. */
export async function workedExamples(): Promise<Readonly<Record<string, string>>> {
  const flights = await flightTables();
  return {
    budget: budgetTable(),
    smallWindows: smallWindowsTable(),
    flightAlarms: flights.alarms,
    flightWeekdays: flights.weekdays,
  };
}
