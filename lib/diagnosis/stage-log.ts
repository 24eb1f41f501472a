import { type CheckEvent, type Stage, type StageName, stageNames } from './report';

/** The stages of one check: one at a time, in order, each told as it starts and ends. */
export class StageLog {
  private readonly done = new Map<StageName, Stage>();
  private startedAt = 0;
  private running: StageName | null = null;

  constructor(private readonly tell: (event: CheckEvent) => void) {}

  get current(): StageName | null {
    return this.running;
  }

  isDone(name: StageName): boolean {
    return this.done.has(name);
  }

  start(name: StageName): void {
    if (this.running === name || this.done.has(name)) return;
    this.running = name;
    this.startedAt = performance.now();
    this.tell({ type: 'started', stage: name });
  }

  /** How long the running stage has taken so far, in ms; 0 when none is. */
  get elapsedMs(): number {
    return this.running === null ? 0 : performance.now() - this.startedAt;
  }

  /** Ends a stage, once. Without `durationMs` the time since its start counts. */
  end(name: StageName, status: Stage['status'], detail: string, durationMs?: number): void {
    if (this.done.has(name)) return;
    const elapsed = durationMs ?? (this.running === name ? performance.now() - this.startedAt : 0);
    const stage = { name, status, duration_ms: Math.round(elapsed * 10) / 10, detail };
    this.done.set(name, stage);
    if (this.running === name) this.running = null;
    this.tell({ type: 'stage', stage });
  }

  /** All six, those that never ran as skipped. */
  finish(): Stage[] {
    for (const name of stageNames) this.end(name, 'skipped', 'Not reached.', 0);
    return stageNames.flatMap((name) => this.done.get(name) ?? []);
  }
}
