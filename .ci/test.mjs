import { fileURLToPath } from 'url';
import { onNode24 } from '../electron/launch/node24.mjs';

onNode24(fileURLToPath(import.meta.url), async () => {
  const { runSuite } = await import('./suite.ts');
  await runSuite(process.argv.slice(2));
});
