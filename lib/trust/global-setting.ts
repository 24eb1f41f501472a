import { processState } from '../process-state';

const holder = processState<{ value: string | null }>('global-ssl-verify', () => ({ value: null }));

/** `litellm_settings.ssl_verify` of the YAML file in force, in column form; null when absent. */
export function getGlobalSslVerify(): string | null {
  return holder.value;
}

export function setGlobalSslVerify(value: string | null): void {
  holder.value = value;
}
