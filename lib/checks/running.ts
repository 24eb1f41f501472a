import { AppError } from '../errors';
import { processState } from '../process-state';

/** Far more than people press Test connection at one time; each run ends by its own deadlines. */
const MAX_RUNS = 100;
const runIdShape = /^[0-9a-f-]{16,64}$/;

const running = processState('checks.running', () => new Map<string, AbortController>());

interface Run {
  signal: AbortSignal;
  stop(): void;
  end(): void;
}

/** Registers a run that its caller can stop by id. Throws AppError `bad_input` or `conflict`. */
export function startRun(id: string): Run {
  if (!runIdShape.test(id)) throw new AppError('bad_input', 'a run id is 16 to 64 hexadecimal digits or "-"');
  if (running.has(id)) throw new AppError('conflict', 'a connection test with this run id is running');
  if (running.size >= MAX_RUNS)
    throw new AppError('conflict', `${MAX_RUNS} connection tests are running: wait for one to end`);
  const controller = new AbortController();
  running.set(id, controller);
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    end: () => {
      running.delete(id);
    },
  };
}

/** Stops a run; false when none of that id is running. */
export function cancelRun(id: string): boolean {
  const controller = running.get(id);
  controller?.abort();
  return controller !== undefined;
}
