// Fits the model on the first 24 days of January and prints how well it orders flights it has not
// seen: those of the last week of January. Then, month by month, the same of the model that the
// demo uses, which is fitted on all of January.
//
//   npm install && node examples/flights/train.mjs
import { TRAINED_UNTIL_MS } from './flight.mjs';
import { fitLatenessModel } from './lateness-model.mjs';
import { firstFrom, heldOutAuc, measureAuc } from './measure-model.mjs';
import { flightsFile, readFlights } from './read-flights.mjs';

const flights = await readFlights(flightsFile());
console.log(
  `Fitted on 1 to 24 January, AUC on 25 to 31 January: ${heldOutAuc(flights).toFixed(3)}`,
);

const model = fitLatenessModel(flights, 0, firstFrom(flights, TRAINED_UNTIL_MS));
for (let month = 1; month <= 5; month += 1) {
  const startMs = Date.UTC(2001, month, 1);
  const from = firstFrom(flights, startMs);
  const to = firstFrom(flights, Date.UTC(2001, month + 1, 1));
  const name = new Date(startMs).toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  console.log(
    `Fitted on January, AUC in ${name}: ${measureAuc(model, flights, from, to).toFixed(3)}`,
  );
}
