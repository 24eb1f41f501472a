import { needsSetUp } from './needs-set-up';
import { shownSetUpCode } from './set-up-code';

/** Tells the console, and nobody else, the code that the set-up page asks for. */
export async function announceSetUp(): Promise<void> {
  if (!(await needsSetUp())) return;
  process.stdout.write(
    `\nVouch has no admin yet. Open it in a browser and enter this set-up code:\n\n    ${shownSetUpCode()}\n\n`,
  );
}
