import { createLimiter } from '../limiter';
import { processState } from '../process-state';

/** Checks and inspections that run at once, whoever asks: more would only make each other, and every page, wait. */
export const checkLimit = processState('check-limit', () => createLimiter(8));
