/** Who asks for something. `name` is what `created_by` and `updated_by` say. */
export interface Actor {
  kind: 'console' | 'master_key' | 'config';
  name: string;
}

/** A person at the console. There are no accounts: who may open the console may do everything. */
export const consoleActor: Actor = { kind: 'console', name: 'console' };
export const masterKeyActor: Actor = { kind: 'master_key', name: 'master_key' };
export const configActor: Actor = { kind: 'config', name: 'config' };
