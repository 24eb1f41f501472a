import { readEnv } from '../env';
import { needsSetUp } from './needs-set-up';
import { shownSetUpCode } from './set-up-code';

/** Tells the console, and nobody else, the code that the set-up page asks for. */
export async function announceSetUp(): Promise<void> {
  if (!(await needsSetUp())) return;
  const page = `${readEnv().publicUrl ?? ''}/set-up`;
  process.stdout.write(
    `\nVouch has no admin yet. Open it in a browser (${page}) and enter this set-up code:\n\n    ${shownSetUpCode()}\n\n`,
  );
}
