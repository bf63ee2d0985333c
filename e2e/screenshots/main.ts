import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { insertStories } from '../../src/testing/model-story.ts';
import { startBrowser } from '../../src/testing/start-browser.ts';
import { playLiveModel } from './live-model.ts';
import { openStage } from './open-stage.ts';
import { EMPTY_SCREENS, OVERFULL_SCREENS, usualScreens } from './screens.ts';
import { takePictures } from './take-pictures.ts';
import { tooManyModels, usualModels } from './told-models.ts';

const DAY_MS = 86_400_000;
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/images', import.meta.url)) },
  },
});
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Takes every picture of docs/images anew, of a server that was filled for it. */
async function main(): Promise<void> {
  const found = await startBrowser();
  if ('reason' in found) throw new Error(`No browser takes pictures: ${found.reason}`);
  const stage = await openStage();
  try {
    const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    await mkdir(values.out, { recursive: true });
    for (const name of await readdir(values.out)) {
      if (name.endsWith('.png')) await rm(join(values.out, name));
    }
    const take = (screens: Parameters<typeof takePictures>[2]) =>
      takePictures(found.browser, { url: stage.url, out: values.out, say }, screens);
    await take(EMPTY_SCREENS);
    say('playing a model');
    await playLiveModel(stage, todayMs);
    await insertStories(stage, usualModels(todayMs));
    await take(await usualScreens(stage));
    await insertStories(stage, tooManyModels(todayMs));
    await take(OVERFULL_SCREENS);
    const sizes = await Promise.all(
      (await readdir(values.out)).map(async (name) => (await stat(join(values.out, name))).size),
    );
    say(`${sizes.length} pictures, ${Math.round(sizes.reduce((a, b) => a + b, 0) / 1024)} KB`);
  } finally {
    await stage.stop();
    await found.close();
  }
}

await main();
